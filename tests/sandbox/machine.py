"""A throw-away VPS, by name."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from tests.sandbox import access, addresses, cgroup, disk, guest, host, keeper, network, paths, processes, rootfs
from tests.sandbox.deadline import holds_within, wait_until
from tests.sandbox.errors import SandboxError
from tests.sandbox.locks import locked

BOOT_SECONDS = 60


class Machine:
    """One machine: its disk, its power and its cable. Every method may be called in any state of it.

    + name: vps1 to vps89; the address follows from it
    """

    def __init__(self, name: str = addresses.DEFAULT) -> None:
        self.name = name
        self.ip = addresses.ip(name)
        self.domain = addresses.domain(name)
        self.demo_names = addresses.demo_names(name)
        self.user = "root"

    def __repr__(self) -> str:
        return f"Machine({self.name!r})"

    # State

    @property
    def exists(self) -> bool:
        """Whether it has a disk."""
        return paths.disk(self.name).exists()

    @property
    def running(self) -> bool:
        """Whether its power is on."""
        return bool(processes.marked(f"keeper:{self.name}"))

    @property
    def boots(self) -> int:
        """How often it was booted since its disk was made or put back."""
        return keeper.boots(self.name)

    @property
    def snapshots(self) -> list[str]:
        """Labels of its snapshots."""
        found = paths.disks().glob(f"{self.name}@*.img")
        return sorted(path.stem.partition("@")[2] for path in found)

    @property
    def mount(self) -> Path | None:
        """Its file system as seen from the host while it runs; for reading logs when SSH does not answer."""
        for pid in processes.marked(f"boot:{self.name}"):
            root = Path(f"/proc/{pid}/root{paths.machine(self.name)}/root")
            if (root / "etc/passwd").exists():
                return root
        return None

    # Power

    def up(self) -> None:
        """Create it when needed, switch it on, wait for SSH."""
        host.ensure_packages()
        rootfs.ensure()
        with self.lock():
            network.Network().up()
            if not self.running:
                self.clear()
                if not self.exists:
                    self._new_disk(rootfs.image_path())
                self._power_on()
        self.wait_ssh()

    def start(self) -> None:
        """Switch it on and wait for SSH."""
        if not self.exists:
            raise SandboxError(f"{self.name} does not exist; make it with: python -m tests.sandbox up {self.name}")
        self.up()

    def stop(self, seconds: float = 90) -> None:
        """Orderly power-off from outside; after the seconds, a hard one."""
        with self.lock():
            access.hang_up(self.name)
            processes.send(processes.marked(f"keeper:{self.name}"), signal.SIGTERM)
            processes.send(processes.marked(f"boot:{self.name}"), signal.SIGTERM)
            holds_within(lambda: not self.running, seconds)
            self.clear()

    def power_off(self) -> None:
        """Cut the power: what was not yet synced to disk is lost."""
        with self.lock():
            if self.mount:
                disk.cut_power(self.mount)
            self._kill()

    def reboot(self, seconds: float = 120) -> float:
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
        self._replace(rootfs.ensure(), fresh=True)

    def snapshot(self, label: str) -> None:
        """Keep a copy of the disk; a running machine stands still meanwhile and goes on."""
        target = paths.snapshot(self.name, _label(label))
        with self.lock():
            if not self.exists:
                raise SandboxError(f"{self.name} does not exist, so there is nothing to copy")
            self._copy_disk(target)

    def restore(self, label: str) -> None:
        """Back to a snapshot, switched on."""
        source = paths.snapshot(self.name, _label(label))
        if not source.exists():
            known = ", ".join(self.snapshots) or "none"
            raise SandboxError(f"{self.name} has no snapshot {label}; it has: {known}")
        self._replace(source, fresh=False)

    def clone(self, name: str) -> Machine:
        """A second machine with a copy of this disk and an identity of its own, switched on."""
        other = Machine(name)
        if name == self.name:
            raise SandboxError(f"{name}: a clone needs another name")
        with self.lock(), other.lock():
            if not self.exists:
                raise SandboxError(f"{self.name} does not exist, so there is nothing to clone")
            other._kill()
            other._new_disk(None)
            self._copy_disk(paths.disk(name))
        other.up()
        return other

    def down(self) -> None:
        """Switch it off and remove it with its snapshots."""
        with self.lock():
            self._kill()
            for path in [paths.disk(self.name), *paths.disks().glob(f"{self.name}@*")]:
                disk.remove(path)
            for stale in paths.disks().glob(f"{self.name}.part"):
                stale.unlink()
            disk.forget(paths.machine(self.name))

    # Talking to it

    def ssh(self, user: str | None = None) -> list[str]:
        """Command to which a shell command is appended."""
        config = str(paths.OPERATOR / "ssh_config")
        return ["ssh", "-F", config, "-o", "BatchMode=yes", "-l", user or self.user, self.name]

    def run(
        self,
        command: str,
        *,
        user: str | None = None,
        timeout: float = 600,
        check: bool = True,
        input: str | None = None,  # noqa: A002
    ) -> subprocess.CompletedProcess[str]:
        """Run a shell command over SSH.

        + command: text for the login shell
        + user: root when None; ops has sudo, nosudo has none
        + timeout: seconds; the command is given up then, with SandboxError
        + check: raise SandboxError when it fails
        + input: standard input
        """
        stdin = {"input": input} if input is not None else {"stdin": subprocess.DEVNULL}
        try:
            done: subprocess.CompletedProcess[str] = subprocess.run(  # type: ignore[call-overload]
                [*self.ssh(user), command], capture_output=True, text=True, timeout=timeout, check=False, **stdin
            )
        except subprocess.TimeoutExpired:
            raise SandboxError(f"{self.name}: {command!r} did not end within {timeout:g} s") from None
        if check and done.returncode:
            text = (done.stderr or done.stdout).strip()
            raise SandboxError(f"{self.name}: {command!r} failed with {done.returncode}: {text[-2000:]}")
        return done

    def wait_ssh(self, seconds: float = BOOT_SECONDS) -> float:
        """Wait until root can log in. Returns the seconds; raises SandboxError with the console's end."""
        self._write_access()

        def answers() -> bool:
            if not self.running:
                raise SandboxError(f"{self.name} is switched off")
            plain = ["-o", "ControlMaster=no", "-o", "ControlPath=none", "-o", "ConnectTimeout=2"]
            command = ["timeout", "5", "ssh", *plain, *self.ssh("root")[1:], "true"]
            return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode == 0

        try:
            return wait_until(answers, seconds, f"SSH on {self.name} ({self.ip})", 0.3)
        except SandboxError as error:
            raise SandboxError(f"{error}\n{self.console()}") from None

    def console(self, lines: int = 20) -> str:
        """The end of what the machine and its keeper printed."""
        texts = []
        for name in ("keeper.log", "console.log"):
            path = paths.machine(self.name) / name
            if path.exists():
                texts += path.read_text(errors="replace").splitlines()[-lines:]
        return "\n".join(texts)

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
        """Break every open SSH connection at once, from inside; new ones are accepted."""
        guests = cgroup.members(self.name)
        processes.send((pid for pid in guests if _is_session(pid)), signal.SIGKILL)

    # Helpers

    def lock(self) -> AbstractContextManager[None]:
        return locked(paths.RUN / f"{self.name}.lock", 300)

    def _new_disk(self, source: Path | None, fresh: bool = True) -> None:
        """Forget what was known of the old disk; a fresh one gets its identity at the next boot."""
        disk.forget(paths.machine(self.name))
        if fresh:
            sources = host.apt_sources(rootfs.SUITE)
            files = guest.identity(self.name, access.public_key(), host.resolver(), sources)
            guest.dump(paths.identity(self.name), files)
        if source:
            disk.copy(source, paths.disk(self.name))

    def _copy_disk(self, target: Path) -> None:
        mount = self.mount if self.running else None
        if mount:
            disk.copy_frozen(paths.disk(self.name), target, mount)
        else:
            disk.copy(paths.disk(self.name), target)

    def _replace(self, source: Path, fresh: bool) -> None:
        with self.lock():
            network.Network().up()
            self._kill()
            # A snapshot already is this machine.
            self._new_disk(source, fresh)
            self._power_on()
        self.wait_ssh()

    def _power_on(self) -> None:
        log = paths.machine(self.name) / "keeper.log"
        processes.spawn(_keeper(self.name), f"keeper:{self.name}", log)
        wait_until(lambda: self.running, 10, f"the keeper of {self.name} to start", 0.02)

    def _kill(self) -> None:
        """Hard off; the boot process gets the time to turn swap off and unmount."""
        access.hang_up(self.name)
        if self.mount:
            disk.thaw(self.mount)
        for pid in processes.marked(f"nspawn:{self.name}"):
            processes.send([pid], signal.SIGKILL)
        holds_within(lambda: not self.running, 15)
        self.clear()

    def clear(self) -> None:
        """Remove what a killed machine or tool left."""
        labels = [f"{part}:{self.name}" for part in ("nspawn", "boot", "keeper")]
        processes.end(labels, 0)
        cgroup.remove(self.name)
        for path in [paths.disk(self.name), *paths.disks().glob(f"{self.name}@*.img")]:
            disk.release(path, paths.machine(self.name) / "scratch")

    def _write_access(self) -> None:
        from tests.sandbox.status import status

        state = status()
        access.write(state, {"machines": state})


def _keeper(name: str) -> list[str]:
    import sys

    return [sys.executable, "-m", "tests.sandbox.keeper", name]


def _label(label: str) -> str:
    if not label.replace("-", "").replace("_", "").isalnum():
        raise SandboxError(f"{label}: a snapshot label has letters, digits, - and _ only")
    return label


def _is_session(pid: int) -> bool:
    """Whether a guest's process serves one SSH connection (not the listener)."""
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip() == "sshd-session"
    except OSError:
        return False


def existing() -> list[Machine]:
    """Machines that have a disk or are running."""
    names = {path.stem for path in paths.disks().glob("vps*.img") if "@" not in path.stem}
    names |= {label.partition(":")[2] for label in processes.marked().values() if ":vps" in label}
    names |= {path.name for path in paths.machines().glob("vps*")}
    return [Machine(name) for name in sorted(names)]


