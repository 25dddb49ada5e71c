"""Agents: made through the platform API, one name in all accounts, the installation's own users left alone."""

from typing import Any

import pytest

from deploy.objects.check import problems
from deploy.objects.kinds.agents import Agents
from deploy.objects.world import World
from deploy.settings.load import load
from tests.unit.declaration import SMALLEST
from tests.unit.objects_names import refused
from tests.unit.objects_world import MemoryChatwoot, account, apply, declared

LIVE: dict[str, Any] = {
    "id": 6,
    "email": "bo@example.com",
    "name": "Bo",
    "role": "agent",
    "auto_offline": True,
    "availability_status": "busy",
}


def found(*accounts: list[dict[str, Any]]) -> list[str]:
    """What check says to agents, one list an account."""
    named = [{"name": f"A{number}", "agents": agents} for number, agents in enumerate(accounts)]
    return problems(load(SMALLEST | {"accounts": named}, "vps1"))


def test_live_presence_is_no_field() -> None:
    assert Agents().read(LIVE, World((4, 10, 0))) == {
        "email": "bo@example.com",
        "name": "Bo",
        "role": "agent",
        "auto_offline": True,
    }
    assert Agents().foreign(LIVE, World((4, 10, 0), own=frozenset({"bo@example.com"})))
    assert not Agents().foreign(LIVE, World((4, 10, 0)))


def test_a_user_of_another_account_gets_the_declared_name() -> None:
    server = MemoryChatwoot()
    agents = [{"email": "bo@example.com", "name": "Bo", "auto_offline": False}]
    assert apply(server, declared(account(agents=agents))).pending == []
    assert [path.rsplit("/", 1)[0] for _, path in server.changes][-1] == "/api/v1/accounts/7/agents"
    assert server.bodies[-2] == {"agent": {"name": "Bo", "role": "agent", "auto_offline": False}}
    user = next(body for body in server.bodies if "password" in (body or {}))
    assert user["email"] == "bo@example.com"
    assert len(user["password"]) >= 12


@pytest.mark.parametrize(
    ("section", "declared"),
    [("agents", {"email": "bo@example.com", "name": " "}), ("teams", {"name": "\t"})],
)
def test_a_blank_name_is_refused(section: str, declared: dict[str, Any]) -> None:
    assert f"accounts[0].{section}[0].name: {declared['name']!r} is empty" in refused(section, declared)


def test_one_name_in_all_accounts() -> None:
    bo = {"email": "bo@example.com", "name": "Bo"}
    assert found([bo], [{**bo, "role": "administrator"}]) == []
    assert found([bo], [{**bo, "name": "Bob"}]) == [
        "accounts[1].agents[0].name: bo@example.com is called Bo at accounts[0].agents[0], and a user has one name in "
        "all accounts. Write the same name"
    ]


@pytest.mark.parametrize(
    ("email", "who"), [("Ana@example.com", "the admin"), ("chatwoot-deploy@chatwoot.invalid", "the provisioning user")]
)
def test_the_installation_s_own_users_are_no_agents(email: str, who: str) -> None:
    assert found([{"email": email, "name": "X"}]) == [
        f"accounts[0].agents[0].email: {email.lower()} is {who}, administrator of every account already. "
        "Remove this agent"
    ]
