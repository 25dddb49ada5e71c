"""Ids of live objects by the names that a declaration uses for them, and back."""

import re
from collections.abc import Iterable, Mapping

_NUMBER = re.compile(r"#(\d+)\Z")  # how an id is written whose object nobody can name


class Unknown(LookupError):
    """A name that no live object has (yet)."""

    def __init__(self, noun: str, name: str) -> None:
        super().__init__(f"{noun} {name}")
        self.noun, self.name = noun, name


def is_number(name: str) -> bool:
    """Is it an id that nobody could name, written #17?"""
    return bool(_NUMBER.match(name))


def is_nobody(noun: str, name: str) -> bool:
    """Is it how an action takes a conversation from its team (`assign_team`, chatwoot.md 1.6)?"""
    return noun == "team" and name == "#0"


class Names:
    """Both directions, one type of object at a time."""

    def __init__(self) -> None:
        self._known: dict[str, frozenset[int]] = {}
        self._ids: dict[str, dict[str, int]] = {}
        self._names: dict[str, dict[int, str]] = {}

    def learn(self, noun: str, ids: Mapping[str, int], nameless: Iterable[int] = ()) -> None:
        """Take these for all live objects of a type; earlier knowledge of the type goes.

        nameless: ids of further ones, whose names are those of others
        """
        self._known[noun] = frozenset([*ids.values(), *nameless])
        self._ids[noun] = dict(ids)
        self._names[noun] = {number: name for name, number in ids.items()}

    def id(self, noun: str, name: str) -> int:
        """The id behind a name. Raises Unknown.

        A written id is good for an object of this account alone: Chatwoot takes those of other accounts as well
        (chatwoot.md 1.8).
        """
        number = _NUMBER.match(name)
        if number and (int(number[1]) in self._known.get(noun, ()) or is_nobody(noun, name)):
            return int(number[1])
        try:
            return self._ids[noun][name]
        except KeyError:
            raise Unknown(noun, name) from None

    def name(self, noun: str, number: int) -> str:
        """The name of an id; an id that nobody can name gives itself, as `#17`."""
        return self._names.get(noun, {}).get(number, f"#{number}")
