"""Disks of machines: copies, copies of a disk in use, and letting go of one."""

from __future__ import annotations

import fcntl
import os
import shutil
import struct
import subprocess
from pathlib import Path

from tests.sandbox.deadline import holds_within
from tests.sandbox.errors import SandboxError
from tests.sandbox.shell import run

# From linux/fs.h and fs/ext4/ext4.h: thaw, and stop as a power cut does, journal not flushed.
FITHAW = 0xC0045878
EXT4_SHUTDOWN = 0x8004587D
NO_LOG_FLUSH = struct.pack("I", 2)

FROZEN_COPY = """\
fsfreeze -f "$1" || exit 1
cp --sparse=always --reflink=auto "$2" "$3"; rc=$?
fsfreeze -u "$1"; exit $rc
"""


def copy(source: Path, target: Path) -> None:
    """Copy a disk that is not in use; the target appears whole or not at all."""
    draft = target.with_name(target.name.removesuffix(".img") + ".part")
    draft.parent.mkdir(parents=True, exist_ok=True)
    run(["cp", "--sparse=always", "--reflink=auto", str(source), str(draft)], 300)
    draft.replace(target)


def copy_frozen(source: Path, target: Path, mount: Path) -> None:
    """Copy a mounted disk as a provider's snapshot does: consistent on disk, programs not asked.

    + source: the disk in use
    + target: the copy
    + mount: where it is mounted, as seen from here
    """
    draft = target.with_name(target.name.removesuffix(".img") + ".part")
    draft.parent.mkdir(parents=True, exist_ok=True)
    # In a session of its own: a killed caller must not leave the machine frozen.
    done = subprocess.run(
        ["sh", "-c", FROZEN_COPY, "sh", str(mount), str(source), str(draft)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        start_new_session=True,
        timeout=300,
        check=False,
    )
    if done.returncode:
        raise SandboxError(f"could not copy {source.name} while it is in use: {done.stderr.strip()}")
    draft.replace(target)


def thaw(mount: Path) -> None:
    """Undo a freeze that a killed command left; processes that wait for a frozen disk cannot even be killed."""
    _control(mount, FITHAW, struct.pack("i", 0))


def cut_power(mount: Path) -> None:
    """Let the file system lose what was not yet on disk, as a power cut does; the next mount replays the journal."""
    _control(mount, EXT4_SHUTDOWN, NO_LOG_FLUSH)


def _control(mount: Path, request: int, argument: bytes) -> None:
    try:
        handle = os.open(mount, os.O_RDONLY)
    except OSError:
        return
    try:
        fcntl.ioctl(handle, request, argument)
    except OSError:
        return
    finally:
        os.close(handle)


def swap_off(mount: Path) -> None:
    """Turn off the swap files that lie on a disk: swap belongs to the host's kernel and would pin the disk."""
    for line in Path("/proc/swaps").read_text().splitlines()[1:]:
        name = line.split()[0]
        # The kernel shows the path within the disk, or within our mount, depending on who asks.
        inner = name.removeprefix(str(mount)).lstrip("/")
        if (mount / inner).is_file():
            run(["swapoff", str(mount / inner)], 120, check=False)


def loops(path: Path) -> list[str]:
    """Loop devices on a disk."""
    listing = run(["losetup", "--noheadings", "--list", "--output", "NAME", "-j", str(path)], check=False)
    return listing.split()


def release(path: Path, scratch: Path) -> None:
    """Make sure no loop device holds the disk; one that stays is pinned by swap or a freeze, so undo those.

    + path: the disk
    + scratch: an empty directory to mount on

    Raises SandboxError when the disk is still held after 15 s.
    """
    if holds_within(lambda: not loops(path), 2):
        return
    for device in loops(path):
        scratch.mkdir(parents=True, exist_ok=True)
        run(["mount", device, str(scratch)], check=False)
        thaw(scratch)
        swap_off(scratch)
        run(["umount", str(scratch)], check=False)
        run(["losetup", "-d", device], check=False)
    if not holds_within(lambda: not loops(path), 15):
        raise SandboxError(f"{path} is still in use by {' '.join(loops(path))}; see losetup --list")


def used(path: Path) -> int:
    """Bytes a sparse disk really takes."""
    return path.stat().st_blocks * 512 if path.exists() else 0


def forget(directory: Path) -> None:
    """Remove a directory of run state, whatever is in it."""
    shutil.rmtree(directory, ignore_errors=True)
