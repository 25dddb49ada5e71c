"""How the backups of a host stand, from the status file that the script leaves there; pure."""

import shlex
from collections.abc import Sequence
from datetime import UTC, datetime

from deploy.backups import kit
from deploy.settings.settings import Settings

_STALE_HOURS = 50  # two nights and a bit


def asking(settings: Settings) -> str:
    """The command that prints the status file and the host's time; always ends with 0."""
    return f"cat {shlex.quote(f'{settings.state}/backup/status')} 2>/dev/null; date +now=%s"


def told(lines: Sequence[str]) -> str:
    """The last good backup and the last verified one, in words; empty when nothing was ever asked."""
    seen = _values(lines)
    if "last_success_timestamp_seconds" not in seen:
        return "none yet" if seen else ""
    text = f"{seen.get('last_snapshot', '?')} of {_moment(seen['last_success_timestamp_seconds'])}"
    verified = seen.get("last_verified_timestamp_seconds")
    return f"{text}, {'last verified ' + _moment(verified) if verified else 'none was verified yet'}"


def warnings(lines: Sequence[str], marker: Sequence[str]) -> tuple[str, ...]:
    """What to do about it, in sentences.

    marker: what kit.asking printed
    """
    seen, found = _values(lines), []
    if not seen:
        return ()
    for name, what in (("run", "the last backup"), ("verify", "the last verification"), ("check", "the last check")):
        if seen.get(f"{name}_ok") == "0":
            found.append(f"{what} failed: {seen.get(f'{name}_reason', '')}")
    good, now = seen.get("last_success_timestamp_seconds"), seen.get("now")
    if good and now and int(now) - int(good) > _STALE_HOURS * 3600:
        found.append(f"the last good backup is {(int(now) - int(good)) // 3600} hours old; see backup --list")
    lacking = kit.lacking("\n".join(marker))
    return (*found, *([lacking] if lacking else []))


def _values(lines: Sequence[str]) -> dict[str, str]:
    return dict(line.split("=", 1) for line in lines if "=" in line)


def _moment(seconds: str) -> str:
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
