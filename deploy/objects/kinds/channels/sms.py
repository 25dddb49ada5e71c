"""SMS by Bandwidth: the number is the key (chatwoot.md 1.5)."""

from deploy.objects.kind import Fields, Json
from deploy.objects.kinds.channels.channel import Channel
from deploy.objects.secret import revealed
from deploy.objects.world import World

_CONFIG = ("account_id", "application_id", "api_key", "api_secret")


class Sms(Channel):
    """`provider_config` is shown to nobody and replaced as a whole (chatwoot.md 1.4)."""

    type, stored, table = "sms", "Channel::Sms", "channel_sms"
    fields = frozenset({"phone_number", *_CONFIG})
    fixed = frozenset({"phone_number"})

    def key(self, fields: Fields) -> str:
        number: str = fields["phone_number"]
        return number

    def read(self, live: Json, world: World) -> dict[str, object]:
        hidden = {name: self.unseen(live, world, "provider_config", name) for name in _CONFIG}
        return {"phone_number": live["phone_number"], **hidden}

    def body(self, fields: Fields, raw: Json) -> Json:
        config = {name: revealed(fields[name]) for name in _CONFIG}
        return {"phone_number": fields["phone_number"], "provider_config": config}
