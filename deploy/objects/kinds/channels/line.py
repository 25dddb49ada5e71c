"""LINE: the channel id is the key (chatwoot.md 1.5)."""

from deploy.objects.kind import Fields, Json
from deploy.objects.kinds.channels.channel import Channel, text
from deploy.objects.secret import revealed
from deploy.objects.world import World

_SECRETS = ("line_channel_secret", "line_channel_token")


class Line(Channel):
    """No answer shows id or secrets; the id stands at the end of the webhook's address (recordings, both releases)."""

    type, stored, table = "line", "Channel::Line", "channel_line"
    fields = frozenset({"line_channel_id", *_SECRETS})
    fixed = frozenset({"line_channel_id"})

    def key(self, fields: Fields) -> str:
        number: str = fields["line_channel_id"]
        return number

    def read(self, live: Json, world: World) -> dict[str, object]:
        number = live.get("line_channel_id") or text(live, "callback_webhook_url").rpartition("/")[2]
        return {"line_channel_id": number, **{name: self.secret(live, world, name) for name in _SECRETS}}

    def body(self, fields: Fields, raw: Json) -> Json:
        return {name: revealed(fields[name]) for name in ("line_channel_id", *_SECRETS)}
