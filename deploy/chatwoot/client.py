"""Chatwoot's REST API, as far as this package uses it. Bodies are JSON with integers as ids (chatwoot.md 1.1, 1.8)."""

import time
from collections.abc import Callable
from typing import Any

import requests

from deploy.chatwoot.refusal import Refused, Unreachable, Unsure, said

_TRIES = 3  # at a full rate limit; it counts by the wall-clock minute and sends no Retry-After (chatwoot.md 1.2)


class Client:
    """One account, with the rights of one token.

    session: reaches the web container, whatever the URL names (deploy.host.channel)
    domain: public name, sent as Host
    name: the account's name, for messages
    say: told what is waited for
    """

    def __init__(
        self,
        session: requests.Session,
        domain: str,
        token: str,
        account: int,
        name: str,
        say: Callable[[str], None] = lambda text: None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.session, self.account, self.name = session, account, name
        self.base = f"http://{domain}"
        self.say, self.sleep, self.clock = say, sleep, clock
        # FORCE_SSL answers plain HTTP with a redirect unless a proxy vouches for TLS (chatwoot.md 0.13).
        self.headers = {"api_access_token": token, "X-Forwarded-Proto": "https", "Accept": "application/json"}

    def update_account(self, body: dict[str, Any], what: str) -> dict[str, Any]:
        """PATCH the account itself; gives it as stored."""
        return self._ask("PATCH", "", what, body)

    def inboxes(self) -> list[dict[str, Any]]:
        """All inboxes of the account, with their channel's fields. Holds secrets: print none of it."""
        found: list[dict[str, Any]] = self._ask("GET", "/inboxes", f"the inboxes of account {self.name}")["payload"]
        return found

    def create_inbox(self, body: dict[str, Any], what: str) -> dict[str, Any]:
        """POST an inbox; gives it as stored."""
        return self._ask("POST", "/inboxes", what, body)

    def update_inbox(self, inbox: int, body: dict[str, Any], what: str) -> dict[str, Any]:
        """PATCH an inbox; gives it as stored."""
        return self._ask("PATCH", f"/inboxes/{inbox}", what, body)

    def _ask(self, method: str, path: str, what: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        url = f"{self.base}/api/v1/accounts/{self.account}{path}"
        answer = self._send(method, url, what, body)
        for _ in range(_TRIES - 1):
            if answer.status_code != 429:
                break
            self._wait()
            answer = self._send(method, url, what, body)
        if answer.status_code >= 500 and method != "GET":
            raise Unsure(what, body or {}, self._said(answer))
        if answer.status_code >= 300:
            raise Refused(what, answer.status_code, self._said(answer))
        try:
            found: dict[str, Any] = answer.json()
        except ValueError:
            raise Refused(what, answer.status_code, "an answer that is no JSON") from None
        return found

    def _send(self, method: str, url: str, what: str, body: dict[str, Any] | None) -> requests.Response:
        try:
            return self.session.request(method, url, json=body, headers=self.headers)
        except requests.exceptions.RequestException as error:
            if method != "GET" and not isinstance(error, requests.exceptions.ConnectTimeout):
                raise Unsure(what, body or {}, f"the connection broke ({type(error).__name__})") from None
            raise Unreachable(f"Chatwoot's web container gives no answer for {what} ({type(error).__name__})") from None

    def _said(self, answer: requests.Response) -> str:
        return said(answer).replace(self.headers["api_access_token"], "(hidden)")

    def _wait(self) -> None:
        seconds = 60 - self.clock() % 60 + 1
        self.say(f"Chatwoot's rate limit is reached; going on in {seconds:.0f} s")
        self.sleep(seconds)
