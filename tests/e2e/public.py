"""The application through its public name, as its dashboard uses it."""

from typing import Any

import requests

from tests.e2e import transcript
from tests.e2e.site import Site
from tests.sandbox.acme import Acme
from tests.vps.outside import Outside


class Public:
    """The REST API with the token of the hand-off file."""

    def __init__(self, site: Site) -> None:
        lines = transcript.handoff_of(site).read_text().splitlines()
        handed = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
        self.account = int(handed["CHATWOOT_ACCOUNT_ID"])
        self.token = handed["CHATWOOT_ACCESS_TOKEN"]
        self._headers = {"api_access_token": self.token}
        self._base = f"https://{site.machine.domain}"
        self._session = Outside(site.machine.ip, site.machine.domain, str(Acme.root_file)).session()

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """What the account's resource answers."""
        url = f"{self._base}/api/v1/accounts/{self.account}/{path}"
        answer = self._session.request(method, url, json=body, headers=self._headers)
        answer.raise_for_status()
        return answer.json()

    def profile(self) -> dict[str, Any]:
        """Whose the token is."""
        answer = self._session.get(f"{self._base}/api/v1/profile", headers=self._headers)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def version(self) -> str:
        """The release that the site says it is."""
        return str(self._session.get(f"{self._base}/api").json()["version"])

    def status(self, method: str, path: str) -> int:
        """Status of a request to the site, without the token."""
        return int(self.answer(method, path).status_code)

    def answer(self, method: str, path: str) -> requests.Response:
        """What the site says to a request without the token."""
        return self._session.request(method, f"{self._base}{path}")

    def inbox(self, name: str) -> dict[str, Any]:
        """An inbox by its name."""
        found: list[dict[str, Any]] = self.ask("GET", "inboxes")["payload"]
        return next(each for each in found if each["name"] == name)
