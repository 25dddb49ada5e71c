"""Bring the operating system to its declared state: two operations, one look each."""

from collections.abc import Generator, Mapping, Sequence

from pyinfra import host
from pyinfra.api import StringCommand, operation

from deploy import report
from deploy.host import clock, docker, firewall, kernel, packages, swap, timers, upgrades
from deploy.host.duty import Duty
from deploy.host.facts import RunningNow
from deploy.settings.host import Machine


@operation()
def engine(machine: Machine, distribution: str) -> Generator[StringCommand]:
    """
    Install the Docker engine and Compose, and run it with the daemon.json that lies on the host.

    + machine: the operating system as declared
    + distribution: debian or ubuntu, part of the address of Docker's repository
    """
    yield from _fulfil(docker.duties(machine.docker, distribution, host.get_fact(RunningNow)), "the Docker engine")


@operation()
def system(
    machine: Machine, swap_mb: int, extra: Sequence[str] = (), units: Mapping[str, bool] | None = None
) -> Generator[StringCommand]:
    """
    Install the base packages; firewall, kernel settings, swap, clock and security upgrades as declared.

    + machine: the operating system as declared
    + swap_mb: swap of the whole machine in MB
    + extra: further packages that the stack or its backups need
    + units: timers whose files lie on the host already, and whether each is to run
    """
    declared = dict(units or {})
    seen = host.get_fact(RunningNow, packages=list(extra), units=list(declared))
    wanted = [
        "ca-certificates",
        *([firewall.PACKAGE] if machine.firewall else []),
        *([upgrades.PACKAGE] if machine.security_upgrades else []),
        *clock.packages(machine, seen),
        *extra,
    ]
    duties = [
        *packages.duties(wanted, seen.packages),
        *firewall.duties(machine, seen),
        *kernel.duties(machine, seen),
        *swap.duties(swap_mb, seen),
        *clock.duties(machine, seen),
        *upgrades.duties(machine, seen),
        *timers.duties(declared, seen),
    ]
    yield from _fulfil(duties, "the operating system")


def _fulfil(duties: Sequence[Duty], what: str) -> Generator[StringCommand]:
    if not duties:
        host.noop(f"{what} is as declared")
        return
    # All of them are told before the first is done: a plan stops at the first command.
    for duty in duties:
        report.change(host.name, duty.subject, duty.what)
    for duty in duties:
        yield StringCommand(duty.command)
