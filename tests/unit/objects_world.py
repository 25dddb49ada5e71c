"""A Chatwoot account in memory: enough REST for the engine. What real answers look like, tests/contract tells."""

import json
import re
from typing import Any

import requests

from deploy.chatwoot.client import Client
from deploy.objects.account import Reader, Sections, sections
from deploy.objects.bring import Outcome, bring
from deploy.objects.declared import from_mapping
from deploy.objects.world import Look, World
from deploy.settings.accounts import Account

Json = dict[str, Any]
BELOW = re.compile(r"/api/v1/accounts/7(?P<path>/[a-z_]+)(?:/(?P<id>\d+))?(?P<more>/[a-z_]+)?\Z")


class MemoryChatwoot(requests.Session):
    """Rows by path ("/labels"); answers like the application, and fails as it is told to.

    wrapped: paths whose lists come as {"payload": [...]}
    fail: per request to change something: (status, whether it was written all the same); None = as usual
    """

    def __init__(self, **rows: list[Json]) -> None:
        super().__init__()
        self.rows: dict[str, list[Json]] = {"/agents": [], "/labels": [], "/teams": []}
        self.rows |= {f"/{name}": each for name, each in rows.items()}
        self.members: dict[int, tuple[int, ...]] = {}
        self.asked: list[tuple[str, str]] = []
        self.bodies: list[Any] = []
        self.fail: list[tuple[int, bool] | None] = []
        self.number = 100

    def request(self, method: Any, url: Any, *_: Any, **options: Any) -> requests.Response:
        path, body = str(url).removeprefix("http://chat.example.com"), options.get("json")
        self.asked.append((method, path))
        self.bodies.append(body)
        fault = self.fail.pop(0) if self.fail and method != "GET" else None
        if fault and not fault[1]:
            return _answer(fault[0], {"error": "out of order"})
        found = self._do(method, path, body)
        return _answer(fault[0], {"error": "out of order"}) if fault else _answer(200, found)

    @property
    def changes(self) -> list[tuple[str, str]]:
        """Every request that was no GET."""
        return [each for each in self.asked if each[0] != "GET"]

    def _do(self, method: str, path: str, body: Any) -> Any:
        if path == "/platform/api/v1/users":
            return {"id": self._next(), "name": body["name"], "email": body["email"]}
        if path == "/platform/api/v1/accounts/7/account_users":
            email = next(sent["email"] for sent in reversed(self.bodies[:-1]) if "email" in (sent or {}))
            name = next(sent["name"] for sent in reversed(self.bodies[:-1]) if "email" in (sent or {}))
            self.rows["/agents"].append(
                {"id": body["user_id"], "email": email, "name": name, "role": body["role"], "auto_offline": True}
            )
            return {}
        match = BELOW.match(path)
        assert match, path
        rows, row = self.rows[match["path"]], None
        if match["more"] == "/team_members":
            self.members[int(match["id"])] = tuple(body["user_ids"])
            return []
        if match["id"]:
            row = next(each for each in rows if each["id"] == int(match["id"]))
        sent = (
            next(iter(body.values()))
            if body and len(body) == 1 and isinstance(next(iter(body.values())), dict)
            else body
        )
        if method == "GET":
            return {"payload": rows} if match["path"] == "/labels" else rows
        if method == "POST":
            row = {"id": self._next(), "description": None, "color": "#1f93ff", "show_on_sidebar": None}
            rows.append(row | {"allow_auto_assign": True} | sent)
            return rows[-1]
        if method == "DELETE":
            rows.remove(row)  # type: ignore[arg-type]
            return None
        assert row is not None
        row.update(sent)
        return row

    def _next(self) -> int:
        self.number += 1
        return self.number


def _answer(status: int, body: Any) -> requests.Response:
    answer = requests.Response()
    answer.status_code = status
    answer._content = b"" if body is None else json.dumps(body).encode()
    return answer


def account(**declared: Any) -> Account:
    """A declared account."""
    return Account.model_validate({"name": "Acme", **declared})


def declared(one: Account, **secrets: str) -> Sections:
    """Its sections as the engine takes them."""
    return sections(one, "accounts[0]", from_mapping(secrets))


def client(server: requests.Session) -> Client:
    """A client of account 7."""
    return Client(server, "chat.example.com", "token-7", 7, "Acme", platform="platform-token", sleep=lambda _: None)


def reader(server: MemoryChatwoot, release: tuple[int, int, int] = (4, 10, 0)) -> Reader:
    """A reader of the live objects."""
    return Reader(client(server), World(release, 7), lambda fresh: Look(team_members=dict(server.members)))


def apply(server: MemoryChatwoot, wanted: Sections) -> Outcome:
    """Bring the account in memory to what is declared."""
    used = reader(server)
    assert used.client is not None
    return bring(used.client, wanted, used.world, used, lambda text: None)
