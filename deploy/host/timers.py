"""Timers that other parts of the package bring: run those that are declared, stop those that are not; pure."""

from collections.abc import Mapping, Sequence

from deploy.checks.observed import Running
from deploy.host.duty import Duty

_WANTS = "/etc/systemd/system/timers.target.wants"


def duties(declared: Mapping[str, bool], seen: Running) -> list[Duty]:
    """Start them now and at boot, and read changed units again; stop what is switched off.

    declared: unit -> is it to run?
    seen: a look that asked for these units
    """
    wanted = [name for name, runs in declared.items() if runs]
    wrong = [name for name in wanted if not (seen.unit(name).is_enabled and seen.unit(name).is_active)]
    wrong += [name for name in wanted if name not in wrong and seen.unit(name).stale]
    unwanted = [name for name, runs in declared.items() if not runs]
    running = [name for name in unwanted if seen.unit(name).is_enabled or seen.unit(name).is_active]
    return [*_start(wrong), *_stop(running)]


def _start(names: Sequence[str]) -> list[Duty]:
    if not names:
        return []
    units = " ".join(names)
    # A timer reckons anew when it starts.
    command = f"systemctl daemon-reload && systemctl enable -q {units} && systemctl restart {units}"
    return [Duty("timers", f"start {units}", command)]


def _stop(names: Sequence[str]) -> list[Duty]:
    if not names:
        return []
    # Their files are gone already, which `systemctl disable` does not like.
    units, links = " ".join(names), " ".join(f"{_WANTS}/{name}" for name in names)
    return [Duty("timers", f"stop {units}", f"systemctl stop {units}; rm -f {links}; systemctl daemon-reload")]
