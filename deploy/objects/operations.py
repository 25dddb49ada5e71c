"""Chatwoot's objects as pyinfra operations: compared when they run, in Prepare and in Execute alike."""

from collections.abc import Generator

from pyinfra import host, logger
from pyinfra.api import operation
from pyinfra.api.command import PyinfraCommand
from pyinfra.api.host import Host

from deploy import report
from deploy.chatwoot.access import access
from deploy.chatwoot.guarded import guarded, uncompared
from deploy.errors import OperatorError
from deploy.host.steps import step
from deploy.objects import live, pending, prune
from deploy.objects.plan import left_alone, strange
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
        _notice(text)
    found = access(host, settings)
    # Where anybody may sign up, accounts come and go.
    if found and not settings.chatwoot.sign_up and (others := strange(found.accounts, [each.name for each in plans])):
        _notice(others)
    for each in plans:
        for section, keys in each.orphans:
            _notice(left_alone(section, each.name, keys), " (--prune deletes them)")
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


def _notice(text: str, hint: str = "") -> None:
    report.notice(host.name, text)
    host.log_styled(f"{text}{hint}", fg="yellow", log_func=logger.warning)


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
