"""Unattended security upgrades of the distribution; pure."""

from deploy.checks.observed import HostState, Running
from deploy.files.rendered import Rendered
from deploy.files.templates import render
from deploy.host.duty import Duty
from deploy.settings.host import Machine

PACKAGE = "unattended-upgrades"
FILE = "/etc/apt/apt.conf.d/52chatwoot-deploy"
_UNITS = ("apt-daily.timer", "apt-daily-upgrade.timer", "unattended-upgrades.service")

# Patterns of unattended-upgrades. Docker's own repository is none of them: the engine changes when the operator says.
_ORIGINS = {
    "debian": (
        "origin=Debian,codename=${distro_codename},label=Debian-Security",
        "origin=Debian,codename=${distro_codename}-security,label=Debian-Security",
    ),
    "ubuntu": ("origin=Ubuntu,archive=${distro_codename}-security,label=Ubuntu",),
}


def files(machine: Machine, seen: HostState) -> tuple[Rendered, ...]:
    """apt's periodic jobs and the origins they may upgrade from; nothing when switched off."""
    if not machine.security_upgrades:
        return ()
    return (render("host/upgrades.conf", FILE, origins=_ORIGINS.get(seen.distribution, ())),)


def duties(machine: Machine, seen: Running) -> list[Duty]:
    """Start apt's timers now and at boot."""
    wrong = [name for name in _UNITS if not (seen.unit(name).is_enabled and _is_up(name, seen))]
    if not machine.security_upgrades or not wrong:
        return []
    units = " ".join(wrong)
    return [Duty("security upgrades", f"enable {units}", f"systemctl unmask {units} && systemctl enable --now {units}")]


def _is_up(name: str, seen: Running) -> bool:
    # The service only guards the shutdown; some images let it start with the first upgrade.
    return seen.unit(name).is_active or name.endswith(".service")
