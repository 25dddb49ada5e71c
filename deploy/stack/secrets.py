"""Secrets of an installation: their names, who needs which, how they are made, how a kept set is completed. Pure."""

import secrets as random
import string
from collections.abc import Mapping

from pydantic import SecretStr

from deploy.errors import OperatorError
from deploy.settings import secret_names
from deploy.settings.settings import Settings
from deploy.stack import authority

ENCRYPTION = (
    "ACTIVE_RECORD_ENCRYPTION_PRIMARY_KEY",
    "ACTIVE_RECORD_ENCRYPTION_DETERMINISTIC_KEY",
    "ACTIVE_RECORD_ENCRYPTION_KEY_DERIVATION_SALT",
)
# Secrets that are read once, or that data depends on: a new value in the store would be a lie or a loss.
_FIXED = dict.fromkeys(ENCRYPTION, "and what it encrypted would be lost") | {
    "SECRET_KEY_BASE": "and every session and signed link would end",
    "ADMIN_PASSWORD": "but an existing administrator changes it in Chatwoot",
    "SERVICE_PASSWORD": "but nobody logs in with it",
}
# Names that no declared object may use for its secret.
_OWN = frozenset(
    {
        *_FIXED,
        *authority.NAMES,
        *("POSTGRES_PASSWORD", "POSTGRES_SUPERUSER_PASSWORD", "REDIS_PASSWORD", "DASHBOARD_PASSWORD"),
        *("RESTIC_PASSWORD", "STORAGE_ACCESS_KEY_ID", "STORAGE_SECRET_ACCESS_KEY"),
        *("BACKUP_ACCESS_KEY_ID", "BACKUP_SECRET_ACCESS_KEY"),
    }
)
_PASSWORDS = ("ADMIN_PASSWORD", "SERVICE_PASSWORD")
# Rendered when somebody brings them, and not missed otherwise.
_OPTIONAL = ("REDIS_PASSWORD", "BACKUP_REST_USERNAME", "BACKUP_REST_PASSWORD")
_ALPHABET = string.ascii_letters + string.digits  # safe in URLs, env files, YAML and SQL alike
_CLASSES = (string.ascii_uppercase, string.ascii_lowercase, string.digits, "!#%*+-_=")


class Secrets:
    """Named secrets; shows no value in a repr, an error or a log."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = {name: SecretStr(value) for name, value in sorted(values.items())}

    def __getitem__(self, name: str) -> str:
        return self._values[name].get_secret_value()

    def hidden(self, name: str) -> SecretStr:
        """One of them for an operation's argument."""
        return self._values[name]

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def __repr__(self) -> str:
        return f"Secrets({', '.join(self._values)})"

    def plain(self) -> dict[str, str]:
        """Names and values, for the store alone."""
        return {name: value.get_secret_value() for name, value in self._values.items()}


def generated(settings: Settings) -> tuple[str, ...]:
    """Names of the secrets that we make when nobody gives them."""
    return (*_made(settings), *secret_names.generated(settings))


def given(settings: Settings) -> tuple[str, ...]:
    """Names of the secrets that only the operator knows."""
    return (*_known(settings), *secret_names.given(settings))


def rendered(settings: Settings, found: Secrets) -> tuple[str, ...]:
    """Names of the installation's own; the others are for Chatwoot's rows and objects alone, and in no file.

    found: the full set
    """
    named = settings.chatwoot.environment_secrets.values()
    others = (*_OPTIONAL, *(authority.NAMES if settings.tls.mode == "internal" else ()))
    return (*_made(settings), *_known(settings), *named, *(name for name in others if name in found))


def _made(settings: Settings) -> list[str]:
    names = ["SECRET_KEY_BASE", "ADMIN_PASSWORD", "SERVICE_PASSWORD"]
    if settings.postgres.embedded:
        names += ["POSTGRES_PASSWORD", "POSTGRES_SUPERUSER_PASSWORD"]
    if settings.redis.embedded:
        names += ["REDIS_PASSWORD"]
    if settings.proxy.managed and settings.proxy.dashboard:
        names += ["DASHBOARD_PASSWORD"]
    # Without it no backup can be read; it is part of the recovery kit.
    names += ["RESTIC_PASSWORD"]
    return names


def _known(settings: Settings) -> list[str]:
    names = []
    if not settings.postgres.embedded:
        names += ["POSTGRES_PASSWORD"]
    if settings.smtp.host and settings.smtp.username:
        names += ["SMTP_PASSWORD"]
    if settings.storage.mode == "s3":
        names += ["STORAGE_ACCESS_KEY_ID", "STORAGE_SECRET_ACCESS_KEY"]
    if settings.backup.kind == "s3":
        names += ["BACKUP_ACCESS_KEY_ID", "BACKUP_SECRET_ACCESS_KEY"]
    return names


def complete(settings: Settings, kept: Mapping[str, str] | None, brought: Mapping[str, str]) -> Secrets:
    """The full set: what the operator brings, over what the host keeps, over what is made now.

    kept: the store of the host, None when there is none yet
    brought: from the operator's own source
    Raises OperatorError for a secret that is missing, malformed, or must not change.
    """
    values = dict(kept or {})
    for name, value in brought.items():
        if kept is not None and name in _FIXED and kept.get(name) != value:
            raise OperatorError(
                f"secret {name}: differs from the one in use, {_FIXED[name]}. Take it out of your source"
            )
        values[name] = value
    for name in secret_names.given(settings):
        if name in _OWN:
            # It would be sent to whoever answers for the object.
            raise OperatorError(f"secret {name}: is the installation's own. Give this one another name")
    for name in generated(settings):
        values.setdefault(name, make(name))
    # Only for a new installation: keys added later make a rollback unreadable (chatwoot.md 7.2, hop to 4.6).
    if kept is None and settings.chatwoot.number >= (4, 6, 0):
        for name in ENCRYPTION:
            values.setdefault(name, make(name))
    for name in given(settings):
        if not values.get(name):
            raise OperatorError(
                f"secret {name}: is missing. Set CHATWOOT_SECRET_{name} in your environment with "
                "secrets.mode = environment, or name it in your secrets file or command"
            )
    if settings.tls.mode == "internal":
        values |= authority.ensure(values, settings.names)
    for name, value in values.items():
        if name in authority.NAMES:
            continue  # PEM text of several lines
        if not value.isprintable() or not value or "\n" in value:
            raise OperatorError(f"secret {name}: is empty or has characters that cannot be printed. Give another")
        if name in ("POSTGRES_PASSWORD", "REDIS_PASSWORD", "SECRET_KEY_BASE") and not value.isalnum():
            raise OperatorError(f"secret {name}: must be letters and digits only, since it travels in URLs")
        # Later it is used no more, and the administrator may have another.
        if kept is None and name in brought and name in _PASSWORDS and not _strong(value):
            raise OperatorError(
                f"secret {name}: Chatwoot wants 6 to 128 characters with upper and lower case, a digit and one of "
                f"{string.punctuation}. Give another, or none and one is made"
            )
    return Secrets(values)


def installation_rows(settings: Settings, secrets: Secrets) -> dict[str, SecretStr]:
    """Chatwoot's settings rows with secret values, as they should be."""
    return {name: secrets.hidden(secret) for name, secret in settings.chatwoot.installation_secrets.items()}


def make(name: str) -> str:
    """A new random value for a secret, in the form that its user accepts.

    Chatwoot wants SECRET_KEY_BASE alphanumeric (.env.example, 4.10.0) and passwords of 6 to 128 characters with
    upper, lower, digit and special (config/initializers/secure_password.rb, 4.10.0).
    """
    if name in _PASSWORDS:
        letters = [random.choice(each) for each in _CLASSES]
        letters += [random.choice(_ALPHABET) for _ in range(20)]
        random.SystemRandom().shuffle(letters)
        # A leading special character would look like an option or a comment somewhere.
        return random.choice(string.ascii_letters) + "".join(letters)
    length = 128 if name == "SECRET_KEY_BASE" else 32
    return "".join(random.choice(_ALPHABET) for _ in range(length))


def _strong(password: str) -> bool:
    classes = (string.ascii_uppercase, string.ascii_lowercase, string.digits, string.punctuation)
    return 6 <= len(password) <= 128 and all(set(password) & set(each) for each in classes)
