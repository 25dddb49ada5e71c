"""Timings of health checks, and where secrets come from."""

from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator, model_validator

from deploy.settings.names import own_file
from deploy.settings.section import Section


class Health(Section):
    """How patiently containers are watched. Slow machines want larger numbers."""

    interval_seconds: int = Field(10, ge=1, le=300, description="Between two checks of a container.")
    timeout_seconds: int = Field(10, ge=1, le=300, description="For one check.")
    retries: int = Field(6, ge=1, le=100, description="Failed checks in a row until it counts as unhealthy.")
    start_seconds: int = Field(120, ge=1, le=1800, description="Grace after the start, in which failures do not count.")
    wait_seconds: int = Field(
        300, ge=10, le=3600, description="How long apply waits for the whole stack to be healthy."
    )


class SecretsSource(Section):
    """Where secrets come from: generated once and kept on the host, unless you bring your own."""

    mode: Literal["generated", "environment", "file", "command"] = Field(
        "generated",
        description="`generated`: made at the first apply. `environment`: variables CHATWOOT_SECRET_<NAME>. "
        "`file`: lines NAME=value. `command`: prints such lines. What a source lacks is generated.",
    )
    file: str | None = Field(None, description="The file on your side (mode `file`).")
    command: list[str] | None = Field(None, description="The command and its arguments (mode `command`).")

    @field_validator("file")
    @classmethod
    def _has_a_home(cls, value: str | None) -> str | None:
        if value:
            own_file(Path(value))
        return value

    @model_validator(mode="after")
    def _source_is_named(self) -> "SecretsSource":
        if self.mode == "file" and not self.file:
            raise ValueError("mode file needs the key file; name the file with lines NAME=value")
        if self.mode == "command" and not (self.command and self.command[0].strip()):
            raise ValueError('mode command needs the key command; name it, like ["pass", "show", "chatwoot"]')
        if self.file and self.mode != "file":
            raise ValueError(f"file has no effect in mode {self.mode}; set mode to file or remove it")
        if self.command and self.mode != "command":
            raise ValueError(f"command has no effect in mode {self.mode}; set mode to command or remove it")
        return self


class Preflight(Section):
    """Checks that you take on yourself."""

    skip: list[str] = Field(
        default_factory=list, description="Ids of preflight checks to leave out, like dns-elsewhere."
    )
