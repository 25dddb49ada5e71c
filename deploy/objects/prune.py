"""What the operator lets us delete beside what he declares: from the wrapper's options to the entry file."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass

from deploy.objects.plan import Plan, Step
from deploy.objects.world import Look

_EVERYTHING, _INBOXES = "CHATWOOT_DEPLOY_PRUNE", "CHATWOOT_DEPLOY_PRUNE_INBOXES"


@dataclass(frozen=True)
class Prune:
    """Permission to delete orphans.

    orphans: all live objects of declared types that nobody declared; inboxes with conversations excepted
    inboxes: names of inboxes that may go with all their conversations
    """

    orphans: bool = False
    inboxes: frozenset[str] = frozenset()

    def environment(self) -> dict[str, str]:
        """The variables that carry it."""
        found = {_EVERYTHING: "yes"} if self.orphans else {}
        return found | ({_INBOXES: json.dumps(sorted(self.inboxes))} if self.inboxes else {})


def read(environment: Mapping[str, str] | None = None) -> Prune:
    """What the variables say; plain pyinfra understands them too."""
    source = os.environ if environment is None else environment
    return Prune(_EVERYTHING in source, frozenset(json.loads(source.get(_INBOXES) or "[]")))


def deletions(plan: Plan, look: Look, permitted: Prune) -> tuple[list[Step], list[str]]:
    """The orphans of one type that may be deleted, and the keys of those that stay.

    An inbox takes its conversations with it: one that has any goes only when it is named. A portal takes its articles
    with it, which nobody declares: one that has any stays.
    """
    gone, kept = [], []
    for orphan in plan.orphans:
        may = permitted.orphans
        if plan.kind.section == "inboxes" and may:
            may = orphan.id not in look.used_inboxes or orphan.fields.get("name") in permitted.inboxes
        if orphan.raw.get("meta", {}).get("all_articles_count"):
            may = False
        if may:
            gone.append(orphan)
        else:
            kept.append(orphan.key)
    return [Step(plan.kind, "delete", each.key, live=each) for each in gone], kept
