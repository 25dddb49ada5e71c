"""The operating system below the stack."""

import re
from typing import Annotated, Literal

from pydantic import Field, field_validator
from typing_extensions import Doc

from deploy.settings.names import Port
from deploy.settings.section import Section

_MIRROR = re.compile(r"https?://[^\s/?#@]+(/[^\s?#]*)?")


class Docker(Section):
    """The Docker engine."""

    source: Literal["debian", "docker"] = Field(
        "debian",
        description="`debian`: the distribution's packages (Debian 13). `docker`: Docker's own apt repository "
        "(needed on Debian 12 and Ubuntu, whose own Compose is too old or absent).",
    )
    registry_mirrors: list[str] = Field(default_factory=list, description="Mirrors of Docker Hub, as URLs.")
    log_max_size: Annotated[str, Doc("number with k, m or g")] = Field(
        "20m",
        pattern=r"^[1-9][0-9]*[kmg]$",
        description="Log of one container rolls at this size.",
        examples=["20m"],
    )
    log_max_file: int = Field(5, ge=1, le=100, description="Rolled logs kept for each container.")
    mtu: int | None = Field(
        None,
        ge=576,
        le=9000,
        description="MTU of the stack's networks; Docker's default when unset. Cannot be changed later.",
    )

    @field_validator("registry_mirrors")
    @classmethod
    def _urls(cls, value: list[str]) -> list[str]:
        # What dockerd takes: with anything else it does not start.
        for each in value:
            if not _MIRROR.fullmatch(each):
                shown = "one of them" if "@" in each else repr(each[:80])
                raise ValueError(f"{shown} is no mirror's address; write it like https://mirror.example.com")
        return value


class Machine(Section):
    """What is done to the operating system. Every part can be switched off, and is then neither set nor checked."""

    docker: Docker = Field(default_factory=Docker, description="The Docker engine.")
    firewall: bool = Field(True, description="Admit SSH, 80 and 443 only, Docker's published ports included.")
    ssh_port: Port = Field(22, description="Port of sshd that the firewall keeps open.")
    open_ports: list[Port] = Field(default_factory=list, description="Further TCP ports that the firewall admits.")
    container_ports: list[Port] = Field(
        default_factory=list,
        description="TCP ports of the host itself that its containers may reach and the world may not: of a mail relay "
        "or a database beside Docker.",
        examples=[[25]],
    )
    kernel: bool = Field(True, description="Kernel settings that Redis and PostgreSQL ask for.")
    time_sync: bool = Field(True, description="Keep the clock right (systemd-timesyncd).")
    security_upgrades: bool = Field(True, description="Install security upgrades of the distribution unattended.")
