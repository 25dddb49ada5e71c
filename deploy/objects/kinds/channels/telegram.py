"""Telegram bots. No answer shows the token, which Chatwoot holds unique: the name is the key here (chatwoot.md 1.5)."""

from deploy.objects.kind import Fields, Json
from deploy.objects.kinds.channels.channel import Channel
from deploy.objects.secret import revealed
from deploy.objects.world import World


class Telegram(Channel):
    """Chatwoot asks Telegram on every save of the channel (chatwoot.md 1.5)."""

    type, stored, table = "telegram", "Channel::Telegram", "channel_telegram"
    fields = frozenset({"bot_token"})

    def key(self, fields: Fields) -> str:
        name: str = fields["name"]
        return name

    def read(self, live: Json, world: World) -> dict[str, object]:
        return {"bot_token": self.secret(live, world, "bot_token")}

    def body(self, fields: Fields, raw: Json) -> Json:
        return {"bot_token": revealed(fields["bot_token"])}
