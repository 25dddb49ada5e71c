"""`plan --url`: what is declared inside Chatwoot against an installation at its public address. Changes nothing."""

import json
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from deploy.chatwoot.service import service_email
from deploy.errors import OperatorError
from deploy.inventory import one, select
from deploy.objects import remote
from deploy.objects.absent import Absent
from deploy.objects.account import Reader, planned, sections
from deploy.objects.mentioned import waiting
from deploy.objects.plan import Plan, left_alone, strange
from deploy.objects.sealed import Believed
from deploy.objects.secret import Secret
from deploy.objects.world import World
from deploy.settings.settings import Settings
from deploy.stack import sources
from deploy.verbs import options


@dataclass(frozen=True)
class Compared:
    """What a comparison found.

    changes: {"subject", "what", "fields"}, account by account
    orphans: a sentence for each type of which something is live that nobody declared
    absent: names of the secrets that nobody gave, and that are taken for right
    """

    changes: list[dict[str, Any]] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    absent: set[str] = field(default_factory=set)


def run(arguments: Namespace, settings: Mapping[str, Settings]) -> int:
    """Exit 0 when everything is as declared, 2 when anything differs. Raises OperatorError."""
    if arguments.prune or arguments.prune_inbox:
        raise OperatorError("plan: --url compares and deletes nothing. Leave out --prune and --prune-inbox")
    host = one(select(arguments), "plan --url")
    there = remote.Remote(arguments.url, options.token(), say=partial(print, file=sys.stderr))
    found = compare(settings[host.name], there)
    if found.absent:
        names = ", ".join(sorted(found.absent))
        print(f"secrets that nobody gave, taken for right: {names}", file=sys.stderr)
    if arguments.json:
        print(json.dumps({"url": arguments.url, "changes": found.changes, "orphans": found.orphans}))
        return 2 if found.changes else 0
    for each in found.changes:
        print(f"  ~ {each['subject']}: {each['what']}")
        print("".join(f"      {line}\n" for line in each["fields"]), end="")
    print("".join(f"{text}\n" for text in found.orphans), end="")
    print(f"{arguments.url}: {len(found.changes) or 'nothing'} to do")
    return 2 if found.changes else 0


def compare(settings: Settings, there: remote.Remote) -> Compared:
    """What differs. Write-only secrets are taken for right, nobody can see them from here; so are those not given."""
    accounts, release = there.accounts([each.name for each in settings.accounts]), there.release()
    brought, found = sources.brought(settings.secrets), Compared()

    def reveal(name: str) -> Secret:
        if name in brought:
            return Secret(brought[name])
        found.absent.add(name)
        return Absent(name)

    if others := strange(settings, accounts):
        found.orphans.append(others)
    for number, account in enumerate(settings.accounts):
        if account.name not in accounts:
            found.changes.append({"subject": f"account {account.name}", "what": "created", "fields": []})
            continue
        used = there.client(accounts[account.name], account.name)
        world = World(
            release,
            used.account,
            sealed=Believed(),
            own=frozenset({settings.admin.email, service_email(settings)}),
            user=service_email(settings),
            bootstrapped=False,
        )
        declared = sections(account, f"accounts[{number}]", reveal)
        reader = Reader(used, world, lambda again, used=used: remote.look(used), declared)  # type: ignore[misc]
        plans = planned(declared, reader)
        found.changes.extend(_changes(plans, account.name))
        found.changes.extend(
            {"subject": f"account {account.name}", "what": each, "fields": []} for each in waiting(declared, reader)
        )
        found.orphans.extend(
            left_alone(plan.kind.section, account.name, [plan.kind.shown(each.key) for each in plan.orphans])
            for plan in plans
            if plan.orphans
        )
        print(f"account {account.name}: {used.requests} requests", file=sys.stderr)
    return found


def _changes(plans: Sequence[Plan], account: str) -> list[dict[str, Any]]:
    return [
        {"subject": step.subject(account), "what": step.what, "fields": [str(each) for each in step.changes]}
        for plan in plans
        for step in plan.steps
    ]
