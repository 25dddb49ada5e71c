"""Redis: a service of the stack, or a server you already run."""

from pydantic import Field

from deploy.settings.section import Section


class Redis(Section):
    """Redis. Embedded unless `url` names a server of yours."""

    url: str | None = Field(
        None,
        pattern=r"^rediss?://[^@\s]+$",
        description="Your own server without password (redis://host:6379/0, rediss:// for TLS); "
        "its password is the secret REDIS_PASSWORD. Unset = a service of this stack.",
        examples=["redis://redis.example.com:6379/0"],
    )

    @property
    def embedded(self) -> bool:
        """Is Redis a service of our stack?"""
        return self.url is None
