"""All types of objects, in the order in which they are made: what others refer to comes first (chatwoot.md 1.7)."""

from deploy.objects.kind import Kind
from deploy.objects.kinds.agents import Agents
from deploy.objects.kinds.labels import Labels
from deploy.objects.kinds.teams import Teams

KINDS: tuple[Kind, ...] = (Agents(), Labels(), Teams())


def by_noun(noun: str) -> Kind:
    """The type that references call so."""
    return next(each for each in KINDS if each.noun == noun)
