"""A Chatwoot that answers what a test says and remembers what it was asked; live inboxes for tests."""

from collections.abc import Callable
from typing import Any

import requests

from deploy.chatwoot.client import Client
from deploy.objects.declared import fields
from deploy.objects.kind import Live
from deploy.objects.kinds.inboxes import Inboxes
from deploy.objects.secret import Secret
from deploy.objects.world import Look, Release, World
from deploy.settings.load import load
from tests.unit.declaration import SMALLEST
from tests.unit.objects_world import _answer, client

Json = dict[str, Any]
KIND = Inboxes()
BELOW = "http://chat.example.com/api/v1/accounts/7"
OPEN = {"open_hour": 9, "open_minutes": 0, "close_hour": 17, "close_minutes": 0}
SHUT = dict.fromkeys(OPEN)


class Server(requests.Session):
    """Gives what `say` says to method and path: (status, body)."""

    def __init__(self, say: Callable[[str, str], tuple[int, Any]] = lambda method, path: (200, {"id": 20})) -> None:
        super().__init__()
        self.say = say
        self.asked: list[tuple[str, str, Any]] = []

    def request(self, method: Any, url: Any, *_: Any, **options: Any) -> requests.Response:
        path = str(url).removeprefix(BELOW)
        self.asked.append((method, path, options.get("json")))
        return _answer(*self.say(str(method), path))

    @property
    def client(self) -> Client:
        """A client of account 7."""
        return client(self)


def live(kind: str, **over: Any) -> Json:
    """An inbox as both releases answer it, never changed by anybody (recordings, inboxes.json)."""
    hours = [
        {
            "day_of_week": day,
            "closed_all_day": day in (0, 6),
            "open_all_day": False,
            **(SHUT if day in (0, 6) else OPEN),
        }
        for day in range(7)
    ]
    return {
        "id": 20,
        "channel_id": 5,
        "name": "Orders",
        "channel_type": f"Channel::{kind}",
        "greeting_enabled": False,
        "greeting_message": None,
        "working_hours_enabled": False,
        "enable_email_collect": True,
        "csat_survey_enabled": False,
        "csat_config": {},
        "enable_auto_assignment": True,
        "out_of_office_message": None,
        "working_hours": hours,
        "timezone": "UTC",
        "allow_messages_after_resolved": True,
        "lock_to_single_conversation": False,
        "sender_name_type": "friendly",
        "business_name": None,
        **over,
    }


def world(release: Release = (4, 10, 0), **look: Any) -> World:
    """A world with two agents and a bot."""
    found = World(release, 7, look=Look(**look))
    found.names.learn("agent", {"bo@example.com": 2, "cy@example.com": 3})
    found.names.learn("agent bot", {"Helper": 4})
    return found


def declare(release: str = "4.10.0", *inboxes: Json) -> Any:
    """The settings of an installation with these inboxes."""
    account = {"name": "Acme", "inboxes": list(inboxes)}
    return load(SMALLEST | {"accounts": [account], "chatwoot": {"version": release}}, "vps1")


def wanted(inbox: Json) -> Json:
    """The fields of one declared inbox; a secret's value is its name in lower case."""
    (found,) = KIND.declared(declare("4.10.0", inbox).accounts[0]) or ()
    whole = fields(found, lambda name: Secret(name.lower()))
    return {key: value for key, value in whole.items() if key != "time_zone" or "time_zone" in inbox}


def known(answer: Json, used: World) -> Live:
    """A live inbox understood."""
    return KIND.live(answer, used)
