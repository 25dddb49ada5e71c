"""A world whose names are known, and wrong declarations with their message."""

from typing import Any

import pytest

from deploy.errors import OperatorError
from deploy.objects.check import problems
from deploy.objects.declared import wanted
from deploy.objects.plan import Wanted
from deploy.objects.registry import by_noun
from deploy.objects.secret import Secret
from deploy.objects.world import Look, Release, World
from deploy.settings.accounts import Account
from deploy.settings.load import load
from tests.unit.declaration import SMALLEST

OLD, NEW = (2, 10, 0), (4, 10, 0)
AGENTS = {"bo@example.com": 2, "cy@example.com": 3}
TEAMS = {"sales": 1, "support": 2}
INBOXES = {"Orders": 5, "Web site": 7, "Shop": 9}


def world(release: Release = NEW, **look: Any) -> World:
    """An account with agents, teams and inboxes."""
    found = World(release, 1, look=Look(**look), own=frozenset({"service@example.com"}), user="service@example.com")
    for noun, ids in (("agent", AGENTS), ("team", TEAMS), ("inbox", INBOXES)):
        found.names.learn(noun, ids)
    return found


def one(noun: str, declared: dict[str, Any]) -> Wanted:
    """The fields of one declared object."""
    kind = by_noun(noun)
    account = Account.model_validate({"name": "Acme", kind.section: [declared]})
    found = wanted(kind, account, "accounts[0]", Secret)
    assert found is not None
    return found[0]


def refused(section: str, declared: dict[str, Any]) -> str:
    """What `check` says of an object that the schema does not take."""
    with pytest.raises(OperatorError) as caught:
        load(SMALLEST | {"accounts": [{"name": "Acme", section: [declared]}]}, "vps1")
    return str(caught.value)


def checked(*accounts: dict[str, Any], version: str = "4.10.0") -> list[str]:
    """What `check` says of accounts that the schema takes."""
    given = [{"name": f"Account {number}", **each} for number, each in enumerate(accounts)]
    chatwoot = {**SMALLEST.get("chatwoot", {}), "version": version}
    return problems(load(SMALLEST | {"accounts": given, "chatwoot": chatwoot}, "vps1"))
