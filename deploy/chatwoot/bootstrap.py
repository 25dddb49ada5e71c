"""The one Rails runner call: its input, and its answer among the log lines."""

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import SecretStr

from deploy.chatwoot import installation
from deploy.chatwoot.service import PLATFORM_APP, USER_NAME, service_email
from deploy.errors import OperatorError
from deploy.settings.accounts import Account
from deploy.settings.objects.features import BY_PLATFORM
from deploy.settings.settings import Settings

NO_ROWS: Mapping[str, SecretStr] = MappingProxyType({})
SENTINEL = "@@CHATWOOT-DEPLOY"
SECONDS = 300  # a cold boot took 23 s on two busy cores (chatwoot.md 5.8); memory pressure takes longer

_SCRIPT = Path(__file__).parents[2] / "templates" / "rails" / "bootstrap.rb"


@dataclass(frozen=True)
class Bootstrapped:
    """What the runner answered. The tokens stay in here: they are read again where they are needed."""

    accounts: dict[str, int]
    admin: int
    service: int
    made: tuple[str, ...]
    super_admins: tuple[str, ...]


def command(container: str) -> str:
    """Shell command that reads the script on stdin. The log goes elsewhere as far as Rails lets it.

    container: a running web
    """
    return f"docker exec -i -e RAILS_LOG_TO_STDOUT=false {container} bundle exec rails runner -"


def script(
    settings: Settings,
    admin_password: SecretStr,
    service_password: SecretStr,
    rows: Mapping[str, SecretStr] = NO_ROWS,
) -> str:
    """The script with its data.

    rows: settings rows with secret values
    The data is base64 inside single quotes, so nothing declared can be read as Ruby or as shell.
    """
    data = b64encode(json.dumps(_declaration(settings, admin_password, service_password, rows)).encode()).decode()
    return f"input = '{data}'\n{_SCRIPT.read_text()}"


def _declaration(
    settings: Settings, admin_password: SecretStr, service_password: SecretStr, secret: Mapping[str, SecretStr]
) -> dict[str, Any]:
    return {
        "accounts": [_account(account, settings) for account in settings.accounts],
        "admin": {
            "email": settings.admin.email,
            "name": settings.admin.name,
            "password": admin_password.get_secret_value(),
        },
        "service": {
            "email": service_email(settings),
            "name": USER_NAME,
            "password": service_password.get_secret_value(),
        },
        "platform_app": PLATFORM_APP,
        "installation": {
            **installation.rows(settings),
            **{name: value.get_secret_value() for name, value in secret.items()},
        },
    }


def _account(account: Account, settings: Settings) -> dict[str, Any]:
    found = {"name": account.name, "locale": account.locale or settings.locale}
    # Later releases take feature flags over HTTP (deploy/objects/kinds/account.py).
    by_hand = account.features and settings.chatwoot.number < BY_PLATFORM
    return {**found, "features": account.features} if by_hand else found


def answer(ok: bool, stdout: str, stderr: str, secrets: tuple[SecretStr, ...] = ()) -> Bootstrapped:
    """Find the answer among the log lines.

    secrets: never shown, should an error message of Rails hold one
    Raises OperatorError: what Chatwoot refused, or that it answered nothing.
    """
    found = [line for line in stdout.splitlines() if line.startswith(SENTINEL)]
    if not found:
        raise OperatorError(
            f"Chatwoot's Rails runner {_silence(ok, stderr, secrets)}; see the log of the web container"
        )
    try:
        result = json.loads(found[-1].removeprefix(SENTINEL))
    except ValueError:
        raise OperatorError(
            "Chatwoot's Rails runner was cut off in the middle of its answer; run apply again"
        ) from None
    if "error" in result or not ok:
        reason = _without(str(result.get("error", "the runner failed after its answer")), secrets)
        raise OperatorError(f"Chatwoot refused the bootstrap at {result.get('doing', 'its end')}: {reason}")
    return Bootstrapped(
        result["accounts"],
        result["admin"],
        result["service"]["id"],
        tuple(result["made"]),
        tuple(email.lower() for email in result["super_admins"]),
    )


def _silence(ok: bool, stderr: str, secrets: tuple[SecretStr, ...]) -> str:
    if ok:
        return "ended well but answered nothing"
    # Ruby puts the message first and the backtrace below it; Docker says its own in one line.
    telling = [line for line in stderr.splitlines() if line.strip() and not line.lstrip().startswith("from ")]
    last = next((line for line in telling if "Error" in line or "rror:" in line), telling[-1] if telling else "")
    return f"failed: {_without(last.strip(), secrets) or 'without a word'}"


def _without(text: str, secrets: tuple[SecretStr, ...]) -> str:
    for secret in secrets:
        text = text.replace(secret.get_secret_value(), "(hidden)")
    return text[:300]
