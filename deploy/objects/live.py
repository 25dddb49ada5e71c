"""The objects of all accounts of a host against the declared ones. Knows pyinfra."""

from dataclasses import dataclass, field

import requests
from pyinfra import logger
from pyinfra.api.host import Host

from deploy import report
from deploy.chatwoot.access import Access, access, client
from deploy.chatwoot.client import Client
from deploy.chatwoot.refusal import Refused, Unreachable
from deploy.chatwoot.service import service_email
from deploy.errors import OperatorError
from deploy.host.notice import notice
from deploy.objects import bring, graph, look, telegram
from deploy.objects.account import Reader, Sections, planned, sections
from deploy.objects.declared import from_mapping
from deploy.objects.mentioned import waiting
from deploy.objects.pending import wait
from deploy.objects.plan import Plan, Step, strange
from deploy.objects.prune import Prune, deletions
from deploy.objects.world import World
from deploy.settings.accounts import Account
from deploy.settings.settings import Settings
from deploy.stack.secrets import Secrets


@dataclass(frozen=True)
class AccountPlan:
    """What happens to one account.

    orphans: what is live, of a declared type, not declared, and stays
    waiting: a sentence for each name in the declaration that nobody has
    trouble: why it could not be compared
    permitted: what may be deleted
    """

    name: str
    declared: Sections
    reader: Reader
    plans: tuple[Plan, ...] = ()
    deletions: tuple[Step, ...] = ()
    orphans: tuple[tuple[str, tuple[str, ...]], ...] = ()
    waiting: tuple[str, ...] = ()
    trouble: Refused | Unreachable | None = None
    permitted: Prune = field(default_factory=Prune)

    @property
    def steps(self) -> list[Step]:
        """Everything that happens, in order."""
        return [*(step for plan in self.plans for step in plan.steps), *reversed(self.deletions)]


def plan(host: Host, settings: Settings, secrets: Secrets, permitted: Prune) -> list[AccountPlan]:
    """Compare all accounts, and tell of those that nobody declared; where nothing answers yet, every object is new.

    Raises OperatorError when the database, or an answer, cannot be understood.
    """
    found = access(host, settings)
    sealed = look.sealed(secrets["SECRET_KEY_BASE"])
    meta = graph.Graph(requests.Session(), settings.chatwoot.environment.get("WHATSAPP_CLOUD_BASE_URL", graph.META))
    bots = telegram.BotApi(requests.Session())
    looks = look.Looks(host, settings, sealed)
    plans = []
    for number, account in enumerate(settings.accounts):
        declared = sections(account, f"accounts[{number}]", from_mapping(secrets.plain()))
        world = World(
            release=settings.chatwoot.number,
            account=found.accounts.get(account.name, 0) if found else 0,
            sealed=sealed,
            own=frozenset({settings.admin.email, service_email(settings)}),
            user=service_email(settings),
            subscribe=meta,
            site=settings.url,
            telegram=bots,
        )
        used = client(host, settings, found, account.name) if found and world.account else None
        reader = Reader(used, world, looks, declared)
        try:
            plans.append(_account(account, declared, reader, permitted))
        except (Refused, Unreachable) as error:
            plans.append(AccountPlan(account.name, declared, reader, trouble=error))
        _tell_requests(host, plans[-1])
    if found is not None:
        _share(found, plans)
        if others := strange(settings, found.accounts):
            notice(host, others)
    return plans


def apply(host: Host, settings: Settings, plans: list[AccountPlan]) -> None:
    """Do what was planned; what somebody refuses stays pending, is told, and is what `pending.pending` gives later.

    An account in which nobody answers any more does not keep the others from being done.
    """
    found = access(host, settings)
    for each in plans:
        if each.reader.client is None or not each.steps:
            continue

        def say(text: str) -> None:
            host.log_styled(text, fg="cyan", log_func=logger.info)

        world, used = each.reader.world, each.reader.client
        outcome = bring.Outcome([*each.waiting])
        try:
            bring.bring(used, each.declared, world, each.reader, say, outcome)
            if each.deletions and outcome.pending:
                # What replaces an orphan may be among what was refused.
                notice(host, f"account {each.name}: nothing is deleted while something is pending")
            else:
                outcome.pending += _delete(each, used)
        except OperatorError as error:
            outcome.pending.append(f"account {each.name}: {error}")
        finally:
            # Secrets that were sent are remembered whatever comes: nobody can read them again.
            wait(host, outcome.pending)
            _tell_requests(host, each)
            if world.sealed.stale:
                look.keep(host, settings, world.sealed)
    if found is not None:
        _share(found, plans)


def _delete(each: AccountPlan, used: Client) -> list[str]:
    """Delete what was decided; gives what is still there."""
    steps, reader, kept = each.deletions, each.reader, []
    if any(step.kind.section == "inboxes" for step in steps):
        # All the rest was done in between, and visitors write when they like.
        now = reader.look(True)
        may = [step for plan in each.plans for step in deletions(plan, each.name, now, each.permitted)[0]]
        kept = [step for step in steps if step not in may]
        steps = tuple(step for step in steps if step in may)
    return [
        *(
            f"{step.subject(each.name)}: got a conversation meanwhile and stays. To delete both, --prune-inbox it"
            for step in kept
        ),
        *bring.delete(used, steps, reader.world, reader).pending,
    ]


def _account(account: Account, declared: Sections, reader: Reader, permitted: Prune) -> AccountPlan:
    plans = planned(declared, reader)
    gone: list[Step] = []
    kept: list[tuple[str, tuple[str, ...]]] = []
    for each in plans:
        steps, left = deletions(each, account.name, reader.world.look, permitted)
        gone += steps
        if left:
            kept.append((each.kind.section, tuple(left)))
    missing = tuple(waiting(declared, reader))
    return AccountPlan(
        account.name, declared, reader, tuple(plans), tuple(gone), tuple(kept), missing, permitted=permitted
    )


def _share(found: Access, plans: list[AccountPlan]) -> None:
    # The hand-off wants the widgets' scripts: one GET serves both.
    for each in plans:
        inboxes = each.reader.answers("/inboxes")
        if inboxes is not None:
            found.inboxes[each.name] = inboxes


def _tell_requests(host: Host, each: AccountPlan) -> None:
    if each.reader.client is not None:
        report.number(host.name, f"requests.{each.name}", each.reader.client.requests)
