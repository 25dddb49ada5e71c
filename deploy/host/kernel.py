"""Kernel settings that Redis and PostgreSQL ask for; pure."""

from deploy.checks.observed import Running
from deploy.files.rendered import Rendered
from deploy.files.templates import render
from deploy.host.duty import Duty
from deploy.settings.host import Machine

FILE = "/etc/sysctl.d/60-chatwoot-deploy.conf"

_WANTED = {
    # Redis saves from a fork; without this the fork fails when half of the memory is taken (redis.io, admin).
    "vm.overcommit_memory": "1",
    # Swap is for peaks, not for what Sidekiq touches every few seconds.
    "vm.swappiness": "10",
    # Backlog of Puma and Redis; kernels before 5.4 have 128.
    "net.core.somaxconn": "4096",
}


def wanted(machine: Machine, seen: Running) -> dict[str, str]:
    """Settings by name. In a container those of the memory are the host's, shared with strangers, and not ours."""
    if not machine.kernel:
        return {}
    return {key: value for key, value in _WANTED.items() if not (seen.in_container and key.startswith("vm."))}


def files(machine: Machine, seen: Running) -> tuple[Rendered, ...]:
    """The settings for the next boot; nothing when they are switched off."""
    settings = wanted(machine, seen)
    return (render("host/sysctl.conf", FILE, settings=settings),) if settings else ()


def duties(machine: Machine, seen: Running) -> list[Duty]:
    """Set what differs now."""
    wrong = [key for key, value in wanted(machine, seen).items() if seen.kernel.get(key) != value]
    if not wrong:
        return []
    # Not `sysctl`: procps is absent from minimal images.
    return [Duty("kernel", f"set {', '.join(wrong)}", f"/usr/lib/systemd/systemd-sysctl {FILE}")]
