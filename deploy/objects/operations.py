"""Chatwoot's objects as pyinfra operations: compared when they run, in Prepare and in Execute alike."""

from collections.abc import Generator

from pyinfra import host
from pyinfra.api import operation
from pyinfra.api.command import PyinfraCommand
from pyinfra.api.host import Host

from deploy import report
from deploy.chatwoot.guarded import guarded, uncompared
from deploy.errors import OperatorError
from deploy.host.notice import notice
from deploy.host.steps import step
from deploy.objects import live, pending, prune
from deploy.objects.plan import left_alone
from deploy.settings.settings import Settings
from deploy.stack.secrets import Secrets


@operation()
@guarded
def objects(settings: Settings, secrets: Secrets) -> Generator[PyinfraCommand]:
    """
    Ensure everything that is declared inside Chatwoot is there, account by account.

    + settings: the checked declaration
    + secrets: the full set; shows no value in its repr
    """
    permitted = prune.read()
    plans = live.plan(host, settings, secrets, permitted)
    compared = {each.name: each.plans for each in plans if each.reader.client and not each.trouble}
    unread = [each.name for each in plans if each.name not in compared]
    for text in prune.strangers(permitted, compared, unread):
        notice(host, text)
    for each in plans:
        for section, keys in each.orphans:
            notice(host, left_alone(section, each.name, keys), " (--prune deletes them)")
        for one in each.steps:
            report.change(host.name, one.subject(each.name), one.what, [str(change) for change in one.changes])
        texts = list(each.waiting)
        if each.trouble and host.state.is_executing:
            texts.append(f"account {each.name}: {each.trouble}")
        elif each.trouble:
            uncompared(host, each.trouble)
        pending.wait(host, texts)
    if not any(each.steps for each in plans):
        host.noop("everything inside Chatwoot is as declared")
        return
    yield step(live.apply, settings, plans)


@operation()
def nothing_pending() -> Generator[PyinfraCommand]:
    """Ensure that nobody refused anything: the last operation, so that everything else is done by then."""
    if host.state.is_executing and pending.pending(host):
        yield step(_fail)
    else:
        host.noop("nothing is pending")


def _fail(here: Host) -> None:
    count = len(pending.pending(here))
    raise OperatorError(
        f"{count} object{'s are' if count > 1 else ' is'} not as declared, see above; everything else is. "
        "Mend the cause and run apply again"
    )
