"""Agent bots as we send them, against what the real application was seen to take and to answer."""

from typing import Any

import pytest

from deploy.objects.difference import differences
from deploy.objects.kinds.agent_bots import AgentBots
from tests.contract.recordings import VERSIONS
from tests.contract.requests import accepted, recorded, same_shape
from tests.examples import agent_bots
from tests.unit.objects_names import one, world

KIND = AgentBots()
BOT = {"name": "Bot uno", "description": "d", "outgoing_url": "http://listener.test/bot"}


def release(version: str) -> Any:
    """4.10.0 as numbers."""
    return tuple(int(part) for part in version.split("."))


@pytest.mark.parametrize("version", VERSIONS)
def test_the_recorded_bot_is_sent_and_read_as_it_was(version: str) -> None:
    fields, there = one("agent bot", BOT).fields, world(release(version))
    said = recorded(version, "agent_bots", "create")
    assert KIND.body(fields, there) == said.request["json"]
    assert differences(fields, KIND.read(said.response["json"], there)) == ()


@pytest.mark.parametrize("version", VERSIONS)
def test_the_list_is_read_with_bots_that_have_no_name(version: str) -> None:
    found = [KIND.live(each, world()) for each in recorded(version, "agent_bots", "list").response["json"]]
    assert [each.key for each in found] == ["Plat Bot", "Bot uno", "Bot uno", "#4"]


@pytest.mark.parametrize("version", VERSIONS)
def test_every_example_has_the_recorded_shape(version: str) -> None:
    # bot_type is in no recorded request that was taken; chatwoot.md 1.3 names it, and every answer shows it.
    for declared in agent_bots.FULL:
        sent = KIND.body(one("agent bot", declared).fields, world())
        assert same_shape(sent, accepted(version, "agent_bots"), {"bot_type": str}) == []
