"""The other images of the stack, and where images come from."""

from pydantic import Field, field_validator

from deploy.settings.section import Section

_PINNED = r"^[a-z0-9][a-z0-9._/:-]*(:[A-Za-z0-9._-]+|@sha256:[0-9a-f]{64})$"


class Images(Section):
    """Images of the services beside Chatwoot; every one is pinned to a tag or digest."""

    traefik: str = Field("traefik:v3.7", pattern=_PINNED, description="Reverse proxy, release 3.")
    postgres: str = Field(
        "pgvector/pgvector:pg17",
        pattern=_PINNED,
        description="PostgreSQL with pgvector; its major must be `postgres.major`.",
    )
    redis: str = Field("redis:8.0", pattern=_PINNED, description="Redis 6.2 or newer.")
    registry_prefix: str = Field(
        "",
        pattern=r"^([a-z0-9][a-z0-9._/:-]*[a-z0-9])?$",
        description="Your own registry, put before every image name: registry.example.com/mirror.",
    )

    @field_validator("traefik", "postgres", "redis")
    @classmethod
    def _no_latest(cls, value: str) -> str:
        if value.endswith(":latest"):
            raise ValueError("names the moving tag latest; name a release, so that tomorrow brings no surprise")
        return value

    def resolve(self, reference: str) -> str:
        """The reference as the host pulls it, with the registry prefix in front."""
        return f"{self.registry_prefix}/{reference}" if self.registry_prefix else reference
