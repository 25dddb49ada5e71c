"""The clock: kept right by whatever the machine has, else by systemd-timesyncd; pure."""

from deploy.checks.observed import Running
from deploy.host.duty import Duty
from deploy.settings.host import Machine

_OTHERS = {"chrony": "chrony.service", "ntpsec": "ntpsec.service", "openntpd": "openntpd.service"}
_OURS = "systemd-timesyncd"


def packages(machine: Machine, seen: Running) -> tuple[str, ...]:
    """What keeps the time, if nothing does yet."""
    return (_OURS,) if machine.time_sync and not any(name in seen.packages for name in _OTHERS) else ()


def service(seen: Running) -> str:
    """The unit that keeps the time."""
    return next((unit for name, unit in _OTHERS.items() if name in seen.packages), f"{_OURS}.service")


def duties(machine: Machine, seen: Running) -> list[Duty]:
    """Start it now and at boot. In a container the clock is the host's: enabled is enough."""
    unit = seen.unit(service(seen))
    if not machine.time_sync or (unit.is_enabled and (unit.is_active or seen.in_container)):
        return []
    return [Duty("clock", f"keep it right by {service(seen)}", f"systemctl enable --now {service(seen)}")]
