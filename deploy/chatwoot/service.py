"""The user and the platform app by which this package talks to Chatwoot."""

from deploy.settings.settings import Settings

USER_NAME = "Provisioning"
PLATFORM_APP = "chatwoot-deploy"


def service_email(settings: Settings) -> str:
    """Login of the provisioning user; nobody receives mail there, and its password is kept by nobody."""
    return f"chatwoot-deploy@{settings.domain}"
