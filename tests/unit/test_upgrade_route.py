"""The route of the site while an upgrade leads it elsewhere, and how a switch is confirmed."""

from types import SimpleNamespace
from typing import Any

import pytest
import requests
import yaml

from deploy.errors import OperatorError
from deploy.files.rendered import Tree
from deploy.stack import traefik
from deploy.stack.compose import REVISION
from deploy.stack.secrets import Secrets
from deploy.upgrades import route as routes
from deploy.upgrades.route import Route
from tests.unit.declaration import settings
from tests.unit.secret_values import SECRETS
from tests.unit.upgrade_world import host

USUAL = """\
# Made by chatwoot-deploy from group_data; change it there and apply again.
# This file opens the site. It is written last, and replaced by one rename when an upgrade switches.
http:
  routers:
    site: {"rule": "Host(`chat.example.com`)", "priority": 10, "entryPoints": ["websecure"], \
"service": "web", "tls": {}}
    admin: {"rule": "Host(`chat.example.com`) \\u0026\\u0026 (PathPrefix(`/super_admin`) || \
PathPrefix(`/monitoring`))", "priority": 1000, "entryPoints": ["websecure"], "service": "web", "tls": {}, \
"middlewares": ["admin-only"]}
    onboarding: {"rule": "Host(`chat.example.com`) \\u0026\\u0026 PathPrefix(`/installation`)", \
"priority": 1000, "entryPoints": ["websecure"], "service": "web", "tls": {}, "middlewares": ["nobody"]}
  services:
    web:
      loadBalancer:
        serversTransport: web
        servers:
          - url: "http://p-chatwoot:3000"
"""
PLAIN: dict[str, Any] = {
    "project": "p",
    "proxy": {"hsts_seconds": 0},
    "tls": {"mode": "internal"},
    "chatwoot": {"sign_up": True},
}
FULL: dict[str, Any] = {"project": "p", "aliases": ["www.example.com"], "proxy": {"dashboard": True}}


def document(**route: Any) -> Any:
    """The rendered route of a declaration with everything in it."""
    return yaml.safe_load(traefik.route(settings(**FULL), dashboard_user="admin:x", **route))["http"]


def test_the_usual_route_is_what_it_always_was() -> None:
    """To the byte: another text would switch every site at the next apply."""
    assert traefik.route(settings(**PLAIN), "p-chatwoot") == USUAL


def test_a_marked_route_differs_by_the_container_and_a_header() -> None:
    usual = document(web="p-chatwoot")
    marked = document(web="p-chatwoot-next", mark="chatwoot-next")
    assert marked["services"]["web"]["loadBalancer"]["servers"] == [{"url": "http://p-chatwoot-next:3000"}]
    header = {"headers": {"customResponseHeaders": {traefik.MARK: "chatwoot-next"}}}
    assert marked["middlewares"] == usual["middlewares"] | {"mark": header}
    assert marked["routers"].keys() == usual["routers"].keys()
    for name, router in marked["routers"].items():
        # A redirect of another name answers by itself, without any web.
        more = [] if name == "aliases" else ["mark"]
        assert router["middlewares"] == [*usual["routers"][name].get("middlewares", []), *more], name
        assert {**router, "middlewares": 0} == {**usual["routers"][name], "middlewares": 0}, name
    assert traefik.MARK not in str(usual)


class Proxy:
    """Traefik as seen from the host: what its answers carry, one after the other; the last one stays."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *marks: str | Exception | None) -> None:
        self.marks = list(marks)
        self.written: list[Tree] = []
        self.commands: list[str] = []
        self.slept: list[float] = []
        clock = iter(range(1000))
        self.status = 200
        time = SimpleNamespace(monotonic=clock.__next__, sleep=self.slept.append)
        monkeypatch.setattr(routes, "time", time)
        monkeypatch.setattr(routes, "write", lambda host, *trees: self.written.extend(trees))
        monkeypatch.setattr(routes, "public", SimpleNamespace(session=lambda *_: self))
        monkeypatch.setattr(
            routes, "connection", SimpleNamespace(must=lambda host, command, what: self.commands.append(command))
        )

    def get(self, url: str) -> Any:
        """Answer."""
        mark = self.marks.pop(0) if len(self.marks) > 1 else self.marks[0]
        if isinstance(mark, Exception):
            raise mark
        return SimpleNamespace(headers={traefik.MARK: mark} if mark else {}, status_code=self.status)


def route(**declared: Any) -> Route:
    """A route of the declaration."""
    web = {"container_name": "p-chatwoot", "labels": {REVISION: "1"}}
    return Route(host(), settings(project="p", **declared), Secrets(SECRETS), web)


def test_a_switch_is_confirmed_before_anything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = requests.exceptions.ConnectionError("refused")
    proxy = Proxy(monkeypatch, None, gone, None, "chatwoot-next")
    route().lead_to("p-chatwoot-next")
    assert len(proxy.written) == 1
    assert "http://p-chatwoot-next:3000" in proxy.written[0].files[0].content
    assert proxy.slept == [0.1, 0.1, 0.1, 5]  # then what is under way comes to its end


def test_back_to_the_service_is_confirmed_by_the_missing_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = Proxy(monkeypatch, "chatwoot-next", None)
    route().lead_to()
    assert proxy.written[0].files[0].content == traefik.route(settings(project="p"), "p-chatwoot")
    assert proxy.slept == [0.1, 5]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (None, "the proxy still answers from the service 30 s after route.yaml was switched to maintenance"),
        ("chatwoot-next", "the proxy still answers from chatwoot-next 30 s after"),
        (requests.exceptions.ReadTimeout(), r"does not answer on the host's port 443 \(ReadTimeout\) 30 s after"),
    ],
)
def test_a_proxy_that_does_not_follow(monkeypatch: pytest.MonkeyPatch, answer: Any, words: str) -> None:
    Proxy(monkeypatch, answer)
    with pytest.raises(OperatorError, match=words):
        route().lead_to("p-maintenance")


def test_the_site_is_closed_by_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = Proxy(monkeypatch, None)
    route().close()
    route(proxy={"mode": "loopback", "port": 3001}).close()
    assert proxy.commands == [
        "rm -f /opt/p/traefik/dynamic/route.yaml",
        "rm -f /opt/p/compose.override.yaml",
    ]


def test_a_proxy_of_the_operators_own_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = Proxy(monkeypatch, requests.exceptions.ConnectionError())
    route(proxy={"mode": "loopback", "port": 3001}).lead_to()
    assert [file.path for tree in proxy.written for file in tree.files] == ["/opt/p/compose.override.yaml"]
    assert proxy.slept == []


def test_a_503_without_a_mark_is_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    Proxy(monkeypatch, None).status = 503
    with pytest.raises(
        OperatorError, match=r"still answers from nobody 30 s after route.yaml was switched to the service"
    ):
        route().lead_to()
