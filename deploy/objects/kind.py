"""What every type of object tells about itself, so that one plan and one apply serve them all."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from deploy.chatwoot.client import Client
from deploy.objects.world import World
from deploy.settings.accounts import Account
from deploy.settings.section import Section

Json = dict[str, Any]
Fields = Mapping[str, Any]  # in the declaration's words, references by name


@dataclass(frozen=True)
class Live:
    """A live object.

    key: natural key, as the kind makes it
    id: what stands in paths
    fields: everything that can be declared, in the declaration's words
    raw: the answer; may hold secrets
    foreign: none of the account's own, or ours: never an orphan
    """

    key: str
    id: int | str
    fields: Fields = field(repr=False)
    raw: Json = field(repr=False)
    foreign: bool = False


@dataclass(frozen=True)
class Mention:
    """A reference to another object by name.

    path: of the field below its object: actions[0].team
    """

    path: str
    noun: str
    name: str


class Kind(ABC):
    """One type of object.

    noun: what one is called in messages and references: label
    section: key of the list in an account's declaration: labels
    path: below the account in the API: /labels
    refers: nouns of the types whose names its fields use; they are read too
    made: is a missing one made here? Else the bootstrap makes it
    looks: do its fields come from the database as well (World.look)?
    """

    noun: ClassVar[str]
    section: ClassVar[str]
    path: ClassVar[str]
    refers: ClassVar[tuple[str, ...]] = ()
    made: ClassVar[bool] = True
    looks: ClassVar[bool] = False

    @abstractmethod
    def key(self, fields: Fields) -> str:
        """The natural key: what tells one object from the others of its type. Also its name in messages."""

    @abstractmethod
    def read(self, live: Json, world: World) -> Fields:
        """A live object in the declaration's words; every field that can be declared in this release."""

    @abstractmethod
    def body(self, fields: Fields, world: World) -> Json:
        """Fields in the words of a request, names as integer ids. Raises names.Unknown."""

    def declared(self, account: Account) -> Sequence[Section] | None:
        """What an account declares of this type; None when it does not declare the type at all."""
        found: Sequence[Section] | None = getattr(account, self.section)
        return found

    def where(self, account: str, number: int) -> str:
        """Path of a declared object.

        account: path of its account: accounts[0]
        number: its place among those of its type
        """
        return f"{account}.{self.section}[{number}]"

    def subject(self, key: str, account: str) -> str:
        """One in messages.

        account: the account's name
        """
        return f"{self.noun} {self.shown(key)} of account {account}"

    def shown(self, key: str) -> str:
        """A key as a reader may see it: without what may be secret in it."""
        return key

    def reference(self, fields: Fields) -> str:
        """The name by which other objects refer to it."""
        return self.key(fields)

    def mentions(self, fields: Fields) -> Iterable[Mention]:
        """Every other object that the fields name."""
        return ()

    def problems(self, fields: Fields, release: tuple[int, int, int]) -> Iterable[tuple[str, str]]:
        """What this release cannot take, as (path below the object, `problem; remedy`). The schema checks the rest."""
        return ()

    def foreign(self, live: Json, world: World) -> bool:
        """Is it none of the account's own, or ours, and so never an orphan?"""
        return False

    def list(self, client: Client) -> list[Json]:
        """All live objects of the account, in one request."""
        found: list[Json] = client.get(self.path, f"the {self.section.replace('_', ' ')} of account {client.name}")
        return found

    def live(self, answer: Json, world: World) -> Live:
        """One answer understood."""
        fields = self.read(answer, world)
        return Live(self.key(fields), self.identity(answer), fields, answer, self.foreign(answer, world))

    def identity(self, answer: Json) -> int | str:
        """What stands in the path of one."""
        found: int = answer["id"]
        return found

    def create(self, client: Client, fields: Fields, world: World, what: str) -> None:
        """Make one with its declared fields."""
        client.post(self.path, self.body(fields, world), what)

    def update(
        self, client: Client, live: Live, fields: Fields, changed: frozenset[str], world: World, what: str
    ) -> None:
        """Change one.

        fields: the live ones with the declared ones over them: whole, because Chatwoot replaces whole JSON columns
        changed: names of the outermost fields that differ
        """
        client.patch(f"{self.path}/{live.id}", self.body(fields, world), what)

    def delete(self, client: Client, live: Live, world: World, what: str) -> None:
        """Remove one."""
        client.delete(f"{self.path}/{live.id}", what)
