"""The canary goes away, whatever happens to it."""

import json
from typing import Any

import pytest
import requests

from deploy.settings.accounts import Account
from tests.unit.declaration import settings
from tests.vps.dashboard import Dashboard

HANDOFF = """\
# Holds a token
CHATWOOT_BASE_URL=https://chat.example.com
CHATWOOT_ACCOUNT_ID=3
CHATWOOT_ACCESS_TOKEN=t0ken
"""
INBOX = {"id": 5, "channel_type": "Channel::Api", "name": "Orders", "inbox_identifier": "s3cret"}


class Chatwoot(requests.Session):
    """Answers by the end of the path, and notes what it was asked."""

    def __init__(self, **answers: Any) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.answers = {
            "search": {"payload": []},
            "inboxes": {"payload": [INBOX]},
            "contacts": {"id": 7, "source_id": "u"},
            "conversations": {"id": 2},
            "messages": {},
            "toggle_status": {"payload": {}},
        } | answers

    def request(self, method: str, url: str, **options: Any) -> requests.Response:  # type: ignore[override]
        self.asked.append(f"{method} {url.removeprefix('https://chat.example.com')}")
        answer = requests.Response()
        found = self.answers.get(url.rsplit("/", 1)[1], {})
        answer.status_code = found if isinstance(found, int) else 200
        answer._content = json.dumps(found).encode()
        return answer


def _account(**changed: Any) -> Account:
    return settings().accounts[0].model_copy(update=changed)


def test_canary_comes_and_goes() -> None:
    chatwoot = Chatwoot()
    canary = Dashboard(chatwoot, HANDOFF).canary(_account())
    assert (canary.inbox, canary.contact, canary.conversation) == (5, 7, 2)
    canary.remove()
    assert chatwoot.asked[-2:] == [
        "POST /api/v1/accounts/3/conversations/2/toggle_status",
        "DELETE /api/v1/accounts/3/contacts/7",
    ]


def test_contact_goes_even_if_the_conversation_cannot_be_resolved() -> None:
    chatwoot = Chatwoot(toggle_status=500)
    canary = Dashboard(chatwoot, HANDOFF).canary(_account())
    with pytest.raises(pytest.fail.Exception):
        canary.remove()
    assert chatwoot.asked[-1] == "DELETE /api/v1/accounts/3/contacts/7"


def test_half_a_canary_goes_at_once() -> None:
    chatwoot = Chatwoot(conversations=500)
    with pytest.raises(pytest.fail.Exception) as failure:
        Dashboard(chatwoot, HANDOFF).canary(_account())
    assert chatwoot.asked[-1] == "DELETE /api/v1/accounts/3/contacts/7"
    assert "s3cret" not in str(failure.value)
    assert "t0ken" not in str(failure.value)


def test_canary_of_a_cut_run_goes_first() -> None:
    chatwoot = Chatwoot(search={"payload": [{"id": 6}]})
    Dashboard(chatwoot, HANDOFF).canary(_account())
    assert chatwoot.asked[1] == "DELETE /api/v1/accounts/3/contacts/6"


def test_account_without_api_inbox_has_no_canary() -> None:
    with pytest.raises(pytest.skip.Exception, match="declares no api inbox"):
        Dashboard(Chatwoot(), HANDOFF).canary(_account(inboxes=[]))
