"""The proof that both public doors are closed."""

from dataclasses import replace
from typing import Any

import pytest

from deploy.chatwoot import doors
from deploy.errors import OperatorError
from tests.unit.test_chatwoot_client import FakeSession
from tests.unit.test_chatwoot_needed import DONE, settings


def session(*statuses: int) -> FakeSession:
    """Answers these statuses one after the other."""
    left = list(statuses)
    return FakeSession(lambda *_: (left.pop(0), {}))


def test_closed_is_404_on_every_version_of_the_api() -> None:
    knocked = session(404, 404)
    doors.closed(settings(), DONE, knocked)
    assert [url for _, url, _ in knocked.asked] == [
        "http://chat.example.com/api/v1/accounts",
        "http://chat.example.com/api/v2/accounts",
    ]
    assert {body["password"] for _, _, body in knocked.asked} == {"weak"}
    old = session(404)
    doors.closed(settings(chatwoot={"version": "2.10.0-ce"}), DONE, old)
    assert len(old.asked) == 1


@pytest.mark.parametrize("status", [200, 403, 422, 500])
def test_anything_else_is_open(status: int) -> None:
    with pytest.raises(OperatorError, match=rf"/api/v2/accounts answers {status}, not 404.*\[signup-open\]"):
        doors.closed(settings(), DONE, session(404, status))


def test_a_declared_open_sign_up_is_not_knocked_at() -> None:
    knocked = session()
    doors.closed(settings(chatwoot={"sign_up": True}), DONE, knocked)
    assert knocked.asked == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"onboarding": True}, r"installation page is open.*\[onboarding-open\]"),
        ({"super_admins": ("ana@example.com", "evil@example.com")}, r"evil@example.com.*\[super-admin-unknown\]"),
        ({"installation": {"ENABLE_ACCOUNT_SIGNUP": False}}, r"bool False.*\[signup-open\]"),
    ],
)
def test_what_is_stored_counts_first(change: dict[str, Any], message: str) -> None:
    with pytest.raises(OperatorError, match=message):
        doors.closed(settings(), replace(DONE, **change), session())


def test_no_answer_is_no_proof() -> None:
    with pytest.raises(OperatorError, match="does not answer after the bootstrap"):
        doors.closed(settings(), None, session())
