"""Automation rules as we send them, against what the real application was seen to take and to answer."""

from typing import Any

import pytest

from deploy.objects.difference import differences
from deploy.objects.kinds.automation_rules import AutomationRules
from tests.contract.recordings import VERSIONS
from tests.contract.requests import accepted, recorded, same_shape, valid
from tests.examples import automation_rules
from tests.unit.objects_names import one, world

KIND, PATH = AutomationRules(), "/api/v1/accounts/1/automation_rules"
OPEN = {"attribute": "status", "operator": "equal_to", "values": ["open"]}
ACTIONS = [{"add_label": ["vip2"]}, {"assign_team": "sales"}]
CREATED = {
    "name": "VIP a ventas",
    "description": "d",
    "event": "conversation_created",
    "active": True,
    "conditions": [OPEN],
    "actions": ACTIONS,
}
CUSTOM = {"attribute": "producto", "of": "conversation", "operator": "equal_to", "values": ["a"]}


def release(version: str) -> Any:
    """4.10.0 as numbers."""
    return tuple(int(part) for part in version.split("."))


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("case", "changed"),
    [
        ("create", {}),
        ("create-custom-attribute-condition", {"name": "prod", "active": False, "conditions": [CUSTOM]}),
        ("assign", {"actions": [{"assign_agent": "bo@example.com"}], "active": False}),
    ],
)
def test_the_recorded_rule_is_sent_and_read_as_it_was(version: str, case: str, changed: dict[str, Any]) -> None:
    if case == "assign":
        old = version == "2.10.0"
        case = "create-assign-best-agent" if old else "create-assign-agent"
        changed = {**changed, "name": "asigna mejor" if old else "asigna"}
    fields, there = one("automation rule", {**CREATED, **changed}).fields, world(release(version))
    said = recorded(version, "automation_rules", case)
    assert KIND.body(fields, there) == said.request["json"]
    assert differences(fields, KIND.read(said.response["json"], there)) == ()


@pytest.mark.parametrize("version", VERSIONS)
def test_the_list_is_read_with_the_rules_that_never_fire(version: str) -> None:
    listed = recorded(version, "automation_rules", "list").response["json"]["payload"]
    found = [KIND.read(each, world(release(version))) for each in listed]
    assert len(found) > 5
    assert "nope" in {each["event"] for each in found}
    assert [] in [each["conditions"] for each in found]


@pytest.mark.parametrize("version", VERSIONS)
def test_every_example_has_the_recorded_shape(version: str) -> None:
    known = accepted(version, "automation_rules")
    # Ids among the values (app/services/filter_service.rb), and an e-mail to teams, the one parameter that is an
    # object (app/services/automation_rules/action_service.rb).
    params: dict[str, Any] = {
        "conditions[].query_operator": (str, type(None)),
        "conditions[].values[]": (str, int),
        "actions[].action_params[]": (str, int, dict),
    }
    more: dict[str, Any] = {"actions[].action_params[].team_ids": list, "actions[].action_params[].message": str}
    for declared in automation_rules.full(release(version)):
        sent = KIND.body(one("automation rule", declared).fields, world(release(version)))
        assert same_shape(sent, known, {**params, **more}) == []
        assert valid(version, "POST", PATH, sent) == []
        assert valid(version, "PATCH", f"{PATH}/1", sent) == []
