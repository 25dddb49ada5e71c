"""Chatwoot's own rows of settings: what of a declaration they would silently win over. Pure."""

from difflib import get_close_matches

from deploy.settings.settings import Settings

_DATABASE_FIRST = (4, 3, 0)  # lib/global_config_service.rb since 4.3.0 (chatwoot.md 0.9 and 5.1)
# installation_configs of a fresh 2.10.0 and 4.10.0, as they were dumped.
ROWS = frozenset(
    (
        "ACCOUNT_LEVEL_FEATURE_DEFAULTS ACCOUNT_SECURITY_NOTIFICATION_WEBHOOK_URL ANALYTICS_HOST ANALYTICS_TOKEN "
        "API_CHANNEL_NAME API_CHANNEL_THUMBNAIL AZURE_APP_ID AZURE_APP_SECRET BLOCKED_EMAIL_DOMAINS BRAND_NAME "
        "BRAND_URL CAPTAIN_CLOUD_PLAN_LIMITS CAPTAIN_EMBEDDING_MODEL CAPTAIN_FIRECRAWL_API_KEY "
        "CAPTAIN_OPEN_AI_API_KEY CAPTAIN_OPEN_AI_ENDPOINT CAPTAIN_OPEN_AI_MODEL CHATWOOT_CLOUD_PLANS "
        "CHATWOOT_CLOUD_PLAN_FEATURES CHATWOOT_INBOX_HMAC_KEY CHATWOOT_INBOX_TOKEN CHATWOOT_INSTANCE_ADMIN_EMAIL "
        "CHATWOOT_SUPPORT_IDENTIFIER_HASH CHATWOOT_SUPPORT_SCRIPT_URL CHATWOOT_SUPPORT_WEBSITE_TOKEN "
        "CLEARBIT_API_KEY CLOUDFLARE_API_KEY CLOUDFLARE_ZONE_ID CLOUD_ANALYTICS_TOKEN "
        "CREATE_NEW_ACCOUNT_FROM_DASHBOARD CSML_BOT_API_KEY CSML_BOT_HOST DASHBOARD_SCRIPTS DEPLOYMENT_ENV "
        "DIRECT_UPLOADS_ENABLED DISABLE_USER_PROFILE_UPDATE DISPLAY_MANIFEST ENABLE_ACCOUNT_SIGNUP "
        "ENABLE_GOOGLE_OAUTH_LOGIN ENABLE_INSTAGRAM_CHANNEL_HUMAN_AGENT ENABLE_MESSENGER_CHANNEL_HUMAN_AGENT "
        "ENABLE_SAML_SSO_LOGIN FACEBOOK_API_VERSION FB_APP_ID FB_APP_SECRET FB_VERIFY_TOKEN FIREBASE_CREDENTIALS "
        "FIREBASE_PROJECT_ID GOOGLE_OAUTH_CLIENT_ID GOOGLE_OAUTH_CLIENT_SECRET GOOGLE_OAUTH_REDIRECT_URI "
        "HCAPTCHA_SERVER_KEY HCAPTCHA_SITE_KEY IG_VERIFY_TOKEN INACTIVE_WHATSAPP_NUMBERS INSTAGRAM_API_VERSION "
        "INSTAGRAM_APP_ID INSTAGRAM_APP_SECRET INSTAGRAM_VERIFY_TOKEN INSTALLATION_EVENTS_WEBHOOK_URL "
        "INSTALLATION_NAME INSTALLATION_PRICING_PLAN INSTALLATION_PRICING_PLAN_QUANTITY LANGFUSE_BASE_URL "
        "LANGFUSE_PUBLIC_KEY LANGFUSE_SECRET_KEY LINEAR_CLIENT_ID LINEAR_CLIENT_SECRET LOGO LOGOUT_REDIRECT_LINK "
        "LOGO_DARK LOGO_THUMBNAIL MAILER_INBOUND_EMAIL_DOMAIN MAILER_SUPPORT_EMAIL MAXIMUM_FILE_UPLOAD_SIZE "
        "NOTION_CLIENT_ID NOTION_CLIENT_SECRET NOTION_VERSION OG_IMAGE_CDN_URL OG_IMAGE_CLIENT_REF OTEL_PROVIDER "
        "PRIVACY_URL SHOPIFY_CLIENT_ID SHOPIFY_CLIENT_SECRET SKIP_INCOMING_BCC_PROCESSING SLACK_CLIENT_ID "
        "SLACK_CLIENT_SECRET TERMS_URL TIKTOK_APP_ID TIKTOK_APP_SECRET WEBHOOK_TIMEOUT WHATSAPP_API_VERSION "
        "WHATSAPP_APP_ID WHATSAPP_APP_SECRET WHATSAPP_CONFIGURATION_ID WIDGET_BRAND_URL WIDGET_TOKEN_EXPIRY"
    ).split()
)
# Those that are read by GlobalConfigService alone (chatwoot.md 5.1). Others are read from the environment too, or only
# there: MAILER_INBOUND_EMAIL_DOMAIN by the channel's answer, GOOGLE_OAUTH_* by omniauth's initializer.
KEPT = frozenset(
    "FB_APP_ID FB_APP_SECRET FB_VERIFY_TOKEN IG_VERIFY_TOKEN INSTAGRAM_APP_ID INSTAGRAM_APP_SECRET "
    "INSTAGRAM_VERIFY_TOKEN WHATSAPP_APP_ID WHATSAPP_APP_SECRET WHATSAPP_CONFIGURATION_ID SLACK_CLIENT_ID "
    "SLACK_CLIENT_SECRET AZURE_APP_ID AZURE_APP_SECRET LINEAR_CLIENT_ID LINEAR_CLIENT_SECRET NOTION_CLIENT_ID "
    "NOTION_CLIENT_SECRET SHOPIFY_CLIENT_ID SHOPIFY_CLIENT_SECRET HCAPTCHA_SERVER_KEY FIREBASE_PROJECT_ID "
    "FIREBASE_CREDENTIALS MAXIMUM_FILE_UPLOAD_SIZE BLOCKED_EMAIL_DOMAINS".split()
)


def doubts(settings: Settings) -> list[str]:
    """One line for each setting that may not do what it says."""
    declared, release = settings.chatwoot, settings.chatwoot.version
    found = []
    for kind in ("", "_secrets"):
        environment, rows = (getattr(declared, f"{each}{kind}") for each in ("environment", "installation"))
        if declared.number >= _DATABASE_FIRST:
            found += [
                f"chatwoot.environment{kind}.{name}: {release} keeps the value that it sees first in its database and "
                f"ignores changes here. Move it to chatwoot.installation{kind}"
                for name in environment
                if name in KEPT
            ]
        for name in rows:
            if name not in ROWS:
                near = get_close_matches(name, ROWS, 1)
                hint = f"Did you mean {near[0]}?" if near else "Correct the name, unless your release has it"
                found.append(
                    f"chatwoot.installation{kind}.{name}: no row of Chatwoot 2.10 or 4.10 is called so. {hint}"
                )
    return found
