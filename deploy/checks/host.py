"""Is this machine fit? Pure checks over one look at it."""

import re

from deploy.checks.check import Check
from deploy.checks.observed import HostState
from deploy.checks.ports import daemon_foreign, engine_elsewhere, firewall_cuts_ssh, port_taken
from deploy.settings.settings import Settings
from deploy.settings.sizing import PROFILES

_RELEASES = {
    ("debian", "13"): ("debian", "docker"),
    ("debian", "12"): ("docker",),
    ("ubuntu", "22.04"): ("docker",),
    ("ubuntu", "24.04"): ("docker",),
}
_LEAST_MB = 1800  # what a provider's "2 GB" leaves, measured by kernels as MemTotal
_FIRST_DISK_MB = 10240  # engine, about 3 GB of images, a database to begin with, one upgrade's images beside them
_LATER_DISK_MB = 3072  # the project's containers exist, so its images are there
_CLOCK_SECONDS = 60  # beyond this one-time passwords and ACME signatures begin to fail


def _root(settings: Settings, seen: HostState) -> str | None:
    return None if seen.is_root else "the commands do not run as root, and no sudo is declared"


def _system(settings: Settings, seen: HostState) -> str | None:
    sources = _RELEASES.get((seen.distribution, seen.release))
    name = f"{seen.distribution} {seen.release}".strip() or "an unknown system"
    if sources is None:
        return f"the host runs {name}; supported are Debian 13 and 12, Ubuntu 24.04 and 22.04"
    source = settings.machine.docker.source
    if source not in sources:
        return (
            f"{name} has no usable Docker Compose of its own, but machine.docker.source is {source}; set it to docker"
        )
    return None


def _architecture(settings: Settings, seen: HostState) -> str | None:
    if seen.architecture in ("amd64", "arm64"):
        return None
    return f"the host's architecture is {seen.architecture or 'unknown'}; the images exist for amd64 and arm64"


def _memory(settings: Settings, seen: HostState) -> str | None:
    profile = settings.sizing.profile
    if seen.ram_mb < _LEAST_MB:
        return f"the host has {seen.ram_mb} MB of memory, Chatwoot needs 2 GB (at least {_LEAST_MB} MB)"
    if profile != "auto" and PROFILES[profile].ram_mb * 0.9 > seen.ram_mb:
        return f"the host has {seen.ram_mb} MB of memory, less than sizing.profile {profile} is made for"
    return None


def _disk(settings: Settings, seen: HostState) -> str | None:
    # Secrets are the first thing kept: what an interrupted run has put on the disk by now is part of the 10 GB.
    begun = seen.containers or seen.secrets_kept
    needed = _LATER_DISK_MB if begun else _FIRST_DISK_MB
    if seen.disk_free_mb >= needed:
        return None
    return f"{seen.disk_free_mb / 1024:.1f} GB are free where Docker keeps its data, {needed // 1024} GB are needed"


def _clock(settings: Settings, seen: HostState) -> str | None:
    if abs(seen.clock_offset) <= _CLOCK_SECONDS:
        return None
    way = "ahead of" if seen.clock_offset > 0 else "behind"
    return f"the host's clock is {abs(seen.clock_offset)} s {way} this machine's"


def _dns(settings: Settings, seen: HostState) -> str | None:
    if settings.tls.mode != "acme" or not settings.proxy.managed:
        return None
    for name, addresses in seen.names.items():
        if name in seen.proven or set(addresses) & set(seen.addresses):
            continue
        if not addresses:
            return f"{name} does not resolve, so no certificate can be obtained for it"
        own = ", ".join(seen.addresses) or "none"
        return f"{name} leads to {', '.join(addresses)} and not to this host ({own})"
    return None


def _secrets(settings: Settings, seen: HostState) -> str | None:
    databases = [name for name, _ in _databases(settings, seen)]
    if not databases or seen.secrets_kept:
        return None
    return f"the database volume {databases[0]} is there, but its secrets ({settings.state}/secrets.json) are gone"


def _major(settings: Settings, seen: HostState) -> str | None:
    majors = [major for _, major in _databases(settings, seen)]
    declared = settings.postgres.major
    if not settings.postgres.embedded or not majors or declared in majors:
        return None
    return f"the database was made by PostgreSQL {majors[0]}, but postgres.major is {declared}"


def _databases(settings: Settings, seen: HostState) -> list[tuple[str, int]]:
    pattern = re.compile(rf"{re.escape(settings.project)}-postgres-(\d+)$")
    return [(name, int(match[1])) for name in seen.volumes if (match := pattern.match(name))]


_OWN = "issue 2, section 3"

HOST_CHECKS: tuple[Check[HostState], ...] = (
    Check("not-root", _root, "Log in as root, or set _sudo = True for this host in the inventory or group_data", _OWN),
    Check("os-unsupported", _system, "Use a supported system, or declare Docker's own packages", _OWN),
    Check("architecture", _architecture, "Use a machine of one of these architectures", _OWN),
    Check("memory-too-small", _memory, "Take a larger machine, or a smaller sizing.profile", "failure mode 15"),
    Check("disk-full", _disk, "Free some space (docker system df shows what Docker holds) or enlarge the disk", "14"),
    Check("engine-elsewhere", engine_elsewhere, "Set machine.docker.source to what is installed", _OWN),
    Check(
        "daemon-json-foreign",
        daemon_foreign,
        "Compare the two, then rename it (mv /etc/docker/daemon.json /etc/docker/daemon.json.before) and run again",
        _OWN,
    ),
    Check("port-taken", port_taken, "Stop that program, or let it be the proxy: set proxy.mode to loopback", _OWN),
    Check("firewall-cuts-ssh", firewall_cuts_ssh, "Set machine.ssh_port to that port", "pyinfra has no way back in"),
    Check("clock", _clock, "Set the clock (timedatectl set-ntp true, or date -s) and run again", _OWN),
    Check("dns-elsewhere", _dns, "Point its A and AAAA records to this host, or choose another tls.mode", _OWN),
    Check(
        "secrets-gone",
        _secrets,
        "Put the file back from a backup or the recovery kit; without it the data cannot be read. "
        "If your secrets come from elsewhere, add secrets-gone to preflight.skip",
        "DESIGN section 4, secrets",
    ),
    Check(
        "pg-major-on-old-volume",
        _major,
        "Move the data with upgrade --postgres, or set postgres.major to the old release, with an image of it; "
        "the old volume is never touched",
        "failure mode 7",
    ),
)
