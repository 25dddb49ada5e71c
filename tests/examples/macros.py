"""Macros."""

from typing import Any

from deploy.objects.world import Release

Declared = list[dict[str, Any]]


def full(release: Release) -> Declared:
    """Every action that the release has."""
    actions: list[dict[str, Any]] = [
        {"add_label": ["urgent", "vip"]},
        {"assign_team": "sales"},
        {"assign_agent": "bo@example.com"},
        {"send_message": "We are on it."},
        {"send_webhook_event": "https://www.example.com/macro"},
        {"mute_conversation": True},
        {"change_status": "pending"},
        {"resolve_conversation": True},
        {"snooze_conversation": True},
    ]
    if release >= (4, 10, 0):
        actions += [
            {"remove_label": ["vip"]},
            {"remove_assigned_team": True},
            {"assign_agent": "nobody"},
            {"change_priority": "high"},
            {"send_email_transcript": ["bo@example.com", "{{contact.email}}"]},
            {"add_private_note": "By macro."},
        ]
    return [
        {"name": "Close as spam", "visibility": "global", "actions": [{"resolve_conversation": True}]},
        {"name": "Everything", "visibility": "global", "actions": actions},
    ]


def bent(release: Release) -> Declared:
    """Other actions; who sees it belongs to the key."""
    spam, everything = full(release)
    return [
        {**spam, "actions": [{"change_status": "open"}]},
        {**everything, "actions": list(reversed(everything["actions"]))},
    ]
