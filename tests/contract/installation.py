"""A stand-in with a bootstrapped installation, brought to declarations by the engine itself, without SSH."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import requests

from deploy.chatwoot import queries
from deploy.chatwoot.client import Client
from deploy.chatwoot.service import PLATFORM_APP, service_email
from deploy.objects import bring, look
from deploy.objects.account import Reader, planned, sections
from deploy.objects.graph import Graph
from deploy.objects.plan import Plan
from deploy.objects.sealed import Sealed
from deploy.objects.secret import Secret
from deploy.objects.world import Look, World
from deploy.settings.accounts import Account
from tests.contract.requests import valid
from tests.contract.test_client_bootstrap import DATABASE, Running, ToStandIn
from tests.examples.secrets import value

SEALED = b"contract"


class Sending(ToStandIn):
    """Keeps what is sent: method, path and body of every request that changes something, the paths of all others."""

    def __init__(self, url: str, sent: list[tuple[str, str, Any]], read: list[str]) -> None:
        super().__init__(url)
        self.sent, self.read = sent, read

    def request(self, method: Any, url: Any, *arguments: Any, **options: Any) -> requests.Response:
        if options.get("json") is not None:
            self.sent.append((str(method), urlsplit(str(url)).path, options["json"]))
        else:
            self.read.append(urlsplit(str(url)).path)
        return super().request(method, url, *arguments, **options)


class Installation:
    """One stand-in with an account of each declared name.

    meta: address of who plays Meta
    """

    def __init__(self, running: Running, meta: str) -> None:
        self.running = running
        self.meta = Graph(requests.Session(), meta)
        self.release = running.settings.chatwoot.number
        running.bootstrap()
        text = queries.access("p", DATABASE, service_email(running.settings), PLATFORM_APP)
        self._access = json.loads(queries.answers(running._shell(text))["database"])
        self.accounts: dict[str, int] = {each["name"]: each["id"] for each in self._access["accounts"]}
        self.sealed = Sealed(SEALED)
        self.sent: list[tuple[str, str, Any]] = []
        self.read: list[str] = []

    def client(self, account: str, session: requests.Session | None = None, **more: Any) -> Client:
        """A client with the provisioning user's token."""
        used = session or Sending(self.running.standin.url, self.sent, self.read)
        tokens = {"token": self._access["token"], "platform": self._access["platform"]}
        return Client(used, "chatwoot.test", account=self.accounts[account], name=account, **tokens, **more)

    def against_swagger(self) -> list[str]:
        """What the release's swagger says against anything that was sent so far, each once."""
        version = ".".join(str(part) for part in self.release)
        return sorted({line for method, path, body in self.sent for line in valid(version, method, path, body)})

    def look(self, again: bool = False) -> Look:
        """What the database tells."""
        return look.look(json.loads(queries.answers(self.running._shell(queries.objects("p", DATABASE)))["database"]))

    def reader(self, client: Client) -> Reader:
        """Reads the live objects of a client's account."""
        user = service_email(self.running.settings)
        own = frozenset({self.running.settings.admin.email, user})
        world = World(self.release, client.account, sealed=self.sealed, own=own, user=user, subscribe=self.meta)
        return Reader(client, world, self.look)

    def plan(self, declared: Mapping[str, Any], client: Client | None = None) -> list[Plan]:
        """What would change in the account of that name."""
        account = Account.model_validate(declared)
        used = client or self.client(account.name)
        return planned(sections(account, "accounts[0]", reveal), self.reader(used))

    def bring(self, declared: Mapping[str, Any], client: Client | None = None) -> list[str]:
        """Apply; gives what stays pending."""
        account = Account.model_validate(declared)
        used = client or self.client(account.name)
        reader = self.reader(used)
        wanted = sections(account, "accounts[0]", reveal)
        planned(wanted, reader)
        return bring.bring(used, wanted, reader.world, reader, lambda text: None).pending


def reveal(name: str) -> Secret:
    """A secret of any name."""
    return Secret(value(name))


def changes(plans: list[Plan]) -> list[str]:
    """Steps and fields as sentences."""
    return [
        f"{step.action} {step.kind.noun} {step.key}{''.join(f' {each.field}' for each in step.changes)}"
        for plan in plans
        for step in plan.steps
    ]
