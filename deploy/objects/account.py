"""One account as a whole: which types it declares, what is live of them, what would change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from deploy.chatwoot.client import Client
from deploy.objects.declared import Reveal, wanted
from deploy.objects.kind import Json, Kind, Live
from deploy.objects.plan import Plan, Wanted, plan
from deploy.objects.registry import KINDS, by_noun
from deploy.objects.world import Look, World
from deploy.settings.accounts import Account

Sections = Sequence[tuple[Kind, Sequence[Wanted]]]


@dataclass(frozen=True)
class Planned:
    """What would happen to one account, type by type, in order."""

    plans: tuple[tuple[Kind, Plan], ...]


def sections(account: Account, path: str, reveal: Reveal) -> Sections:
    """The types that an account declares, in the order in which they are made.

    path: of the account in the declaration: accounts[0]
    """
    found = ((kind, wanted(kind, account, path, reveal)) for kind in KINDS)
    return [(kind, each) for kind, each in found if each is not None]


class Reader:
    """The live objects of one account: one request a type, read when first asked for and again after a change.

    client: None while the account or the API is not there yet: then nothing is live
    look: asks the database
    """

    def __init__(self, client: Client | None, world: World, look: Callable[[], Look]) -> None:
        self.client, self.world, self.look = client, world, look
        self._answers: dict[str, list[Json]] = {}
        self._live: dict[Kind, list[Live]] = {}
        self._looked = False

    def live(self, kind: Kind) -> list[Live]:
        """The live objects of one type; those it refers to are read before it."""
        if self.client is None:
            return []
        if kind not in self._live:
            if kind.looks and not self._looked:
                self.world.look, self._looked = self.look(), True
            for noun in kind.refers:
                self.live(by_noun(noun))
            if kind.path not in self._answers:
                self._answers[kind.path] = kind.list(self.client)
            self._live[kind] = [kind.live(each, self.world) for each in self._answers[kind.path]]
            self._learn(kind)
        return self._live[kind]

    def refresh(self, kind: Kind) -> None:
        """Read a type again: something was written."""
        self._answers.pop(kind.path, None)
        self._live = {each: found for each, found in self._live.items() if each.path != kind.path}
        self._looked = self._looked and not kind.looks
        self.live(kind)

    def _learn(self, kind: Kind) -> None:
        # Of several of one name the oldest is meant, as in plan.plan: it is learnt last.
        numbered = [(each.id, kind.reference(each.fields)) for each in self._live[kind] if isinstance(each.id, int)]
        self.world.names.learn(kind.noun, {name: number for number, name in sorted(numbered, reverse=True)})


def planned(declared: Sections, reader: Reader) -> Planned:
    """Compare every declared type with what is live."""
    return Planned(tuple((kind, plan(kind, each, reader.live(kind))) for kind, each in declared))
