"""Upgrade and rollback as pyinfra operations: each hop is one step, which goes back by itself when it fails."""

from collections.abc import Generator, Sequence

from pyinfra import host
from pyinfra.api import operation
from pyinfra.api.command import PyinfraCommand, QuoteString, StringCommand
from pyinfra.api.host import Host

from deploy import report
from deploy.errors import OperatorError
from deploy.host.steps import step
from deploy.settings.settings import Settings
from deploy.stack.facts import Stack
from deploy.stack.state import StackState, missing
from deploy.upgrades import by_hand, log, shutdown
from deploy.upgrades.hop import Hop, Undrained
from deploy.upgrades.journey import Journey
from deploy.upgrades.preflight import given
from deploy.upgrades.undo import Undo

_MOVED = (
    "another operator has upgraded, rolled back or restored here since this run looked. "
    "Nothing was changed; run it again"
)


@operation()
def pull(project: str, images: Sequence[str]) -> Generator[PyinfraCommand]:
    """
    Pull every image of the way, before anything stops.

    + project: Compose project
    + images: of all releases on the way
    """
    wanted = missing(tuple(images), host.get_fact(Stack, project=project, images=images))
    if not wanted:
        host.noop(f"all {len(images)} images are on the host")
        return
    for image in wanted:
        report.change(host.name, f"image {image}", "pulled")
        yield StringCommand("docker pull --quiet", QuoteString(image), _timeout=1800)


@operation()
def unchanged(settings: Settings, seen: StackState) -> Generator[PyinfraCommand]:
    """
    Refuse to go on when somebody else's upgrade or restore moved between this run's look and its lock. Never counts as
    a change.

    + settings: the checked declaration
    + seen: the stack as this run has looked at it, before it had the lock
    """
    host.noop("the record of the upgrade is compared when the run begins")
    if not host.state.is_executing:
        return
    try:
        moved = log.standing(host, settings) != (seen.upgrade.strip(), seen.restored.strip())
    except OperatorError as error:
        yield step(_refuse, str(error))
        return
    if moved:
        yield step(_refuse, _MOVED)


@operation()
def hop(journey: Journey) -> Generator[PyinfraCommand]:
    """
    Bring Chatwoot to the next release, or leave it at the one before, healthy.

    + journey: the hop with everything that is rendered for it
    """
    record = journey.record
    report.change(host.name, "release", f"{record.start} becomes {record.stop.version}")
    yield step(_hop, journey)


@operation()
def back(journey: Journey) -> Generator[PyinfraCommand]:
    """
    Bring Chatwoot back to the release before.

    + journey: the hop to be undone
    """
    record = journey.record
    report.change(host.name, "release", f"{record.stop.version} becomes {record.start} again")
    yield step(_back, journey)


def _refuse(host: Host, why: str) -> None:
    raise OperatorError(why)


def _hop(host: Host, journey: Journey) -> None:
    running = Hop(host, journey)
    try:
        running.look()
    except OperatorError as error:
        start, stop = journey.record.start, journey.record.stop.version
        raise OperatorError(f"{error}\n  Nothing was touched: the way from {start} to {stop} was not gone on") from None
    try:
        running.run()
    except Undrained as error:
        record = running.record
        log.journal(host, journey.settings, "upgrade", [str(error)], f"{record.stop.version} runs; jobs are left")
        raise OperatorError(
            f"the site runs {record.stop.version}, is open and healthy, and does not go on to "
            f"{record.stops[record.position + 1].version} yet: {error}. upgrade goes on from here"
        ) from None
    except OperatorError as error:
        record = running.record
        failure = f"the upgrade to {record.stop.version} failed at step {record.step}: {error}"
        if record.lossy:
            log.journal(host, journey.settings, "upgrade", [failure], "open, not proven")
            raise OperatorError(
                f"{failure}\n  The site runs {record.stop.version} and visitors may have written to it by now, which "
                "going back would take away. Mend the cause and run upgrade again, which opens and proves it, or undo "
                "it with rollback"
            ) from None
        shutdown.stand(host, failure, "upgrade")
        host.log(f"    {failure}\n    going back to {record.start}")
        returning = Journey(journey.settings, journey.secrets, journey.tree, record)
        try:
            Undo(host, returning).run()
        except OperatorError as stuck:
            log.journal(host, journey.settings, "upgrade", [failure, str(stuck)], "stuck")
            raise OperatorError(f"{failure}\n  {stuck}") from None
        log.journal(host, journey.settings, "upgrade", [failure], f"rolled back to {record.start}")
        raise OperatorError(f"{failure}\n  Rolled back: the site runs {record.start} and is healthy") from None


def _back(host: Host, journey: Journey) -> None:
    settings, record = journey.settings, journey.record
    said = by_hand.wanted(settings, record) and given() == by_hand.words(settings, record)
    Undo(host, journey, brought_back=said).run()
