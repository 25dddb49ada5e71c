"""The six operations of a dashboard, by the hand-off file alone, and the canary that they are tried on."""

from dataclasses import dataclass
from secrets import token_hex
from typing import Any

import pytest
import requests

from deploy.objects.kinds.channels.api import Api
from deploy.settings.accounts import Account
from deploy.settings.objects.inboxes.api import ApiInbox

CANARY = "chatwoot-deploy canary"
_IDENTIFIER = "chatwoot-deploy-canary-"

JSON = dict[str, Any]


class Dashboard:
    """A dashboard's backend.

    handoff: text of the hand-off file
    """

    def __init__(self, session: requests.Session, handoff: str) -> None:
        lines = (line.partition("=") for line in handoff.splitlines() if not line.startswith("#"))
        values = {name: value for name, _, value in lines}
        self._url = values["CHATWOOT_BASE_URL"]
        self._account = f"/api/v1/accounts/{values['CHATWOOT_ACCOUNT_ID']}"
        self.session, self.token = session, values["CHATWOOT_ACCESS_TOKEN"]
        self._headers = {"api_access_token": self.token}

    def profile(self) -> JSON:
        """The token's user. Holds the token: never in an assertion."""
        return self._send("GET", "/api/v1/profile", headers=self._headers)

    def inboxes(self) -> list[JSON]:
        """All inboxes. Hold secrets: never in an assertion."""
        found: list[JSON] = self.ask("GET", "/inboxes")["payload"]
        return found

    def conversations(self, status: str, inbox: int) -> list[JSON]:
        """Conversations by status and inbox."""
        query = {"status": status, "inbox_id": inbox, "assignee_type": "all"}
        found: list[JSON] = self.ask("GET", "/conversations", params=query)["data"]["payload"]
        return found

    def messages(self, conversation: int) -> list[JSON]:
        """Messages of a conversation, the oldest first."""
        found: list[JSON] = self.ask("GET", f"/conversations/{conversation}/messages")["payload"]
        return found

    def send(self, conversation: int, content: str) -> JSON:
        """Answer the customer."""
        return self.ask("POST", f"/conversations/{conversation}/messages", json={"content": content})

    def set_status(self, conversation: int, status: str) -> JSON:
        """Open or resolve a conversation."""
        path = f"/conversations/{conversation}/toggle_status"
        found: JSON = self.ask("POST", path, json={"status": status})["payload"]
        return found

    def contacts(self, text: str) -> list[JSON]:
        """Search contacts."""
        query = {"q": text, "include_contact_inboxes": "false"}
        found: list[JSON] = self.ask("GET", "/contacts/search", params=query)["payload"]
        return found

    def forget(self, contact: int) -> None:
        """Delete a contact; Chatwoot deletes the conversations with it."""
        self._send("DELETE", f"{self._account}/contacts/{contact}", headers=self._headers)

    def canary(self, account: Account) -> "Canary":
        """Come as a customer, through the client API of the account's first api inbox.

        Skips when the account declares none. One without a webhook is preferred: nobody is told of the canary then.
        """
        declared = sorted((each for each in account.inboxes or () if isinstance(each, ApiInbox)), key=_has_webhook)
        if not declared:
            pytest.skip(f"account {account.name} declares no api inbox, through which a canary could come")
        for left in self.contacts(_IDENTIFIER):  # by a run that was cut
            self.forget(left["id"])
        kind, name = Api.stored, declared[0].name
        inbox = next((each for each in self.inboxes() if (each["channel_type"], each["name"]) == (kind, name)), None)
        if inbox is None:
            pytest.fail(f"the api inbox {name} of account {account.name} is not there", pytrace=False)
        public = f"/public/api/v1/inboxes/{inbox['inbox_identifier']}/contacts"
        identifier = _IDENTIFIER + token_hex(6)
        # 2.10 keeps no identifier from here, and a search finds nobody who has neither that nor an address.
        person = {"name": CANARY, "identifier": identifier, "email": f"{identifier}@example.com"}
        contact = self._send("POST", public, json=person)
        canary = Canary(self, inbox["id"], contact["id"], identifier, 0, f"Hello from {identifier}")
        try:
            conversations = f"{public}/{contact['source_id']}/conversations"
            number = self._send("POST", conversations, json={})["id"]
            self._send("POST", f"{conversations}/{number}/messages", json={"content": canary.content})
        except BaseException:
            self.forget(canary.contact)
            raise
        return Canary(self, canary.inbox, canary.contact, identifier, number, canary.content)

    def ask(self, method: str, path: str, **options: Any) -> JSON:
        """A call to the account by the token."""
        return self._send(method, self._account + path, headers=self._headers, **options)

    def _send(self, method: str, path: str, **options: Any) -> JSON:
        __tracebackhide__ = True  # the headers hold the token
        answer = self.session.request(method, self._url + path, **options)
        if answer.status_code != 200:
            shown = path.split("/inboxes/")[0]  # an inbox's identifier is a secret
            pytest.fail(f"{method} {shown} answers {answer.status_code}: {answer.text[:200]}", pytrace=False)
        found: JSON = answer.json() if answer.content else {}
        return found


@dataclass(frozen=True)
class Canary:
    """A made-up customer with one conversation.

    content: of the message that it wrote
    """

    dashboard: Dashboard
    inbox: int
    contact: int
    identifier: str
    conversation: int
    content: str

    def remove(self) -> None:
        """Resolve the conversation, delete the contact."""
        try:
            self.dashboard.set_status(self.conversation, "resolved")
        finally:
            self.dashboard.forget(self.contact)


def _has_webhook(inbox: ApiInbox) -> bool:
    return bool(inbox.webhook_url)
