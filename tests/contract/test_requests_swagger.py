"""The comparison itself: recorded requests are valid but for the listed contradictions, and wrong ones are noticed."""

from collections.abc import Iterator

import pytest

from tests.contract.recordings import VERSIONS, Case
from tests.contract.requests import recorded, recordings, same_shape, valid
from tests.contract.swagger_exceptions import EXCEPTIONS

FILES = (
    "accounts agents agent_bots automation_rules canned_responses custom_attribute_definitions custom_filters "
    "dashboard_apps inbox_members inboxes integrations labels macros platform portals teams webhooks"
).split()
# Recorded as traps: accepted with 200, and something else happens (chatwoot.md 1.8).
SWALLOWED = {("automation_rules", "create-bad-event"), ("teams", "members-replace-string-ids")}


def taken(version: str) -> Iterator[Case]:
    """The requests that the release took for good."""
    for file in FILES:
        for each in recordings(version, file):
            body = each.request.get("json")
            if each.response["status"] < 300 and isinstance(body, dict) and (file, each.name) not in SWALLOWED:
                yield each


@pytest.mark.parametrize("version", VERSIONS)
def test_recorded_requests_are_valid_and_every_exception_is_needed(
    version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = list(taken(version))
    assert len(cases) > 60
    found = [f"{each.id}: {line}" for each in cases for line in valid(version, *_sent(each))]
    assert found == []
    for exception in [each for each in EXCEPTIONS if each[0] == version]:
        with monkeypatch.context() as without:
            without.delitem(EXCEPTIONS, exception)
            assert any(valid(version, *_sent(each)) for each in cases), f"{exception} is no contradiction any more"


@pytest.mark.parametrize("version", VERSIONS)
def test_wrong_bodies_are_noticed(version: str) -> None:
    path = "/api/v1/accounts/1/webhooks"
    (line,) = valid(version, "POST", path, {"webhook": {"url": 5}})
    assert line.endswith("url: 5 is not of type 'string'")
    assert valid(version, "POST", "/api/v1/accounts/1/labels", {"label": {"title": 5}}) == []  # not described
    assert valid(version, "POST", "/platform/api/v1/accounts/1/account_users", {"role": "agent"}) != []

    body = recorded(version, "webhooks", "create-with-inbox").request["json"]
    assert same_shape({"webhook": body}, body) == []
    assert same_shape({"webhook": {"uri": "x"}}, body) == ["uri: in no recorded request"]
    assert same_shape({"url": ["x"]}, body) == ["url: list, recorded is str"]
    assert same_shape({"inbox_id": "1"}, body) == [
        "inbox_id: ids are integers",
        "inbox_id: str, recorded is int",
    ]
    assert same_shape({"subscriptions": [1]}, body) == ["subscriptions[]: int, recorded is str"]
    assert same_shape({"name": "x"}, {"url": "y"}, {"name": str}) == []
    assert same_shape({"name": None}, {"url": "y"}, {"name": str}) == ["name: NoneType, recorded is str"]


def _sent(case: Case) -> tuple[str, str, object]:
    return case.request["method"], case.request["path"], case.request["json"]
