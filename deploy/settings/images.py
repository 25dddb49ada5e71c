"""The other images of the stack, and where images come from."""

from typing import Annotated

from pydantic import Field, field_validator
from typing_extensions import Doc

from deploy.settings.section import Section

_PINNED = r"^[a-z0-9][a-z0-9._/:-]*(:[A-Za-z0-9._-]+|@sha256:[0-9a-f]{64})$"

Image = Annotated[str, Doc("image:tag or image@sha256:digest")]


class Images(Section):
    """Images of the services beside Chatwoot; every one is pinned to a tag or digest."""

    traefik: Image = Field(
        "traefik:v3.7", pattern=_PINNED, description="Reverse proxy, release 3.", examples=["traefik:v3.7"]
    )
    postgres: Image = Field(
        "pgvector/pgvector:pg17",
        pattern=_PINNED,
        description="PostgreSQL with pgvector; its major must be `postgres.major`.",
        examples=["pgvector/pgvector:pg17"],
    )
    redis: Image = Field("redis:8.0", pattern=_PINNED, description="Redis 6.2 or newer.", examples=["redis:8.0"])
    registry_prefix: str = Field(
        "",
        pattern=r"^([a-z0-9][a-z0-9._/:-]*[a-z0-9])?$",
        description="Your own registry, put before every image name: registry.example.com/mirror.",
        examples=["registry.example.com/mirror"],
    )

    @field_validator("traefik", "postgres", "redis")
    @classmethod
    def _pinned_name(cls, value: str) -> str:
        if "//" in value:
            raise ValueError("is an address; write the image without https://, like registry.example.com/redis:8.0")
        if value.endswith(":latest"):
            raise ValueError("names the moving tag latest; name a release, so that tomorrow brings no surprise")
        return value

    @field_validator("registry_prefix")
    @classmethod
    def _no_address(cls, value: str) -> str:
        if "//" in value:
            raise ValueError("is an address; write it without https://, like registry.example.com/mirror")
        return value

    def resolve(self, reference: str) -> str:
        """The reference as the host pulls it, with the registry prefix in front."""
        return f"{self.registry_prefix}/{reference}" if self.registry_prefix else reference
