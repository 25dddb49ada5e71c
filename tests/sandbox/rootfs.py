"""The bare Debian 13 every machine starts from: a root tar and an ext4 image, cached by the hash of their recipe."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import time
from pathlib import Path

from tests.sandbox import apt, guest, paths
from tests.sandbox.errors import SandboxError
from tests.sandbox.locks import locked

SUITE = "trixie"
DISK_SIZE = "12G"
# What a cheap VPS image has and nothing of the product: no Docker, no firewall, no time service.
PACKAGES = [
    "systemd-sysv", "dbus", "udev", "kmod", "openssh-server", "sudo", "ca-certificates", "curl",
    "python3-minimal", "iproute2", "iputils-ping", "procps", "netbase",
]  # fmt: skip
USERS = ["useradd -m -s /bin/bash ops", "useradd -m -s /bin/bash nosudo"]
OPTIONS = [
    "--variant=minbase",
    '--aptopt=Acquire::Check-Valid-Until "false"',
    '--aptopt=Acquire::Check-Date "false"',
    '--aptopt=APT::Install-Recommends "false"',
    "--dpkgopt=path-exclude=/usr/share/man/*",
    "--dpkgopt=path-exclude=/usr/share/doc/*",
    "--dpkgopt=path-exclude=/usr/share/locale/*",
    f"--include={','.join(PACKAGES)}",
    *(f'--customize-hook=chroot "$1" {user}' for user in USERS),
]


def _hash(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:12]


def tar_path() -> Path:
    """Cached root file system; its name changes with the recipe."""
    return paths.cache() / "rootfs" / f"{SUITE}-{_hash(SUITE, OPTIONS)}.tar"


def image_path() -> Path:
    """Cached disk of the bare machine."""
    return paths.cache() / "rootfs" / f"{SUITE}-{_hash(SUITE, OPTIONS, DISK_SIZE, guest.base_files())}.img"


def host_keys() -> list[str]:
    """Public SSH host keys of the bare machine: a reset or cloned machine keeps them."""
    return image_path().with_suffix(".keys").read_text().splitlines()


def ensure() -> Path:
    """The bare machine's disk, built when the cache has none of this recipe. Returns its path."""
    image = image_path()
    with locked(paths.cache() / "rootfs.lock", 1200):
        if image.exists() and image.with_suffix(".keys").exists():
            return image
        image.parent.mkdir(parents=True, exist_ok=True)
        for stale in image.parent.glob("work-*"):
            shutil.rmtree(stale)
        work = image.parent / f"work-{os.getpid()}"
        work.mkdir()
        try:
            if not tar_path().exists():
                _bootstrap(work)
            _format(work)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return image


def _build(command: list[str], work: Path, seconds: float) -> None:
    """Run a step in its own mount and process namespaces, so that a kill leaves neither mounts nor children."""
    jail = ["setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
    log = work.parent / "build.log"
    with log.open("ab") as output:
        try:
            done = subprocess.run(
                [*jail, *command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, "TMPDIR": str(work)},
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise SandboxError(f"{command[0]} did not end within {seconds:g} s; its output is in {log}") from None
    if done.returncode:
        last = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
        raise SandboxError(f"{command[0]} failed with {done.returncode}; the end of {log}:\n{last}")


def _bootstrap(work: Path) -> None:
    print("sandbox: building the Debian 13 root file system, about a minute, once", flush=True)
    start = time.monotonic()
    source = next(item for item in apt.apt_sources(SUITE) if item.suite == SUITE)
    draft = work / "root.tar"
    _build(["mmdebstrap", *OPTIONS, SUITE, str(draft), source.uri], work, 900)
    draft.replace(tar_path())
    print(f"sandbox: root file system built in {time.monotonic() - start:.0f} s", flush=True)


def _format(work: Path) -> None:
    root = work / "root"
    root.mkdir()
    unpack = ["tar", "--xattrs", "--xattrs-include=*", "--numeric-owner", "-C", str(root), "-xpf", str(tar_path())]
    _build(unpack, work, 300)
    guest.write(root, guest.base_files())
    for unneeded in ("etc/apt/sources.list", "etc/resolv.conf", "etc/hostname"):
        (root / unneeded).unlink(missing_ok=True)
    keys = "".join(key.read_text() for key in sorted((root / "etc/ssh").glob("ssh_host_*_key.pub")))
    draft = work / "base.img"
    _build(["truncate", "-s", DISK_SIZE, str(draft)], work, 30)
    _build(["mkfs.ext4", "-q", "-F", "-L", "root", "-d", str(root), str(draft)], work, 300)
    image_path().with_suffix(".keys").write_text(keys)
    draft.replace(image_path())
