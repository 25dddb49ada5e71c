"""`plan --url`: what is declared inside Chatwoot against an installation at its public address. Changes nothing."""

import json
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from typing import Any

from deploy.chatwoot.service import service_email
from deploy.errors import OperatorError
from deploy.inventory import one, select
from deploy.objects import remote
from deploy.objects.account import Reader, planned, sections
from deploy.objects.mentioned import waiting
from deploy.objects.plan import Plan
from deploy.objects.sealed import Believed
from deploy.objects.secret import Secret
from deploy.objects.world import World
from deploy.settings.settings import Settings
from deploy.stack import sources
from deploy.verbs import options


def run(arguments: Namespace, settings: Mapping[str, Settings]) -> int:
    """Exit 0 when everything is as declared, 2 when anything differs. Raises OperatorError."""
    host = one(select(arguments), "plan --url")
    changes = compare(settings[host.name], remote.Remote(arguments.url, options.token()))
    if arguments.json:
        print(json.dumps({"url": arguments.url, "changes": changes}))
    else:
        for each in changes:
            print(f"  ~ {each['subject']}: {each['what']}")
            print("".join(f"      {field}\n" for field in each["fields"]), end="")
        print(f"{arguments.url}: {len(changes) or 'nothing'} to do")
    return 2 if changes else 0


def compare(settings: Settings, there: remote.Remote) -> list[dict[str, Any]]:
    """What differs, account by account. Write-only secrets are taken for right: nobody can see them from here."""
    accounts, release = there.accounts([each.name for each in settings.accounts]), there.release()
    brought = sources.brought(settings.secrets)

    def reveal(name: str) -> Secret:
        if name not in brought:
            raise OperatorError(f"secret {name}: is missing. Give it by the means that secrets.mode names")
        return Secret(brought[name])

    found: list[dict[str, Any]] = []
    for number, account in enumerate(settings.accounts):
        if account.name not in accounts:
            found.append({"subject": f"account {account.name}", "what": "created", "fields": []})
            continue
        used = there.client(accounts[account.name], account.name)
        world = World(release, used.account, sealed=Believed(), user=service_email(settings), bootstrapped=False)
        declared = sections(account, f"accounts[{number}]", reveal)
        reader = Reader(used, world, lambda again, used=used: remote.look(used), declared)  # type: ignore[misc]
        found += _changes(planned(declared, reader), account.name)
        found += [
            {"subject": f"account {account.name}", "what": each, "fields": []} for each in waiting(declared, reader)
        ]
        print(f"account {account.name}: {used.requests} requests", file=sys.stderr)
    return found


def _changes(plans: Sequence[Plan], account: str) -> list[dict[str, Any]]:
    return [
        {"subject": step.subject(account), "what": step.what, "fields": [str(each) for each in step.changes]}
        for plan in plans
        for step in plan.steps
    ]
