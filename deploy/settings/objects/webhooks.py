"""A webhook of an account, as declared."""

from typing import Annotated

from pydantic import AfterValidator, Field
from typing_extensions import Doc

from deploy.settings.objects.words import Ordered, Url
from deploy.settings.section import Section

# What may be subscribed to, and the first release that has it (chatwoot.md 4.1).
EVENTS: dict[str, tuple[int, int, int]] = {
    **dict.fromkeys(
        (
            "conversation_created",
            "conversation_status_changed",
            "conversation_updated",
            "message_created",
            "message_updated",
            "webwidget_triggered",
        ),
        (2, 10, 0),
    ),
    **dict.fromkeys(("contact_created", "contact_updated"), (2, 14, 0)),
    **dict.fromkeys(("conversation_typing_on", "conversation_typing_off"), (4, 2, 0)),
}
_NEVER_SENT = ("inbox_created", "inbox_updated")


def _event(value: str) -> str:
    if value in _NEVER_SENT:
        raise ValueError("is accepted by Chatwoot and never delivered; remove it")
    if value not in EVENTS:
        raise ValueError(f"is no event; choose among {', '.join(EVENTS)}")
    return value


class Webhook(Section):
    """A URL that is told of events. Chatwoot signs nothing: protect the receiver by a secret path or a private net."""

    url: Url = Field(
        description="Where events are posted. It is the key. "
        "Messages show its scheme and host, and `#` with four digits of its SHA-256.",
        examples=["https://crm.example.com/events"],
    )
    name: str | None = Field(None, max_length=255, description="Name in Chatwoot's list. Since 4.8.")
    subscriptions: (
        Annotated[
            list[Annotated[str, AfterValidator(_event), Doc("event")]],
            Field(min_length=1),
            Ordered,
        ]
        | None
    ) = Field(
        None,
        description="Events to tell; the whole list. Unset: Chatwoot's own choice when it is made. contact_created "
        "and contact_updated since 2.14, conversation_typing_on and _off since 4.2.",
        examples=[["message_created"]],
    )
    inbox: str | None = Field(
        None,
        min_length=1,
        description="Name of an inbox, kept and shown; delivery ignores it: events of all inboxes come.",
        examples=["Orders"],
    )
