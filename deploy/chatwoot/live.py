"""Live accounts and inboxes of a host against the declared ones, all accounts together."""

from typing import Any

from pyinfra.api.host import Host

from deploy.chatwoot import handoff, inboxes, locale
from deploy.chatwoot.access import Access, access, client
from deploy.chatwoot.desired import desired
from deploy.chatwoot.needed import Reason
from deploy.chatwoot.plan import plan
from deploy.errors import OperatorError
from deploy.settings.settings import Settings


def planned(host: Host, settings: Settings) -> list[Reason]:
    """What would happen to each account and inbox. Where nothing answers yet, every declared inbox is new."""
    found = access(host, settings)
    languages = found.locales if found else {}
    return [
        *locale.planned(settings, languages),
        *_inboxes(host, settings, found),
    ]


def _inboxes(host: Host, settings: Settings, found: Access | None) -> list[Reason]:
    return [
        (f"{step.desired.subject} of account {account.name}", step.what)
        for account in settings.accounts
        if account.inboxes
        for step in plan(desired(account, settings.time_zone), _present(host, settings, found, account.name)).steps
    ]


def apply(host: Host, settings: Settings) -> None:
    """Bring all accounts to what is declared. Raises OperatorError."""
    found = _required(host, settings)
    found.inboxes.clear()
    for name, language in locale.differing(settings, found.locales).items():
        locale.change(client(host, settings, found, name), language)
        found.locales[name] = language
    for account in settings.accounts:
        if account.inboxes:
            inboxes.apply(client(host, settings, found, account.name), desired(account, settings.time_zone))


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
