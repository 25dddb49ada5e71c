"""What the hand-off needs of a host's live Chatwoot: token, ids of accounts, the widgets' scripts."""

from typing import Any

from pyinfra.api.host import Host

from deploy.chatwoot import handoff
from deploy.chatwoot.access import Access, access, client
from deploy.errors import OperatorError
from deploy.settings.settings import Settings


def handed(host: Host, settings: Settings, directory: str) -> handoff.Files:
    """The hand-off files as they should be; without content while there is nothing to hand over."""
    found = access(host, settings)
    if found is None:
        return {handoff.path(directory, host.name): ""}
    widgets = {
        account.name: _present(host, settings, found, account.name)
        for account in settings.accounts
        if any(inbox.type == "web_widget" for inbox in account.inboxes or ())
    }
    return handoff.files(settings, host.name, found.token, found.accounts, widgets, directory)


def hand_over(host: Host, settings: Settings, directory: str) -> None:
    """Write the hand-off files. Raises OperatorError."""
    _required(host, settings)
    handoff.write(handed(host, settings, directory))


def _present(host: Host, settings: Settings, found: Access | None, account: str) -> list[dict[str, Any]]:
    if found is None or account not in found.accounts:
        return []
    if account not in found.inboxes:  # one GET an account and phase
        found.inboxes[account] = client(host, settings, found, account).inboxes()
    return found.inboxes[account]


def _required(host: Host, settings: Settings) -> Access:
    found = access(host, settings)
    if found is None:
        raise OperatorError(
            f"Chatwoot's API cannot be reached: {settings.container('chatwoot')} or the database does not run, "
            "or the provisioning user is missing; look at the containers, then run apply again"
        )
    return found
