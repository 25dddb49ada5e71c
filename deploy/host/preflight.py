"""Is the host fit? One look, all findings at once, nothing touched."""

import time
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from pyinfra.api.exceptions import DeployError
from pyinfra.api.host import Host

from deploy import report
from deploy.checks.check import findings
from deploy.checks.host import HOST_CHECKS
from deploy.checks.observed import HostState
from deploy.host import docker, proof
from deploy.host.connection import privileges, quicken
from deploy.host.facts import Machine
from deploy.host.notice import notice
from deploy.settings.settings import Settings

_SLOW_SECONDS = 0.4


def preflight(host: Host, settings: Settings, leave_out: Sequence[str] = ()) -> HostState:
    """Look at the host once and check it.

    leave_out: ids of checks that do not concern this verb
    Raises DeployError with one line for each finding; pyinfra then stops before any change.
    """
    quicken(host)
    started = time.monotonic()
    try:
        seen = host.get_fact(
            Machine, project=settings.project, state=settings.state, domain=settings.domain, aliases=settings.aliases
        )
    except EOFError:  # pyinfra asks for the password, and there is no terminal
        raise DeployError(
            f"{host.name}: sudo wants a password. Set _sudo_password for this host, or allow its user sudo without one"
        ) from None
    elapsed = time.monotonic() - started
    if seen is None:
        raise DeployError(f"{host.name}: the host gave no answer. Try: pyinfra INVENTORY exec -- id")
    state = _completed(host, settings, seen)
    found = findings(HOST_CHECKS, settings, state, (*settings.preflight.skip, *leave_out))
    for each in found:
        report.problem(host.name, str(each))
    if found:
        raise DeployError("\n".join(f"{host.name}: {each}" for each in found))
    if state.interrupted:
        # Said now: the operator wants to know it before anything is done, not in the summary.
        verb = state.interrupted.partition(" by ")[0]
        notice(host, f"{state.interrupted} did not finish; {verb} finishes it")
    _warn_of_slow_shell(host, elapsed - state.look_ms / 1000)
    return state


def _completed(host: Host, settings: Settings, seen: HostState) -> HostState:
    """What only this side knows: its own clock, what it would write, and whether foreign addresses lead here."""
    wanted = docker.daemon(settings.machine.docker)
    strange = seen.daemon_json not in ("", wanted.digest) and wanted.path not in seen.owned
    # The script's last section is the clock, so it is as old as the way back.
    offset = seen.clock - int(time.time()) if seen.clock else 0
    state = replace(seen, clock_offset=offset, daemon_foreign=strange)
    if settings.tls.mode != "acme" or not settings.proxy.managed or "dns-elsewhere" in settings.preflight.skip:
        return state
    return replace(state, proven=proof.proven(host, state))


def _warn_of_slow_shell(host: Host, seconds: float) -> None:
    # What the look took beyond its own work proves most shells quick without another command.
    if seconds < _SLOW_SECONDS:
        return
    times = []
    for _ in range(3):
        started = time.monotonic()
        host.run_shell_command("true", print_output=False, print_input=False, **privileges(host))
        times.append(time.monotonic() - started)
        if times[0] < _SLOW_SECONDS:
            return
    report.problem(
        host.name,
        f"every command takes {median(times) * 1000:.0f} ms; a slow ~/.bashrc of the SSH user is the usual cause. "
        "Let it return early for shells that are not interactive",
    )
