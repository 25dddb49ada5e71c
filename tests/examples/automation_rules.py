"""Automation rules."""

from typing import Any

from deploy.objects.world import Release

Declared = list[dict[str, Any]]
_OPEN = {"attribute": "status", "operator": "equal_to", "values": ["open"]}


def full(release: Release) -> Declared:
    """Every condition and every action that the release has."""
    later = release >= (4, 10, 0)
    return [
        {
            "name": "VIP to sales",
            "description": "Important ones first",
            "event": "conversation_opened" if later else "conversation_created",
            "active": True,
            "conditions": [_OPEN, {"attribute": "inbox", "operator": "equal_to", "values": ["Orders", "Web site"]}],
            "match": "all",
            "actions": [{"add_label": ["vip"]}, {"assign_team": "sales"}],
        },
        {
            "name": "Every condition",
            "description": "One after the other",
            "event": "message_created",
            "active": False,
            "conditions": _conditions(later),
            "match": "any",
            "actions": [{"resolve_conversation": True}],
        },
        {
            "name": "Mixed",
            "event": "conversation_updated",
            "conditions": [
                {**_OPEN, "then": "and"},
                {"attribute": "team", "operator": "is_present", "then": "or"},
                {"attribute": "assignee", "operator": "equal_to", "values": ["bo@example.com", "cy@example.com"]},
            ],
            "match": "mixed",
            "actions": _actions(later),
        },
    ]


def bent(release: Release) -> Declared:
    """The same rules with every field different, each of which fits the others of the full ones."""
    vip, every, mixed = full(release)
    return [
        {
            **vip,
            "description": "",
            "event": "conversation_updated",
            "active": False,
            "conditions": [_OPEN, {"attribute": "inbox", "operator": "not_equal_to", "values": ["Orders"]}],
            "match": "any",
            "actions": [{"add_label": ["urgent"]}, {"assign_team": "support"}],
        },
        {
            **every,
            "description": "The other way round",
            "event": "conversation_created",
            "active": True,
            "conditions": list(reversed(every["conditions"])),
            "match": "all",
            "actions": [{"mute_conversation": True}],
        },
        {
            **mixed,
            "event": "conversation_created",
            "conditions": [
                {**mixed["conditions"][0], "then": "or"},
                {**mixed["conditions"][1], "then": "and"},
                *mixed["conditions"][2:],
            ],
            "actions": list(reversed(mixed["actions"])),
        },
    ]


def _conditions(later: bool) -> Declared:
    found: Declared = [
        {"attribute": "content", "operator": "contains", "values": ["help", "urgent"]},
        {"attribute": "message_type", "operator": "equal_to", "values": ["incoming"]},
        {"attribute": "team", "operator": "not_equal_to", "values": ["sales", "support"]},
        {"attribute": "assignee", "operator": "is_not_present"},
        {"attribute": "email", "operator": "does_not_contain", "values": ["@example.com"]},
        {"attribute": "referer", "operator": "contains", "values": ["/pricing"]},
        {"attribute": "city", "operator": "equal_to", "values": ["Lima"]},
        {"attribute": "company", "operator": "not_equal_to", "values": ["Acme"]},
        {"attribute": "country_code", "operator": "equal_to", "values": ["CL", "PE"]},
        {"attribute": "browser_language", "operator": "equal_to", "values": ["es"]},
        {"attribute": "order_id", "of": "conversation", "operator": "is_present"},
        {"attribute": "tier", "of": "contact", "operator": "equal_to", "values": ["gold"]},
    ]
    if later:
        found += [
            {"attribute": "labels", "operator": "equal_to", "values": ["urgent", "vip"]},
            {"attribute": "priority", "operator": "not_equal_to", "values": ["low"]},
            {"attribute": "mail_subject", "operator": "contains", "values": ["invoice"]},
            {"attribute": "phone_number", "operator": "starts_with", "values": ["+56"]},
            {"attribute": "conversation_language", "operator": "equal_to", "values": ["es"]},
        ]
    return found


def _actions(later: bool) -> Declared:
    found: Declared = [
        {"assign_agent": "bo@example.com"},
        {"send_message": "We are on it."},
        {"send_email_to_team": {"teams": ["sales", "support"], "message": "Look at this."}},
        {"send_email_transcript": ["bo@example.com", "cy@example.com"]},
        {"send_webhook_event": "https://www.example.com/rule"},
        {"change_status": "snoozed"},
        {"snooze_conversation": True},
    ]
    if later:
        found += [
            {"remove_label": ["vip"]},
            {"open_conversation": True},
            {"change_priority": "none"},
            {"add_private_note": "By rule."},
            {"assign_agent": "nobody"},
        ]
    return found
