"""An e-mail inbox, as declared."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from typing_extensions import Doc

from deploy.settings.names import Email, Port
from deploy.settings.objects.inboxes.common import CommonInbox
from deploy.settings.secret_name import SecretName

Server = Annotated[str, Field(min_length=1, max_length=255, pattern=r"^[A-Za-z0-9.:-]+$"), Doc("host name or address")]
Login = Annotated[str, Field(min_length=1, max_length=255), Doc("text")]
_NEEDED = {
    "imap": ("address", "port", "login", "password"),
    # Chatwoot signs in always, without a login as nobody (smtp_login "", smtp_authentication "login" by default).
    "smtp": ("address", "port", "login", "password"),
}


class EmailInbox(CommonInbox):
    """A mailbox. Chatwoot tries IMAP and SMTP when they are changed, not when the inbox is made."""

    type: Literal["email"] = Field("email", description="Kind of inbox.")
    email: Email = Field(
        description="Address; unique in the installation. It is the key and cannot be changed later.",
        examples=["support@example.com"],
    )
    imap_enabled: bool | None = Field(None, description="Is mail fetched?")
    imap_address: Server | None = Field(None, description="IMAP server.", examples=["imap.example.com"])
    imap_port: Port | None = Field(None, description="Its port.", examples=[993])
    imap_login: Login | None = Field(None, description="User name there.")
    imap_password: SecretName | None = Field(
        None, description="Name of the secret with the password.", examples=["SUPPORT_IMAP_PASSWORD"]
    )
    imap_enable_ssl: bool | None = Field(None, description="TLS from the first byte?")
    smtp_enabled: bool | None = Field(None, description="Are answers sent through this inbox's own server?")
    smtp_address: Server | None = Field(None, description="SMTP server.", examples=["smtp.example.com"])
    smtp_port: Port | None = Field(None, description="Its port.", examples=[587])
    smtp_login: Login | None = Field(None, description="User name there.")
    smtp_password: SecretName | None = Field(
        None, description="Name of the secret with the password.", examples=["SUPPORT_SMTP_PASSWORD"]
    )
    smtp_domain: Server | None = Field(None, description="Name that Chatwoot says in HELO.", examples=["example.com"])
    smtp_enable_starttls_auto: bool | None = Field(None, description="STARTTLS when the server offers it?")
    # Both are true in most mailboxes: STARTTLS is Chatwoot's own, and this one wins (Api::V1::InboxesHelper, gem mail).
    smtp_enable_ssl_tls: bool | None = Field(None, description="TLS from the first byte? Then STARTTLS means nothing.")
    smtp_openssl_verify_mode: Literal["none", "peer", "client_once", "fail_if_no_peer_cert"] | None = Field(
        None, description="Is the server's certificate checked? Chatwoot's own is none."
    )
    smtp_authentication: Literal["plain", "login", "cram-md5"] | None = Field(None, description="How to log in.")

    @model_validator(mode="after")
    def _complete(self) -> "EmailInbox":
        for part, keys in _NEEDED.items():
            missing = [f"{part}_{key}" for key in keys if getattr(self, f"{part}_{key}") is None]
            if getattr(self, f"{part}_enabled") and missing:
                raise ValueError(f"{part}_enabled without {missing[0]}; set {', '.join(missing)}")
        if (self.smtp_login is None) != (self.smtp_password is None):
            raise ValueError("smtp_login and smtp_password belong together; set both or none")
        return self
