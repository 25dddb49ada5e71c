"""Answers that mislead (chatwoot.md 1.8) and that no recorded request shows, against the stand-in of both releases."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.contract.recordings import VERSIONS
from tests.contract.replay import BOOTSTRAP
from tests.contract.standin import StandIn

OTHER = """
other = Account.create!(name: 'Other')
user = User.new(name: 'Foreign', email: 'foreign@example.com', password: 'Secret!1234')
user.skip_confirmation!
user.save!
AccountUser.create!(account: other, user: user)
inbox = Account.first.inboxes.create!(name: 'Orders', channel: Channel::Api.create!(account: Account.first))
contact = Account.first.contacts.create!(name: 'C', email: 'c@example.com')
link = ContactInbox.create!(contact: contact, inbox: inbox)
Account.first.conversations.create!(inbox: inbox, contact: contact, contact_inbox: link)
puts "@@#{user.id}"
"""

ANA = "puts \"@@#{User.exists?(email: 'ana@example.com')}\""


@dataclass(frozen=True)
class World:
    """A running release with an administrator and an agent."""

    standin: StandIn
    tokens: dict[str, str]
    foreign: int

    def call(self, method: str, path: str, body: Any = None, who: str = "admin") -> requests.Response:
        """Answer below the account."""
        url, headers = f"{self.standin.url}/api/v1/accounts/1/{path}", {"api_access_token": self.tokens[who]}
        return requests.request(method, url, json=body, headers=headers, timeout=30)


@pytest.fixture(scope="module", params=VERSIONS)
def world(request: pytest.FixtureRequest, root_fs: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Each release once."""
    with StandIn(root_fs, request.param, tmp_path_factory.mktemp("traps")) as standin:
        standin.start()
        yield World(standin, standin.runner(BOOTSTRAP), standin.runner(OTHER))


def _old(world: World) -> bool:
    return bool(requests.get(f"{world.standin.url}/api", timeout=10).json()["version"] == "2.10.0")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("agents", {"name": "X", "email": "x@example.com", "role": "boss"}),
        ("automation_rules", {"event_name": "conversation_created", "conditions": [], "actions": []}),
        ("macros", {"visibility": "global", "actions": []}),
        ("macros", {"name": "M", "visibility": "everybody", "actions": []}),
        ("dashboard_apps", {"content": [{"type": "frame", "url": "https://x.example.com"}]}),
        ("custom_filters", {"name": "F", "filter_type": "nope", "query": {}}),
    ],
)
def test_bad_values_are_a_500(world: World, path: str, body: dict[str, Any]) -> None:
    """And leave nothing behind."""
    answer = world.call("POST", path, body)
    assert (answer.status_code, answer.json()["status"]) == (500, 500)
    assert "boss" not in world.call("GET", "agents").text
    assert world.call("GET", "agents").text.count("x@example.com") == 0


def test_agent_without_a_name(world: World) -> None:
    """4.10 stumbles, 2.10 explains."""
    answer = world.call("POST", "agents", {"email": "noname@example.com", "role": "agent"})
    assert answer.status_code == (422 if _old(world) else 500)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("automation_rules", {"name": "R", "event_name": "message_created", "conditions": [], "actions": []}),
        ("macros", {"name": "M", "visibility": "global", "actions": []}),
    ],
)
def test_second_delete_is_a_500(world: World, path: str, body: dict[str, Any]) -> None:
    """Where the other objects answer 404."""
    made = world.call("POST", path, body).json()
    number = made.get("payload", made)["id"]
    assert [world.call("DELETE", f"{path}/{number}").status_code for _ in range(2)] == [200, 500]


def test_macro_that_lost_its_visibility(world: World) -> None:
    """Gone from the list of 4.10, while 2.10 shows an administrator everything."""
    number = world.call("POST", "macros", {"name": "Lost", "visibility": "global", "actions": []}).json()["payload"][
        "id"
    ]
    assert world.call("PATCH", f"macros/{number}", {"name": "Lost 2"}).json()["payload"]["visibility"] is None
    listed = [macro["id"] for macro in world.call("GET", "macros").json()["payload"]]
    assert (number in listed) is _old(world)


def test_member_of_another_account(world: World) -> None:
    """An inbox takes him, a team does not."""
    team = world.call("POST", "teams", {"name": "Uno"}).json()["id"]
    assert world.call("PATCH", "inbox_members", {"inbox_id": 1, "user_ids": [world.foreign]}).status_code == 200
    assert world.call("PATCH", f"teams/{team}/team_members", {"user_ids": [world.foreign]}).status_code == 401


def test_filters_of_other_types(world: World) -> None:
    """2.10 finds them only with their type in the address."""
    made = world.call(
        "POST", "custom_filters", {"name": "C", "filter_type": "contact", "query": {"payload": []}}
    ).json()
    assert world.call("GET", f"custom_filters/{made['id']}").status_code == (404 if _old(world) else 200)
    assert world.call("GET", f"custom_filters/{made['id']}?filter_type=contact").json()["name"] == "C"
    assert world.call("GET", f"custom_filters/{made['id']}?filter_type=contact", who="agent").status_code == 404


def test_what_the_worker_does_later(world: World) -> None:
    """A renamed label takes its conversations along; who leaves the account leaves its teams."""
    label = world.call("POST", "labels", {"title": "before"}).json()["id"]
    world.call("POST", "conversations/1/labels", {"labels": ["before", "ghost"]})
    team = world.call("POST", "teams", {"name": "Dos"}).json()["id"]
    agent = world.call("POST", "agents", {"name": "Ana", "email": "ana@example.com", "role": "agent"}).json()["id"]
    world.call("POST", f"teams/{team}/team_members", {"user_ids": [agent]})
    world.call("PATCH", f"labels/{label}", {"title": "after"})
    world.call("DELETE", f"agents/{agent}")
    assert world.call("GET", "conversations/1/labels").json()["payload"] == ["before", "ghost"]
    world.standin.start_worker()
    try:
        deadline = time.monotonic() + 60
        while world.call("GET", f"teams/{team}/team_members").json() and time.monotonic() < deadline:
            time.sleep(0.3)
        # Boots for some seconds, in which the worker does the rest.
        still_there = world.standin.runner(ANA)
    finally:
        world.standin.stop("worker")
    assert world.call("GET", f"teams/{team}/team_members").json() == []
    assert sorted(world.call("GET", "conversations/1/labels").json()["payload"]) == ["after", "ghost"]
    # Since 4.x a user whom no account is left goes as a whole.
    assert still_there is _old(world)
