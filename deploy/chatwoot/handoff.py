"""What the operator takes with him: one file with address, account and token, one page with the widgets' scripts."""

import html
import os
import re
import tempfile
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from deploy.errors import OperatorError
from deploy.settings.settings import Settings

DIRECTORY = ".handoff"

Files = dict[Path, str]  # path on the operator's side to content; holds a token

_REMEDY = "Remove what is there, or make folder and files yours with chown, and run the verb again"
_IGNORE = "# Tokens: never into git.\n*\n"


def path(directory: str, host: str) -> Path:
    """The hand-off file of a host."""
    return Path(directory) / f"{_file_name(host)}.env"


def files(
    settings: Settings,
    host: str,
    token: str,
    accounts: Mapping[str, int],
    inboxes: Mapping[str, Sequence[Mapping[str, Any]]],
    directory: str = DIRECTORY,
) -> Files:
    """Everything that is handed over, by path.

    accounts: account name to id
    inboxes: live inboxes of the accounts that have widgets
    """
    found = {path(directory, host): _environment(settings, token, accounts)}
    page = _widgets(settings, inboxes)
    if page:
        found[Path(directory) / f"{_file_name(host)}.widgets.html"] = page
    return found


def stale(wanted: Mapping[Path, str]) -> list[Path]:
    """Those that are missing, differ, or may be read by others."""
    return [path for path, text in wanted.items() if not _current(path, text)]


def write(wanted: Mapping[Path, str]) -> None:
    """Write what is stale: private from the first byte, whole or not at all.

    Raises OperatorError when this machine does not let it.
    """
    try:
        for path in stale(wanted):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.parent.chmod(0o700)
            _replace(path.parent / ".gitignore", _IGNORE)
            _replace(path, wanted[path])
    except OSError as error:
        raise OperatorError(
            f"{next(iter(wanted)).parent}: the hand-off file cannot be written on this machine ({error.strerror}). "
            f"{_REMEDY}"
        ) from None


def require_writable(directory: Path) -> None:
    """Raises OperatorError when the hand-off files could not be written; told before a long run, not after it."""
    there = directory.exists()
    # Its mode is set on each writing, which only its owner may.
    mine = not there or (directory.is_dir() and os.geteuid() in (0, directory.stat().st_uid))
    if not mine or not os.access(directory if there else directory.parent, os.W_OK | os.X_OK):
        raise OperatorError(f"{directory}: the hand-off file cannot be written there. {_REMEDY}")


def slug(name: str) -> str:
    """An account's name as the end of an environment variable: `Café Ñandú` is CAFE_NANDU."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Z0-9]+", "_", plain.upper()).strip("_")


def _environment(settings: Settings, token: str, accounts: Mapping[str, int]) -> str:
    declared = {account.name: accounts[account.name] for account in settings.accounts if account.name in accounts}
    lines = [
        f"# Chatwoot at {settings.domain}, written by chatwoot-deploy. Holds a token: keep it private.",
        f"CHATWOOT_BASE_URL={settings.url}",
        f"CHATWOOT_ACCOUNT_ID={next(iter(declared.values()), '')}",
        f"CHATWOOT_ACCESS_TOKEN={token}",
        f"CHATWOOT_ADMIN_EMAIL={settings.admin.email}",
    ]
    used: set[str] = set()
    for name, identity in list(declared.items())[1:]:
        # Two names may give one slug, and a name of signs alone gives none: the id tells them apart.
        key = slug(name)
        key = f"{key}_{identity}" if key and key in used else key or str(identity)
        used.add(key)
        lines.append(f"CHATWOOT_ACCOUNT_ID_{key}={identity}")
    if settings.dashboard_domain:
        lines.append(f"DASHBOARD_URL=https://{settings.dashboard_domain}")
    return "\n".join(lines) + "\n"


def _widgets(settings: Settings, inboxes: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    declared = {
        (account.name, inbox.name)
        for account in settings.accounts
        for inbox in account.inboxes or ()
        if inbox.type == "web_widget"
    }
    parts = []
    for account, present in inboxes.items():
        for inbox in present:
            script = inbox.get("web_widget_script")
            if script and (account, inbox["name"]) in declared:
                title = f"{account}: {inbox['name']}, for {inbox.get('website_url')}".replace("--", "- -")
                parts.append(f"<!-- {html.escape(title, quote=False)} -->\n{_dedented(script)}\n")
    return "\n".join(parts)


def _dedented(script: str) -> str:
    lines = script.strip("\n").rstrip().splitlines()
    indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join(line[indent:] for line in lines)


def _file_name(host: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "_", host).strip("._") or "host"


def _current(path: Path, text: str) -> bool:
    try:
        return path.read_text() == text and path.stat().st_mode & 0o777 == 0o600
    except (OSError, ValueError):
        return False


def _replace(path: Path, text: str) -> None:
    descriptor, staged = tempfile.mkstemp(dir=path.parent, prefix=".new-")  # 0600 by nature
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
        os.replace(staged, path)
    except BaseException:
        Path(staged).unlink(missing_ok=True)
        raise
