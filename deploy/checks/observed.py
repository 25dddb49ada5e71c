"""What was seen on a host before anything is touched: plain data, so that checks stay pure."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Listener:
    """A listening TCP socket: port, and the program behind it when root may see it."""

    address: str
    port: int
    program: str


@dataclass(frozen=True)
class Unit:
    """A systemd unit: UnitFileState (enabled, disabled, masked, "" when absent), ActiveState, and NeedDaemonReload."""

    enabled: str
    active: str
    stale: bool = False  # its file is newer than what systemd has read

    @property
    def is_enabled(self) -> bool:
        """Does it start at boot? Static units do when something wants them."""
        return self.enabled in ("enabled", "enabled-runtime", "static", "generated", "alias", "indirect")

    @property
    def is_active(self) -> bool:
        """Is it up, or on its way?"""
        return self.active in ("active", "reloading", "activating")


@dataclass(frozen=True)
class Container:
    """A container on the host: its name, Compose project ("" when none) and published ports of the host."""

    name: str
    project: str
    ports: tuple[int, ...] = ()


@dataclass(frozen=True)
class Run:
    """A run of this package on the host, as its lock tells: who, what, since when (ISO 8601, UTC)."""

    verb: str
    who: str
    when: str
    alive: bool

    def __str__(self) -> str:
        return f"{self.verb} by {self.who} begun {self.when}"


@dataclass(frozen=True, kw_only=True)
class Running:
    """What is installed and runs on a machine; operations look at this part again before they change anything."""

    packages: dict[str, str] = field(default_factory=dict)  # installed package -> version, of those we manage
    docker: str | None = None  # engine's version, if it answers
    units: dict[str, Unit] = field(default_factory=dict)
    daemon_json: str = ""  # sha256 of /etc/docker/daemon.json; "" when absent
    daemon_stale: bool = False  # is that file newer than the running engine?
    firewall_file: str = ""  # sha256 of the firewall's file; "" when absent
    firewall_loaded: bool = False  # is our table in the kernel?
    firewall_current: bool = False  # ... exactly as the unit loaded it from that file?
    kernel: dict[str, str] = field(default_factory=dict)  # sysctl -> value
    swaps: dict[str, int] = field(default_factory=dict)  # file or device -> MB
    virtualization: str = ""  # systemd-detect-virt: kvm, systemd-nspawn, none
    in_container: bool = False  # does it share its kernel with others?

    def unit(self, name: str) -> Unit:
        """A unit by its full name; an absent one is neither enabled nor active."""
        return self.units.get(name, Unit("", "inactive"))


@dataclass(frozen=True)
class HostState(Running):
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
    clock: int  # the host's own time at the end of the look
    addresses: tuple[str, ...]  # of its interfaces, loopback left out
    domain_addresses: tuple[str, ...]  # what the host resolves the domain to
    listeners: tuple[Listener, ...]
    volumes: tuple[str, ...] = ()  # Docker volumes of the project
    containers: tuple[str, ...] = ()  # names of the project's containers
    secrets_kept: bool = False  # is the store of secrets on the host?
    interrupted: str | None = None  # what an earlier run left unfinished: verb, who, when
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)  # domain and aliases -> resolved addresses
    proven: tuple[str, ...] = ()  # names shown to lead here although their addresses are not the host's own
    look_ms: int = 0  # how long the look took on the host itself
    clock_offset: int = 0  # seconds by which the host is ahead of the controller
    strangers: tuple[Container, ...] = ()  # containers of other projects, and of none
    published: tuple[int, ...] = ()  # ports of the host that our own containers publish
    ssh_ports: tuple[int, ...] = ()  # ports on which the present connection, or sshd, is served
    run: Run | None = None  # the run that holds the lock, or held it when it was cut
    owned: tuple[str, ...] = ()  # files that the host's tree has written before
    daemon_foreign: bool = False  # is there an engine configuration that somebody else wrote?
    docker_repositories: tuple[str, ...] = ()  # apt source files that name Docker's own repository
