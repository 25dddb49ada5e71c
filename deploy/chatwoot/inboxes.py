"""Bring the live inboxes of an account to the declared ones, and read back that they are."""

from collections.abc import Sequence

from deploy.chatwoot.client import Client
from deploy.chatwoot.desired import Desired
from deploy.chatwoot.plan import Step, plan
from deploy.chatwoot.refusal import Unsure
from deploy.errors import OperatorError


def apply(client: Client, wanted: Sequence[Desired]) -> None:
    """Create and change what differs.

    After an answer that leaves open whether it was written, everything is read again before anything is sent again.
    Raises OperatorError when Chatwoot refuses, or keeps something else than it was sent.
    """
    unsure: Unsure | None = None
    for _ in range(2):
        try:
            steps = plan(wanted, client.inboxes()).steps
            for step in steps:
                _take(client, step)
            left = plan(wanted, client.inboxes()).steps if steps else ()
        except Unsure as error:
            unsure = error
            continue
        if left:
            raise OperatorError(
                f"Chatwoot accepted the {left[0].desired.subject} of account {client.name} and kept something else: "
                f"{', '.join(left[0].fields) or 'it is not there'}"
            )
        return
    assert unsure is not None
    raise unsure


def _take(client: Client, step: Step) -> None:
    what = f"the {step.desired.subject} of account {client.name}"
    if step.inbox is None:
        client.create_inbox(step.desired.creation(), what)
    else:
        client.update_inbox(step.inbox, step.desired.update(), what)
