"""Agent bots: those of all accounts left out, no token shown."""

from typing import Any

import pytest
import requests

from deploy.objects.kinds.agent_bots import AgentBots
from tests.examples import agent_bots
from tests.unit.objects_names import one, refused, world
from tests.unit.objects_world import MemoryChatwoot, client

KIND = AgentBots()


def live(number: int, **changed: Any) -> dict[str, Any]:
    """A live bot as the list shows it."""
    found = {"id": number, "name": "Helper", "description": None, "outgoing_url": None, "bot_type": "webhook"}
    return {**found, "bot_config": {}, "account_id": 7, "access_token": "hidden-token", **changed}


def test_what_is_sent_reads_back_as_declared() -> None:
    for declared in agent_bots.FULL + agent_bots.BENT:
        fields = one("agent bot", declared).fields
        assert KIND.read({**live(1), **KIND.body(fields, world())}, world()) == fields


def test_bots_of_the_whole_installation_are_none_of_the_account() -> None:
    server: requests.Session = MemoryChatwoot(agent_bots=[live(1), live(2, account_id=None)])
    assert [each["id"] for each in KIND.list(client(server))] == [1]


def test_a_token_is_in_no_field_and_no_text() -> None:
    found = KIND.live(live(1), world())
    assert "hidden-token" not in str(found.fields)
    assert "hidden-token" not in repr(found)


def test_one_without_a_name_is_called_by_its_id() -> None:
    assert KIND.live(live(4, name=None), world()).key == "#4"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": ""}, "agent_bots[0].name"),
        ({"name": " "}, "agent_bots[0].name: ' ' is empty"),
        ({"description": "x" * 256}, "agent_bots[0].description: is too long"),
        ({"outgoing_url": "bot.example.com"}, "agent_bots[0].outgoing_url: 'bot.example.com' is not a URL"),
        ({"bot_type": "csml"}, "agent_bots[0].bot_type: 'csml' is not possible"),
        ({"bot_config": {}}, "agent_bots[0].bot_config"),
    ],
)
def test_wrong_values_are_refused(changed: dict[str, Any], said: str) -> None:
    assert said in refused("agent_bots", {"name": "Helper", **changed})
