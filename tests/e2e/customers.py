"""Customers with conversations, and uploads: what must be there again after a restore."""

from dataclasses import dataclass

import requests

from tests.e2e import stack, transcript
from tests.e2e.site import Site
from tests.sandbox.acme import Acme
from tests.sandbox.deadline import wait_until
from tests.vps.dashboard import Dashboard
from tests.vps.outside import Outside

_FILE = "/app/storage/e2/e2/{}"


@dataclass(frozen=True)
class Customers:
    """Made through the site as a dashboard does it, and found again the same way."""

    site: Site

    def come(self, *names: str) -> None:
        """Each opens a conversation with one message, and uploads a file."""
        dashboard = self.dashboard()
        inbox = next(each for each in dashboard.inboxes() if each["channel_type"] == "Channel::Api")
        for name in names:
            contact = dashboard.ask("POST", "/contacts", json={"name": name, "inbox_id": inbox["id"]})["payload"]
            source = contact["contact_inbox"]["source_id"]
            body = {"source_id": source, "inbox_id": inbox["id"], "contact_id": contact["contact"]["id"]}
            conversation = dashboard.ask("POST", "/conversations", json=body)
            dashboard.send(conversation["id"], f"Message of {name}")
            path = _FILE.format(name)
            write = f"mkdir -p $(dirname {path}); echo upload of {name} > {path}"
            self.site.machine.run(f"docker exec {self.site.project}-chatwoot sh -c '{write}'")

    def there(self) -> list[str]:
        """Whose conversation, message and upload are there, through the site and its container."""
        dashboard = self.dashboard()
        found = []
        for each in dashboard.ask("GET", "/conversations", params={"status": "all"})["data"]["payload"]:
            name = each["meta"]["sender"]["name"]
            messages = [message["content"] for message in dashboard.messages(each["id"])]
            told = f"docker exec {self.site.project}-chatwoot cat {_FILE.format(name)}"
            upload = self.site.machine.run(told, check=False).stdout.strip()
            if f"Message of {name}" in messages and upload == f"upload of {name}":
                found.append(name)
        return sorted(found)

    def dashboard(self) -> Dashboard:
        """With the token of the hand-off file of this moment."""
        session = Outside(self.site.machine.ip, self.site.machine.domain, str(Acme.root_file)).session()
        # A new machine has its certificate a moment after its route.
        wait_until(lambda: self._answers(session), 60, f"{self.site.machine.domain} to answer by its certificate", 0.5)
        return Dashboard(session, transcript.handoff_of(self.site).read_text())

    def _answers(self, session: requests.Session) -> bool:
        try:
            return session.get(f"https://{self.site.machine.domain}/api").ok
        except requests.exceptions.RequestException:
            return False

    def lose(self, name: str) -> None:
        """A slip of the hand at the database, and at the disk."""
        contact = f"SELECT id FROM contacts WHERE name = '{name}'"  # noqa: S608
        conversation = f"SELECT id FROM conversations WHERE contact_id IN ({contact})"  # noqa: S608
        for table, column, rows in (
            ("messages", "conversation_id", conversation),
            ("conversations", "contact_id", contact),
            ("contacts", "id", contact),
        ):
            stack.sql(self.site, f"DELETE FROM {table} WHERE {column} IN ({rows})")  # noqa: S608
        self.site.machine.run(f"docker exec {self.site.project}-chatwoot rm {_FILE.format(name)}")
