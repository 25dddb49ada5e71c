"""The way to Chatwoot's REST API on one host: address of the web container, token, account ids."""

import json
from dataclasses import dataclass, field
from typing import Any

from pyinfra import logger
from pyinfra.api.host import Host

from deploy.chatwoot import queries
from deploy.chatwoot.client import Client
from deploy.chatwoot.facts import own
from deploy.chatwoot.installation import value
from deploy.chatwoot.pace import Pace, allowed
from deploy.chatwoot.service import PLATFORM_APP, service_email
from deploy.errors import OperatorError
from deploy.host import channel, connection
from deploy.settings import locales
from deploy.settings.settings import Settings

PORT = 3000
_KEPT, _PACE = "chatwoot-access", "chatwoot-pace"


@dataclass(frozen=True)
class Access:
    """What a client needs. The tokens never leave through repr.

    accounts: name to id; of two accounts of one name the older
    locales: name to language, of the same accounts
    rows: stored installation settings of those that are declared with secret values
    inboxes: live inboxes of the accounts asked so far
    """

    address: str
    token: str = field(repr=False)
    platform: str = field(repr=False)
    accounts: dict[str, int]
    locales: dict[str, str]
    rows: dict[str, object] = field(default_factory=dict, repr=False)
    inboxes: dict[str, list[dict[str, Any]]] = field(default_factory=dict, repr=False)


def access(host: Host, settings: Settings) -> Access | None:
    """One command, asked once in each phase of a run; None while the stack is not up or not bootstrapped."""
    kept: dict[bool, Access] = host.connector_data.setdefault(_KEPT, {})
    phase = host.state.is_executing
    if phase not in kept:
        found = read(host, settings)
        if found is None:
            return None
        kept[phase] = found
    return kept[phase]


def forget(host: Host) -> None:
    """Ask anew next time: the bootstrap has just made what was asked for."""
    host.connector_data.pop(_KEPT, None)


def read(host: Host, settings: Settings) -> Access | None:
    """Ask now. Not a fact: pyinfra prints facts at -vvv."""
    found = known(host, settings)
    return found if found and found.address else None


def known(host: Host, settings: Settings) -> Access | None:
    """What the database alone tells; the address is empty while the web container does not run."""
    command = queries.access(
        settings.project,
        settings.postgres.database,
        service_email(settings),
        PLATFORM_APP,
        own(settings),
        sorted(settings.chatwoot.installation_secrets),
    )
    found = queries.answers(connection.run(host, command).stdout)
    addresses = found.get("web", "").split()
    try:
        database = json.loads(found.get("database", ""))
    except ValueError:
        return None
    if not database["token"]:
        return None
    accounts: dict[str, int] = {}
    languages: dict[str, str] = {}
    for account in database["accounts"]:
        accounts.setdefault(account["name"], account["id"])
        languages.setdefault(account["name"], locales.stored(account["locale"]))
    return Access(
        addresses[0] if addresses else "",
        database["token"],
        database["platform"] or "",
        accounts,
        languages,
        {name: value(stored) for name, stored in database["installation"].items()},
    )


def client(host: Host, settings: Settings, found: Access, account: str) -> Client:
    """A client for one declared account.

    Raises OperatorError when the account does not exist.
    """
    if account not in found.accounts:
        raise OperatorError(f"{host.name}: account {account} does not exist; run apply, which creates it")
    session = channel.session(host, found.address, PORT, server_name=settings.domain)
    return Client(
        session,
        settings.domain,
        found.token,
        found.accounts[account],
        account,
        say=lambda text: host.log_styled(text, fg="yellow", log_func=logger.info),
        platform=found.platform,
        pace=host.connector_data.setdefault(_PACE, Pace(allowed(settings.chatwoot))),
    )
