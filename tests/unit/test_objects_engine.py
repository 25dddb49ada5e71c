"""One plan and one apply for every type: creation, difference, failure, reading back."""

from typing import Any

import pytest
import requests

from deploy.chatwoot.refusal import Unreachable
from deploy.errors import OperatorError
from deploy.objects.account import planned
from deploy.objects.bring import Outcome, bring, delete
from deploy.objects.check import problems
from deploy.objects.difference import MISSING, Difference, differences
from deploy.objects.kind import Fields
from deploy.objects.kinds.labels import Labels
from deploy.objects.plan import Step, Wanted, strange
from deploy.objects.sealed import Sealed, Unseen, remember
from deploy.objects.secret import Secret
from deploy.objects.world import World
from deploy.settings.load import load
from tests.unit.declaration import SMALLEST, settings
from tests.unit.objects_world import MemoryChatwoot, account, apply, declared, reader

ACME = account(
    agents=[{"email": "Bo@Example.com", "name": "Bo"}],
    labels=[{"title": "VIP", "color": "#FF0000"}, {"title": "old"}],
    teams=[{"name": "Ventas", "members": ["bo@example.com"]}],
)


def test_made_in_order_and_a_second_time_nothing_changes() -> None:
    server = MemoryChatwoot()
    assert apply(server, declared(ACME)).pending == []
    assert [path.rsplit("/", 1)[-1] for method, path in server.changes if method == "POST"] == [
        "users",
        "account_users",
        "labels",
        "labels",
        "teams",
    ]
    assert server.rows["/labels"][0]["title"] == "vip"
    server.asked.clear()
    assert apply(server, declared(ACME)).pending == []
    assert server.changes == []
    assert len(server.asked) == 3  # one GET a type


def test_accounts_that_nobody_declared_are_counted_and_the_first_named() -> None:
    two = settings(accounts=[{"name": "Acme"}, {"name": "New"}])
    assert strange(two, ["Acme"]) is None
    assert strange(two, ["Acme", "Old"]) == "accounts that nobody declared: Old. They are left alone"
    assert strange(two, ["Acme", *map(str, range(7))]) == (
        "accounts that nobody declared: 0, 1, 2, 3, 4 and 2 more. They are left alone"
    )
    assert strange(settings(chatwoot={"sign_up": True}), ["Old"]) is None


def test_a_plan_names_fields_and_orphans_and_sends_nothing() -> None:
    server = MemoryChatwoot()
    apply(server, declared(ACME))
    server.rows["/labels"][0]["color"] = "#00ff00"
    server.rows["/labels"].append(
        {"id": 5, "title": "mine", "description": "", "color": "#111111", "show_on_sidebar": True}
    )
    server.members = {each["id"]: () for each in server.rows["/teams"]}
    server.asked.clear()
    found = {each.kind.noun: each for each in planned(declared(ACME), reader(server))}
    assert [str(each) for step in found["label"].steps for each in step.changes] == [
        'color: "#00ff00" becomes "#ff0000"'
    ]
    assert [each.key for each in found["label"].orphans] == ["mine"]
    assert [str(each) for step in found["team"].steps for each in step.changes] == [
        'members: [] becomes ["bo@example.com"]'
    ]
    assert server.changes == []
    assert apply(server, declared(ACME)).pending == []
    assert server.rows["/labels"][0]["color"] == "#ff0000"
    assert list(server.members.values()) == [(101,)]


@pytest.mark.parametrize("written", [True, False])
def test_after_a_500_it_reads_before_it_sends_again(written: bool) -> None:
    server = MemoryChatwoot()
    server.fail = [(500, written)]
    assert apply(server, declared(account(labels=[{"title": "vip"}]))).pending == []
    assert [each["title"] for each in server.rows["/labels"]] == ["vip"]
    assert len([each for each in server.changes if each[0] == "POST"]) == (1 if written else 2)


@pytest.mark.parametrize(
    ("faults", "writes", "told"),
    [
        ([(500, True)], 1, []),  # changed all the same
        ([(500, False)], 2, []),
        ([(500, False), (500, True)], 2, []),
        ([(500, False), (500, False)], 2, ["Chatwoot failed at label vip of account Acme"]),
    ],
)
def test_after_a_500_at_a_change_it_reads_before_it_sends_again(
    faults: list[tuple[int, bool] | None], writes: int, told: list[str]
) -> None:
    server = MemoryChatwoot()
    apply(server, declared(account(labels=[{"title": "vip", "color": "#111111"}])))
    server.fail, server.asked = faults, []
    pending = apply(server, declared(account(labels=[{"title": "vip", "color": "#222222"}]))).pending
    assert [each[: len(words)] for each, words in zip(pending, told, strict=True)] == told
    assert (server.rows["/labels"][0]["color"] == "#222222") == (not told)
    assert [each[0] for each in server.changes] == ["PATCH"] * writes
    # Between two writes, and after the last one.
    order = [each[0] for each in server.asked]
    assert "GET" in order[order.index("PATCH") + 1 :]
    assert "PATCH PATCH" not in " ".join(order)


def test_a_refusal_leaves_the_rest_applied_and_names_what_waits() -> None:
    server = MemoryChatwoot()
    server.fail = [(422, False)]
    pending = apply(server, declared(ACME)).pending
    assert [each["title"] for each in server.rows["/labels"]] == ["vip", "old"]
    assert server.rows["/teams"] == []  # it would have been made without its member
    assert pending[0].startswith("Chatwoot refused agent bo@example.com of account Acme: ")
    assert "out of order" in pending[0]
    assert pending[1] == (
        "team ventas of account Acme: waits for agent bo@example.com, which is not there. "
        "Declare it, make it or correct the name"
    )


def test_what_is_kept_otherwise_is_told() -> None:
    server = MemoryChatwoot()
    apply(server, declared(ACME))
    server.rows["/labels"][0] = Deaf(server.rows["/labels"][0] | {"color": "#000000"})
    pending = apply(server, declared(ACME)).pending
    assert pending == [
        "label vip of account Acme: Chatwoot accepted it and kept something else (color). "
        "Look at it in Chatwoot, then run apply again"
    ]


class Deaf(dict):  # type: ignore[type-arg]
    """A row that takes a change and forgets it."""

    def update(self, *_: object, **__: object) -> None:
        return None


def test_doubles_and_missing_names_are_told_offline() -> None:
    wrong = [
        {
            "name": "Acme",
            "agents": [],
            "labels": [{"title": "vip"}, {"title": "VIP"}],
            "teams": [{"name": "a", "members": ["x@example.com"]}],
            "webhooks": [{"url": "https://hooks.example.com", "inbox": "#5"}],
        }
    ]
    found = problems(load(SMALLEST | {"accounts": wrong}, "vps1"))
    assert found == [
        "accounts[0].labels[1]: label vip is declared at accounts[0].labels[0] already. Remove or rename one",
        "accounts[0].teams[0].members[0]: accounts[0].agents declares no agent x@example.com. "
        "Declare it there or correct the name",
        # 5 may be another account's, and Chatwoot would take it.
        "accounts[0].webhooks[0].inbox: #5 is an id, not a name. Give the inbox a name of its own and write that",
    ]
    assert problems(settings()) == []


def test_a_secret_in_the_declaration_is_not_repeated() -> None:
    from pydantic import ValidationError

    from deploy.settings.secret_name import SecretName
    from deploy.settings.section import Section

    class One(Section):
        password: SecretName

    with pytest.raises(ValidationError) as caught:
        One(password="hunter2!")
    assert "hunter2" not in str(caught.value)


def test_secrets_are_compared_and_never_shown() -> None:
    (found,) = differences({"config": {"key": Secret("new")}}, {"config": {"key": Secret("old")}})
    assert str(found) == "config.key: (secret changed)"
    assert "new" not in repr(found)
    assert differences({"key": Secret("same")}, {"key": Secret("same")}) == ()


def test_a_write_only_secret_is_known_by_what_was_sent_and_by_what_is_stored() -> None:
    sealed = Sealed(b"key")
    live = {"config": {"key": Unseen(sealed, "7/sms/+1/key", "hash-1")}}
    wanted = {"config": {"key": Secret("one")}}
    assert [str(each) for each in differences(wanted, live)] == ["config.key: (secret changed)"]
    remember(wanted, live)
    assert sealed.stale
    assert "one" not in str(sealed.entries)
    assert differences(wanted, live) == ()
    assert differences({"config": {"key": Secret("two")}}, live) != ()
    assert differences(wanted, {"config": {"key": Unseen(sealed, "7/sms/+1/key", "hash-2")}}) != ()


@pytest.mark.parametrize("title", ["a b", "\u0130ade"])  # which becomes an i and a mark in lower case
def test_an_unknown_name_of_a_label_is_refused_with_its_path(title: str) -> None:
    with pytest.raises(OperatorError, match=rf"accounts\[0\]\.labels\[0\]\.title: '{title}' is no name for a label"):
        load(SMALLEST | {"accounts": [{"name": "Acme", "labels": [{"title": title}]}]}, "vps1")


class Mute(MemoryChatwoot):
    """Answers no request that changes something.

    appears: after how many further GETs what was sent is there; None = never
    """

    def __init__(self, appears: int | None) -> None:
        super().__init__()
        self.appears, self.sent = appears, 0

    def request(self, method: Any, url: Any, *_: Any, **options: Any) -> requests.Response:
        if method == "GET":
            if self.sent and self.appears == 0:
                self.appears = None
                row = {"id": 5, "title": "vip", "description": "", "color": "#111111", "show_on_sidebar": True}
                self.rows["/labels"].append(row)
            elif self.sent and self.appears:
                self.appears -= 1
            return super().request(method, url, **options)
        self.sent += 1
        raise requests.exceptions.ReadTimeout


@pytest.mark.parametrize("appears", [0, 3])
def test_a_row_that_comes_late_is_waited_for_and_made_once(appears: int) -> None:
    server = Mute(appears)
    assert apply(server, declared(account(labels=[{"title": "vip"}]))).pending == []
    assert server.sent == 1
    assert len(server.rows["/labels"]) == 1


def test_a_row_that_never_comes_is_not_made_a_second_time() -> None:
    server = Mute(None)
    (pending,) = apply(server, declared(account(labels=[{"title": "vip"}]))).pending
    assert "label vip of account Acme: the connection broke (ReadTimeout)" in pending
    assert server.sent == 1


def test_what_was_told_is_kept_when_nobody_answers_any_more() -> None:
    server = Dying()
    server.fail = [(422, False)]
    used, outcome = reader(server), Outcome()
    assert used.client is not None
    with pytest.raises(Unreachable):
        bring(used.client, declared(ACME), used.world, used, lambda text: None, outcome)
    assert len(outcome.pending) == 1
    assert "out of order" in outcome.pending[0]


class Dying(MemoryChatwoot):
    """Its labels cannot be read."""

    def request(self, method: Any, url: Any, *_: Any, **options: Any) -> requests.Response:
        if str(url).endswith("/labels"):
            raise requests.exceptions.ConnectionError
        return super().request(method, url, **options)


def test_a_write_that_answers_nothing_where_a_row_was_due_is_one_sentence() -> None:
    server = Empty(agents=[{"id": 4, "email": "bo@example.com", "name": "Bo", "role": "agent", "auto_offline": True}])
    (pending,) = apply(server, declared(account(teams=[{"name": "x", "members": ["bo@example.com"]}]))).pending
    assert "team x of account Acme: an answer that cannot be read (TypeError)" in pending


class Empty(MemoryChatwoot):
    """Makes nothing, and answers 200 with no body."""

    def request(self, method: Any, url: Any, *_: Any, **options: Any) -> requests.Response:
        if method == "GET":
            return super().request(method, url, **options)
        answer = requests.Response()
        answer.status_code, answer._content = 200, b""
        return answer


def test_a_label_that_nobody_has_keeps_the_rule_that_names_it_from_being_written() -> None:
    class Rules(MemoryChatwoot):
        def _do(self, method: str, path: str, body: Any) -> Any:
            found = super()._do(method, path, body)
            wrapped = method == "GET" and path.endswith(("/automation_rules", "/inboxes"))
            return {"payload": found} if wrapped else found

    server = Rules(automation_rules=[], inboxes=[], agent_bots=[])
    rule = {
        "name": "Tag",
        "event": "conversation_created",
        "conditions": [{"attribute": "status", "operator": "equal_to", "values": ["open"]}],
        "actions": [{"add_label": ["vip"]}],
    }
    (pending,) = apply(server, declared(account(automation_rules=[rule]))).pending
    assert "waits for label vip, which is not there" in pending
    assert server.changes == []


def test_of_two_of_one_key_the_older_is_read_back() -> None:
    row = {"title": "vip", "description": "", "color": "#111111", "show_on_sidebar": True}
    server, kind = MemoryChatwoot(labels=[{"id": 9, **row}, {"id": 5, **row}]), Sealing()
    used = reader(server)
    assert used.client is not None
    wanted = Wanted("vip", {"title": "vip", "token": Secret("s")})
    assert bring(used.client, [(kind, [wanted])], used.world, used, lambda text: None).pending == []
    assert list(used.world.sealed.entries) == ["token/5"]


class Sealing(Labels):
    """Labels with a write-only field."""

    def read(self, live: dict[str, Any], world: World) -> Fields:
        return {**super().read(live, world), "token": Unseen(world.sealed, f"token/{live['id']}", "stored")}

    def body(self, fields: Fields, world: World) -> dict[str, Any]:
        return super().body({key: value for key, value in fields.items() if key != "token"}, world)


def test_long_values_are_shown_from_their_first_difference() -> None:
    (found,) = differences({"text": "a" * 100 + "new"}, {"text": "a" * 100 + "old"})
    assert str(found) == f'text: …{"a" * 20}old" becomes …{"a" * 20}new"'
    (found,) = differences({"text": "b" * 100}, {"text": "short"})
    assert str(found) == f'text: "short" becomes "{"b" * 58}…'


def test_the_paths_of_receivers_are_not_shown() -> None:
    one, other = "https://a.example.com/hunter2", "https://a:hunter2@b.example.com/in?token=hunter2"
    for field in ("url", "webhook_url", "outgoing_url"):
        assert str(Difference(field, one, other)) == (
            f'{field}: "https://a.example.com/…" becomes "https://…@b.example.com/…"'
        )
        assert str(Difference(field, one, f"{one}/2")) == f"{field}: (address changed)"
    assert str(Difference("url", "(2 frames)", one)) == 'url: "(2 frames)" becomes "https://a.example.com/…"'
    assert str(Difference("url", MISSING, one)) == 'url: nothing becomes "https://a.example.com/…"'
    actions = [[{"send_webhook_event": each}, {"send_message": "Hi"}] for each in (one, other)]
    assert "hunter2" not in str(Difference("actions", *actions))
    assert str(Difference("actions", actions[0], [{"send_webhook_event": f"{one}/2"}, {"send_message": "Hi"}])) == (
        "actions: (address changed)"
    )
    assert "/page" in str(Difference("website_url", "https://a.example.com/page", ""))  # everybody knows it


def test_a_member_who_is_gone_keeps_nobody_from_changing_the_rest_of_a_team() -> None:
    team = {"id": 5, "name": "sales", "description": "old", "allow_auto_assign": True}
    server = MemoryChatwoot(teams=[team])
    server.members = {5: (99,)}
    assert apply(server, declared(account(teams=[{"name": "sales", "description": "new"}]))).pending == []
    assert server.rows["/teams"][0]["description"] == "new"
    assert server.members == {5: (99,)}


def test_a_team_that_a_200_has_emptied_is_told() -> None:
    """What string ids did (chatwoot.md 1.8): whatever the reason, the members are read back."""
    server = MemoryChatwoot()
    server.members = Forgetful()
    assert apply(server, declared(ACME)).pending == [
        "team ventas of account Acme: Chatwoot accepted it and kept something else (members). "
        "Look at it in Chatwoot, then run apply again"
    ]


class Forgetful(dict):  # type: ignore[type-arg]
    """Members that are gone once they are set."""

    def __setitem__(self, key: int, value: tuple[int, ...]) -> None:
        super().__setitem__(key, ())


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (None, []),
        ((500, True), []),  # deleted all the same; asking again would be a 500 for a row that is not there
        ((500, False), ["Chatwoot failed at label old of account Acme"]),
        ((422, False), ["Chatwoot refused label old of account Acme"]),
    ],
)
def test_a_deletion_is_read_back(fault: tuple[int, bool] | None, told: list[str]) -> None:
    server = MemoryChatwoot()
    apply(server, declared(account(labels=[{"title": "old"}])))
    server.fail, used = [fault], reader(server)
    (found,) = planned(declared(account(labels=[])), used)
    steps = [Step(found.kind, "delete", each.key, live=each) for each in found.orphans]
    assert used.client is not None
    pending = delete(used.client, steps, used.world, used).pending
    assert [each[: len(words)] for each, words in zip(pending, told, strict=True)] == told
    assert len([each for each in server.changes if each[0] == "DELETE"]) == 1
    assert (server.rows["/labels"] == []) == (not told)


def test_what_is_still_there_after_a_200_is_told() -> None:
    server = MemoryChatwoot()
    apply(server, declared(account(labels=[{"title": "old"}])))
    server.rows["/labels"] = Rooted(server.rows["/labels"])
    used = reader(server)
    (found,) = planned(declared(account(labels=[])), used)
    assert used.client is not None
    gone = [Step(found.kind, "delete", each.key, live=each) for each in found.orphans]
    assert delete(used.client, gone, used.world, used).pending == [
        "label old of account Acme: Chatwoot accepted its deletion and still has it. Look at it in Chatwoot"
    ]


class Rooted(list):  # type: ignore[type-arg]
    """Rows of which none goes."""

    def remove(self, _: object) -> None:
        return None
