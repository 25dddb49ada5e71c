"""Ports: which the world may reach, and what others on the machine hold already. Pure."""

from deploy.checks.observed import HostState
from deploy.settings.host import Machine
from deploy.settings.settings import Settings

_DOCKER_PROXY = "docker-proxy"


def admitted(machine: Machine) -> list[int]:
    """TCP ports of the host that the firewall opens to the world, in order."""
    return sorted({machine.ssh_port, *published(machine)})


def published(machine: Machine) -> list[int]:
    """TCP ports that containers may publish to the world, in order."""
    return sorted({80, 443, *machine.open_ports})


def port_taken(settings: Settings, seen: HostState) -> str | None:
    """Do strangers hold the ports that our containers are to publish?"""
    wanted = {"managed": (80, 443), "loopback": (settings.proxy.port,), "network": ()}[settings.proxy.mode]
    for port in wanted:
        if port in seen.published:
            continue
        for container in seen.strangers:
            if port in container.ports:
                whose = f" of project {container.project}" if container.project else ""
                return f"port {port} is held by container {container.name}{whose}"
        for listener in seen.listeners:
            if listener.port == port and listener.program != _DOCKER_PROXY and _overlaps(settings, listener.address):
                return f"port {port} is held by {listener.program or 'a program that only root may see'}"
    return None


def engine_elsewhere(settings: Settings, seen: HostState) -> str | None:
    """Is an engine installed that does not come from the declared source?"""
    others = {"debian": ("docker-ce", "containerd.io"), "docker": ("docker.io", "podman-docker")}
    source = settings.machine.docker.source
    found = [name for name in others[source] if name in seen.packages]
    return f"{found[0]} is installed, but machine.docker.source is {source}" if found else None


def daemon_foreign(settings: Settings, seen: HostState) -> str | None:
    """Is there an engine configuration that somebody else wrote?"""
    return "/etc/docker/daemon.json was written by somebody else and would be replaced" if seen.daemon_foreign else None


def firewall_cuts_ssh(settings: Settings, seen: HostState) -> str | None:
    """Would the firewall close the port that this connection uses?"""
    closed = [port for port in seen.ssh_ports if port not in admitted(settings.machine)]
    if not settings.machine.firewall or not closed:
        return None
    return f"sshd answers on port {closed[0]}, but machine.ssh_port is {settings.machine.ssh_port}"


def _overlaps(settings: Settings, address: str) -> bool:
    # A published port takes all addresses; the loopback port only 127.0.0.1.
    return settings.proxy.managed or address.split("%")[0] in ("*", "0.0.0.0", "::", "127.0.0.1")  # noqa: S104
