"""WhatsApp numbers, at Meta or at 360dialog: the number is the key (chatwoot.md 1.5, 4.4)."""

from typing import Any

from deploy.objects.kind import Fields, Json
from deploy.objects.kinds.channels.channel import Channel
from deploy.objects.sealed import Unseen
from deploy.objects.secret import Secret, revealed
from deploy.objects.world import World

# Earlier ones subscribe numbers of the embedded sign-up alone (#13278, first in 4.10.1).
_SUBSCRIBES_ITSELF = (4, 10, 1)
_STORED = {"360dialog": "default", "whatsapp_cloud": "whatsapp_cloud"}
_CONFIG = {
    "api_key": "api_key",
    "phone_number_id": "phone_number_id",
    "business_account_id": "business_account_id",
    "verify_token": "webhook_verify_token",
}
_SECRETS = ("api_key", "verify_token")


class Whatsapp(Channel):
    """`provider_config` is replaced as a whole, verify token included, which is therefore always sent.

    The token of a Cloud number counts as being there when Meta has been told with it to deliver to us: a run in which
    Meta refused leaves it different, and the next one tells Meta again.
    """

    type, stored = "whatsapp", "Channel::Whatsapp"
    fields = frozenset({"phone_number", "provider", *_CONFIG})
    fixed = frozenset({"phone_number", "provider"})

    def key(self, fields: Fields) -> str:
        number: str = fields["phone_number"]
        return number

    def foreign(self, live: Json) -> bool:
        return (live.get("provider_config") or {}).get("source") == "embedded_signup"

    def read(self, live: Json, world: World) -> dict[str, object]:
        config = live.get("provider_config") or {}
        cloud = live.get("provider") == "whatsapp_cloud"
        found: dict[str, Any] = {name: config.get(key) or None for name, key in _CONFIG.items()}
        found |= {name: Secret(found[name]) for name in _SECRETS if found[name]}
        if cloud and found["api_key"] and not world.since(*_SUBSCRIBES_ITSELF):
            found["api_key"] = Subscribed(found["api_key"].reveal(), self._subscription(live, world, config))
        return {
            "phone_number": live["phone_number"],
            "provider": "whatsapp_cloud" if cloud else "360dialog",
            **found,
        }

    def body(self, fields: Fields, raw: Json) -> Json:
        declared = {key: revealed(fields[name]) for name, key in _CONFIG.items() if fields.get(name) is not None}
        return {
            "phone_number": fields["phone_number"],
            "provider": _STORED[fields["provider"]],
            "provider_config": {**(raw.get("provider_config") or {}), **declared},
        }

    def written(self, fields: Fields, world: World, what: str) -> None:
        if fields["provider"] == "whatsapp_cloud" and not world.since(*_SUBSCRIBES_ITSELF):
            world.subscribe(fields["business_account_id"], fields["api_key"], what)

    def _subscription(self, live: Json, world: World, config: Json) -> Unseen:
        name = f"{world.account}/inbox/{self.type} {live['id']}/subscribed_apps"
        return Unseen(world.sealed, name, str(config.get("business_account_id")))


class Subscribed(Secret, Unseen):
    """An access token that an answer shows, equal to the same one with which Meta was last told to deliver."""

    def __init__(self, value: str, subscription: Unseen) -> None:
        Secret.__init__(self, value)
        Unseen.__init__(self, subscription.sealed, subscription.name, subscription.stored)

    def __eq__(self, other: object) -> bool:
        return Secret.__eq__(self, other) is True and Unseen.__eq__(self, other)

    def __hash__(self) -> int:
        return Secret.__hash__(self)

    def __repr__(self) -> str:
        return "(secret)"
