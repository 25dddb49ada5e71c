"""The settings of an account itself."""

from typing import Any

from deploy.objects.world import Release

BOTH = {
    "locale": "es",
    "domain": "example.com",
    "support_email": "help@example.com",
    "auto_resolve_minutes": 14400,
}
LATER = {
    "auto_resolve_message": "Closed after ten days.",
    "auto_resolve_ignore_waiting": True,
    "auto_resolve_label": "vip",
    "audio_transcriptions": True,
    "conversation_required_attributes": ["order_id"],
    "industry": "Retail",
    "company_size": "11-50",
    "timezone": "Europe/Madrid",
    "features": {"help_center": False, "ip_lookup": True, "quoted_email_reply": True},
}
OTHER = {
    "locale": "de",
    "domain": "example.org",
    "support_email": "hello@example.org",
    "auto_resolve_minutes": 28800,
    "auto_resolve_message": "",
    "auto_resolve_ignore_waiting": False,
    "auto_resolve_label": "urgent",
    "audio_transcriptions": False,
    "conversation_required_attributes": [],
    "industry": "",
    "company_size": "51-200",
    "timezone": "America/Santiago",
    "features": {"help_center": True, "ip_lookup": False, "quoted_email_reply": False},
}


def full(release: Release) -> dict[str, Any]:
    """Every setting of a release. Feature flags of 2.10 are the bootstrap's, and so in none of these."""
    return {**BOTH, **(LATER if release >= (4, 2, 0) else {})}


def bent(release: Release) -> dict[str, Any]:
    """Every one otherwise."""
    return {name: OTHER[name] for name in full(release)}
