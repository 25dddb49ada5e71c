"""What the operator needs to reach the machines, the same as for any VPS: key, known hosts, ssh settings."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.sandbox import paths, rootfs
from tests.sandbox.addresses import ip
from tests.sandbox.shell import run

OWN = ["known_hosts", "ssh_config", "state.json", "acme-ca.pem", "acme-root.pem"]


def key() -> Path:
    """Private key admitted by every machine for root, ops and nosudo; made at first use.

    It is kept beside the machines' disks: a machine that another checkout left must let this one in.
    """
    kept, own = paths.cache() / "id_ed25519", paths.OPERATOR / "id_ed25519"
    if not kept.exists():
        _make(kept)
    if not own.exists() or own.read_bytes() != kept.read_bytes():
        paths.OPERATOR.mkdir(mode=0o700, exist_ok=True)
        _public(own).write_bytes(_public(kept).read_bytes())
        draft = own.with_name("id_ed25519.part")
        draft.touch(0o600)
        draft.write_bytes(kept.read_bytes())
        draft.replace(own)
    return own


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.part")
    for stale in (draft, _public(draft)):
        stale.unlink(missing_ok=True)
    run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "chatwoot-sandbox", "-f", str(draft)])
    _public(draft).replace(_public(path))
    draft.replace(path)


def _public(path: Path) -> Path:
    return path.with_name(f"{path.name}.pub")


def public_key() -> str:
    """Public half of the key."""
    return _public(key()).read_text()


def sockets() -> Path:
    """Directory of shared SSH connections; short, because a socket path may have 104 characters only."""
    return paths.RUN / "ssh"


def ssh_config(names: Iterable[str]) -> str:
    """Text of the ssh settings; a second command to a machine takes the first one's connection."""
    entries = [
        f"Host {name} {ip(name)}\n"
        f"  HostName {ip(name)}\n"
        "  User root\n"
        f"  IdentityFile {paths.OPERATOR / 'id_ed25519'}\n"
        "  IdentitiesOnly yes\n"
        f"  UserKnownHostsFile {paths.OPERATOR / 'known_hosts'}\n"
        "  StrictHostKeyChecking accept-new\n"
        "  ConnectTimeout 5\n"
        "  ServerAliveInterval 5\n"
        "  ServerAliveCountMax 3\n"
        "  ControlMaster auto\n"
        f"  ControlPath {sockets()}/%h-%r\n"
        "  ControlPersist 60s\n"
        for name in names
    ]
    return "\n".join(entries)


def known_hosts(names: Iterable[str], keys: Iterable[str]) -> str:
    """Text of the known hosts: every machine has the host keys of the bare disk."""
    lines = [f"{ip(name)} {' '.join(line.split()[:2])}" for name in names for line in keys]
    return "\n".join(lines) + "\n"


def write(names: Iterable[str], state: Mapping[str, object]) -> None:
    """Bring the operator's directory up to date.

    + names: machines that exist
    + state: what `status --json` prints
    """
    known = sorted(names)
    key()
    sockets().mkdir(parents=True, exist_ok=True, mode=0o700)
    texts = {
        "ssh_config": ssh_config(known),
        "known_hosts": known_hosts(known, rootfs.host_keys()),
        "state.json": json.dumps(state, indent=1) + "\n",
    }
    for name, text in texts.items():
        draft = paths.OPERATOR / f"{name}.part"
        draft.touch(0o600)
        draft.write_text(text)
        draft.replace(paths.OPERATOR / name)


def forget() -> None:
    """Remove what names machines that are gone; the key stays."""
    for name in OWN:
        (paths.OPERATOR / name).unlink(missing_ok=True)


def hang_up(name: str) -> None:
    """Close shared connections to a machine that goes away: the next command would hang on them."""
    for socket in sockets().glob(f"{ip(name)}-*"):
        run(["ssh", "-S", str(socket), "-O", "exit", ip(name)], 5, check=False)
        socket.unlink(missing_ok=True)
