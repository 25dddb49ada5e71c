"""Webhooks, canned responses and dashboard apps: read, written, and wrong values refused."""

from typing import Any

import pytest

from deploy.errors import OperatorError
from deploy.objects.check import problems
from deploy.objects.kinds.canned_responses import CannedResponses
from deploy.objects.kinds.dashboard_apps import DashboardApps
from deploy.objects.kinds.webhooks import Webhooks
from deploy.objects.plan import plan
from deploy.objects.prune import Prune, deletions
from deploy.objects.world import Look, World
from deploy.settings.load import load
from tests.unit.declaration import SMALLEST
from tests.unit.objects_world import MemoryChatwoot, account, apply, declared

KIND = Webhooks()
URL = "https://crm.example.com/events"


def loaded(release: str = "4.10.0", **declared: Any) -> Any:
    """A declaration."""
    return load(SMALLEST | {"accounts": [{"name": "Acme", **declared}], "chatwoot": {"version": release}}, "vps1")


def test_a_webhook_in_both_words() -> None:
    world = World((4, 10, 0))
    world.names.learn("inbox", {"Orders": 3})
    live = {"id": 1, "url": URL, "name": None, "subscriptions": ["b", "a", "b"], "inbox": {"id": 3, "name": "Other"}}
    fields = KIND.read(live, world)
    assert fields == {"url": URL, "name": "", "subscriptions": ["a", "b", "b"], "inbox": "Orders"}  # a double differs
    assert KIND.body(fields, world)["webhook"]["inbox_id"] == 3
    old = KIND.read({"id": 1, "url": URL, "subscriptions": None}, World((2, 10, 0)))
    assert old == {"url": URL, "subscriptions": []}
    assert KIND.body({"url": URL}, world) == {"webhook": {"url": URL}}


def test_messages_name_the_url_without_what_may_be_secret_in_it() -> None:
    url = "https://ana:hunter2@crm.example.com:8443/in?token=hunter2&b=a@hunter2&c"
    assert KIND.key({"url": url}) == url
    shown = "https://…@crm.example.com:8443/… #20dc"
    assert KIND.shown(url) != KIND.shown(f"{url}1")  # two of one host are told apart
    assert KIND.subject(url, "Acme") == f"webhook {shown} of account Acme"
    assert KIND.subject(URL, "Acme") == f"webhook {KIND.shown(URL)} of account Acme"
    for hidden, visible in (
        ("https://a:b@c@crm.example.com", "https://…@crm.example.com"),
        ("HTTPS://hunter2@crm.example.com/a@b", "HTTPS://…@crm.example.com/…"),
        ("https://crm.example.com?hunter2#hunter2", "https://crm.example.com/…"),
        ("https://crm.example.com#hunter2", "https://crm.example.com/…"),
        ("https://crm.example.com/", "https://crm.example.com/"),
    ):
        assert KIND.shown(hidden).partition(" #")[0] == visible
    (double,) = problems(loaded(webhooks=[{"url": url}, {"url": url}]))
    assert f"webhook {shown} is declared at" in double
    orphan = KIND.live({"id": 1, "url": url, "name": None, "subscriptions": []}, World((4, 10, 0)))
    _, kept = deletions(plan(KIND, [], [orphan]), "Acme", Look(), Prune())
    assert kept == [shown]


def test_events_by_release() -> None:
    hook = {"url": URL, "name": "CRM", "subscriptions": ["message_created", "contact_created"]}
    assert problems(loaded("2.10.0", webhooks=[hook])) == [
        "accounts[0].webhooks[0].name: webhooks have names since 4.8. Remove it",
        "accounts[0].webhooks[0].subscriptions[0]: contact_created came with 2.14. Remove it",
    ]
    assert problems(loaded("4.10.0", webhooks=[hook])) == []
    typing = {"url": URL, "subscriptions": ["conversation_typing_on"]}
    assert problems(loaded("4.1.0", webhooks=[typing])) == [
        "accounts[0].webhooks[0].subscriptions[0]: conversation_typing_on came with 4.2. Remove it"
    ]


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("webhooks", {"url": "crm.example.com"}, r"\.url: .* is not a URL"),
        ("webhooks", {"url": "https://?x=1"}, r"\.url: .* is not a URL"),
        ("webhooks", {"url": "https://?"}, r"\.url: .* is not a URL"),
        ("webhooks", {"url": "https://#x"}, r"\.url: .* is not a URL"),
        ("webhooks", {"url": "https://:80/x"}, r"\.url: .* is not a URL"),
        ("webhooks", {"url": "https://ana@/x"}, r"\.url: is not a URL"),
        ("webhooks", {"url": "https://crm.example.com:x/"}, r"\.url: .* is not a URL"),
        ("webhooks", {"url": "https://[::1/"}, r"\.url: .* is not a URL"),
        ("webhooks", {"url": URL, "subscriptions": []}, r"\.subscriptions: "),
        ("webhooks", {"url": URL, "subscriptions": ["nope"]}, "is no event. Choose among conversation_created"),
        (
            "webhooks",
            {"url": URL, "subscriptions": ["inbox_created"]},
            "is accepted by Chatwoot and never delivered. Remove it",
        ),
        (
            "webhooks",
            {"url": URL, "subscriptions": ["message_created", "message_created"]},
            "names message_created twice. Remove one",
        ),
        ("canned_responses", {"short_code": " ", "content": "x"}, r"\.short_code: .* is empty. Write some text"),
        ("canned_responses", {"short_code": "x", "content": "\n"}, r"\.content: .* is empty"),
        ("dashboard_apps", {"title": "", "url": URL}, r"\.title: .* is empty"),
        ("dashboard_apps", {"title": "x", "url": "ftp://x.example.com"}, r"\.url: .* is not a URL"),
    ],
)
def test_wrong_values_are_refused(key: str, value: dict[str, Any], message: str) -> None:
    with pytest.raises(OperatorError, match=rf"accounts\[0\]\.{key}\[0\].*{message}"):
        loaded("4.10.0", **{key: [value]})


def test_upper_and_lower_case_are_two_canned_responses() -> None:
    both = [{"short_code": "hello", "content": "a"}, {"short_code": "HELLO", "content": "b"}]
    assert problems(loaded(canned_responses=both)) == []
    server = MemoryChatwoot(canned_responses=[])
    assert apply(server, declared(account(canned_responses=both))).pending == []
    assert [each["content"] for each in server.rows["/canned_responses"]] == ["a", "b"]
    server.asked.clear()
    assert apply(server, declared(account(canned_responses=both))).pending == []
    assert server.changes == []
    assert CannedResponses().body(both[0], World((4, 10, 0))) == {"canned_response": both[0]}


def test_a_dashboard_app_is_one_frame() -> None:
    kind, world = DashboardApps(), World((4, 10, 0))
    frame = {"type": "frame", "url": URL}
    assert kind.read({"id": 1, "title": "CRM", "content": [frame]}, world) == {"title": "CRM", "url": URL}
    assert kind.read({"id": 1, "title": "CRM", "content": [frame, frame]}, world)["url"] == "(2 frames)"
    assert kind.body({"title": "CRM", "url": URL}, world) == {"dashboard_app": {"title": "CRM", "content": [frame]}}
