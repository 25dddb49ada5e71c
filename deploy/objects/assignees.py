"""Assignees whom a release passes over without a word. Pure."""

from collections.abc import Iterator

from deploy.objects.declared import Declared
from deploy.objects.registry import KINDS
from deploy.objects.world import AFTER_2_10, Release


def unassignable(declared: Declared, release: Release, admin: str) -> Iterator[str]:
    """One line for each administrator to whom an action assigns: 2.10 assigns to agents alone
    (app/services/action_service.rb and Account#agents, 2.10.0; both since 2.11).

    admin: e-mail address of a member of every account whom none declares
    """
    if release >= AFTER_2_10:
        return
    agents = declared.get("agent") or ()
    administrators = {admin} | {each.key for each in agents if each.fields.get("role") == "administrator"}
    for kind in KINDS:
        for each in declared.get(kind.noun) or ():
            for mention in kind.mentions(each.fields):
                if mention.path.endswith(".assign_agent") and mention.name in administrators:
                    version = ".".join(str(part) for part in release)
                    yield (
                        f"{each.path}.{mention.path}: Chatwoot {version} assigns to agents alone, and "
                        f"{mention.name} is an administrator. Name an agent"
                    )
