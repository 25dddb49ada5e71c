"""Outgoing mail."""

import re
from typing import Literal

from pydantic import Field, field_validator, model_validator

from deploy.settings.names import Domain, Email, Port
from deploy.settings.section import Section

_HOST = re.compile(r"[^\s/@?#\[\]]+")


class Smtp(Section):
    """Outgoing mail. Without `host` no mail leaves, and nobody is told by mail."""

    host: str | None = Field(None, description="Mail server; unset = no mail.")
    port: Port = Field(587, description="465 goes with `ssl`, 587 with `starttls`.")
    mode: Literal["starttls", "ssl", "plain"] = Field(
        "starttls",
        description="Encryption: `starttls`, `ssl` (implicit TLS), `plain` (only inside your network).",
    )
    username: str | None = Field(None, description="Login; its password is the secret SMTP_PASSWORD.")
    authentication: Literal["plain", "login", "cram_md5"] = Field("plain", description="How to log in.")
    domain: Domain | None = Field(None, description="HELO name; the site's domain when unset.")
    sender: Email | None = Field(None, description="From address, like support@example.com; needed with `host`.")
    sender_name: str = Field(
        "Chatwoot", pattern=r'^[^"<>\r\n]+$', description="From name.", examples=["Example support"]
    )
    verify: bool = Field(True, description="Check the mail server's certificate.")

    @field_validator("host")
    @classmethod
    def _host_alone(cls, value: str | None) -> str | None:
        # One colon is a port's; an IPv6 address has more.
        if value is not None and (not _HOST.fullmatch(value) or value.count(":") == 1):
            raise ValueError(
                "is not a host name or address; write it without smtp:// and without a port, like smtp.example.com"
            )
        return value

    @model_validator(mode="after")
    def _port_and_mode_agree(self) -> "Smtp":
        right = {465: "ssl", 587: "starttls"}.get(self.port)
        if self.host and right and right != self.mode:
            raise ValueError(f"port {self.port} needs mode {right}, not {self.mode}; change one of the two")
        if self.host and self.port == 25 and self.mode == "ssl":
            raise ValueError("port 25 never speaks implicit TLS; use mode starttls, or port 465 with mode ssl")
        if self.host and not self.sender:
            raise ValueError("host without sender; name the From address, like support@example.com")
        return self
