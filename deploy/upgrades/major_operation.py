"""The move to another PostgreSQL major as a pyinfra operation: one step, which goes back by itself when it fails."""

from collections.abc import Generator

from pyinfra import host
from pyinfra.api import operation
from pyinfra.api.command import PyinfraCommand
from pyinfra.api.host import Host

from deploy import report
from deploy.errors import OperatorError
from deploy.host.steps import step
from deploy.upgrades import log, shutdown
from deploy.upgrades.major import Major, Relocation
from deploy.upgrades.major_back import Back

_VERB = "upgrade --postgres"


@operation()
def relocate(relocation: Relocation) -> Generator[PyinfraCommand]:
    """
    Bring the database to the new major, or leave it at the old one, healthy.

    + relocation: the move with everything that is rendered for it
    """
    move = relocation.move
    if move.state == "running":
        report.change(host.name, "PostgreSQL", f"{move.old} becomes {move.new}")
    else:
        report.change(host.name, "PostgreSQL", f"{move.new} becomes {move.old} again")
    yield step(_relocate, relocation)


def _relocate(host: Host, relocation: Relocation) -> None:
    settings, move = relocation.settings, relocation.move
    if move.state != "running":
        host.log(f"    {move} failed and its way back was cut; it goes on")
        Back(host, relocation).run()
        log.journal(host, settings, _VERB, [], f"back on PostgreSQL {move.old}")
        raise OperatorError(f"{move} had failed. The site runs PostgreSQL {move.old} again and is healthy")
    running = Major(host, relocation)
    try:
        running.run()
    except OperatorError as error:
        move = running.move
        failure = f"the change to PostgreSQL {move.new} failed at step {move.step}: {error}"
        if not move.when:  # not even noted: nothing was touched
            raise
        if move.reached("open"):
            log.journal(host, settings, _VERB, [failure], "unfinished")
            raise OperatorError(
                f"{failure}\n  Visitors may have written to PostgreSQL {move.new} by now, so it stays. Mend the cause "
                f"and run upgrade --postgres {move.new} again, which goes on from here"
            ) from None
        shutdown.stand(host, failure, f"upgrade --postgres {move.new}")
        host.log(f"    {failure}\n    going back to PostgreSQL {move.old}")
        try:
            Back(host, Relocation(settings, relocation.secrets, relocation.trees, move)).run()
        except OperatorError as stuck:
            log.journal(host, settings, _VERB, [failure, str(stuck)], "stuck")
            raise OperatorError(f"{failure}\n  {stuck}") from None
        log.journal(host, settings, _VERB, [failure], f"back on PostgreSQL {move.old}")
        raise OperatorError(
            f"{failure}\n  The site runs PostgreSQL {move.old} again, on its untouched volume, and is healthy"
        ) from None
