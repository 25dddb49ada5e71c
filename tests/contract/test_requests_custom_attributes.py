"""Custom attributes and saved filters: our requests beside the recorded ones, and recorded answers."""

from typing import Any

import pytest

from deploy.objects.difference import differences
from deploy.objects.kind import Kind
from deploy.objects.kinds.custom_attributes import CustomAttributes
from deploy.objects.kinds.custom_filters import CustomFilters
from deploy.objects.world import World
from deploy.settings.objects.custom_attributes import STANDARD
from tests.contract.recordings import VERSIONS
from tests.contract.requests import accepted, recorded, same_shape, valid
from tests.examples import custom_attributes, custom_filters
from tests.unit.objects_world import account, declared

A = "/api/v1/accounts/1"
ATTRIBUTES, FILTERS = CustomAttributes(), CustomFilters()
# swagger 4.10.0
PATTERNS: dict[str, Any] = {"regex_pattern": str, "regex_cue": str}
# chatwoot.md 1.6, "Condition object": filters are conditions like those of automation rules.
CONDITIONS: dict[str, Any] = {
    "query.payload[].query_operator": (str, type(None)),
    "query.payload[].custom_attribute_type": str,
    "query.payload[].values[]": (str, int),
}


def world(version: str) -> World:
    """The release, and what the examples name."""
    made = World(tuple(int(part) for part in version.split(".")), 1)  # type: ignore[arg-type]
    made.names.learn("inbox", {"Orders": 1, "Web site": 2})
    made.names.learn("agent", {"bo@example.com": 3, "cy@example.com": 4})
    made.names.learn("team", {"sales": 5, "support": 6})
    return made


def given(kind: Kind, version: str, *objects: dict[str, Any]) -> list[Any]:
    """Their fields, as compared and sent."""
    ((_, found),) = declared(account(**{kind.section: list(objects)}))
    return [each.fields for each in found]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("example", [custom_attributes.full, custom_attributes.bent])
def test_attributes_are_sent_as_recorded(version: str, example: Any) -> None:
    used = world(version)
    writable = PATTERNS if used.since(3) else {}
    for fields in given(ATTRIBUTES, version, *example(used.release)):
        body = ATTRIBUTES.body(fields, used)
        assert same_shape(body, accepted(version, "custom_attribute_definitions"), writable) == []
        assert valid(version, "POST", f"{A}{ATTRIBUTES.path}", body) == []
        assert valid(version, "PATCH", f"{A}{ATTRIBUTES.path}/1", body) == []


@pytest.mark.parametrize("version", VERSIONS)
def test_recorded_attributes_are_as_declared(version: str) -> None:
    used = world(version)
    nif = {"key": "nif", "model": "contact", "name": "NIF", "type": "text", "description": "tax id"}
    listed = {"key": "producto", "model": "conversation", "name": "Producto", "type": "list", "values": ["a", "b"]}
    for case, attribute in (("create-contact-text", nif), ("create-conversation-list", listed)):
        (fields,) = given(ATTRIBUTES, version, attribute)
        answer = recorded(version, "custom_attribute_definitions", case).response["json"]
        live = ATTRIBUTES.live(answer, used)
        assert (live.key, differences(fields, live.fields)) == (ATTRIBUTES.key(fields), ())
        whole = ATTRIBUTES.body(live.fields, used)
        assert valid(version, "PATCH", f"{A}{ATTRIBUTES.path}/1", whole) == []


def test_a_key_of_chatwoot_is_refused_by_us_as_by_it() -> None:
    refused = recorded("4.10.0", "custom_attribute_definitions", "create-standard-key")
    assert refused.response["status"] == 422
    assert refused.request["json"]["attribute_key"] in STANDARD["contact"]


@pytest.mark.parametrize("version", VERSIONS)
def test_filters_are_sent_as_recorded(version: str) -> None:
    for fields in given(FILTERS, version, *custom_filters.FULL, *custom_filters.BENT):
        body = FILTERS.body(fields, world(version))
        assert same_shape(body, accepted(version, "custom_filters"), CONDITIONS) == []
        assert valid(version, "POST", f"{A}{FILTERS.path}", body) == []
        assert valid(version, "PATCH", f"{A}{FILTERS.path}/1", body) == []


@pytest.mark.parametrize("version", VERSIONS)
def test_recorded_filters_are_as_declared(version: str) -> None:
    used = world(version)
    status = {"attribute": "status", "operator": "equal_to", "values": ["open"]}
    email = {"attribute": "email", "operator": "contains", "values": ["@"]}
    for case, filter_ in (
        ("create", {"name": "Abiertas", "type": "conversation", "conditions": [status]}),
        ("create-contact", {"name": "Con email", "type": "contact", "conditions": [email]}),
    ):
        (fields,) = given(FILTERS, version, filter_)
        kept = recorded(version, "custom_filters", case)
        live = FILTERS.live(kept.response["json"], used)
        assert (live.key, differences(fields, live.fields)) == (FILTERS.key(fields), ())
        sent = FILTERS.body(fields, used)["custom_filter"]
        assert sent["query"] == kept.request["json"]["query"]
