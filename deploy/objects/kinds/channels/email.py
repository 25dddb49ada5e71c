"""Mailboxes: the address is the key (chatwoot.md 1.5)."""

from deploy.chatwoot.client import Client
from deploy.chatwoot.refusal import Refused
from deploy.errors import OperatorError
from deploy.objects.kind import Fields, Json, Live
from deploy.objects.kinds.channels.channel import Channel, text
from deploy.objects.secret import Secret, revealed
from deploy.objects.world import World

_TEXTS = (
    "imap_address imap_login smtp_address smtp_login smtp_domain smtp_openssl_verify_mode smtp_authentication".split()
)
_SWITCHES = "imap_enabled imap_enable_ssl smtp_enabled smtp_enable_starttls_auto smtp_enable_ssl_tls".split()
_PORTS, _SECRETS = ("imap_port", "smtp_port"), ("imap_password", "smtp_password")


class Email(Channel):
    """A PATCH of the channel tries IMAP and SMTP, a POST does not (chatwoot.md 1.4)."""

    type, stored = "email", "Channel::Email"
    fields = frozenset({"email", *_TEXTS, *_SWITCHES, *_PORTS, *_SECRETS})
    fixed = frozenset({"email"})

    def key(self, fields: Fields) -> str:
        address: str = fields["email"]
        return address

    def foreign(self, live: Json) -> bool:
        return live.get("provider") in ("google", "microsoft")  # made by OAuth in a browser

    def read(self, live: Json, world: World) -> dict[str, object]:
        return {
            "email": text(live, "email").lower(),  # as the declared one; Chatwoot keeps capitals
            **{name: text(live, name) for name in _TEXTS},
            **{name: bool(live.get(name)) for name in _SWITCHES},
            **{name: live.get(name) or None for name in _PORTS},  # 0 is "never set"
            **{name: Secret(text(live, name)) for name in _SECRETS},
        }

    def body(self, fields: Fields, raw: Json) -> Json:
        return {name: revealed(fields[name]) for name in sorted(self.fields) if fields.get(name) is not None}

    def update(
        self, client: Client, live: Live, fields: Fields, changed: frozenset[str], world: World, what: str
    ) -> None:
        try:
            super().update(client, live, fields, changed, world, what)
        except Refused as refused:
            # 4.10 stores everything all the same, so that the next plan finds nothing to do (chatwoot.md 1.8).
            kept = client.get(f"/inboxes/{live.id}", what)
            sent = self.body(fields, live.raw)
            if all(kept.get(name) == value for name, value in sent.items() if name not in self.fixed):
                raise Stored(refused) from None
            raise


class Stored(Refused):
    """A refusal after which everything is stored."""

    def __init__(self, refused: Refused) -> None:
        OperatorError.__init__(
            self,
            f"{refused}. Chatwoot stored the values all the same and no later plan will tell: correct them, or set "
            "imap_enabled and smtp_enabled to False until the server can be reached",
        )
        self.status = refused.status
