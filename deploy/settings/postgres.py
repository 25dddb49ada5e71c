"""The database: a service of the stack, or a server you already run."""

from typing import Literal

from pydantic import Field, model_validator

from deploy.settings.names import Port
from deploy.settings.section import Section


class Postgres(Section):
    """PostgreSQL. Embedded unless `host` names a server of yours."""

    major: Literal[15, 16, 17] = Field(
        17,
        description="Major release; part of the volume's name. Cannot be changed later but by the upgrade verb.",
    )
    host: str | None = Field(None, description="Your own server's address; unset = a service of this stack.")
    port: Port = Field(5432, description="Port of your own server.")
    database: str = Field(
        "chatwoot",
        pattern=r"^[a-z_][a-z0-9_]{0,62}$",
        description="Database name. Cannot be changed later.",
        examples=["chatwoot"],
    )
    username: str = Field(
        "chatwoot",
        pattern=r"^[a-z_][a-z0-9_]{0,62}$",
        description="Application role; owns its database and is no superuser. Cannot be changed later.",
        examples=["chatwoot"],
    )

    @model_validator(mode="after")
    def _own_role(self) -> "Postgres":
        if self.username == "postgres":
            raise ValueError("username must not be postgres, the superuser; choose another, like chatwoot")
        return self

    @property
    def embedded(self) -> bool:
        """Is PostgreSQL a service of our stack?"""
        return self.host is None
