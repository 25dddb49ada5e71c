"""What may be deleted: only what the operator permits in this very call, and no conversations by accident."""

from typing import Any

import pytest

from deploy.errors import OperatorError
from deploy.objects.kind import Live
from deploy.objects.kinds.inboxes import Inboxes
from deploy.objects.kinds.labels import Labels
from deploy.objects.kinds.portals import Portals
from deploy.objects.plan import Plan
from deploy.objects.prune import Prune, deletions, read, strangers
from deploy.objects.world import Look

USED = Look(used_inboxes=frozenset({1, 2}))


def inbox(number: int, name: str) -> Live:
    return Live(f"api {name}", number, {"name": name}, {"id": number})


def test_only_yes_is_permission_and_what_stood_there_is_none() -> None:
    for value in ("no", "0", "", "true"):
        assert not read({"CHATWOOT_DEPLOY_PRUNE": value}).orphans
    variables = {"CHATWOOT_DEPLOY_PRUNE": "yes", "CHATWOOT_DEPLOY_PRUNE_INBOXES": '["Acme/Old"]', "HOME": "/root"}
    Prune().hand_over(variables)
    assert variables == {"HOME": "/root"}
    Prune(True, frozenset({"Acme/Old"})).hand_over(variables)
    assert read(variables) == Prune(True, frozenset({"Acme/Old"}))


@pytest.mark.parametrize("value", ["Support", '"Support"', "[1]", "{"])
def test_a_wrong_list_is_one_sentence(value: str) -> None:
    with pytest.raises(OperatorError, match="is no JSON list of names"):
        read({"CHATWOOT_DEPLOY_PRUNE_INBOXES": value})


@pytest.mark.parametrize(
    ("permitted", "gone"),
    [
        (Prune(), []),
        (Prune(True), [3]),  # the only one without conversations
        (Prune(True, frozenset({"Acme/Old"})), [1, 3]),
        (Prune(True, frozenset({"Globex/Old", "Old"})), [3]),  # another account's permission is none
    ],
)
def test_inboxes_with_conversations_go_only_by_account_and_name(permitted: Prune, gone: list[int]) -> None:
    plan = Plan(Inboxes(), orphans=(inbox(1, "Old"), inbox(2, "Busy"), inbox(3, "Empty")))
    steps, kept = deletions(plan, "Acme", USED, permitted)
    assert [step.live.id for step in steps if step.live] == gone
    assert len(kept) == 3 - len(gone)


def test_a_named_inbox_without_permission_to_delete_is_refused() -> None:
    with pytest.raises(OperatorError, match="deletes nothing without --prune"):
        Prune(inboxes=frozenset({"Acme/Old"}))
    with pytest.raises(OperatorError, match="deletes nothing without --prune"):
        read({"CHATWOOT_DEPLOY_PRUNE_INBOXES": '["Acme/Old"]'})


def test_a_named_inbox_that_is_no_orphan_is_told() -> None:
    permitted = Prune(True, frozenset({"Acme/Old", "Acme/Odl", "Globex/Old", "Down/Old"}))
    plans = [Plan(Labels()), Plan(Inboxes(), orphans=(inbox(1, "Old"),))]
    found = strangers(permitted, {"Acme": plans, "Globex": plans[:1]}, ["Down"])
    assert [each.partition(":")[0] for each in found] == ["--prune-inbox Acme/Odl", "--prune-inbox Globex/Old"]


def test_a_name_that_two_inboxes_have_permits_neither() -> None:
    plan = Plan(Inboxes(), orphans=(inbox(1, "Old"), inbox(2, "Old")))
    steps, kept = deletions(plan, "Acme", USED, Prune(True, frozenset({"Acme/Old"})))
    assert (steps, len(kept)) == ([], 2)


def test_a_portal_with_articles_stays() -> None:
    def portal(articles: int) -> Live:
        raw: dict[str, Any] = {"meta": {"all_articles_count": articles}}
        return Live("help", "help", {}, raw)

    for articles, gone in ((0, 1), (2, 0)):
        steps, _ = deletions(Plan(Portals(), orphans=(portal(articles),)), "Acme", Look(), Prune(True))
        assert len(steps) == gone
    steps, kept = deletions(Plan(Labels(), orphans=(Live("old", 4, {}, {}),)), "Acme", Look(), Prune())
    assert (steps, kept) == ([], ["old"])
