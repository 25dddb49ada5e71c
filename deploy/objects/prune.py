"""What the operator lets us delete beside what he declares: from the wrapper's options to the entry file."""

import json
import os
from collections.abc import Collection, Iterable, Mapping, MutableMapping
from dataclasses import dataclass

from deploy.errors import OperatorError
from deploy.objects.plan import Plan, Step
from deploy.objects.world import Look

_VARIABLES = _EVERYTHING, _INBOXES = "CHATWOOT_DEPLOY_PRUNE", "CHATWOOT_DEPLOY_PRUNE_INBOXES"
_YES = "yes"


@dataclass(frozen=True)
class Prune:
    """Permission to delete orphans. Raises OperatorError when it permits nothing by what it names.

    orphans: all live objects of declared types that nobody declared; inboxes with conversations excepted
    inboxes: ACCOUNT/NAME of inboxes that may go with all their conversations
    """

    orphans: bool = False
    inboxes: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.inboxes and not self.orphans:
            raise OperatorError(
                f"--prune-inbox ({_INBOXES}) deletes nothing without --prune ({_EVERYTHING}={_YES}). "
                "Add that, or leave out both"
            )

    def hand_over(self, environment: MutableMapping[str, str] = os.environ) -> None:
        """Put it where the entry file reads it; what stood there before is nobody's permission now."""
        for name in _VARIABLES:
            environment.pop(name, None)
        if self.orphans:
            environment[_EVERYTHING] = _YES
        if self.inboxes:
            environment[_INBOXES] = json.dumps(sorted(self.inboxes))


def read(environment: Mapping[str, str] = os.environ) -> Prune:
    """What the variables say; plain pyinfra understands them too. Raises OperatorError."""
    try:
        inboxes = json.loads(environment.get(_INBOXES) or "[]")
    except ValueError:
        inboxes = None
    if not isinstance(inboxes, list) or not all(isinstance(each, str) for each in inboxes):
        raise OperatorError(f'{_INBOXES} is no JSON list of names; write it like ["Acme/Old site"]')
    return Prune(environment.get(_EVERYTHING) == _YES, frozenset(inboxes))


def strangers(permitted: Prune, compared: Mapping[str, Iterable[Plan]], unread: Collection[str]) -> list[str]:
    """A sentence for each inbox that may go and is none of the orphans.

    compared: plans of each account that could be read
    unread: names of the others, of which nothing is known
    """
    orphans = {
        f"{account}/{one.fields.get('name')}"
        for account, plans in compared.items()
        for plan in plans
        if plan.kind.section == "inboxes"
        for one in plan.orphans
    }
    return [
        f"--prune-inbox {name}: no undeclared inbox is called so, and nothing is deleted by that name. "
        "Write ACCOUNT/NAME as plan does"
        for name in sorted(permitted.inboxes - orphans)
        if not any(name.startswith(f"{account}/") for account in unread)
    ]


def deletions(plan: Plan, account: str, look: Look, permitted: Prune) -> tuple[list[Step], list[str]]:
    """The orphans of one type that may be deleted, and the keys of those that stay.

    An inbox takes its conversations with it: one that has any goes only when it is named, with its account, and when
    no other orphan is called so: names are not unique. A portal takes its articles
    with it, which nobody declares: one that has any stays.
    """
    gone, kept = [], []
    for orphan in plan.orphans:
        may = permitted.orphans
        if plan.kind.section == "inboxes" and may:
            name = orphan.fields.get("name")
            named = f"{account}/{name}" in permitted.inboxes
            alone = [each.fields.get("name") for each in plan.orphans].count(name) == 1
            may = orphan.id not in look.used_inboxes or (named and alone)
        if orphan.raw.get("meta", {}).get("all_articles_count"):
            may = False
        if may:
            gone.append(orphan)
        else:
            kept.append(plan.kind.shown(orphan.key))
    return [Step(plan.kind, "delete", each.key, live=each) for each in gone], kept
