"""Automation rules: conditions, how they are joined, events; what Chatwoot would store and never act on."""

from typing import Any

import pytest

from deploy.objects.difference import differences
from deploy.objects.kinds.automation_rules import AutomationRules
from deploy.objects.names import Unknown
from tests.examples import automation_rules
from tests.unit.objects_names import NEW, OLD, checked, one, refused, world

KIND = AutomationRules()
OPEN = {"attribute": "status", "operator": "equal_to", "values": ["open"]}
RULE: dict[str, Any] = {
    "name": "VIP",
    "event": "conversation_created",
    "conditions": [OPEN],
    "actions": [{"resolve_conversation": True}],
}


def live(**changed: Any) -> dict[str, Any]:
    """A live rule as the list shows it."""
    stored = {"attribute_key": "status", "filter_operator": "equal_to", "values": ["open"], "query_operator": None}
    return {
        "id": 1,
        "account_id": 1,
        "name": "VIP",
        "description": None,
        "event_name": "conversation_created",
        "conditions": [stored],
        "actions": [{"action_name": "resolve_conversation", "action_params": []}],
        "active": True,
        **changed,
    }


@pytest.mark.parametrize("release", [OLD, NEW])
def test_what_is_sent_reads_back_as_declared(release: Any) -> None:
    rules = automation_rules.full(release) + automation_rules.bent(release)
    assert len(rules) == 6
    for declared in rules:
        fields, there = one("automation rule", declared).fields, world(release)
        sent = KIND.body(fields, there)
        assert {key: value for key, value in KIND.read({**live(), **sent}, there).items() if key in fields} == fields


def test_ids_are_integers_and_names_come_back() -> None:
    conditions = [
        {"attribute": "team", "operator": "equal_to", "values": ["Support", "sales"]},
        {"attribute": "assignee", "operator": "equal_to", "values": ["Bo@Example.com"]},
        {"attribute": "inbox", "operator": "is_present"},
    ]
    fields = one("automation rule", {**RULE, "conditions": conditions, "match": "any"}).fields
    sent = KIND.body(fields, world())["conditions"]
    assert [(each["attribute_key"], each["values"], each["query_operator"]) for each in sent] == [
        ("team_id", [1, 2], "OR"),
        ("assignee_id", [2], "OR"),
        ("inbox_id", [], None),
    ]
    # The dashboard stores texts, lower-case words and the ids in any order.
    hand = [
        {"attribute_key": "team_id", "filter_operator": "equal_to", "values": ["2", 1], "query_operator": "or"},
        {"attribute_key": "assignee_id", "filter_operator": "equal_to", "values": [2], "query_operator": "or"},
        {
            "attribute_key": "inbox_id",
            "filter_operator": "is_present",
            "values": "",
            "query_operator": None,
            "custom_attribute_type": "",
        },
    ]
    assert differences(fields, KIND.read(live(conditions=hand), world())) == ()


def test_names_that_are_not_there_wait_and_ids_of_gone_objects_are_shown() -> None:
    fields = one(
        "automation rule", {**RULE, "conditions": [{"attribute": "team", "operator": "equal_to", "values": ["x"]}]}
    ).fields
    with pytest.raises(Unknown):
        KIND.body(fields, world())
    gone = {"attribute_key": "team_id", "filter_operator": "equal_to", "values": [99], "query_operator": None}
    shown = KIND.read(live(conditions=[gone]), world())
    assert shown["conditions"][0]["values"] == ["#99"]
    with pytest.raises(Unknown):  # an id that is none of this account's never goes out
        KIND.body(shown, world())


@pytest.mark.parametrize(
    ("words", "match", "then"),
    [
        ([None], "all", [None]),
        (["AND", "and", None], "all", [None, None, None]),
        (["or", "OR", ""], "any", [None, None, None]),
        (["and", "or", None], "mixed", ["and", "or", None]),
        ([None, None], "mixed", [None, None]),  # 2.10 takes it, and the query is broken
        (["and"], "mixed", ["and"]),
        ([], "all", []),
    ],
)
def test_how_live_conditions_are_joined(words: list[str | None], match: str, then: list[str | None]) -> None:
    stored = live()["conditions"][0]
    found = KIND.read(live(conditions=[{**stored, "query_operator": each} for each in words]), world())
    assert found["match"] == match
    assert [each.get("then") for each in found["conditions"]] == then


def test_one_condition_is_joined_with_nothing() -> None:
    assert one("automation rule", {**RULE, "match": "any"}).fields["match"] == "all"


def test_live_rules_that_cannot_be_declared_are_readable() -> None:
    changed = {
        "attribute_key": "status",
        "filter_operator": "attribute_changed",
        "values": {"from": ["open"], "to": ["resolved"]},
        "query_operator": None,
    }
    found = KIND.read(live(event_name="nope", conditions=[changed]), world())
    assert found["event"] == "nope"
    assert found["conditions"][0]["values"] == {"from": ["open"], "to": ["resolved"]}
    assert KIND.read(live(conditions="{}", actions=None), world())["conditions"] == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"event": "nope"}, "automation_rules[0].event: 'nope' is not possible"),
        ({"conditions": []}, "automation_rules[0].conditions: is empty"),
        ({"actions": []}, "automation_rules[0].actions: is empty"),
        (
            {"conditions": [{**OPEN, "attribute": "moon_phase"}]},
            "moon_phase is no attribute of Chatwoot. Choose one of",
        ),
        ({"conditions": [{**OPEN, "operator": "contains"}]}, "status cannot be compared by contains"),
        ({"conditions": [{**OPEN, "values": ["opened"]}]}, "opened is no status. Choose one of open"),
        ({"conditions": [{**OPEN, "values": []}]}, "values are missing"),
        ({"conditions": [{**OPEN, "values": ["open", "open"]}]}, "values name one twice"),
        ({"conditions": [{**OPEN, "of": "contact"}]}, "status means Chatwoot's own attribute. Leave out of"),
        ({"conditions": [{**OPEN, "attribute": "message_type", "values": ["in"]}]}, "in is no message_type"),
        ({"conditions": [{**OPEN, "attribute": "priority", "values": ["top"]}]}, "top is no priority"),
        ({"conditions": [{**OPEN, "attribute": "country_code", "values": ["Chile"]}]}, "Chile is no country code"),
        ({"conditions": [{**OPEN, "attribute": "city", "values": [5]}]}, "values of city are texts"),
        (
            {"conditions": [{**OPEN, "attribute": "inbox", "operator": "is_present"}]},
            "is_present compares with nothing",
        ),
        (
            {"conditions": [{"attribute": "tier", "of": "contact", "operator": "equal_to", "values": ["a", "b"]}]},
            "a custom attribute is compared with one value",
        ),
        (
            {"conditions": [{"attribute": "phone_number", "operator": "starts_with", "values": ["+34", "+56"]}]},
            "starts_with compares with one value",
        ),
        ({"conditions": [{**OPEN, "then": "and"}, OPEN]}, 'then is for match "mixed" alone'),
        ({"conditions": [OPEN, OPEN], "match": "mixed"}, "every condition but the last says then"),
        ({"conditions": [{**OPEN, "then": "or"}, OPEN], "match": "mixed"}, "every then alike"),
        ({"conditions": [{**OPEN, "value": "x"}]}, "automation_rules[0].conditions[0].value"),
    ],
)
def test_what_would_never_fire_is_refused(changed: dict[str, Any], said: str) -> None:
    assert said in refused("automation_rules", {**RULE, **changed})


def test_what_2_10_does_not_know_is_told_with_its_path() -> None:
    rule = {
        **RULE,
        "event": "conversation_opened",
        "conditions": [{"attribute": "priority", "operator": "equal_to", "values": ["low"]}],
        "actions": [{"open_conversation": True}, {"assign_agent": "nobody"}],
    }
    assert checked({"automation_rules": [rule]}) == []
    assert checked({"automation_rules": [rule]}, version="3.5.0") == []  # nobody knows that it lacks them
    found = checked({"automation_rules": [rule]}, version="2.10.0")
    assert [each.partition(":")[0].partition("].")[2] for each in found] == [
        "automation_rules[0].event",
        "automation_rules[0].conditions[0].attribute",
        "automation_rules[0].actions[0].open_conversation",
        "automation_rules[0].actions[1].assign_agent",
    ]


def test_a_custom_attribute_of_the_other_model_is_told() -> None:
    attributes = [{"key": "tier", "model": "contact", "name": "Tier", "type": "text"}]
    there = {"attribute": "tier", "of": "contact", "operator": "is_present"}
    assert checked({"automation_rules": [{**RULE, "conditions": [there]}], "custom_attributes": attributes}) == []
    wrong = [{**RULE, "conditions": [{**there, "of": "conversation"}]}]
    assert checked({"automation_rules": wrong, "custom_attributes": attributes}) == [
        "accounts[0].automation_rules[0].conditions[0].of: tier belongs to the contact. Set of to contact"
    ]


def test_every_named_object_is_looked_for() -> None:
    conditions = [
        {"attribute": "labels", "operator": "equal_to", "values": ["vip"]},
        {"attribute": "tier", "of": "contact", "operator": "is_present"},
        {"attribute": "inbox", "operator": "equal_to", "values": ["Orders"]},
        {"attribute": "team", "operator": "equal_to", "values": ["sales", "#9"]},
        {"attribute": "assignee", "operator": "equal_to", "values": ["bo@example.com"]},
    ]
    actions = [{"add_label": ["vip"]}, {"send_email_to_team": {"teams": ["sales"], "message": "x"}}]
    rule = {**RULE, "conditions": conditions, "actions": actions}
    number = (
        "accounts[0].automation_rules[0].conditions[3].values[0]: #9 is an id, not a name. "
        "Give the team a name of its own and write that"
    )
    assert checked({"automation_rules": [rule]}) == [number]  # nothing declared: the names may live there
    empty: dict[str, Any] = {"labels": [], "teams": [], "agents": [], "custom_attributes": [], "inboxes": []}
    found = checked({"automation_rules": [rule], **empty})
    assert [each.partition(": ")[0].partition("].")[2] for each in found] == [
        "automation_rules[0].conditions[0].values[0]",
        "automation_rules[0].conditions[1].attribute",
        "automation_rules[0].conditions[2].values[0]",
        "automation_rules[0].conditions[3].values[0]",
        "automation_rules[0].conditions[3].values[1]",
        "automation_rules[0].conditions[4].values[0]",
        "automation_rules[0].actions[0].add_label[0]",
        "automation_rules[0].actions[1].send_email_to_team.teams[0]",
    ]
