"""An installation behind its public address, asked with an administrator's token: one that we did not make."""

import re
from collections.abc import Mapping
from typing import Any

import requests

from deploy.chatwoot.client import Client
from deploy.errors import OperatorError
from deploy.objects.categories import categories
from deploy.objects.world import Look, Release

SECONDS = 30
_RELEASE = re.compile(r"(\d+)\.(\d+)\.(\d+)")


class Remote:
    """One installation.

    url: https://chat.example.com
    token: of an administrator; his profile page shows it
    """

    def __init__(self, url: str, token: str) -> None:
        self.url, self._token, self.session = url.rstrip("/"), token, Patient()

    def client(self, account: int, name: str) -> Client:
        """A client of one account."""
        return Client(self.session, "", self._token, account, name, base=self.url)

    def release(self) -> Release:
        """The installed release. Raises OperatorError."""
        found = _RELEASE.match(str(self._get("/api").get("version", "")))
        if not found:
            raise OperatorError(f"{self.url}/api names no release: this is no Chatwoot. Correct the address")
        return int(found[1]), int(found[2]), int(found[3])

    def accounts(self) -> dict[str, int]:
        """The accounts of which the token's owner is an administrator. Raises OperatorError."""
        profile = self._get("/api/v1/profile")
        found = {each["name"]: each["id"] for each in profile["accounts"] if each["role"] == "administrator"}
        if not found:
            raise OperatorError(f"{self.url}: the token's owner administers no account. Take an administrator's token")
        return found

    def _get(self, path: str) -> Mapping[str, Any]:
        headers = {"api_access_token": self._token, "X-Forwarded-Proto": "https"}
        try:
            answer = self.session.request("GET", self.url + path, headers=headers)
        except requests.exceptions.RequestException as error:
            raise OperatorError(
                f"{self.url} cannot be reached ({type(error).__name__}). Correct the address or mend the network"
            ) from None
        if answer.status_code == requests.codes.unauthorized:
            raise OperatorError(f"{self.url} does not know the token. Take it from your profile page in Chatwoot")
        try:
            found: dict[str, Any] = answer.json()
        except ValueError:
            raise OperatorError(f"{self.url}{path} answers no JSON (HTTP {answer.status_code})") from None
        return found


class Patient(requests.Session):
    """Gives up on a silent server; requests waits for ever unless told."""

    def request(self, *arguments: Any, **options: Any) -> requests.Response:
        return super().request(*arguments, **{"timeout": SECONDS, **options})


def look(client: Client) -> Look:
    """Memberships without the database: one request for each team and portal and two for each inbox."""
    teams = [each["id"] for each in client.get("/teams", "the teams")]
    inboxes = [each["id"] for each in client.get("/inboxes", "the inboxes")["payload"]]
    bots = {}
    for each in inboxes:
        bot = (client.get(f"/inboxes/{each}/agent_bot", "the bot of an inbox") or {}).get("agent_bot")
        if bot:
            bots[each] = bot["id"]
    return Look(
        team_members={each: _users(client.get(f"/teams/{each}/team_members", "the members")) for each in teams},
        inbox_members={
            each: _users(client.get(f"/inbox_members/{each}", "the members")["payload"]) for each in inboxes
        },
        inbox_bots=bots,
        categories=categories(client),
        used_inboxes=frozenset(inboxes),  # nobody can tell from here: none is deleted
    )


def _users(agents: list[dict[str, Any]]) -> tuple[int, ...]:
    return tuple(sorted(each["id"] for each in agents))
