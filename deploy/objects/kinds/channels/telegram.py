"""Telegram bots. No answer shows the token, which Chatwoot holds unique: the name is the key here (chatwoot.md 1.5)."""

from deploy.objects.kind import Fields, Json
from deploy.objects.kinds.channels.channel import Channel
from deploy.objects.sealed import Unseen
from deploy.objects.secret import revealed
from deploy.objects.world import World


class Telegram(Channel):
    """Chatwoot asks Telegram on every save of the channel (chatwoot.md 1.5), and swallows what it says.

    A token counts as being there when Telegram has said that it delivers to this site: a run in which it did not leaves
    it different, and the next one has Chatwoot set the webhook again. So does another domain.
    """

    type, stored, table = "telegram", "Channel::Telegram", "channel_telegram"
    fields = frozenset({"bot_token"})

    def key(self, fields: Fields) -> str:
        name: str = fields["name"]
        return name

    def read(self, live: Json, world: World) -> dict[str, object]:
        token = self.unseen(live, world, "bot_token", "bot_token")
        return {"bot_token": Unseen(token.sealed, token.name, f"{token.stored} at {world.site}")}

    def body(self, fields: Fields, raw: Json) -> Json:
        return {"bot_token": revealed(fields["bot_token"])}

    def written(self, fields: Fields, world: World, what: str) -> None:
        world.telegram(fields["bot_token"], world.site, what)
