"""What is live, read once: names and ids, odd answers, names that nobody has."""

from typing import Any

import pytest

from deploy.chatwoot.client import Client
from deploy.errors import OperatorError
from deploy.objects.account import Reader, planned
from deploy.objects.mentioned import waiting
from deploy.objects.names import Names, Unknown
from deploy.objects.registry import by_noun
from deploy.objects.world import Look, World
from tests.unit.inbox_server import live
from tests.unit.objects_world import MemoryChatwoot, account, apply, declared, reader

RULE = {
    "name": "Tag",
    "event": "conversation_created",
    "conditions": [{"attribute": "status", "operator": "equal_to", "values": ["open"]}],
    "actions": [{"add_label": ["vip"]}],
}
WAITS = (
    "automation rule Tag of account Acme: waits for label vip, which is not there. "
    "Declare it, make it or correct the name"
)


def test_a_written_id_is_good_for_an_object_of_this_account_alone() -> None:
    names = Names()
    names.learn("inbox", {"Orders": 3}, [3, 4])
    assert names.id("inbox", "Orders") == 3
    assert names.id("inbox", "#4") == 4  # it shares its name with 3
    assert names.id("team", "#0") == 0  # what takes a conversation from its team
    for noun, name in (("inbox", "#5"), ("inbox", "#0"), ("agent", "#3")):
        with pytest.raises(Unknown):
            names.id(noun, name)


@pytest.mark.parametrize("answer", [{"id": 5}, "vip", None, {"id": 5, "title": None}])
def test_an_odd_answer_is_one_sentence_without_what_was_answered(answer: Any) -> None:
    odd = reader(MemoryChatwoot(labels=[answer]))
    with pytest.raises(OperatorError, match=r"account Acme: what Chatwoot 4\.10\.0 answers for labels cannot be read"):
        odd.live(by_noun("label"))


def test_of_inboxes_of_one_name_the_declared_one_is_meant() -> None:
    rows = [live("WebWidget", id=3, name="Orders"), live("Api", id=4, name="Orders")]
    server = MemoryChatwoot(inboxes=[], agent_bots=[])
    wanted = declared(account(inboxes=[{"type": "api", "name": "Orders"}]))
    for sections, number in (((), 3), (wanted, 4)):
        server.rows["/inboxes"] = rows
        used = Reader(Wrapped(server), World((4, 10, 0), 7), lambda again: Look(), sections)
        used.live(by_noun("inbox"))
        assert used.world.names.id("inbox", "Orders") == number
        assert used.world.names.id("inbox", f"#{7 - number}") == 7 - number


def test_what_refers_to_an_inbox_follows_its_new_name() -> None:
    """Else a second Dialogflow would be made for it, and the first be deleted as an orphan."""
    old = live("Email", id=4, name="Old", email="a@example.com")
    hook = {"id": 9, "app_id": "dialogflow", "status": True, "inbox": {"id": 4}, "settings": {"project_id": "p"}}
    server = MemoryChatwoot(inboxes=[old], agent_bots=[], integrations=[hook], webhooks=[])
    dialogflow = {"type": "dialogflow", "inbox": "New", "project_id": "p", "credentials": "KEY"}
    wanted = declared(
        account(
            inboxes=[{"type": "email", "name": "New", "email": "a@example.com"}],
            integrations=[dialogflow],
            webhooks=[{"url": "https://hooks.example.com", "subscriptions": ["message_created"], "inbox": "New"}],
        ),
        KEY="{}",
    )
    used = Reader(Wrapped(server), World((4, 10, 0), 7), lambda again: Look(), wanted)
    told = {each.kind.noun: each for each in planned(wanted, used)}
    (step,) = told["integration"].steps
    assert (step.action, [each.field for each in step.changes]) == ("update", ["credentials"])
    assert told["integration"].orphans == ()
    server.rows["/inboxes"] = [{**old, "name": "New"}]
    used.refresh(by_noun("inbox"))
    assert [each.key for each in used.live(by_noun("integration"))] == ["dialogflow of New"]
    assert used.world.names.id("inbox", "New") == 4


def test_a_name_that_nobody_has_is_told_before_anything_is_written() -> None:
    server = MemoryChatwoot(automation_rules=[], inboxes=[])
    wanted = declared(account(automation_rules=[RULE]))
    used = Reader(Wrapped(server), World((4, 10, 0), 7), lambda again: Look())
    assert waiting(wanted, used) == [WAITS]
    assert waiting(declared(account(automation_rules=[RULE], labels=[{"title": "vip"}])), used) == []
    assert waiting(wanted, Reader(None, World((4, 10, 0)), lambda again: Look())) == []
    assert server.changes == []


def test_a_label_that_lives_undeclared_is_found_with_one_get() -> None:
    label = {"id": 5, "title": "vip", "description": "", "color": "#111111", "show_on_sidebar": True}
    used = reader(MemoryChatwoot(labels=[label]))
    assert used.references("label") == {"vip"}
    assert used.references("label") == {"vip"}
    assert used.client is not None
    assert used.client.requests == 1


def test_a_setting_of_the_account_may_name_what_is_made_after_it() -> None:
    server = MemoryChatwoot()
    assert apply(server, declared(account(labels=[{"title": "vip"}], teams=[]))).pending == []
    settings = declared(account(auto_resolve_label="vip", labels=[{"title": "vip"}]))
    assert waiting(settings, reader(MemoryChatwoot())) == []


class Wrapped(Client):
    """A client whose lists come wrapped as those of inboxes and rules do."""

    def __init__(self, server: MemoryChatwoot) -> None:
        super().__init__(server, "chat.example.com", "token-7", 7, "Acme")

    def get(self, path: str, what: str) -> Any:
        found = super().get(path, what)
        if path == "/integrations/apps":
            return {"payload": [{"hooks": found}]}
        if path == "/webhooks":
            return {"payload": {"webhooks": found}}
        return {"payload": found} if path in ("/inboxes", "/automation_rules") else found
