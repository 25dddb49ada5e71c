"""All accounts of a host: what one account cannot do keeps nobody else from being done."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
import requests

from deploy.chatwoot.client import Client
from deploy.objects import live, pending
from deploy.objects.account import planned
from deploy.objects.bring import Outcome
from deploy.objects.kind import Live
from deploy.objects.kinds.inboxes import Inboxes
from deploy.objects.plan import Plan, Step
from deploy.objects.prune import Prune, deletions
from deploy.objects.sealed import Sealed
from deploy.objects.world import Look
from deploy.stack.secrets import Secrets
from tests.unit.declaration import settings
from tests.unit.objects_world import MemoryChatwoot, account, declared, reader
from tests.unit.secret_values import SECRETS

LABEL = {"id": 5, "title": "mine", "description": "", "color": "#111111", "show_on_sidebar": True}


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A host in Execute; `kept` counts how often secrets were remembered."""
    found = SimpleNamespace(name="vps1", connector_data={}, state=SimpleNamespace(is_executing=True), kept=0)
    found.log_styled = lambda *_, **__: None

    def keep(*_: Any) -> None:
        found.kept += 1

    monkeypatch.setattr(live, "access", lambda *_: None)
    monkeypatch.setattr("deploy.objects.look.keep", keep)
    return found


def one(server: MemoryChatwoot, waiting: tuple[str, ...] = ()) -> live.AccountPlan:
    """The plan for an account that wants the label vip and no other."""
    sections, used = declared(account(labels=[{"title": "vip"}])), reader(server)
    (plan,) = planned(sections, used)
    gone = tuple(Step(plan.kind, "delete", each.key, live=each) for each in plan.orphans)
    return live.AccountPlan("Acme", sections, used, (plan,), gone, waiting=waiting)


class Dying(MemoryChatwoot):
    """Lists its labels once."""

    lists = 0

    def request(self, method: Any, url: Any, *_: Any, **options: Any) -> requests.Response:
        if method == "GET":
            self.lists += 1
        if self.lists > 1:
            raise requests.exceptions.ConnectionError
        return super().request(method, url, **options)


@pytest.mark.parametrize("open_to_all", [False, True])
def test_accounts_that_nobody_declared_are_told(host: Any, monkeypatch: pytest.MonkeyPatch, open_to_all: bool) -> None:
    said: list[str] = []
    host.log_styled = lambda text, **_: said.append(text)
    monkeypatch.setattr(live, "access", lambda *_: SimpleNamespace(accounts={"Old": 7}, inboxes={}))
    wanted = settings(accounts=[{"name": "New"}], chatwoot={"sign_up": open_to_all})
    (found,) = live.plan(host, wanted, Secrets(SECRETS), Prune())
    assert found.name == "New"
    assert said == ([] if open_to_all else ["accounts that nobody declared: Old. They are left alone"])


def test_an_orphan_goes_when_all_else_is_done(host: Any) -> None:
    server = MemoryChatwoot(labels=[LABEL])
    live.apply(host, settings(), [one(server)])
    assert [each["title"] for each in server.rows["/labels"]] == ["vip"]
    assert pending.pending(host) == []


@pytest.mark.parametrize("waiting", [(), ("it waits",)])
def test_nothing_is_deleted_while_something_is_pending(host: Any, waiting: tuple[str, ...]) -> None:
    server = MemoryChatwoot(labels=[dict(LABEL)])
    if not waiting:
        server.fail = [(422, False)]
    live.apply(host, settings(), [one(server, waiting)])
    assert "mine" in [each["title"] for each in server.rows["/labels"]]
    assert "DELETE" not in {method for method, _ in server.changes}
    assert len(pending.pending(host)) == 1


def test_one_account_that_dies_keeps_no_other_from_being_done(host: Any) -> None:
    dying, well = Dying(), MemoryChatwoot()
    plans = [one(dying), one(well)]
    plans[0].reader.world.sealed = Sealed(stale=True)
    live.apply(host, settings(), plans)
    assert [each["title"] for each in well.rows["/labels"]] == ["vip"]
    (left,) = pending.pending(host)
    assert left.startswith("account Acme: Chatwoot's web container gives no answer for the labels of account Acme")
    assert host.kept == 1


def test_a_sentence_is_pending_once_and_only_while_the_run_executes(host: Any) -> None:
    pending.wait(host, ["a", "b", "a"])
    pending.wait(host, ["b"])
    assert pending.pending(host) == ["a", "b"]
    host.state.is_executing, host.connector_data = False, {}
    pending.wait(host, ["a"])
    assert pending.pending(host) == []


@pytest.mark.parametrize(
    ("named", "gone"),
    [(frozenset[str](), ["api Empty"]), (frozenset({"Acme/Late", "Acme/Twin"}), ["api Empty", "api Late"])],
)
def test_an_inbox_that_got_a_conversation_meanwhile_stays(
    monkeypatch: pytest.MonkeyPatch, named: frozenset[str], gone: list[str]
) -> None:
    orphans = tuple(
        Live(f"{kind} {name}", number, {"name": name}, {})
        for number, (kind, name) in enumerate([("api", "Empty"), ("api", "Late"), ("api", "Twin"), ("web", "Twin")])
    )
    permitted, found = Prune(True, named), Plan(Inboxes(), orphans=orphans)
    steps, _ = deletions(found, "Acme", Look(), permitted)
    assert len(steps) == 4
    deleted: list[str] = []

    def delete(_: Any, some: tuple[Step, ...], *__: Any) -> Outcome:
        deleted.extend(each.key for each in some)
        return Outcome()

    monkeypatch.setattr("deploy.objects.bring.delete", delete)
    used = reader(MemoryChatwoot())
    used.look = lambda _: Look(used_inboxes=frozenset({1, 2, 3}))
    left = live._delete(
        live.AccountPlan("Acme", (), used, (found,), tuple(steps), permitted=permitted), cast(Client, used.client)
    )
    assert deleted == gone
    assert len(left) == 4 - len(gone)
    assert all("got a conversation meanwhile and stays" in each for each in left)
