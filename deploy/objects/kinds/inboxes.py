"""Inboxes of all channels, with their members and their bot (chatwoot.md 1.3 to 1.5)."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from deploy.chatwoot.client import Client
from deploy.chatwoot.refusal import Refused
from deploy.errors import OperatorError
from deploy.objects.kind import Fields, Json, Kind, Live, Mention
from deploy.objects.kinds import inbox_fields, inbox_name
from deploy.objects.kinds.channels.api import Api
from deploy.objects.kinds.channels.channel import Channel
from deploy.objects.kinds.channels.email import Email
from deploy.objects.kinds.channels.line import Line
from deploy.objects.kinds.channels.sms import Sms
from deploy.objects.kinds.channels.telegram import Telegram
from deploy.objects.kinds.channels.twilio import Twilio
from deploy.objects.kinds.channels.web_widget import WebWidget
from deploy.objects.kinds.channels.whatsapp import Whatsapp
from deploy.objects.names import Unknown, is_number
from deploy.objects.world import Release, World
from deploy.settings.accounts import Account
from deploy.settings.section import Section

CHANNELS: tuple[Channel, ...] = (
    Api(), WebWidget(), Email(), Whatsapp(), Telegram(), Sms(), Line(), Twilio()
)  # fmt: skip
_TYPES = {each.type: each for each in CHANNELS}
_STORED = {each.stored: each for each in CHANNELS}
_TRIES, _PAUSE = 30, 2.0  # 4.10 deletes by a job of the worker


class Inboxes(Kind):
    """`A/inboxes`, `A/inbox_members`, `A/inboxes/{id}/set_agent_bot`.

    Members and bots come from the database: the API would take two requests an inbox. What belongs to the channel is
    sent apart and last, and only when it differs: saving a channel asks its provider, whose refusal leaves the rest
    applied. The help centre is InboxPortals' business, since portals are made later.
    """

    noun, section, path = "inbox", "inboxes", "/inboxes"
    refers: ClassVar[tuple[str, ...]] = ("agent", "agent bot")
    looks = True

    def declared(self, account: Account) -> Sequence[Section] | None:
        if account.inboxes is None:
            return None
        return [each.model_copy(update={"portal": None}) for each in account.inboxes]

    def key(self, fields: Fields) -> str:
        channel = _TYPES.get(fields["type"])
        return f"{fields['type']} {channel.key(fields) if channel else fields['name']}"

    def reference(self, fields: Fields) -> str:
        name: str = fields["name"]
        return name

    def mentions(self, fields: Fields) -> Iterable[Mention]:
        for number, email in enumerate(fields.get("members", ())):
            yield Mention(f"members[{number}]", "agent", email)
        if fields.get("agent_bot"):
            yield Mention("agent_bot", "agent bot", fields["agent_bot"])
        for number, title in enumerate(fields.get("csat", {}).get("survey_rules", {}).get("values", ())):
            yield Mention(f"csat.survey_rules.values[{number}]", "label", title)
        for number, question in enumerate(fields.get("pre_chat_fields", ())):
            if question["field_type"] != "standard":
                yield Mention(f"pre_chat_fields[{number}].name", "custom attribute", question["name"])

    def problems(self, fields: Fields, release: Release) -> Iterable[tuple[str, str]]:
        yield from inbox_name.problems(fields, release)
        yield from inbox_fields.problems(fields, release)
        yield from _TYPES[fields["type"]].problems(fields, release)

    def foreign(self, live: Json, world: World) -> bool:
        # Made in a browser (Facebook, Instagram, OAuth mail): nobody can declare it, so nobody's orphan.
        channel = _STORED.get(live["channel_type"])
        return channel is None or channel.foreign(live)

    def list(self, client: Client) -> list[Json]:
        found: list[Json] = client.get(self.path, f"the inboxes of account {client.name}")["payload"]
        return found

    def read(self, live: Json, world: World) -> Fields:
        channel = _STORED.get(live["channel_type"])
        members = world.look.inbox_members.get(live["id"], ())
        bot = world.look.inbox_bots.get(live["id"])
        return {
            "type": channel.type if channel else live["channel_type"],
            **inbox_fields.read(live, world),
            "members": sorted(world.names.name("agent", each) for each in members),
            "agent_bot": world.names.name("agent bot", bot) if bot is not None else "",
            **(channel.read(live, world) if channel else {}),
        }

    def body(self, fields: Fields, world: World) -> Json:
        channel = _TYPES[fields["type"]]
        return {**inbox_fields.body(fields, {}), "channel": {"type": channel.type, **channel.body(fields, {})}}

    def create(self, client: Client, fields: Fields, world: World, what: str) -> None:
        channel = _TYPES[fields["type"]]
        users, bot = self._users(fields, world), self._bot(fields, world)  # a missing name is told before anything
        made = channel.create(client, inbox_fields.body(fields, {}), channel.body(fields, {}), what)
        if fields.get("working_hours"):
            self._hours(client, made["id"], fields, what)
        if users:
            self._members(client, made["id"], users, what)
        if bot is not None:
            client.post(f"{self.path}/{made['id']}/set_agent_bot", {"agent_bot": bot}, f"the bot of {what}")
        channel.written(fields, world, what)

    def update(
        self, client: Client, live: Live, fields: Fields, changed: frozenset[str], world: World, what: str
    ) -> None:
        channel = _TYPES[fields["type"]]
        channel.refuse(changed, world, what)  # before anything: half a change would be worse than none
        users, bot = self._users(fields, world, changed), self._bot(fields, world, changed)
        own = inbox_fields.body({name: fields[name] for name in changed if name in fields}, live.raw)
        if own:
            client.patch(f"{self.path}/{live.id}", own, what)
        if "working_hours" in changed:
            self._hours(client, live.id, fields, what)
        if "members" in changed:
            self._members(client, live.id, users, what)
        if "agent_bot" in changed:
            client.post(f"{self.path}/{live.id}/set_agent_bot", {"agent_bot": bot}, f"the bot of {what}")
        if changed & channel.fields:
            channel.update(client, live, fields, changed, world, what)
            channel.written(fields, world, what)

    def delete(self, client: Client, live: Live, world: World, what: str) -> None:
        """Remove one and wait until it is gone: 4.10 lets the worker do it, and holds the number till then."""
        client.delete(f"{self.path}/{live.id}", what)
        for number in range(_TRIES):
            if live.id not in {each["id"] for each in self.list(client)}:
                return
            if number == 0:
                client.say(f"waiting until the worker has deleted {what}")
            client.sleep(_PAUSE)
        raise Undeleted(what)

    def _hours(self, client: Client, number: int | str, fields: Fields, what: str) -> None:
        body = {"working_hours": inbox_fields.hours(fields["working_hours"])}
        client.patch(f"{self.path}/{number}", body, f"the working hours of {what}")

    def _members(self, client: Client, number: int | str, users: Sequence[int], what: str) -> None:
        client.patch("/inbox_members", {"inbox_id": number, "user_ids": [*users]}, f"the members of {what}")

    def _users(self, fields: Fields, world: World, changed: frozenset[str] = frozenset({"members"})) -> Sequence[int]:
        # Chatwoot takes users of other accounts too (chatwoot.md 1.8): each must be known by name here.
        if "members" not in changed:
            return []
        found = []
        for each in fields.get("members", ()):
            if is_number(each):
                raise Unknown("agent", each)
            found.append(world.names.id("agent", each))
        return found

    def _bot(self, fields: Fields, world: World, changed: frozenset[str] = frozenset({"agent_bot"})) -> int | None:
        wanted = fields.get("agent_bot") if "agent_bot" in changed else None
        return world.names.id("agent bot", wanted) if wanted else None


class Undeleted(Refused):
    """The worker has not deleted it in time."""

    def __init__(self, what: str) -> None:
        OperatorError.__init__(
            self,
            f"Chatwoot took the order to delete {what}, and it is still there after {_TRIES * _PAUSE:.0f} s. "
            "Look whether the worker runs",
        )
        self.status = 0
