"""Lists whose elements are told apart by keys of their own, not by their place."""

from collections.abc import Iterable, Mapping
from typing import Any


class Keyed:
    """Marks a list of sections: compared as a mapping, so that live elements nobody declared are left alone.

    keys: fields that together are an element's key
    """

    def __init__(self, *keys: str) -> None:
        self.keys = keys

    def of(self, element: Mapping[str, Any]) -> str:
        """The key of one element: es/first-steps."""
        return "/".join(str(element[key]) for key in self.keys)

    def map(self, elements: Iterable[Mapping[str, Any]]) -> "ByKey":
        """The list as it is compared."""
        return ByKey({self.of(each): each for each in elements})


class ByKey(dict[str, Mapping[str, Any]]):
    """Such a list as a mapping; a declaration writes its values."""
