"""What was seen on a host before anything is touched: plain data, so that checks stay pure."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Listener:
    """A listening TCP socket: port, and the program behind it when root may see it."""

    address: str
    port: int
    program: str


@dataclass(frozen=True)
class HostState:
    """One look at the machine; sizes in MB, times in epoch seconds."""

    is_root: bool
    distribution: str  # ID of os-release: debian, ubuntu
    release: str  # VERSION_ID: 13, 24.04
    codename: str
    architecture: str  # dpkg's name: amd64, arm64
    ram_mb: int
    swap_mb: int
    cpus: int
    disk_free_mb: int  # where Docker keeps its data
    clock: int  # the host's own time
    addresses: tuple[str, ...]  # of its interfaces, loopback left out
    domain_addresses: tuple[str, ...]  # what the host resolves the domain to
    listeners: tuple[Listener, ...]
    packages: dict[str, str] = field(default_factory=dict)  # installed package -> version, of those we manage
    docker: str | None = None  # engine's version, if it answers
    volumes: tuple[str, ...] = ()  # Docker volumes of the project
    containers: tuple[str, ...] = ()  # names of the project's containers
    secrets_kept: bool = False  # is the store of secrets on the host?
    interrupted: str | None = None  # what an earlier run left unfinished: verb, who, when
    virtualization: str = ""  # systemd-detect-virt
