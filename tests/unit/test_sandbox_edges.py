"""The throw-away VPS: deadlines, locks, certificates, process marks and kernel settings. No root needed."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509

from tests.lacking import needs_program
from tests.sandbox import disk, paths, pki, processes, shell, sysctl
from tests.sandbox.deadline import holds_within, wait_until
from tests.sandbox.errors import SandboxError
from tests.sandbox.locks import locked
from tests.sandbox.suite import alone


def test_waiting_ends() -> None:
    start = time.monotonic()
    with pytest.raises(SandboxError, match=r"gave up after 0\.2 s waiting for rain"):
        wait_until(lambda: False, 0.2, "rain", 0.05)
    assert time.monotonic() - start < 2
    assert holds_within(lambda: True, 0)
    assert not holds_within(lambda: False, 0)


def test_the_second_is_kept_out_and_a_dead_holder_is_not(tmp_path: Path) -> None:
    lock = tmp_path / "x.lock"
    program = (
        f"from tests.sandbox.locks import locked\nfrom pathlib import Path\nimport time\n"
        f"with locked(Path({str(lock)!r})):\n print('held', flush=True)\n time.sleep(60)\n"
    )
    holder = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, cwd=paths.CHECKOUT)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(SandboxError, match=r"another sandbox command that holds x\.lock"), locked(lock, 0):
        pass
    holder.kill()
    holder.communicate()
    with locked(lock, 5):
        pass


def test_processes_are_found_by_their_mark_and_ended(tmp_path: Path) -> None:
    label = f"test:{os.getpid()}"
    pid = processes.spawn(["sleep", "60"], label, tmp_path / "log")
    assert holds_within(lambda: processes.marked(label) == {pid: label}, 5)
    processes.end([label])
    assert processes.marked(label) == {}


def test_a_failing_command_tells_its_last_words() -> None:
    with pytest.raises(SandboxError, match="failed with 3: no luck"):
        shell.run(["sh", "-c", "echo no luck >&2; exit 3"])
    with pytest.raises(SandboxError, match=r"did not end within 0\.2 s"):
        shell.run(["sleep", "5"], timeout=0.2)
    with pytest.raises(SandboxError, match="no-such-program is not installed"):
        shell.run(["no-such-program"])
    assert not shell.succeeds(["false"])


def test_a_restart_keeps_the_ca_that_clients_trust(tmp_path: Path) -> None:
    pki.ensure(tmp_path, "172.29.7.1")
    ca = (tmp_path / "ca.pem").read_bytes()
    pki.ensure(tmp_path, "172.29.7.1")
    assert (tmp_path / "ca.pem").read_bytes() == ca
    server = x509.load_pem_x509_certificate((tmp_path / "server.pem").read_bytes())
    server.verify_directly_issued_by(x509.load_pem_x509_certificate(ca))
    names = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert "172.29.7.1" in [str(address) for address in names.get_values_for_type(x509.IPAddress)]
    assert (tmp_path / "server.key").stat().st_mode & 0o077 == 0


def test_kernel_settings_are_recorded_once_and_put_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    knob, pages = tmp_path / "overcommit", tmp_path / "enabled"
    knob.write_text("0\n")
    pages.write_text("always [madvise] never\n")
    monkeypatch.setattr(paths, "RUN", tmp_path / "run")
    monkeypatch.setattr(sysctl, "SHARED", [str(knob), str(pages), str(tmp_path / "absent")])
    sysctl.save()
    knob.write_text("1\n")
    sysctl.save()
    assert sysctl.changed() == [str(knob)]
    sysctl.restore()
    assert knob.read_text() == "0"
    assert pages.read_text() == "always [madvise] never\n"
    assert not sysctl.record().exists()


def test_a_copy_appears_whole_and_stays_sparse(tmp_path: Path) -> None:
    source, target = tmp_path / "a.img", tmp_path / "vps1@x.img"
    with source.open("wb") as file:
        file.truncate(10_000_000)
    disk.copy(source, target)
    assert target.stat().st_size == 10_000_000
    assert disk.used(target) < 100_000
    assert list(tmp_path.glob("*.part")) == []


_SUITE = """
import sys
from pathlib import Path
from tests.sandbox.suite import alone
with alone(Path(sys.argv[1]), 0):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_suite_is_told_who_holds_the_machines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = tmp_path / "suite.lock"
    command = [sys.executable, "-c", _SUITE, str(lock)]
    holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=paths.CHECKOUT)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    said = rf"^the throw-away machines are in use by process {holder.pid} since \d\d:\d\d:\d\d \(.*suite\.lock\); run"
    waited: list[float] = []
    for variable, seconds in (("", 0), ("true", 60)):
        monkeypatch.setenv("CI", variable)
        monkeypatch.setattr("tests.sandbox.locks.wait_until", _gives_up(waited))
        with pytest.raises(SandboxError, match=said), alone(lock):
            pytest.fail("the lock was given twice")
        assert waited.pop() == seconds
    holder.communicate()
    with alone(lock, 0):
        assert f"process {os.getpid()} since" in lock.read_text()


def _gives_up(waited: list[float]) -> Callable[..., float]:
    def wait(ready: Callable[[], bool], seconds: float, what: str) -> float:
        waited.append(seconds)
        raise SandboxError(what)

    return wait


def test_what_a_machine_lacks_fails_in_ci_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "")
    with pytest.raises(pytest.skip.Exception, match="no-such-program is not installed: apt-get install it"):
        needs_program("no-such-program", "it")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="with CI=true no test is left out"):
        needs_program("no-such-program", "it")
    needs_program("sh", "dash")
