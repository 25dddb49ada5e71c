"""What `check` says of several declared objects together: keys of the installation, attributes, inboxes by name."""

from typing import Any

import pytest

from deploy.errors import OperatorError
from deploy.objects.check import problems
from deploy.settings.load import load
from tests.unit.declaration import SMALLEST
from tests.unit.objects_names import checked
from tests.unit.test_objects_inboxes import LINE, MAIL, SMS, TELEGRAM, TWILIO, WIDGET

NUMBER = "+34600000001"
WHATSAPP = {"type": "whatsapp", "name": "WA", "provider": "360dialog", "api_key": "WA_KEY", "phone_number": NUMBER}
DAY = {"key": "day", "model": "contact", "name": "Day", "type": "date"}
SIZE = {"key": "size", "model": "conversation", "name": "Size", "type": "number"}
HOOK = {"url": "https://a.example.com", "inbox": "Facebook page"}


@pytest.mark.parametrize(
    ("inbox", "key"),
    [
        (MAIL, "email"),
        (WHATSAPP, "phone_number"),
        (SMS, "phone_number"),
        (LINE, "line_channel_id"),
        (TWILIO, "sender"),
        (TELEGRAM, "bot_token"),
    ],
)
def test_what_the_installation_has_once_belongs_to_one_account(inbox: dict[str, Any], key: str) -> None:
    (found,) = checked({"inboxes": [inbox]}, {"inboxes": [inbox]})
    assert found.startswith(f"accounts[1].inboxes[0].{key}: ")
    assert f"is that of accounts[0].inboxes[0].{key}, and unique in the installation. Choose another" in found


def test_a_bot_has_one_inbox_and_a_number_of_twilio_one_for_each_medium() -> None:
    (found,) = checked({"inboxes": [TELEGRAM, TELEGRAM | {"name": "Other bot"}]})
    assert found.startswith("accounts[0].inboxes[1].bot_token: BOT_TOKEN is that of accounts[0].inboxes[0].bot_token")
    assert checked({"inboxes": [TWILIO]}, {"inboxes": [TWILIO | {"medium": "whatsapp"}]}) == []


def test_an_inbox_made_in_the_browser_can_be_named_when_it_is_said_to_be_there() -> None:
    flow = {"type": "dialogflow", "inbox": "Page", "project_id": "p", "credentials": "KEY"}
    account = {"inboxes": [WIDGET], "webhooks": [HOOK], "integrations": [flow]}
    one, other = checked(account)
    assert one == (
        "accounts[0].webhooks[0].inbox: accounts[0].inboxes declares no inbox Facebook page. Declare it there or "
        "correct the name; one that is made in the browser is named in accounts[0].browser_inboxes"
    )
    assert other.startswith("accounts[0].integrations[0].inbox: accounts[0].inboxes declares no inbox Page. ")
    assert checked(account | {"browser_inboxes": ["Page", "Facebook page"]}) == []
    (twice,) = checked(account | {"browser_inboxes": ["Page", "Facebook page"], "inboxes": [WIDGET | {"name": "Page"}]})
    assert twice.startswith("accounts[0].integrations[0].inbox: 2 inboxes of accounts[0] are called Page. Rename all")
    del account["inboxes"]
    assert checked(account) == []


def test_a_portal_shows_an_inbox_that_can_be_declared() -> None:
    portal = {"slug": "help", "name": "Help", "inbox": "Facebook page"}
    (found,) = checked({"inboxes": [WIDGET], "portals": [portal]})
    assert "declares no inbox Facebook page. Declare it there or correct the name" in found


def test_attributes_are_of_the_model_and_type_that_is_asked_for() -> None:
    questions = [
        {"name": "day", "label": "Day", "field_type": "conversation_attribute", "type": "date"},
        {"name": "day", "label": "Day", "field_type": "contact_attribute", "type": "checkbox"},
        {"name": "size", "label": "Size", "field_type": "conversation_attribute", "type": "number"},
    ]
    given = {
        "custom_attributes": [DAY, SIZE],
        "conversation_required_attributes": ["size", "day"],
        "inboxes": [WIDGET | {"pre_chat_fields": questions}],
    }
    assert sorted(checked(given)) == [
        "accounts[0].conversation_required_attributes[1]: day belongs to the contact. Name an attribute of "
        "conversations",
        "accounts[0].inboxes[0].pre_chat_fields[0].field_type: day belongs to the contact. Set field_type to "
        "contact_attribute",
        "accounts[0].inboxes[0].pre_chat_fields[1].type: day is of type date. Set type to date",
    ]


@pytest.mark.parametrize(
    ("attribute", "operator", "value", "said"),
    [
        ("size", "is_greater_than", "many", "many is no number. Write one like 100"),
        ("size", "equal_to", True, "True is no number. Write one like 100"),
        ("size", "days_before", "7", "days_before compares dates, and this is of type number. Choose another operator"),
        ("size", "is_greater_than", "-1.5", None),
        ("size", "is_less_than", 3, None),
        ("size", "contains", "3", "contains looks into texts, and this is of type number. Choose another operator"),
        ("note", "contains", "x", None),
        ("note", "equal_to", 5, "5 is no text. Write it in quotes"),
        ("note", "equal_to", "5", None),
        (
            "price",
            "equal_to",
            5,
            "Chatwoot cannot compare an attribute of type currency. Declare it as number, or leave out the condition",
        ),
    ],
)
def test_values_fit_the_type_of_the_attribute(attribute: str, operator: str, value: Any, said: str | None) -> None:
    condition = {"attribute": attribute, "of": "conversation", "operator": operator, "values": [value]}
    further = [SIZE | {"key": "note", "type": "text"}, SIZE | {"key": "price", "type": "currency"}]
    given = {"custom_attributes": [SIZE, *further], "custom_filters": [{"name": "F", "conditions": [condition]}]}
    path = "accounts[0].custom_filters[0].conditions[0].values"
    assert checked(given) == ([f"{path}: {said}"] if said else [])


def test_only_names_of_chatwoots_own_attributes_are_folded() -> None:
    def values(**condition: Any) -> Any:
        filter_ = {"name": "F", "conditions": [{"operator": "equal_to", "values": ["Gold Sales"], **condition}]}
        accounts = load(SMALLEST | {"accounts": [{"name": "A", "custom_filters": [filter_]}]}, "vps1").accounts
        return (accounts[0].custom_filters or [])[0].conditions[0].values

    # Saved filters look their own keys up first: team_id is one, team is none.
    assert values(attribute="team") == ["gold sales"]
    assert values(attribute="team", of="conversation") == ["Gold Sales"]


def test_what_nothing_can_keep_is_refused_everywhere() -> None:
    for text in ("a\0b", "a\ud800b"):
        labels = [{"title": "vip", "description": text}]
        with pytest.raises(OperatorError, match=r"labels\[0\]\.description: holds a character that nothing can keep"):
            load(SMALLEST | {"accounts": [{"name": "Acme", "labels": labels}]}, "vps1")
    with pytest.raises(OperatorError, match=r"accounts\[0\]\.name: .* is empty"):
        load(SMALLEST | {"accounts": [{"name": "  "}]}, "vps1")


def test_a_portal_does_not_take_the_sites_own_names() -> None:
    portals = [
        {"slug": str(number), "name": "Help", "custom_domain": name}
        for number, name in enumerate(("chat.example.com", "old.example.com", "help.example.com"))
    ]
    accounts = [{"name": "Acme", "portals": portals}]
    settings = load(SMALLEST | {"aliases": ["new.example.com", "old.example.com"], "accounts": accounts}, "vps1")
    assert problems(settings) == [
        "accounts[0].portals[0].custom_domain: chat.example.com is the site's own (domain). "
        "Choose another host name, or remove it",
        "accounts[0].portals[1].custom_domain: old.example.com is the site's own (aliases[1]). "
        "Choose another host name, or remove it",
    ]


def test_a_label_that_cannot_be_is_refused_where_none_is_declared() -> None:
    rules = {"display_type": "emoji", "survey_rules": {"values": ["a b"]}}
    wrong: dict[str, dict[str, Any]] = {
        "auto_resolve_label": {"auto_resolve_label": "a b"},
        "inboxes[0].csat.survey_rules.values[0]": {"inboxes": [{**WIDGET, "csat": rules}]},
    }
    for path, given in wrong.items():
        with pytest.raises(OperatorError, match="'a b' is no name for a label") as caught:
            load(SMALLEST | {"accounts": [{"name": "Acme", **given}]}, "vps1")
        assert str(caught.value).startswith(f"vps1: accounts[0].{path}: ")
    for label in ("", "VIP"):
        load(SMALLEST | {"accounts": [{"name": "Acme", "auto_resolve_label": label}]}, "vps1")


def test_2_10_assigns_to_agents_alone() -> None:
    """It takes an administrator, shows him again, and assigns nobody."""
    boss = {"name": "Al", "email": "al@example.com", "role": "administrator"}
    people = [{"name": "Bo", "email": "bo@example.com"}, boss]
    for who, wrong in (("bo@example.com", False), ("al@example.com", True), ("ana@example.com", True)):
        account = {"agents": people, "macros": [{"name": "M", "actions": [{"assign_agent": who}]}]}
        said = checked(account, version="2.10.0")
        assert [f"{who} is an administrator" in each for each in said] == [True] * wrong
        assert checked(account, version="4.10.0") == []


def test_2_10_takes_no_conversation_from_its_team() -> None:
    account = {"macros": [{"name": "M", "actions": [{"assign_team": "#0"}]}]}
    (said,) = checked(account, version="2.10.0")
    assert "takes no conversation from its team" in said
    assert checked(account) == []
