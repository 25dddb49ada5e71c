"""Agents, labels and teams: our requests beside the recorded ones, and recorded answers that need no change."""

from typing import Any

import pytest

from deploy.objects.difference import differences
from deploy.objects.kind import Kind
from deploy.objects.kinds.agents import Agents
from deploy.objects.kinds.labels import Labels
from deploy.objects.kinds.teams import Teams
from deploy.objects.world import World
from tests.contract.recordings import VERSIONS
from tests.contract.requests import accepted, recorded, same_shape, valid
from tests.examples import agents, labels, teams
from tests.unit.objects_world import MemoryChatwoot, account, apply, declared

A = "/api/v1/accounts/1"
PLATFORM = "/platform/api/v1"


def world(version: str) -> World:
    """The release."""
    return World(tuple(int(part) for part in version.split(".")), 1)  # type: ignore[arg-type]


@pytest.mark.parametrize("version", VERSIONS)
def test_an_agent_is_made_as_recorded(version: str) -> None:
    server = MemoryChatwoot()
    apply(server, declared(account(agents=agents.FULL)))
    sent = {path: body for (_, path), body in zip(server.asked, server.bodies, strict=True) if body}
    user, member = sent[f"{PLATFORM}/users"], sent[f"{PLATFORM}/accounts/7/account_users"]
    assert same_shape(user, recorded(version, "platform", "user-create").request["json"]) == []
    assert same_shape(member, recorded(version, "platform", "account-users-create").request["json"]) == []
    assert valid(version, "POST", f"{PLATFORM}/users", user) == []
    assert valid(version, "POST", f"{PLATFORM}/accounts/1/account_users", member) == []


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("kind", "examples"),
    [
        (Agents(), [*agents.FULL, *agents.BENT]),
        (Labels(), [*labels.FULL, *labels.BENT]),
        (Teams(), [*teams.FULL, *teams.BENT]),
    ],
    ids=["agents", "labels", "teams"],
)
def test_what_we_send_is_known(version: str, kind: Kind, examples: list[dict[str, Any]]) -> None:
    for each in examples:
        body = kind.body(each, world(version))
        assert same_shape(body, accepted(version, kind.section)) == []
        assert valid(version, "PATCH", f"{A}{kind.path}/1", body) == []
        if kind.noun != "agent":  # made through the platform
            assert valid(version, "POST", f"{A}{kind.path}", body) == []


@pytest.mark.parametrize("version", VERSIONS)
def test_members_are_sent_as_recorded(version: str) -> None:
    server = MemoryChatwoot()
    apply(server, declared(account(agents=agents.FULL, teams=teams.FULL)))
    sent = [body for (_, path), body in zip(server.asked, server.bodies, strict=True) if path.endswith("/team_members")]
    assert len(sent) == 2
    for body in sent:
        assert same_shape(body, recorded(version, "teams", "members-replace").request["json"]) == []
        assert valid(version, "PATCH", f"{A}/teams/1/team_members", body) == []
        assert all(type(each) is int for each in body["user_ids"])


@pytest.mark.parametrize("version", VERSIONS)
def test_recorded_answers_are_as_declared(version: str) -> None:
    used = world(version)
    ana = recorded(version, "agents", "update").response["json"]
    wanted = {"email": "ana@example.com", "name": "Ana Maria", "role": "administrator", "auto_offline": False}
    assert differences(wanted, Agents().read(ana, used)) == ()
    assert Agents().key(Agents().read(ana, used)) == "ana@example.com"
    for kind in (Labels(), Teams()):
        case = recorded(version, kind.section, "create")
        ((_, (one,)),) = declared(account(**{kind.section: [case.request["json"]]}))
        live = kind.live(case.response["json"], used)
        assert (live.key, differences(one.fields, live.fields)) == (one.key, ())
