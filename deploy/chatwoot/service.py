"""The user and the platform app by which this package talks to Chatwoot."""

from deploy.settings.settings import Settings

USER_NAME = "Provisioning"
PLATFORM_APP = "chatwoot-deploy"


def service_email(settings: Settings) -> str:
    """Login of the provisioning user: the same after a change of the domain, and no mail ever leads anywhere."""
    return f"chatwoot-deploy@{settings.project}.invalid"
