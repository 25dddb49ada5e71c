"""An account with inboxes and nobody else, in memory: enough of the API for whole runs over a fake host."""

import re
from typing import Any

from tests.unit.inbox_server import live

KINDS = {"api": "Api", "web_widget": "WebWidget"}


class SmallChatwoot:
    """Called with method, URL and body, it gives status and answer.

    stored: the inboxes
    account: the account's own settings
    fail: for each request that changes something: status, and whether it is written all the same
    """

    def __init__(self) -> None:
        self.stored: list[dict[str, Any]] = []
        self.account: dict[str, Any] = {"id": 1, "name": "Acme", "locale": "en", "features": {}, "settings": {}}
        self.fail: list[tuple[int, bool]] = []
        self.asked: list[str] = []

    def __call__(self, method: str, url: str, body: Any) -> tuple[int, Any]:
        if method == "GET":
            return 200, self._list(url)
        status, written = self.fail.pop(0) if self.fail else (200, True)
        found = self._write(method, url, body) if written else None
        return status, found if status < 400 else {"status": status, "error": "Internal Server Error"}

    def _list(self, url: str) -> Any:
        if re.search(r"/accounts/\d+$", url):
            return dict(self.account)
        return {"payload": [dict(each) for each in self.stored]} if url.endswith("/inboxes") else []

    def _write(self, method: str, url: str, body: Any) -> Any:
        if re.search(r"/accounts/\d+$", url):
            self.account.update(body)
            return dict(self.account)
        channel = dict(body.get("channel", {}))
        own = {key: value for key, value in body.items() if key != "channel"}
        if method == "POST":
            kind, number = KINDS[channel.pop("type")], len(self.stored) + 1
            self.stored.append({**live(kind, id=number, channel_id=number), **own, **channel})
            return self.stored[-1]
        assert "type" not in channel
        inbox = next(each for each in self.stored if url.endswith(f"/inboxes/{each['id']}"))
        inbox.update(**own, **channel)
        return inbox
