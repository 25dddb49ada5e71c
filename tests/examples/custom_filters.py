"""Saved filters; name and type cannot be changed."""

FULL = [
    {
        "name": "Open of the shop",
        "type": "conversation",
        "match": "mixed",
        "conditions": [
            {"attribute": "status", "operator": "equal_to", "values": ["open", "pending"], "then": "and"},
            {"attribute": "inbox", "operator": "equal_to", "values": ["Orders"], "then": "or"},
            {"attribute": "assignee", "operator": "equal_to", "values": ["bo@example.com"], "then": "and"},
            {"attribute": "team", "operator": "not_equal_to", "values": ["sales"], "then": "and"},
            {"attribute": "labels", "operator": "equal_to", "values": ["vip", "urgent"], "then": "and"},
            {"attribute": "order_id", "of": "conversation", "operator": "equal_to", "values": ["7"], "then": "and"},
            {"attribute": "created_at", "operator": "days_before", "values": ["7"]},
        ],
    },
    {
        "name": "Gold",
        "type": "contact",
        "match": "any",
        "conditions": [
            {"attribute": "tier", "of": "contact", "operator": "equal_to", "values": ["gold"]},
            {"attribute": "email", "operator": "contains", "values": ["@example.com"]},
        ],
    },
    {
        "name": "Unassigned",
        "type": "conversation",
        "match": "all",
        "conditions": [{"attribute": "assignee", "operator": "is_not_present"}],
    },
]
BENT = [
    {
        "name": "Open of the shop",
        "type": "conversation",
        "match": "all",
        "conditions": [
            {"attribute": "inbox", "operator": "not_equal_to", "values": ["Web site"]},
            {"attribute": "assignee", "operator": "equal_to", "values": ["cy@example.com"]},
            {"attribute": "team", "operator": "equal_to", "values": ["support"]},
        ],
    },
    {
        "name": "Gold",
        "type": "contact",
        "match": "all",
        "conditions": [
            {"attribute": "tier", "of": "contact", "operator": "not_equal_to", "values": ["silver"]},
            {"attribute": "name", "operator": "equal_to", "values": ["Ana"]},
        ],
    },
    {
        "name": "Unassigned",
        "type": "conversation",
        "match": "all",
        "conditions": [{"attribute": "team", "operator": "is_not_present"}],
    },
]
