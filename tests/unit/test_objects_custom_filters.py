"""Saved filters: conditions in both words, joins, types in paths, and filters that would never work."""

from typing import Any

import pytest
import requests

from deploy.errors import OperatorError
from deploy.objects.check import problems
from deploy.objects.declared import from_mapping, wanted
from deploy.objects.kinds.custom_filters import CustomFilters
from deploy.objects.names import Unknown
from deploy.objects.world import World
from deploy.settings.load import load
from tests.examples.custom_filters import FULL
from tests.unit.declaration import SMALLEST
from tests.unit.objects_world import _answer, account, client

KIND = CustomFilters()
OPEN = {"attribute": "status", "operator": "equal_to", "values": ["open"]}


def world() -> World:
    """An account with the objects that the examples name."""
    made = World((4, 10, 0), 7)
    made.names.learn("agent", {"bo@example.com": 11})
    made.names.learn("team", {"sales": 12})
    made.names.learn("inbox", {"Orders": 13})
    return made


def loaded(filter_: dict[str, Any], release: str = "4.10.0", **more: Any) -> Any:
    """A declaration with one filter."""
    accounts = [{"name": "Acme", "custom_filters": [{"name": "F", **filter_}], **more}]
    return load(SMALLEST | {"accounts": accounts, "chatwoot": {"version": release}}, "vps1")


def since(attribute: str, *values: Any, **more: Any) -> dict[str, Any]:
    """A condition that compares by greater."""
    return {"attribute": attribute, "operator": "is_greater_than", "values": list(values), **more}


def fields(*filters: dict[str, Any]) -> list[Any]:
    """What they are compared and sent as."""
    found = wanted(KIND, account(custom_filters=list(filters)), "accounts[0]", from_mapping({}))
    return [each.fields for each in found or ()]


def test_what_is_sent_is_read_again() -> None:
    for each in fields(*FULL):
        sent = KIND.body(each, world())["custom_filter"]
        assert KIND.read({"id": 1, **sent}, world()) == each


def test_names_become_ids_and_the_last_joins_nothing() -> None:
    payload = KIND.body(fields(FULL[0])[0], world())["custom_filter"]["query"]["payload"]
    assert [each["query_operator"] for each in payload] == ["and", "or", "and", "and", "and", "and", None]
    assert [(each["attribute_key"], each["values"]) for each in payload[1:6]] == [
        ("inbox_id", [13]),
        ("assignee_id", [11]),
        ("team_id", [12]),
        ("labels", ["urgent", "vip"]),
        ("order_id", ["7"]),
    ]
    assert payload[5]["custom_attribute_type"] == "conversation_attribute"
    with pytest.raises(Unknown):
        KIND.body(fields(FULL[0])[0], World((4, 10, 0)))


def test_what_people_made_in_the_dashboard_is_understood() -> None:
    payload = [
        {"attribute_key": "status", "filter_operator": "equal_to", "values": "open", "query_operator": "OR"},
        {"attribute_key": "team_id", "filter_operator": "equal_to", "values": ["99"], "query_operator": "and"},
    ]
    read = KIND.read({"id": 1, "name": "F", "filter_type": "conversation", "query": {"payload": payload}}, world())
    assert read["match"] == "any"
    assert read["conditions"] == [OPEN, {"attribute": "team", "operator": "equal_to", "values": ["#99"]}]
    empty = KIND.read({"id": 1, "name": "F", "filter_type": "contact", "query": {}}, world())
    assert (empty["conditions"], empty["match"]) == ([], "all")


def test_an_attribute_whose_name_means_something_to_us_alone() -> None:
    """A custom attribute called inbox: Chatwoot's own has another key."""
    condition = {"attribute": "inbox", "of": "conversation", "operator": "equal_to", "values": ["7"]}
    (given,) = fields({"name": "F", "conditions": [condition]})
    sent = KIND.body(given, world())["custom_filter"]
    assert sent["query"]["payload"][0]["attribute_key"] == "inbox"
    assert KIND.read({"id": 1, **sent}, world()) == given


def test_one_condition_is_joined_by_nothing() -> None:
    (given,) = fields({"name": "F", "match": "any", "conditions": [OPEN]})
    assert given["match"] == "all"


def test_each_type_has_its_list_and_its_path() -> None:
    asked: list[tuple[str, str]] = []

    class Server(requests.Session):
        def request(self, method: Any, url: Any, *_: Any, **__: Any) -> requests.Response:
            asked.append((method, str(url).partition("/accounts/7")[2]))
            return _answer(200, [])

    used = client(Server())
    assert KIND.list(used) == []
    sent = KIND.body(fields(FULL[1])[0], world())["custom_filter"]
    live = KIND.live({"id": 5, **sent}, world())
    KIND.update(used, live, live.fields, frozenset({"match"}), world(), "it")
    KIND.delete(used, live, world(), "it")
    assert asked == [
        ("GET", "/custom_filters?filter_type=conversation"),
        ("GET", "/custom_filters?filter_type=contact"),
        ("PATCH", "/custom_filters/5?filter_type=contact"),
        ("DELETE", "/custom_filters/5?filter_type=contact"),
    ]


def test_names_and_keys_are_checked_offline() -> None:
    conditions = [
        {"attribute": "labels", "operator": "equal_to", "values": ["VIP"]},
        {"attribute": "assignee", "operator": "equal_to", "values": ["bo@example.com"]},
        {"attribute": "tier", "of": "conversation", "operator": "equal_to", "values": ["x"]},
    ]
    found = problems(loaded({"conditions": conditions}, labels=[], agents=[], custom_attributes=[]))
    assert [each.partition(":")[0] for each in found] == [
        "accounts[0].custom_filters[0].conditions[0].values[0]",
        "accounts[0].custom_filters[0].conditions[1].values[0]",
        "accounts[0].custom_filters[0].conditions[2].attribute",
    ]
    late = {"attribute": "priority", "operator": "equal_to", "values": ["high"]}
    assert problems(loaded({"conditions": [late]}, "2.10.0")) == [
        "accounts[0].custom_filters[0].conditions[0].attribute: this release cannot filter by priority. Remove it"
    ]
    assert problems(loaded({"conditions": [late]})) == []


@pytest.mark.parametrize(
    ("filter_", "message"),
    [
        ({"conditions": []}, r"\.conditions: "),
        ({"type": "report", "conditions": [OPEN]}, r"\.type: "),
        ({"type": "contact", "conditions": [OPEN]}, "status is no attribute of a contact. Choose one of name, email"),
        ({"conditions": [{**OPEN, "operator": "contains"}]}, "status cannot be compared by contains. Choose one of"),
        ({"conditions": [{**OPEN, "values": ["closed"]}]}, "closed is no status. Choose one of open, resolved"),
        ({"conditions": [{**OPEN, "values": []}]}, "values are missing. Write at least one"),
        ({"conditions": [{**OPEN, "values": [1]}]}, "values of status are texts. Write them in quotes"),
        (
            {"conditions": [{"attribute": "team", "operator": "is_present", "values": ["x"]}]},
            "is_present compares with nothing. Leave out values",
        ),
        (
            {"conditions": [{"attribute": "tier", "of": "contact", "operator": "equal_to", "values": ["x"]}]},
            "a filter of type conversation knows attributes of a conversation alone",
        ),
        ({"conditions": [since("created_at", "yesterday")]}, "yesterday is no date. Write one like 2026-01-31"),
        ({"conditions": [since("created_at", "2026-02-30")]}, "2026-02-30 is no date"),
        ({"conditions": [since("created_at", "2026-02-01", "2026-02-02")]}, "compares with one value"),
        (
            {"conditions": [{"attribute": "created_at", "operator": "days_before", "values": ["soon"]}]},
            "soon is no number of days. Write one like 7",
        ),
        (
            {"conditions": [{"attribute": "x", "of": "conversation", "operator": "equal_to", "values": ["a", "b"]}]},
            "a custom attribute is compared with one value",
        ),
        ({"conditions": [{**OPEN, "of": "conversation"}]}, "status means Chatwoot's own attribute. Leave out of"),
        (
            {"conditions": [{"attribute": "inbox_id", "of": "conversation", "operator": "is_present"}]},
            "inbox_id means Chatwoot's own attribute. Leave out of",
        ),
        (
            {"conditions": [{"attribute": "display_id", "operator": "equal_to", "values": ["abc"]}]},
            "abc is no display_id. Write its number in quotes",
        ),
        *[
            (
                {"conditions": [{"attribute": "display_id", "operator": operator, "values": ["17"]}]},
                f"display_id cannot be compared by {operator}. Choose one of equal_to, not_equal_to",
            )
            for operator in ("contains", "does_not_contain")
        ],
        (
            {"conditions": [{"attribute": "x", "of": "conversation", "operator": "contains", "values": [5]}]},
            "5 is no text. Write it in quotes",
        ),
        (
            {
                "type": "contact",
                "conditions": [{"attribute": "email", "operator": "equal_to", "values": ["a@x.cl", "b@x.cl"]}],
            },
            "email of a contact is compared with one value",
        ),
        ({"conditions": [{**OPEN, "then": "and"}, OPEN]}, 'then is for match "mixed" alone'),
        ({"match": "mixed", "conditions": [OPEN, OPEN]}, "every condition but the last says then"),
        ({"match": "mixed", "conditions": [{**OPEN, "then": "or"}, OPEN]}, "every then alike"),
    ],
)
def test_filters_that_never_work_are_refused(filter_: dict[str, Any], message: str) -> None:
    with pytest.raises(OperatorError, match=rf"accounts\[0\]\.custom_filters\[0\].*{message}"):
        loaded(filter_)


def test_a_conversation_is_found_by_its_number() -> None:
    for operator in ("equal_to", "not_equal_to"):
        loaded({"conditions": [{"attribute": "display_id", "operator": operator, "values": ["17"]}]})
