"""One account as a whole: which types it declares, what is live of them, what would change."""

from collections.abc import Callable, Sequence

from deploy.chatwoot.client import Client
from deploy.errors import OperatorError
from deploy.objects.declared import Reveal, wanted
from deploy.objects.kind import Json, Kind, Live
from deploy.objects.plan import Plan, Wanted, age, plan
from deploy.objects.registry import KINDS, by_noun
from deploy.objects.world import Look, World
from deploy.settings.accounts import Account

Sections = Sequence[tuple[Kind, Sequence[Wanted]]]


def sections(account: Account, path: str, reveal: Reveal) -> Sections:
    """The types that an account declares, in the order in which they are made.

    path: of the account in the declaration: accounts[0]
    """
    found = ((kind, wanted(kind, account, path, reveal)) for kind in KINDS)
    return [(kind, each) for kind, each in found if each is not None]


class Reader:
    """The live objects of one account: one request a type, read when first asked for and again after a change.

    client: None while the account or the API is not there yet: then nothing is live
    look: asks the database; True = again, something was written
    declared: of several live objects of one name, a declared one is meant; one that will be renamed has its new name
    """

    def __init__(
        self, client: Client | None, world: World, look: Callable[[bool], Look], declared: Sections = ()
    ) -> None:
        self.client, self.world, self.look = client, world, look
        self._declared = {kind.noun: {one.key: kind.reference(one.fields) for one in each} for kind, each in declared}
        self._answers: dict[str, list[Json]] = {}
        self._live: dict[Kind, list[Live]] = {}
        self._looked = self._stale = False

    def live(self, kind: Kind) -> list[Live]:
        """The live objects of one type; those it refers to are read before it.

        Raises OperatorError when the answer is in no form that this package knows.
        """
        if self.client is None:
            return []
        if kind not in self._live:
            if kind.looks and not self._looked:
                self.world.look, self._looked, self._stale = self.look(self._stale), True, False
            for noun in kind.refers:
                self.live(by_noun(noun))
            try:
                if kind.path not in self._answers:
                    self._answers[kind.path] = kind.list(self.client)
                self._live[kind] = [kind.live(each, self.world) for each in self._answers[kind.path]]
                self._learn(kind)
            except (KeyError, TypeError, AttributeError, IndexError) as error:
                # Only the error's type is told: its words could hold what was answered.
                raise OperatorError(
                    f"account {self.client.name}: what Chatwoot {'.'.join(str(part) for part in self.world.release)} "
                    f"answers for {(kind.section or 'its settings').replace('_', ' ')} cannot be read "
                    f"({type(error).__name__}). Declare none here, or report it with the release"
                ) from error
        return self._live[kind]

    def references(self, noun: str) -> frozenset[str]:
        """The names by which the live objects of a type are referred to."""
        kind = by_noun(noun)
        return frozenset(kind.reference(each.fields) for each in self.live(kind))

    def refresh(self, kind: Kind) -> None:
        """Read a type again: something was written. What refers to it is understood anew."""
        self._answers.pop(kind.path, None)
        stale = {each for each in self._live if each.path == kind.path}
        nouns = {kind.noun, *(each.noun for each in stale)}
        self._live = {
            each: found for each, found in self._live.items() if each not in stale and nouns.isdisjoint(each.refers)
        }
        if kind.looks:
            self._looked, self._stale = False, True
        self.live(kind)

    def answers(self, path: str) -> list[Json] | None:
        """The answers of a type that has been read, as they came; None when it was not. They hold secrets."""
        return self._answers.get(path)

    def _learn(self, kind: Kind) -> None:
        # Of several of one name a declared one is meant, else the oldest, as in plan.plan: it is learnt last.
        ours = self._declared.get(kind.noun, {})
        # By the row's own id, which is not always what stands in paths: portals go by their slug there.
        found = [each for each in self._live[kind] if isinstance(each.raw.get("id"), int)]
        found.sort(key=lambda each: (each.key not in ours, age(each)), reverse=True)
        ids: dict[str, int] = {ours.get(each.key) or kind.reference(each.fields): each.raw["id"] for each in found}
        self.world.names.learn(kind.noun, ids, [each.raw["id"] for each in found])


def planned(declared: Sections, reader: Reader) -> list[Plan]:
    """Compare every declared type with what is live, in the order in which types are made."""
    return [plan(kind, each, reader.live(kind)) for kind, each in declared]
