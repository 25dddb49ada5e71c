"""Reading a whole installation for `export`: through SSH when it is ours, through its public address when it is not."""

import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import urlsplit

from pyinfra.api.host import Host

from deploy.chatwoot.access import access, client
from deploy.chatwoot.service import service_email
from deploy.errors import OperatorError
from deploy.inventory import Selection, one
from deploy.objects import look
from deploy.objects import remote as elsewhere
from deploy.objects.account import Reader
from deploy.objects.export import Exporter
from deploy.objects.found_secrets import FoundSecrets
from deploy.objects.registry import KINDS
from deploy.objects.world import World
from deploy.settings.example import literal
from deploy.settings.settings import Settings
from deploy.verbs import check, session

OURS = ".invalid"  # the provisioning user's address (chatwoot/service.py): he is nobody's admin


@dataclass(frozen=True)
class Found:
    """An installation as read.

    accounts: lines of each, as an entry of `accounts`
    secrets: those of all accounts
    preamble: lines of the declaration before the accounts
    """

    accounts: list[list[str]]
    secrets: FoundSecrets
    preamble: list[str] = field(default_factory=list)


def remote(url: str, token: str, names: Sequence[str]) -> Found:
    """Read an installation that we did not make. Raises OperatorError."""
    there = elsewhere.Remote(url, token, say=partial(print, file=sys.stderr))
    release, accounts = there.release(), there.accounts(names)
    missing = [each for each in names if each not in accounts]
    if missing:
        raise OperatorError(f"export: no account {missing[0]} there. The token's owner has {', '.join(accounts)}")
    found, secrets, owner = [], FoundSecrets(), there.owner()
    admin = "" if owner["email"].endswith(OURS) else owner["email"]
    for name, number in accounts.items():
        if not names or name in names:
            used = there.client(number, name)
            # Whose token it is will be the admin, whom an account does not declare.
            world = World(release, number, own=frozenset({owner["email"]}), bootstrapped=False)
            reader = Reader(used, world, lambda again, used=used: elsewhere.look(used))  # type: ignore[misc]
            found.append(_account(name, reader, secrets, [urlsplit(there.url).hostname or ""], admin))
    version = ".".join(str(part) for part in release)
    preamble = [
        f"domain = {literal(there.url.partition('//')[2])}",
        f"chatwoot = {literal({'version': f'{version}-ce'})}",
        *([f"admin = {literal(owner)}"] if admin else []),
        "",
    ]
    return Found(found, secrets, preamble)


def own(selection: Selection, names: Sequence[str]) -> Found | None:
    """Read an installation of ours, through SSH; None when the host could not be reached."""
    host = one(selection, "export")
    settings = check.require(selection, secrets=False)[host.name]
    with session.connected(selection) as hosts:
        answers = session.ask(hosts, lambda each: _own(each, settings, names))
    return answers.get(host.name)


def _own(host: Host, settings: Settings, names: Sequence[str]) -> Found:
    found = access(host, settings)
    if found is None:
        raise OperatorError(f"{host.name}: Chatwoot does not answer. Look at it with status, then run export again")
    sealed = look.sealed("")
    looks = look.Looks(host, settings, sealed)
    accounts, secrets = [], FoundSecrets()
    for name in _chosen(host.name, [each.name for each in settings.accounts], list(found.accounts), names):
        world = World(
            settings.chatwoot.number,
            found.accounts[name],
            sealed=sealed,
            own=frozenset({settings.admin.email, service_email(settings)}),
            user=service_email(settings),
            bootstrapped=False,
        )
        reader = Reader(client(host, settings, found, name), world, looks)
        accounts.append(_account(name, reader, secrets, settings.names, settings.admin.email))
    return Found(accounts, secrets)


def _chosen(host: str, declared: Sequence[str], there: Sequence[str], names: Sequence[str]) -> list[str]:
    """The accounts to read: those named, or all that are declared and there; what is left out is told.

    Raises OperatorError for a named one that is not declared or not there.
    """
    for each in names:
        if each not in there:
            raise OperatorError(f"export: no account {each} there. {host} has {', '.join(there) or 'none'}")
        if each not in declared:
            raise OperatorError(f"export: account {each} of {host} is not declared. Export it with --url")
    if names:
        return [each for each in declared if each in names]
    for each in declared:
        if each not in there:
            print(f"{host}: account {each} is declared and not there, so it is left out", file=sys.stderr)
    for each in there:
        if each not in declared:
            print(f"{host}: account {each} is not declared, so it is left out; --url exports it", file=sys.stderr)
    return [each for each in declared if each in there]


def _account(name: str, reader: Reader, secrets: FoundSecrets, site: Collection[str], admin: str) -> list[str]:
    writer = Exporter(name, reader.world.account, reader.world.release, secrets, site, admin)
    return writer.lines([(kind, reader.live(kind)) for kind in KINDS])
