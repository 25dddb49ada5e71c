"""How the site gets its certificate."""

from typing import Literal

from pydantic import Field, model_validator

from deploy.settings.names import Email, OwnFile
from deploy.settings.section import Section


class Tls(Section):
    """TLS of the public name: from an ACME authority, from your files, or from a private authority of this host."""

    mode: Literal["acme", "files", "internal"] = Field(
        "acme",
        description="`acme` obtains and renews by itself; `files` takes yours; "
        "`internal` makes a private authority for machines without a public name.",
    )
    challenge: Literal["http", "tls-alpn"] = Field(
        "http", description="ACME challenge: over port 80 (`http`) or port 443 (`tls-alpn`)."
    )
    ca_server: str = Field(
        "https://acme-v02.api.letsencrypt.org/directory",
        pattern=r"^https://",
        description="ACME directory of the authority.",
        examples=["https://acme-v02.api.letsencrypt.org/directory"],
    )
    ca_certificates: OwnFile | None = Field(
        None,
        description="PEM file on your side with the roots that vouch for the ACME server itself, if private.",
    )
    email: Email | None = Field(None, description="Contact for the authority; the admin's address when unset.")
    certificate: OwnFile | None = Field(
        None, description="PEM file on your side: certificate with its chain (`files`)."
    )
    key: OwnFile | None = Field(None, description="PEM file on your side: its private key (`files`).")

    @model_validator(mode="after")
    def _files_are_named(self) -> "Tls":
        if self.mode == "files" and not (self.certificate and self.key):
            raise ValueError("mode files needs both certificate and key; name the two PEM files")
        if self.mode != "files" and (self.certificate or self.key):
            raise ValueError(
                f"certificate and key have no effect in mode {self.mode}; set mode to files or remove them"
            )
        return self
