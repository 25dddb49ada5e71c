"""Inboxes of every channel; those whose provider cannot be faked stand apart."""

from typing import Any

from deploy.objects.world import Release

Declared = dict[str, Any]


def full(release: Release) -> list[Declared]:
    """One inbox of each channel, every field of each declared."""
    return [
        {"type": "api", "name": "Orders", **_common(release), **_API},
        {"type": "web_widget", "name": "Web site", **_common(release), **_widget(release)},
        {"type": "email", "name": "Support mail", "email": "support@example.com", **_common(release), **_EMAIL},
        {
            "type": "whatsapp",
            "name": "WhatsApp",
            "phone_number": "+34600000001",
            **_common(release),
            **_whatsapp(release, "WHATSAPP_TOKEN", "1"),
        },
        {"type": "sms", "name": "SMS", "phone_number": "+15005550006", **_common(release), **_SMS},
        {"type": "line", "name": "LINE", "line_channel_id": "1650000001", **_common(release), **_LINE},
        *_further(release),
    ]


def bent(release: Release) -> list[Declared]:
    """The same inboxes with every field that can be changed different."""
    other = _other_common(release)
    return [
        {"type": "api", "name": "Orders", **other, **_OTHER_API},
        {"type": "web_widget", "name": "Web site", **other, **_other_widget(release)},
        {"type": "email", "name": "Mail", "email": "support@example.com", **other, **_OTHER_EMAIL},
        {
            "type": "whatsapp",
            "name": "Chat",
            "phone_number": "+34600000001",
            **other,
            **_whatsapp(release, "OTHER_WHATSAPP_TOKEN", "2"),
        },
        {"type": "sms", "name": "Texts", "phone_number": "+15005550006", **other, **_OTHER_SMS},
        {"type": "line", "name": "Line", "line_channel_id": "1650000001", **other, **_OTHER_LINE},
        *_further(release),
    ]


def _further(release: Release) -> list[Declared]:
    """Another widget, which a portal may change to where portals show one."""
    further = {"type": "web_widget", "name": "Shop", "website_url": "https://shop.example.com"}
    return [further] if release >= (4, 10, 0) else []


# Chatwoot asks api.telegram.org and api.twilio.com, and nothing leads elsewhere.
PROVIDER_ONLY: list[Declared] = [
    {"type": "telegram", "name": "Telegram", "bot_token": "TELEGRAM_TOKEN"},
    {
        "type": "twilio",
        "name": "Twilio",
        "medium": "whatsapp",
        "sender": "+15005550007",
        "account_sid": "TWILIO_ACCOUNT",
        "auth_token": "TWILIO_TOKEN",
        "api_key_sid": "TWILIO_KEY",
    },
]


def _common(release: Release) -> Declared:
    found: Declared = {
        "greeting_enabled": True,
        "greeting_message": "Hello",
        "enable_email_collect": False,
        "csat_survey_enabled": True,
        "enable_auto_assignment": False,
        "working_hours_enabled": True,
        "working_hours": {
            "monday": "08:30-15:00",
            "tuesday": "09:00-17:00",
            "wednesday": "all day",
            "thursday": "closed",
            "friday": "09:00-14:00",
            "saturday": "closed",
            "sunday": "closed",
        },
        "out_of_office_message": "Back soon",
        "time_zone": "Europe/Madrid",
        "allow_messages_after_resolved": False,
        "members": ["bo@example.com", "cy@example.com"],
        "agent_bot": "Helper",
    }
    if release >= (4, 10, 0):
        found |= {
            "lock_to_single_conversation": True,
            "sender_name_type": "professional",
            "business_name": "Acme",
            "portal": "help",
            "csat": {
                "display_type": "star",
                "message": "Rate us",
                "button_text": "Rate",
                "language": "es",
                "survey_rules": {"operator": "does_not_contain", "values": ["urgent"]},
            },
        }
    return found


def _other_common(release: Release) -> Declared:
    found: Declared = {
        "greeting_enabled": False,
        "greeting_message": "",
        "enable_email_collect": True,
        "csat_survey_enabled": False,
        "enable_auto_assignment": True,
        "working_hours_enabled": False,
        "working_hours": {
            "monday": "closed",
            "tuesday": "09:00-17:30",
            "wednesday": "00:00-23:59",
            "thursday": "all day",
            "friday": "closed",
            "saturday": "10:00-12:00",
            "sunday": "all day",
        },
        "out_of_office_message": "",
        "time_zone": "America/Santiago",
        "allow_messages_after_resolved": True,
        "members": ["cy@example.com"],
        "agent_bot": "",
    }
    if release >= (4, 10, 0):
        found |= {
            "lock_to_single_conversation": False,
            "sender_name_type": "friendly",
            "business_name": "",
            "portal": "",
            "csat": {
                "display_type": "emoji",
                "message": "",
                "button_text": "Click",
                "language": "en",
                "survey_rules": {"operator": "contains", "values": ["vip"]},
            },
        }
    return found


_API = {
    "webhook_url": "https://shop.example.com/chatwoot",
    "hmac_mandatory": True,
    "agent_reply_time_window": 24,
    "agent_reply_time_window_message": "Too late",
}
_OTHER_API = {
    "webhook_url": "",
    "hmac_mandatory": False,
    "agent_reply_time_window": 48,
    "agent_reply_time_window_message": "",
}


def _widget(release: Release) -> Declared:
    found: Declared = {
        "website_url": "https://www.example.com",
        "color": "#123456",
        "welcome_title": "Hi",
        "welcome_tagline": "Ask us",
        "reply_time": "in_a_few_hours",
        "selected_feature_flags": ["attachments", "emoji_picker"],
        "pre_chat_form_enabled": True,
        "pre_chat_message": "Who are you?",
        "pre_chat_fields": [
            {"name": "emailAddress", "label": "Email", "type": "email", "required": True, "placeholder": "you@..."},
            {
                "name": "order_id",
                "label": "Order",
                "field_type": "conversation_attribute",
                **({"regex_pattern": "^[0-9]+$", "regex_cue": "Digits only"} if release >= (4, 10, 0) else {}),
            },
            {
                "name": "tier",
                "label": "Tier",
                "field_type": "contact_attribute",
                "type": "list",
                "values": ["silver", "gold"],
                "enabled": False,
            },
        ],
        "continuity_via_email": False,
        "hmac_mandatory": True,
    }
    if release >= (4, 10, 0):
        found["allowed_domains"] = ["https://www.example.com", "shop.example.com"]
    return found


def _other_widget(release: Release) -> Declared:
    found: Declared = {
        "website_url": "https://example.com",
        "color": "#654321",
        "welcome_title": "",
        "welcome_tagline": "",
        "reply_time": "in_a_day",
        "selected_feature_flags": ["end_conversation"],
        "pre_chat_form_enabled": False,
        "pre_chat_message": "Before we begin",
        "pre_chat_fields": [{"name": "fullName", "label": "Name"}],
        "continuity_via_email": True,
        "hmac_mandatory": False,
    }
    if release >= (4, 10, 0):
        found["allowed_domains"] = []
    return found


# Switched off: a change of a mailbox that is on makes Chatwoot try it.
_EMAIL = {
    "imap_enabled": False,
    "imap_address": "imap.example.com",
    "imap_port": 993,
    "imap_login": "support",
    "imap_password": "SUPPORT_IMAP_PASSWORD",
    "imap_enable_ssl": True,
    "smtp_enabled": False,
    "smtp_address": "smtp.example.com",
    "smtp_port": 587,
    "smtp_login": "support",
    "smtp_password": "SUPPORT_SMTP_PASSWORD",
    "smtp_domain": "example.com",
    "smtp_enable_starttls_auto": True,
    "smtp_enable_ssl_tls": False,
    "smtp_openssl_verify_mode": "peer",
    "smtp_authentication": "plain",
}
_OTHER_EMAIL = {
    "imap_enabled": True,
    "imap_address": "mail.example.com",
    "imap_port": 143,
    "imap_login": "help",
    "imap_password": "OTHER_IMAP_PASSWORD",
    "imap_enable_ssl": False,
    "smtp_enabled": True,
    "smtp_address": "mail.example.com",
    "smtp_port": 465,
    "smtp_login": "help",
    "smtp_password": "OTHER_SMTP_PASSWORD",
    "smtp_domain": "mail.example.com",
    "smtp_enable_starttls_auto": False,
    "smtp_enable_ssl_tls": True,
    "smtp_openssl_verify_mode": "none",
    "smtp_authentication": "login",
}


def _whatsapp(release: Release, token: str, number: str) -> Declared:
    # Meta's address can be another one since 2.15 only (chatwoot.md 0.10): before that, nobody plays Meta.
    if release < (2, 15, 0):
        return {"provider": "360dialog", "api_key": token}
    return {
        "provider": "whatsapp_cloud",
        "api_key": token,
        "phone_number_id": f"111{number}",
        "business_account_id": f"222{number}",
        "verify_token": f"VERIFY_TOKEN_{number}",
    }


_SMS = {
    "account_id": "BANDWIDTH_ACCOUNT",
    "application_id": "BANDWIDTH_APPLICATION",
    "api_key": "BANDWIDTH_KEY",
    "api_secret": "BANDWIDTH_SECRET",
}
_OTHER_SMS = {name: f"OTHER_{value}" for name, value in _SMS.items()}
_LINE = {"line_channel_secret": "LINE_SECRET", "line_channel_token": "LINE_TOKEN"}
_OTHER_LINE = {name: f"OTHER_{value}" for name, value in _LINE.items()}
