"""A secret value among other values: compared like any, shown never."""

from typing import Any

from deploy.chatwoot.clear import Clear


class Secret:
    """Equal by value; no repr, message or difference shows it."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The value itself, for the body of a request alone."""
        return self._value

    def __eq__(self, other: object) -> bool:
        # NotImplemented lets the other side judge: sealed.Unseen knows a secret by its hash alone.
        return self._value == other._value if isinstance(other, Secret) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._value)

    def __repr__(self) -> str:
        return "(secret)"


def revealed(value: Any) -> Any:
    """A value with every secret inside it in the clear: for the body of a request alone."""
    if isinstance(value, Secret):
        return Clear(value.reveal())
    if isinstance(value, dict):
        return {key: revealed(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [revealed(each) for each in value]
    return value
