"""The application itself: release, image, what it is told at start."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationInfo, field_validator
from typing_extensions import Doc

from deploy.settings.names import OwnFile
from deploy.settings.secret_name import SecretName, sounds_secret
from deploy.settings.section import Section

OLDEST = (2, 10, 0)
_VERSION = re.compile(r"(?P<number>\d+\.\d+\.\d+)(?P<edition>-ce)?\Z")

# Written by us from other keys; declaring them twice would let the two disagree.
OWNED = frozenset(
    "SECRET_KEY_BASE FRONTEND_URL FORCE_SSL RAILS_ENV NODE_ENV INSTALLATION_ENV DEFAULT_LOCALE TZ"
    " POSTGRES_HOST POSTGRES_PORT POSTGRES_USERNAME POSTGRES_PASSWORD POSTGRES_DATABASE DATABASE_URL"
    " REDIS_URL REDIS_PASSWORD ENABLE_ACCOUNT_SIGNUP ACTIVE_STORAGE_SERVICE WEB_CONCURRENCY RAILS_MAX_THREADS"
    " SIDEKIQ_CONCURRENCY CRON_POLLER POSTGRES_STATEMENT_TIMEOUT RAILS_LOG_TO_STDOUT"
    " ACTIVE_RECORD_ENCRYPTION_PRIMARY_KEY ACTIVE_RECORD_ENCRYPTION_DETERMINISTIC_KEY"
    " ACTIVE_RECORD_ENCRYPTION_KEY_DERIVATION_SALT".split()
)
_OWN_ROW = "ENABLE_ACCOUNT_SIGNUP"  # deploy/chatwoot/installation.py writes it over whatever is declared
_OWNED_PREFIXES = ("SMTP_", "STORAGE_", "S3_")


def _version(value: str) -> str:
    match = _VERSION.match(value.removeprefix("v"))
    if not match:
        raise ValueError("is not a release; write it like 4.10.0-ce (community) or 4.10.0 (full image)")
    number = tuple(int(part) for part in match["number"].split("."))
    if number < OLDEST:
        raise ValueError("is older than 2.10.0-ce, the oldest supported release; declare 2.10.0-ce or newer")
    if number[:2] == (2, 10) and number != OLDEST:
        raise ValueError("was never released: after 2.10.0 came 2.11.0; declare 2.10.0-ce")
    return value.removeprefix("v")


def _apart(value: dict[str, Any], info: ValidationInfo) -> dict[str, Any]:
    """Secret values stand in no declaration, and no key stands in both mappings."""
    plain = (info.field_name or "").removesuffix("_secrets")
    row = ", or chatwoot.installation_secrets where Chatwoot has a row for it" if plain == "environment" else ""
    for key, text in value.items():
        # Nothing is no secret: so is one taken back.
        if info.field_name == plain and sounds_secret(key) and text != "":
            raise ValueError(f"{key} is a secret by its name; name one in chatwoot.{plain}_secrets{row} instead")
        if key in info.data.get(plain, ()):
            raise ValueError(f"{key} stands in chatwoot.{plain} too; remove it there")
    return value


Release = Annotated[str, AfterValidator(_version), Doc("release")]


class Chatwoot(Section):
    """The Chatwoot application: web, worker and scheduler run the same image."""

    version: Release = Field(
        "4.10.0-ce",
        description="Release to run; `-ce` is the community edition. Changing it is the `upgrade` verb's work.",
    )
    image: Annotated[str, Doc("image name")] = Field(
        "chatwoot/chatwoot",
        pattern=r"^[a-z0-9][a-z0-9._/:-]*$",
        description="Image name without tag; the tag is `v` + version. Upstream publishes on Docker Hub only.",
        examples=["chatwoot/chatwoot"],
    )
    sign_up: bool = Field(False, description="May strangers open accounts? Closed unless you say so.")
    environment: dict[str, str] = Field(
        default_factory=dict,
        description="Extra environment of web, worker and scheduler, for keys that no other setting covers.",
    )
    environment_secrets: dict[str, SecretName] = Field(
        default_factory=dict,
        description="The same for secret values: each key gets the value of the secret that is named here.",
        examples=[{"SENTRY_AUTH_TOKEN": "SENTRY_AUTH_TOKEN"}],
    )
    installation: dict[str, str | int | bool] = Field(
        default_factory=dict,
        description="Rows of Chatwoot's installation settings (since 4.3 they win over the environment), "
        "for example INSTALLATION_NAME or BRAND_URL.",
    )
    installation_secrets: dict[str, SecretName] = Field(
        default_factory=dict,
        description="Rows with secret values, such as FB_APP_SECRET: each gets the value of the secret that is named "
        "here. One line each: Google's JSON for FIREBASE_CREDENTIALS through `jq -c`.",
        examples=[{"FB_APP_SECRET": "FB_APP_SECRET"}],
    )
    acknowledged: list[str] = Field(
        default_factory=list,
        description="Ids of changes between releases that you have read and seen to; `upgrade --plan` names those it "
        "waits for.",
        examples=[["auto-resolve-minutes"]],
    )
    ladder: OwnFile | None = Field(
        None,
        description="YAML file on your side with further releases, or better facts about known ones; "
        "docs/upgrades.md tells its form.",
    )

    @field_validator("image")
    @classmethod
    def _no_tag(cls, value: str) -> str:
        if ":" in value.rpartition("/")[2]:
            raise ValueError("carries a tag; leave it out, the tag comes from chatwoot.version")
        return value

    @field_validator("environment", "environment_secrets")
    @classmethod
    def _not_ours(cls, value: dict[str, str], info: ValidationInfo) -> dict[str, str]:
        for key in value:
            if key in OWNED or key.startswith(_OWNED_PREFIXES):
                raise ValueError(f"{key} is written from other settings; remove it here and set it there")
            if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", key):
                raise ValueError(f"{key} is not the name of an environment variable")
        for key, text in value.items():
            if "\n" in text:
                raise ValueError(f"{key} has a line break; an environment file cannot carry one")
        return _apart(value, info)

    @field_validator("installation", "installation_secrets")
    @classmethod
    def _row_not_ours(cls, value: dict[str, Any], info: ValidationInfo) -> dict[str, Any]:
        if _OWN_ROW in value:
            raise ValueError(f"{_OWN_ROW} is written from chatwoot.sign_up; remove it here and set that")
        return _apart(value, info)

    @property
    def number(self) -> tuple[int, int, int]:
        """The release as numbers, for comparisons: (4, 10, 0)."""
        major, minor, patch = self.version.removesuffix("-ce").split(".")
        return int(major), int(minor), int(patch)

    @property
    def reference(self) -> str:
        """Image name with tag, as upstream publishes it: chatwoot/chatwoot:v4.10.0-ce."""
        return f"{self.image}:v{self.version}"
