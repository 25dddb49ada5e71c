"""Webhooks of an account."""

from typing import Any

from deploy.objects.world import Release

_SIX = [
    "conversation_created",
    "conversation_status_changed",
    "conversation_updated",
    "message_created",
    "message_updated",
    "webwidget_triggered",
]
_LATER = ["contact_created", "contact_updated", "conversation_typing_off", "conversation_typing_on"]


def full(release: Release) -> list[dict[str, Any]]:
    """All events that the release delivers, and one event of one inbox."""
    late = release >= (4, 8, 0)
    return [
        {
            "url": "https://crm.example.com/events",
            "subscriptions": [*_SIX, *(_LATER if late else ())],
            **({"name": "CRM"} if late else {}),
        },
        {"url": "http://10.0.0.9:3000/hook", "subscriptions": ["message_created"], "inbox": "Orders"},
    ]


def bent(release: Release) -> list[dict[str, Any]]:
    """The same URLs, otherwise."""
    late = release >= (4, 8, 0)
    return [
        {
            "url": "https://crm.example.com/events",
            "subscriptions": ["message_updated"],
            **({"name": "Old CRM"} if late else {}),
        },
        {
            "url": "http://10.0.0.9:3000/hook",
            "subscriptions": ["message_created", "message_updated"],
            "inbox": "Web site",
        },
    ]
