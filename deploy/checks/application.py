"""What was seen of the application in its database and in Redis, and the guards over it."""

from dataclasses import dataclass, field

from deploy.checks.check import Check
from deploy.settings.settings import Settings

SIGN_UP = "ENABLE_ACCOUNT_SIGNUP"
# Since 4.3.0 the database wins over the environment (lib/global_config_service.rb, change of 2025-05-23).
DATABASE_WINS = (4, 3, 0)


@dataclass(frozen=True)
class SidekiqProcess:
    """One live Sidekiq: its container's host name and the queues it serves."""

    hostname: str
    queues: tuple[str, ...]


@dataclass(frozen=True)
class ApplicationState:
    """One look at Chatwoot's own state. Holds no secret.

    administrators: pairs of e-mail and account id, of the declared administrator and the provisioning user only
    permitted: pairs of type and id that the platform app may touch
    installation: settings rows asked for that exist, with their real types: 'false' is not False
    waiting: jobs in each queue
    features: account name to its feature flags, a bit each
    """

    schema_version: str | None
    accounts: dict[str, int]
    super_admins: tuple[str, ...]
    administrators: frozenset[tuple[str, int]]
    service_user: int | None
    platform_app: int | None
    permitted: frozenset[tuple[str, int]]
    installation: dict[str, object]
    onboarding: bool
    cron_jobs: tuple[str, ...] = ()
    processes: tuple[SidekiqProcess, ...] = ()
    waiting: dict[str, int] = field(default_factory=dict)
    features: dict[str, int] = field(default_factory=dict)

    @property
    def served(self) -> frozenset[str]:
        """Queues that some live process reads."""
        return frozenset(queue for process in self.processes for queue in process.queues)


def _onboarding_open(settings: Settings, state: ApplicationState) -> str | None:
    if state.onboarding:
        return "the installation page is open: whoever opens it first becomes super admin"
    return None


def _onboarding_missing(settings: Settings, state: ApplicationState) -> str | None:
    return None if state.super_admins else "there is no super admin at all"


def _super_admin_unknown(settings: Settings, state: ApplicationState) -> str | None:
    unknown = [email for email in state.super_admins if email != settings.admin.email]
    return f"super admins that are not declared: {', '.join(unknown)}" if unknown else None


def _sign_up_open(settings: Settings, state: ApplicationState) -> str | None:
    if settings.chatwoot.sign_up or settings.chatwoot.number < DATABASE_WINS:
        return None  # before 4.3 the environment decides, which the stack renders
    stored = state.installation.get(SIGN_UP)
    if stored == "false":
        return None
    shown = "missing" if SIGN_UP not in state.installation else f"{type(stored).__name__} {stored!r}"
    return f"strangers can open accounts: the row {SIGN_UP} is {shown}, only the string 'false' closes it"


def _worker_dead(settings: Settings, state: ApplicationState) -> str | None:
    return None if state.processes else "no Sidekiq process is alive: no mail, no webhooks, no live updates"


def _cron_dead(settings: Settings, state: ApplicationState) -> str | None:
    if state.processes and not state.cron_jobs:
        return "the cron table in Redis is empty: nothing is scheduled, mail is not fetched"
    return None


def _queue_unserved(settings: Settings, state: ApplicationState) -> str | None:
    orphans = {name: jobs for name, jobs in state.waiting.items() if jobs and name not in state.served}
    # sidekiq_alive makes one queue for each host name; those of containers that are gone mean nothing.
    orphans = {name: jobs for name, jobs in orphans.items() if not name.startswith("sidekiq-alive")}
    if not state.processes or not orphans:
        return None
    return "nobody reads " + ", ".join(f"queue {name} ({jobs} jobs)" for name, jobs in sorted(orphans.items()))


CHECKS: tuple[Check[ApplicationState], ...] = (
    Check(
        "onboarding-open",
        _onboarding_open,
        "Run apply, which closes it, then look at the list of super admins",
        "db/seeds.rb, installation/onboarding_controller.rb (2.10.0, 4.10.0)",
    ),
    Check(
        "onboarding-missing", _onboarding_missing, "Run apply; it creates the declared one", "chatwoot #14735, #9169"
    ),
    Check(
        "super-admin-unknown",
        _super_admin_unknown,
        "Remove them in /super_admin, or, if one of you made them, leave this check out with preflight.skip",
        "failure-modes onboarding-open",
    ),
    Check(
        "signup-open",
        _sign_up_open,
        "Run apply; it writes the row as a string",
        "lib/global_config_service.rb (4.3.0 to 4.10.0)",
    ),
    Check("worker-dead", _worker_dead, "Look at the worker's log, then restart it", "chatwoot #10130, #10553, #10764"),
    Check(
        "cron-dead-after-redis-loss",
        _cron_dead,
        "Restart worker and scheduler; they fill the table at start",
        "sidekiq-cron 1.6.0 and 1.12.0",
    ),
    Check(
        "queue-unserved",
        _queue_unserved,
        "Start the service that owns the queue; apply derives the split from the image",
        "config/sidekiq.yml (2.10.0, 4.10.0)",
    ),
)
