"""Programs: nothing but the name tells one from another (chatwoot.md 1.5)."""

from deploy.objects.kind import Fields, Json
from deploy.objects.kinds.channels.channel import Channel, text
from deploy.objects.world import World

_ATTRIBUTES = ("agent_reply_time_window", "agent_reply_time_window_message")


class Api(Channel):
    """Both releases alike. `additional_attributes` is replaced as a whole (chatwoot.md 1.8)."""

    type, stored = "api", "Channel::Api"
    fields = frozenset({"webhook_url", "hmac_mandatory", *_ATTRIBUTES})

    def key(self, fields: Fields) -> str:
        name: str = fields["name"]
        return name

    def read(self, live: Json, world: World) -> dict[str, object]:
        attributes = live.get("additional_attributes") or {}
        return {
            "webhook_url": text(live, "webhook_url"),
            "hmac_mandatory": bool(live.get("hmac_mandatory")),
            "agent_reply_time_window": attributes.get("agent_reply_time_window"),
            "agent_reply_time_window_message": text(attributes, "agent_reply_time_window_message"),
        }

    def body(self, fields: Fields, raw: Json) -> Json:
        found = {name: fields[name] for name in ("webhook_url", "hmac_mandatory") if name in fields}
        attributes = {name: fields[name] for name in _ATTRIBUTES if fields.get(name)}
        others = {key: value for key, value in (raw.get("additional_attributes") or {}).items() if key not in fields}
        if any(name in fields for name in _ATTRIBUTES):
            found["additional_attributes"] = {**others, **attributes}
        return found
