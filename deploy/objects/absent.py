"""Secrets of the declaration that nobody gave, in a comparison that sends nothing."""

from deploy.objects.sealed import Unseen
from deploy.objects.secret import Secret


class Absent(Secret):
    """Taken for what is live, whatever that is; what is not there at all it is not.

    name: of the secret; it has no value
    """

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        super().__init__("")
        self.name = name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Unseen) or (isinstance(other, Secret) and bool(other.reveal()))

    def __hash__(self) -> int:
        return hash(self.name)
