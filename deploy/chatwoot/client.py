"""Chatwoot's REST API, as far as this package uses it. Bodies are JSON with integers as ids (chatwoot.md 1.1, 1.8)."""

import time
from collections.abc import Callable
from typing import Any

import requests
from urllib3.exceptions import NewConnectionError

from deploy.chatwoot import clear, limit
from deploy.chatwoot.pace import Pace
from deploy.chatwoot.refusal import Refused, Unreachable, Unsure, said

_PAUSES = (1.0, 3.0)  # seconds before a failed GET is sent again; nothing else is sent twice from here


class Client:
    """One account, with the rights of one token.

    session: reaches the web container, whatever the URL names (deploy.host.channel)
    domain: public name, sent as Host
    name: the account's name, for messages
    platform: token of the platform app; without it nothing below /platform can be asked
    base: where the session goes when it is no channel to the container: https://chat.example.com
    pace: shared by all clients of a host
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
        platform: str = "",
        base: str | None = None,
        pace: Pace | None = None,
    ) -> None:
        self.session, self.account, self.name = session, account, name
        self.requests = 0  # sent so far; a plan has a budget
        self.platform = platform
        self.base = base or f"http://{domain}"
        self.say, self.sleep, self.clock, self.pace = say, sleep, clock, pace or Pace(None)
        # FORCE_SSL answers plain HTTP with a redirect unless a proxy vouches for TLS (chatwoot.md 0.13).
        self.headers = {"api_access_token": token, "X-Forwarded-Proto": "https", "Accept": "application/json"}

    def get(self, path: str, what: str) -> Any:
        """GET below the account; `what` names the answer in messages."""
        return self._ask("GET", self._below(path), what)

    def post(self, path: str, body: dict[str, Any], what: str) -> Any:
        """POST below the account; gives what was stored."""
        return self._ask("POST", self._below(path), what, body)

    def patch(self, path: str, body: dict[str, Any], what: str) -> Any:
        """PATCH below the account; gives what was stored."""
        return self._ask("PATCH", self._below(path), what, body)

    def delete(self, path: str, what: str, body: dict[str, Any] | None = None) -> None:
        """DELETE below the account."""
        self._ask("DELETE", self._below(path), what, body)

    def as_platform(self, method: str, path: str, what: str, body: dict[str, Any] | None = None) -> Any:
        """Ask the platform API, as the installation's platform app (chatwoot.md 1.1)."""
        return self._ask(method, f"/platform/api/v1{path}", what, body, self.platform)

    def inboxes(self) -> list[dict[str, Any]]:
        """All inboxes of the account, with their channel's fields. Holds secrets: print none of it."""
        found: list[dict[str, Any]] = self.get("/inboxes", f"the inboxes of account {self.name}")["payload"]
        return found

    def _below(self, path: str) -> str:
        return f"/api/v1/accounts/{self.account}{path}"

    def _ask(
        self, method: str, path: str, what: str, body: dict[str, Any] | None = None, token: str | None = None
    ) -> Any:
        answer = limit.waited_out(lambda: self._send(method, path, what, body, token), self.say, self.sleep, self.clock)
        if answer.status_code >= 500 and method != "GET":
            raise Unsure(what, body or {}, self._said(answer, body))
        if answer.status_code >= 500:
            raise Unreachable(
                f"Chatwoot failed at {what}: {self._said(answer, body)} (HTTP {answer.status_code}). "
                "Look at the web container's log, then run it again"
            )
        if answer.status_code >= 300:
            raise Refused(what, answer.status_code, self._said(answer, body))
        try:
            # Deletions and some changes answer 200 or 204 with nothing (chatwoot.md 1.1).
            return answer.json() if answer.content.strip() else None
        except ValueError:
            raise Refused(what, answer.status_code, "an answer that is no JSON") from None

    def _send(
        self, method: str, path: str, what: str, body: dict[str, Any] | None, token: str | None
    ) -> requests.Response:
        for pause in _PAUSES if method == "GET" else ():
            try:
                answer = self._once(method, path, what, body, token)
            except Unreachable:
                answer = None
            if answer is not None and answer.status_code < 500:
                return answer
            self.sleep(pause)
        return self._once(method, path, what, body, token)

    def _once(
        self, method: str, path: str, what: str, body: dict[str, Any] | None, token: str | None
    ) -> requests.Response:
        headers = self.headers if token is None else {**self.headers, "api_access_token": token}
        self.pace.keep(self.say)
        self.requests += 1
        try:
            return self.session.request(method, self.base + path, json=body, headers=headers)
        except requests.exceptions.RequestException as error:
            if method != "GET" and not _unsent(error):
                raise Unsure(what, body or {}, f"the connection broke ({type(error).__name__})", lost=True) from None
            raise Unreachable(
                f"Chatwoot's web container gives no answer for {what} ({type(error).__name__}). "
                "Look at its log, then run it again"
            ) from None

    def _said(self, answer: requests.Response, body: dict[str, Any] | None) -> str:
        return said(answer, [self.headers["api_access_token"], self.platform, *clear.inside(body)])


def _unsent(error: requests.exceptions.RequestException) -> bool:
    """Did the connection fail before anything of the request was sent?"""
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    return isinstance(error, requests.exceptions.ConnectTimeout) or isinstance(reason, NewConnectionError)
