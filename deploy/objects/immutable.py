"""A change that Chatwoot would accept, and that would damage what is there: it is told instead of sent."""

from deploy.chatwoot.refusal import Refused
from deploy.errors import OperatorError


class Immutable(Refused):
    """A field that cannot be changed later. The object stays pending, as one that Chatwoot refused."""

    def __init__(self, what: str, field: str, reason: str) -> None:
        OperatorError.__init__(self, f"{field} of {what} cannot be changed later: {reason}")
        self.status = 0
