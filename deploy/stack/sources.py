"""Secrets that the operator brings: from environment, file or command. Runs on the operator's side, offline."""

import base64
import binascii
import os
import subprocess

from deploy.errors import OperatorError
from deploy.settings.files import expanded
from deploy.settings.runtime import SecretsSource

PREFIX = "CHATWOOT_SECRET_"
# Text of several lines (the PEM of tls.mode internal) as one; no password that we make begins like this.
_LINES = "base64-lines:"


def in_one_line(value: str) -> str:
    """A secret as it stands in a file with lines NAME=value."""
    return _LINES + base64.b64encode(value.encode()).decode() if value.splitlines() not in ([], [value]) else value


def brought(source: SecretsSource) -> dict[str, str]:
    """Name and value of each secret that the operator's source holds.

    Raises OperatorError when the source cannot be read; it never shows a value.
    """
    if source.mode == "environment":
        found = {key.removeprefix(PREFIX): value for key, value in os.environ.items() if key.startswith(PREFIX)}
    elif source.mode == "file":
        found = _lines(_read(source.file or ""), f"secrets.file {source.file}")
    elif source.mode == "command":
        found = _lines(_run(source.command or []), "secrets.command")
    else:
        found = {}
    return found


def _read(file: str) -> str:
    try:
        return expanded(file).read_text(encoding="utf-8")
    except OperatorError as error:
        raise OperatorError(f"secrets.file: {error}") from None
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise OperatorError(f"secrets.file: {file} cannot be read ({reason}). Mend the path or its rights") from None


def _run(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        reason = getattr(error, "strerror", None) or "no answer within 60 s"
        raise OperatorError(f"secrets.command: {command[0]} did not run ({reason}). Try it by hand") from None
    if done.returncode != 0:
        raise OperatorError(f"secrets.command: {command[0]} ended with {done.returncode}. Try it by hand")
    try:
        return done.stdout.decode()
    except UnicodeDecodeError:
        raise OperatorError(
            f"secrets.command: {command[0]} printed what is not UTF-8 text. Let it print lines NAME=value"
        ) from None


def _lines(text: str, where: str) -> dict[str, str]:
    values = {}
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            name, equals, value = line.partition("=")
            if not equals or not name.strip().isidentifier():
                raise OperatorError(f"{where}: line {number} is not NAME=value. Mend that line")
            values[name.strip()] = _whole(value, f"{where}: line {number}")
    return values


def _whole(value: str, where: str) -> str:
    if not value.startswith(_LINES):
        return value
    try:
        return base64.b64decode(value.removeprefix(_LINES), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise OperatorError(f"{where} is cut off. Take it from the recovery kit again") from None
