"""SMS and WhatsApp by Twilio: number and medium, or messaging service, are the key (chatwoot.md 1.5)."""

from collections.abc import Iterable

from deploy.chatwoot.client import Client
from deploy.objects.immutable import Immutable
from deploy.objects.kind import Fields, Json, Live
from deploy.objects.kinds.channels.channel import Channel, text
from deploy.objects.secret import revealed
from deploy.objects.world import Release, World

_WHATSAPP = "whatsapp:"
_KEYS = (3, 0, 0)  # the first release with the column api_key_sid
_EDITABLE = (4, 2, 0)  # the first whose PATCH takes a token (Channel::TwilioSms::EDITABLE_ATTRS)


class Twilio(Channel):
    """Made by a route of its own, which takes the name and the channel alone. Chatwoot asks Twilio then."""

    type, stored, table = "twilio", "Channel::TwilioSms", "channel_twilio_sms"
    fields = frozenset({"sender", "medium", "account_sid", "auth_token", "api_key_sid"})

    def key(self, fields: Fields) -> str:
        # One number may carry both, each in an inbox of its own; told apart as Chatwoot stores them.
        sender: str = fields["sender"]
        return f"{_WHATSAPP}{sender}" if sender.startswith("+") and fields["medium"] == "whatsapp" else sender

    def problems(self, fields: Fields, release: Release) -> Iterable[tuple[str, str]]:
        if "api_key_sid" not in fields:
            return
        remedy = "remove it and give auth_token the account's token"
        if release < _KEYS:
            yield "api_key_sid", f"this release knows no API keys; {remedy}"
        elif fields["medium"] == "sms":
            # app/services/twilio/webhook_setup_service.rb, 4.10.0; chatwoot issue #6195
            yield "api_key_sid", f"Chatwoot sets the webhook of SMS without it, and Twilio refuses that; {remedy}"

    def read(self, live: Json, world: World) -> dict[str, object]:
        found: dict[str, object] = {
            "sender": text(live, "messaging_service_sid") or text(live, "phone_number").removeprefix(_WHATSAPP),
            "medium": live.get("medium") or "sms",
            "account_sid": self.secret(live, world, "account_sid"),
            "auth_token": self.secret(live, world, "auth_token"),
        }
        if world.since(*_KEYS):
            found["api_key_sid"] = self.secret(live, world, "api_key_sid")
        return found

    def body(self, fields: Fields, raw: Json) -> Json:
        names = ("medium", "account_sid", "auth_token", "api_key_sid")
        found = {name: revealed(fields[name]) for name in names if fields.get(name) is not None}
        number = "phone_number" if fields["sender"].startswith("+") else "messaging_service_sid"
        return {number: fields["sender"], **found}

    def create(self, client: Client, own: Json, channel: Json, what: str) -> Json:
        made: Json = client.post("/channels/twilio_channel", {"twilio_channel": {"name": own["name"], **channel}}, what)
        rest = {name: value for name, value in own.items() if name != "name"}
        if rest:
            client.patch(f"/inboxes/{made['id']}", rest, what)
        return made

    # Another account's webhook would not be set: that happens when the inbox is made (twilio_channels_controller.rb).
    def refuse(self, changed: frozenset[str], world: World, what: str) -> None:
        fixed = ("medium", "api_key_sid", "account_sid", *(() if world.since(*_EDITABLE) else ("auth_token",)))
        for field in fixed:
            if field in changed:
                raise Immutable(what, field, "Chatwoot keeps the old one; delete the inbox and let it be made anew")

    def update(
        self, client: Client, live: Live, fields: Fields, changed: frozenset[str], world: World, what: str
    ) -> None:
        sent = {name: revealed(fields[name]) for name in ("account_sid", "auth_token")}
        client.patch(f"/inboxes/{live.id}", {"channel": sent}, what)
