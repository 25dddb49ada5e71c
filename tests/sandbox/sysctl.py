"""Kernel settings that have no namespace: a guest that sets them sets the host's, so they are put back."""

from __future__ import annotations

import json
from pathlib import Path

from tests.sandbox import paths

SHARED = [
    "/proc/sys/net/ipv4/ip_forward",
    "/proc/sys/vm/overcommit_memory",
    "/proc/sys/vm/overcommit_ratio",
    "/proc/sys/vm/swappiness",
    "/proc/sys/vm/vfs_cache_pressure",
    "/proc/sys/vm/max_map_count",
    "/proc/sys/vm/dirty_ratio",
    "/proc/sys/vm/dirty_background_ratio",
    "/proc/sys/fs/file-max",
    "/proc/sys/fs/inotify/max_user_watches",
    "/proc/sys/fs/inotify/max_user_instances",
    "/proc/sys/kernel/panic",
    "/sys/kernel/mm/transparent_hugepage/enabled",
    "/sys/kernel/mm/transparent_hugepage/defrag",
]


def record() -> Path:
    """File that holds the values found before the first machine started."""
    return paths.RUN / "sysctl.json"


def chosen(text: str) -> str:
    """Value of a setting; the transparent huge page files list all and bracket the one in force."""
    for word in text.split():
        if word.startswith("["):
            return word.strip("[]")
    return text.strip()


def current() -> dict[str, str]:
    """Values in force now, of the settings this kernel has."""
    return {name: chosen(Path(name).read_text()) for name in SHARED if Path(name).exists()}


def save() -> None:
    """Record the values once; a record that exists is older and nearer the truth."""
    if record().exists():
        return
    paths.RUN.mkdir(parents=True, exist_ok=True)
    draft = record().with_suffix(".part")
    draft.write_text(json.dumps(current(), indent=1))
    draft.replace(record())


def changed() -> list[str]:
    """Settings that differ from the record."""
    if not record().exists():
        return []
    now = current()
    return [name for name, value in json.loads(record().read_text()).items() if now.get(name) != value]


def restore() -> None:
    """Put the recorded values back and forget the record."""
    if not record().exists():
        return
    before = json.loads(record().read_text())
    for name in changed():
        Path(name).write_text(before[name])
    record().unlink()
