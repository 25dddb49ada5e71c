"""Feature flags of an account, in the order of their bits."""

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator
from typing_extensions import Doc

# config/features.yml as the row ACCOUNT_LEVEL_FEATURE_DEFAULTS of 4.10.0 has it. New flags are only ever added at the
# end, because the place is the bit in accounts.feature_flags: the 19 of 2.10.0 are the first 19.
FLAGS = (
    "inbound_emails channel_email channel_facebook channel_twitter ip_lookup disable_branding "
    "email_continuity_on_api_channel help_center agent_bots macros agent_management team_management "
    "inbox_management labels custom_attributes automations canned_responses integrations voice_recorder "
    "mobile_v2 channel_website campaigns reports crm auto_resolve_conversations custom_reply_email "
    "custom_reply_domain audit_logs response_bot message_reply_to insert_article_in_reply inbox_view sla "
    "help_center_embedding_search linear_integration captain_integration custom_roles chatwoot_v4 "
    "report_v4 contact_chatwoot_support_team shopify_integration search_with_gin channel_instagram "
    "crm_integration channel_voice notion_integration captain_integration_v2 whatsapp_embedded_signup "
    "whatsapp_campaign crm_v2 assignment_v2 twilio_content_templates advanced_search saml "
    "advanced_search_indexing reply_mailer_migration quoted_email_reply companies channel_tiktok "
    "csat_review_notes"
).split()
_FIRST = 19  # flags of 2.10.0
_LAST = (4, 10, 0)  # the release that FLAGS was read from

# PATCH /platform/api/v1/accounts/{id} takes features (chatwoot.md 1.3 and 5.1); before, only the Rails runner does.
BY_PLATFORM = (2, 11, 0)


def lacks(name: str, release: tuple[int, int, int]) -> bool:
    """Is it known that this release has no such flag? Between 2.10 and 4.10 only Chatwoot knows."""
    if release < BY_PLATFORM:
        return name not in FLAGS[:_FIRST]
    return name not in FLAGS and release[:2] <= _LAST[:2]


def enabled(flags: int) -> frozenset[str]:
    """The flags that are on.

    flags: accounts.feature_flags
    """
    return frozenset(name for bit, name in enumerate(FLAGS) if flags >> bit & 1)


def differing(wanted: Mapping[str, bool], flags: int) -> dict[str, bool]:
    """The declared flags that are otherwise in the database.

    flags: accounts.feature_flags
    """
    on = enabled(flags)
    return {name: value for name, value in wanted.items() if value != (name in on)}


def _names(value: dict[str, bool]) -> dict[str, bool]:
    for name in value:
        if not re.match(r"[a-z][a-z0-9_]*\Z", name):
            raise ValueError(f"{name} is no name of a feature flag; use the names of Chatwoot's config/features.yml")
    return value


Features = Annotated[dict[str, bool], AfterValidator(_names), Doc("name of a flag to true or false")]
