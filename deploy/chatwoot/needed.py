"""Why Chatwoot has to be bootstrapped, in words for the plan."""

from collections.abc import Mapping

from pydantic import SecretStr

from deploy.chatwoot.installation import rows
from deploy.chatwoot.service import PLATFORM_APP, service_email
from deploy.checks.application import SIGN_UP, ApplicationState
from deploy.settings.objects.features import BY_PLATFORM, differing
from deploy.settings.settings import Settings

Reason = tuple[str, str]  # subject, what happens to it


def needed(settings: Settings, state: ApplicationState | None) -> list[Reason]:
    """What the Rails runner has to change; empty when it need not run.

    state: None when the stack is not up yet: then everything will be made
    """
    if state is None:
        return _everything(settings)
    admin, service = settings.admin.email, service_email(settings)
    reasons: list[Reason] = []
    for account in settings.accounts:
        if account.name not in state.accounts:
            reasons.append((f"account {account.name}", "created"))
    if admin not in state.super_admins:
        reasons.append((f"super admin {admin}", "created"))
    if state.service_user is None:
        reasons.append((f"user {service}", "created"))
    for account in settings.accounts:
        known = state.accounts.get(account.name)
        reasons += [
            (f"account {account.name}", f"{email} made administrator")
            for email in (admin, service)
            if known is not None and (email, known) not in state.administrators
        ]
    reasons += [*_features(settings, state), *_platform(settings, state)]
    for name, wanted in rows(settings).items():
        stored = state.installation.get(name)
        if type(stored) is not type(wanted) or stored != wanted:
            reasons.append((f"installation setting {name}", _closing(settings) if name == SIGN_UP else "set"))
    if state.onboarding:
        reasons.append(("installation page", "closed"))
    return reasons


def differing_rows(stored: Mapping[str, object], wanted: Mapping[str, SecretStr]) -> list[Reason]:
    """The same of settings rows with secret values, by the names of rows."""
    differing_names = (name for name, value in wanted.items() if stored.get(name) != value.get_secret_value())
    return [(f"installation setting {name}", "set (secret)") for name in differing_names]


def _everything(settings: Settings) -> list[Reason]:
    return [
        *((f"account {account.name}", "created") for account in settings.accounts),
        (f"super admin {settings.admin.email}", "created"),
        (f"user {service_email(settings)}", "created"),
        (f"platform app {PLATFORM_APP}", "created"),
        *(
            (f"installation setting {name}", _closing(settings) if name == SIGN_UP else "set")
            for name in rows(settings)
        ),
        ("installation page", "closed"),
    ]


def _features(settings: Settings, state: ApplicationState) -> list[Reason]:
    """Feature flags of accounts that exist: the runner's in releases that take none over HTTP (chatwoot.md 5.1)."""
    if settings.chatwoot.number >= BY_PLATFORM:
        return []
    return [
        (f"account {account.name}", f"feature {name} switched {'on' if on else 'off'}")
        for account in settings.accounts
        if account.name in state.features
        for name, on in differing(account.features or {}, state.features[account.name]).items()
    ]


def _platform(settings: Settings, state: ApplicationState) -> list[Reason]:
    subject = f"platform app {PLATFORM_APP}"
    if state.platform_app is None:
        return [(subject, "created")]
    known = (state.accounts.get(account.name) for account in settings.accounts)
    wanted = {("Account", each) for each in known if each is not None}
    if state.service_user is not None:
        wanted.add(("User", state.service_user))
    return [] if wanted <= state.permitted else [(subject, "granted what it lacks")]


def _closing(settings: Settings) -> str:
    return "sign-up opened" if settings.chatwoot.sign_up else "sign-up closed"
