"""Where the swagger of a release contradicts what that release was seen to accept (recordings).

tests/contract/test_requests_swagger.py fails when one of these is no contradiction any more, or when a new one shows.
"""

_WORDS = "the recorded request sends the word, which answers show too; swagger knows the number alone"
_WHOLE = "the recorded request changes other fields without it; we send it anyway"
_NONE = "null takes the bot off: recorded agent_bots/unset"
_TEXT_ID = "the recorded requests send the integer; texts are what empties teams (chatwoot.md 1.8)"
_ENUM = "an enum of Rails: answers show the word, and an unknown one is a 500 (chatwoot.md 1.8)"
_LATER = "the events of 3.2 and 4.2 are missing from swagger's list (chatwoot.md 4.1)"

_A = "/api/v1/accounts/{account_id}"

# (version, operation, dotted key) to the reason.
EXCEPTIONS: dict[tuple[str, str, str], str] = {
    ("2.10.0", f"POST {_A}/custom_attribute_definitions", "attribute_display_type"): _WORDS,
    ("2.10.0", f"POST {_A}/custom_attribute_definitions", "attribute_model"): _WORDS,
    ("4.10.0", f"POST {_A}/custom_attribute_definitions", "attribute_display_type"): _WORDS,
    ("4.10.0", f"POST {_A}/custom_attribute_definitions", "attribute_model"): _WORDS,
    ("2.10.0", f"PATCH {_A}/agents/{{id}}", "role"): _WHOLE,
    ("4.10.0", f"PATCH {_A}/agents/{{id}}", "role"): _WHOLE,
    ("2.10.0", f"PATCH {_A}/inboxes/{{id}}", "enable_auto_assignment"): _WHOLE,
    ("2.10.0", f"POST {_A}/inboxes/{{id}}/set_agent_bot", "agent_bot"): _NONE,
    ("4.10.0", f"POST {_A}/inboxes/{{id}}/set_agent_bot", "agent_bot"): _NONE,
    ("2.10.0", f"POST {_A}/inbox_members", "inbox_id"): _TEXT_ID,
    ("2.10.0", f"PATCH {_A}/inbox_members", "inbox_id"): _TEXT_ID,
    ("4.10.0", f"PATCH {_A}/inbox_members", "inbox_id"): _TEXT_ID,
    ("4.10.0", f"DELETE {_A}/inbox_members", "inbox_id"): _TEXT_ID,
    ("2.10.0", f"POST {_A}/integrations/hooks", "inbox_id"): _TEXT_ID,
    ("4.10.0", f"POST {_A}/integrations/hooks", "app_id"): _WORDS,
    ("4.10.0", f"PATCH {_A}/integrations/hooks/{{hook_id}}", "status"): _WORDS,
    ("4.10.0", f"POST {_A}/webhooks", "subscriptions"): _LATER,
    ("4.10.0", f"PATCH {_A}/webhooks/{{webhook_id}}", "subscriptions"): _LATER,
}

# The same contradiction where no recording sends it: only the create was recorded.
UNSEEN: dict[tuple[str, str, str], str] = (
    {
        (version, f"PATCH {_A}/custom_attribute_definitions/{{id}}", key): _WORDS
        for version in ("2.10.0", "4.10.0")
        for key in ("attribute_display_type", "attribute_model")
    }
    | {
        ("4.10.0", operation, "event_name"): "conversation_opened is missing from swagger's list (chatwoot.md 1.6)"
        for operation in (f"POST {_A}/automation_rules", f"PATCH {_A}/automation_rules/{{id}}")
    }
    | {
        ("4.10.0", f"PATCH {_A}/inboxes/{{id}}", "portal_id"): "null takes the portal off; the column may be null",
        ("4.10.0", f"POST {_A}/agent_bots", "bot_type"): _ENUM,
        ("4.10.0", f"PATCH {_A}/agent_bots/{{id}}", "bot_type"): _ENUM,
        ("4.10.0", f"POST {_A}/integrations/hooks", "status"): "the word, as the recorded PATCH sends it",
    }
)
