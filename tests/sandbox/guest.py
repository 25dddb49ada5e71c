"""Files placed in a guest from outside: those every machine has, and those which make it this machine."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from tests.sandbox.addresses import demo_names, ip
from tests.sandbox.apt import AptSource

# nspawn mounts the version 1 controllers read-only; without this every container fails with
# "read-only file system" although `docker info` looks right. Plain remount,rw gives EBUSY.
CGROUP_UNIT = """\
[Unit]
Description=Writable cgroup controllers (throw-away VPS only)
DefaultDependencies=no
Before=sysinit.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/sh -c 'for m in /sys/fs/cgroup /sys/fs/cgroup/*; do mountpoint -q $m && mount -o remount,bind,rw $m; done; true'
"""  # noqa: E501

APT_DATES = 'Acquire::Check-Valid-Until "false";\nAcquire::Check-Date "false";\n'


class File(NamedTuple):
    """A file of the guest: text and mode; `owner` is a user of the guest; with `link` a link to there."""

    text: str = ""
    mode: int = 0o644
    owner: str = "root"
    link: str = ""


def base_files() -> dict[str, File]:
    """Files of every machine, path without leading slash to file."""
    return {
        "etc/machine-id": File(""),
        "etc/apt/apt.conf.d/99sandbox-dates": File(APT_DATES),
        "etc/default/locale": File("LANG=C.UTF-8\n"),
        "etc/sudoers.d/ops": File("ops ALL=(ALL) NOPASSWD: ALL\n", 0o440),
        "etc/systemd/system/sandbox-cgroup.service": File(CGROUP_UNIT),
        "etc/systemd/system/sysinit.target.wants/sandbox-cgroup.service": File(
            link="/etc/systemd/system/sandbox-cgroup.service"
        ),
    }


def hosts(name: str) -> str:
    """Text of /etc/hosts: the machine knows itself and the demo names."""
    return (
        "127.0.0.1 localhost\n"
        "::1 localhost ip6-localhost ip6-loopback\n"
        f"{ip(name)} {name}\n"
        f"{ip(name)} {' '.join(demo_names(name))}\n"
    )


def apt_sources(sources: Iterable[AptSource]) -> str:
    """Text of debian.sources, a stanza a source."""
    keyring = "/usr/share/keyrings/debian-archive-keyring.gpg"
    return "\n".join(
        f"Types: deb\nURIs: {uri}\nSuites: {suite}\nComponents: main\nSigned-By: {keyring}\n" for uri, suite in sources
    )


def identity(name: str, public_key: str, resolver: str, sources: Iterable[AptSource]) -> dict[str, File]:
    """Files which make a bare disk this machine.

    + name: machine, gives host name and /etc/hosts
    + public_key: admitted for root, ops and nosudo
    + resolver: text of resolv.conf
    + sources: where apt gets packages
    """
    key = public_key.strip() + "\n"
    return {
        "etc/hostname": File(f"{name}\n"),
        "etc/hosts": File(hosts(name)),
        "etc/machine-id": File(""),
        "etc/resolv.conf": File(resolver),
        "etc/apt/sources.list.d/debian.sources": File(apt_sources(sources)),
        "root/.ssh/authorized_keys": File(key, 0o600),
        "home/ops/.ssh/authorized_keys": File(key, 0o600, "ops"),
        "home/nosudo/.ssh/authorized_keys": File(key, 0o600, "nosudo"),
    }


def dump(path: Path, files: Mapping[str, File]) -> None:
    """Leave files for the machine's next boot."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    draft.write_text(json.dumps(files))
    draft.replace(path)


def load(path: Path) -> dict[str, File]:
    """Files left for this boot, none when it is not the first."""
    if not path.exists():
        return {}
    return {name: File(*fields) for name, fields in json.loads(path.read_text()).items()}


def owner_ids(passwd: str, owner: str) -> tuple[int, int]:
    """User and group number of a guest's user, from the text of its passwd file."""
    for line in passwd.splitlines():
        fields = line.split(":")
        if fields[0] == owner:
            return int(fields[2]), int(fields[3])
    raise KeyError(owner)


def write(root: Path, files: Mapping[str, File]) -> None:
    """Write files below a guest's root, making their directories; an .ssh directory is private to its owner."""
    passwd = (root / "etc/passwd").read_text()
    for name, file in files.items():
        path = root / name
        user, group = owner_ids(passwd, file.owner)
        if not path.parent.exists():
            path.parent.mkdir(parents=True)
            if path.parent.name == ".ssh":
                path.parent.chmod(0o700)
                os.chown(path.parent, user, group)
        # A link would lead out of the guest into the host.
        if path.is_symlink():
            path.unlink()
        if file.link:
            path.symlink_to(file.link)
            continue
        path.write_text(file.text)
        path.chmod(file.mode)
        shutil.chown(path, user, group)
