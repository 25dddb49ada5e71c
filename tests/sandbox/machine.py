"""A throw-away VPS, by name."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.sandbox import access, addresses, host, keeper, network, paths, power, remote, rootfs, status, storage
from tests.sandbox.deadline import wait_until
from tests.sandbox.errors import SandboxError
from tests.sandbox.locks import locked
from tests.sandbox.registry import Registry

# A boot takes three seconds; this is for a host that is busy with ten other things.
BOOT_SECONDS = 180


class Machine:
    """One machine: its disk, its power and its cable. Every method may be called in any state of it.

    + name: vps1 to vps89; the address follows from it
    """

    def __init__(self, name: str = addresses.DEFAULT) -> None:
        self.name = name
        self.ip = addresses.ip(name)
        self.domain = addresses.domain(name)
        self.demo_names = addresses.demo_names(name)

    def __repr__(self) -> str:
        return f"Machine({self.name!r})"

    @property
    def exists(self) -> bool:
        """Whether it has a disk."""
        return paths.disk(self.name).exists()

    @property
    def running(self) -> bool:
        """Whether its power is on."""
        return power.running(self.name)

    @property
    def boots(self) -> int:
        """How often it was booted since its disk was made or put back."""
        return keeper.boots(self.name)

    @property
    def snapshots(self) -> list[str]:
        """Labels of its snapshots."""
        return [path.stem.partition("@")[2] for path in paths.snapshots(self.name)]

    @property
    def mount(self) -> Path | None:
        """Its file system as seen from the host while it runs; for reading logs when SSH does not answer."""
        return power.mount(self.name)

    # Power

    def up(self) -> None:
        """Create it when needed, switch it on, wait for SSH. Installs and builds what the host lacks."""
        host.ensure_packages()
        bare = rootfs.ensure()
        with power.lock(self.name):
            if not self.running:
                power.clear(self.name)
                if not self.exists:
                    storage.renew(self.name, bare)
                self._switch_on()
        self.wait_ssh()

    def start(self) -> None:
        """Switch on a machine that exists and wait for SSH."""
        self._must_exist()
        self.up()

    def stop(self, seconds: float = 90) -> None:
        """Orderly power-off from outside; after the seconds, a hard one."""
        with power.lock(self.name):
            power.switch_off(self.name, seconds)

    def power_off(self) -> None:
        """Cut the power: what was not yet synced to disk is lost."""
        with power.lock(self.name):
            power.cut(self.name)

    def reboot(self, seconds: float = 240) -> float:
        """Reboot from inside and wait for SSH. Returns the seconds it took."""
        start = time.monotonic()
        before = self.boots
        self.run("systemctl reboot", timeout=15, check=False)
        access.hang_up(self.name)
        wait_until(lambda: self.boots > before, seconds, f"{self.name} to go down for its reboot")
        self.wait_ssh()
        return time.monotonic() - start

    # Disk

    def reset(self) -> None:
        """Back to the bare machine, switched on."""
        bare = rootfs.ensure()
        with power.lock(self.name):
            power.kill(self.name)
            storage.renew(self.name, bare)
            self._switch_on()
        self.wait_ssh()

    def snapshot(self, label: str) -> None:
        """Keep a copy of the disk; a running machine stands still meanwhile and goes on."""
        target = paths.snapshot(self.name, label)
        with power.lock(self.name):
            self._must_exist()
            storage.duplicate(self.name, target)

    def restore(self, label: str) -> None:
        """Back to a snapshot, switched on."""
        source = paths.snapshot(self.name, label)
        if not source.exists():
            known = ", ".join(self.snapshots) or "none"
            raise SandboxError(f"{self.name} has no snapshot {label}; it has: {known}")
        with power.lock(self.name):
            power.kill(self.name)
            storage.put_back(self.name, source)
            self._switch_on()
        self.wait_ssh()

    def clone(self, name: str) -> Machine:
        """A second machine with a copy of this disk and an identity of its own, switched on."""
        other = Machine(name)
        if name == self.name:
            raise SandboxError(f"{name}: a clone needs another name")
        # In one order, so that two clones in opposite directions do not wait for each other.
        first, second = sorted([self.name, name])
        with power.lock(first), power.lock(second):
            self._must_exist()
            power.kill(name)
            storage.give_identity(name)
            storage.duplicate(self.name, paths.disk(name))
        other.up()
        return other

    def down(self) -> None:
        """Switch it off and remove it with its snapshots."""
        with power.lock(self.name):
            power.kill(self.name)
            storage.destroy(self.name)
        self._tell_operator()

    # Talking to it

    def ssh(self, user: str = "root") -> list[str]:
        """Command to which a shell command is appended."""
        return remote.command(self.name, user)

    def run(
        self, command: str, *, user: str = "root", timeout: float = 600, check: bool = True, stdin: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a shell command over SSH.

        + command: text for the login shell
        + user: root; ops has sudo, nosudo has none
        + timeout: seconds; then the command is given up with SandboxError
        + check: raise SandboxError when it fails
        + stdin: text for its standard input
        """
        return remote.run(self.name, command, user, timeout, check, stdin)

    def wait_ssh(self, seconds: float = BOOT_SECONDS) -> float:
        """Wait until root can log in. Returns the seconds; raises SandboxError with the console's end."""
        self._tell_operator()
        return remote.wait(self.name, seconds)

    def console(self) -> str:
        """The end of what it printed while booting."""
        return remote.console(self.name)

    # Cable

    def cut(self) -> None:
        """Pull the cable: connections meet silence, as with a lost network."""
        network.set_cable(self.name, False)

    def mend(self) -> None:
        """Put the cable back."""
        network.set_cable(self.name, True)

    @contextmanager
    def unplugged(self) -> Iterator[None]:
        """The cable is out while the block runs."""
        self.cut()
        try:
            yield
        finally:
            self.mend()

    def drop_ssh(self) -> None:
        """Break every open SSH connection at once; new ones are accepted."""
        remote.drop(self.name)

    # Helpers

    def _must_exist(self) -> None:
        if not self.exists:
            raise SandboxError(f"{self.name} does not exist; make it with: python -m tests.sandbox up {self.name}")

    def _switch_on(self) -> None:
        network.Network().up()
        with locked(paths.RUN / "registry.lock"):
            Registry().start()
        power.switch_on(self.name)

    def _tell_operator(self) -> None:
        with locked(paths.RUN / "access.lock"):
            state = status.status()
            access.write(state, {"machines": state})
