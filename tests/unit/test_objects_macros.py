"""Macros, and the actions that they share with automation rules."""

from typing import Any

import pytest

from deploy.objects.difference import differences, merged
from deploy.objects.kinds.macros import Macros
from deploy.objects.plan import Wanted, plan
from deploy.objects.world import World
from tests.examples import macros
from tests.unit.objects_names import NEW, OLD, checked, one, refused, world

KIND = Macros()


def live(*actions: tuple[str, Any], visibility: str | None = "global", owner: str = "service@example.com") -> Any:
    """A live macro as the list shows it."""
    return {
        "id": 1,
        "name": "Close",
        "visibility": visibility,
        "created_by": {"id": 1, "email": owner},
        "actions": [{"action_name": name, "action_params": params} for name, params in actions],
    }


def macro(*actions: dict[str, Any]) -> dict[str, Any]:
    """A declared one."""
    return {"name": "Close", "actions": list(actions)}


@pytest.mark.parametrize("release", [OLD, NEW])
def test_what_is_sent_reads_back_as_declared(release: Any) -> None:
    declared = macros.full(release) + macros.bent(release)
    assert len(declared) == 4
    for each in declared:
        fields, there = one("macro", each).fields, world(release)
        assert KIND.read({**live(), **KIND.body(fields, there)}, there) == fields


def test_parameters_are_lists_with_ids_as_integers() -> None:
    sent = KIND.body(
        one(
            "macro",
            macro(
                {"assign_team": "Sales"},
                {"assign_agent": "Bo@example.com"},
                {"assign_agent": "nobody"},
                {"assign_agent": "self"},
                {"send_email_transcript": ["b@example.com", "a@example.com"]},
                {"change_priority": "none"},
                {"mute_conversation": True},
            ),
        ).fields,
        world(),
    )
    assert [(each["action_name"], each["action_params"]) for each in sent["actions"]] == [
        ("assign_team", [1]),
        ("assign_agent", [2]),
        ("assign_agent", ["nil"]),
        ("assign_agent", ["self"]),
        ("send_email_transcript", ["a@example.com,b@example.com"]),
        ("change_priority", ["nil"]),
        ("mute_conversation", []),
    ]
    assert sent["visibility"] == "global"


def test_the_same_action_has_another_name_in_2_10() -> None:
    fields = one("macro", macro({"assign_agent": "bo@example.com"})).fields
    assert KIND.body(fields, world(OLD))["actions"][0]["action_name"] == "assign_best_agent"
    assert KIND.read(live(("assign_best_agent", [2])), world(OLD))["actions"] == [{"assign_agent": "bo@example.com"}]
    # Left over from before an upgrade it does nothing any more: that is a difference.
    assert KIND.read(live(("assign_best_agent", [2])), world())["actions"] == [{"assign_best_agent": [2]}]


def test_what_was_made_by_hand_is_readable() -> None:
    found = KIND.read(
        live(
            ("send_attachment", ["signed-blob-id"]),
            ("assign_team", ["nil"]),
            ("assign_team", []),
            ("assign_team", [99]),
            ("assign_agent", ["last_responding_agent"]),
            ("send_message", []),
            ("resolve_conversation", None),
            ("send_email_to_team", [{"team_ids": ["2", 1], "message": "x"}]),
        ),
        world(),
    )
    assert found["actions"] == [
        {"send_attachment": ["signed-blob-id"]},
        {"assign_team": "#0"},
        {"assign_team": "#0"},
        {"assign_team": "#99"},
        {"assign_agent": ["last_responding_agent"]},
        {"send_message": []},
        {"resolve_conversation": True},
        {"send_email_to_team": {"teams": ["sales", "support"], "message": "x"}},
    ]


def test_a_lost_visibility_is_a_difference_and_every_change_carries_it() -> None:
    wanted = one("macro", macro({"resolve_conversation": True})).fields
    found = KIND.read(live(("resolve_conversation", []), visibility=None), world())
    assert [each.field for each in differences(wanted, found)] == ["visibility"]
    assert KIND.body(merged(found, wanted), world())["visibility"] == "global"


def test_personal_macros_of_others_are_not_ours() -> None:
    wanted = Wanted("Close", one("macro", macro({"resolve_conversation": True})).fields)
    other = KIND.live(live(("resolve_conversation", []), visibility="personal", owner="bo@example.com"), world())
    found = plan(KIND, [wanted], [other])
    assert [(step.action, step.key) for step in found.steps] == [("create", "Close")]
    assert found.orphans == ()
    own = KIND.live(live(("resolve_conversation", []), visibility="personal"), world())
    assert [step.action for step in plan(KIND, [wanted], [own]).steps] == ["create"]
    personal = one("macro", {**macro({"mute_conversation": True}), "visibility": "personal"}).fields
    mine = Wanted(KIND.key(personal), personal)
    (step,) = plan(KIND, [mine], [own]).steps
    assert (step.action, [each.field for each in step.changes]) == ("update", ["actions"])
    # Nobody's global one becomes personal, and the admin's own is not that of the provisioning user.
    there = world()
    there.own = frozenset({"service@example.com", "admin@example.com"})
    shared = KIND.live(live(("resolve_conversation", [])), there)
    lost = KIND.live(live(("resolve_conversation", []), visibility=None), there)
    admins = KIND.live(live(("resolve_conversation", []), visibility="personal", owner="admin@example.com"), there)
    assert (shared.key, lost.key) == ("Close", "Close")
    assert [step.action for step in plan(KIND, [mine], [shared, lost, admins]).steps] == ["create"]
    assert KIND.live(admins.raw, World(NEW)).key == "Close (personal, of admin@example.com)"
    assert KIND.live({**admins.raw, "created_by": None}, World(NEW)).key == "Close (personal, of nobody)"


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ({}, "macros[0].actions[0]: names no action"),
        ({"add_label": ["vip"], "assign_team": "sales"}, "names several actions (add_label, assign_team)"),
        ({"explode": []}, "macros[0].actions[0].explode"),
        ({"open_conversation": True}, "macros[0].actions[0].open_conversation"),
        ({"send_attachment": ["x"]}, "send_attachment cannot be declared"),
        ({"add_label": []}, "macros[0].actions[0].add_label"),
        ({"add_label": "vip"}, "macros[0].actions[0].add_label"),
        ({"add_label": ["vip", "VIP"]}, "names vip twice"),
        ({"add_label": ["a b"]}, "macros[0].actions[0].add_label[0]: 'a b' is no name for a label"),
        ({"remove_label": ["-vip"]}, "macros[0].actions[0].remove_label[0]: '-vip' is no name for a label"),
        ({"send_message": ""}, "macros[0].actions[0].send_message"),
        ({"send_message": "x" * 150_001}, "macros[0].actions[0].send_message: is too long. 150000 characters"),
        ({"add_private_note": "x" * 150_001}, "macros[0].actions[0].add_private_note: is too long"),
        ({"assign_agent": "Bo"}, "is nobody's address"),
        ({"change_status": "closed"}, "macros[0].actions[0].change_status: 'closed' is not possible"),
        ({"change_priority": "top"}, "macros[0].actions[0].change_priority: 'top' is not possible"),
        ({"snooze_conversation": False}, "macros[0].actions[0].snooze_conversation"),
        ({"send_webhook_event": "www.example.com"}, "is not a URL"),
        ({"send_email_to_team": {"teams": ["sales"], "message": "x"}}, "send_email_to_team: is not a known key"),
        ({"send_email_transcript": ["Bo"]}, "is nobody's address"),
    ],
)
def test_wrong_actions_are_refused(action: dict[str, Any], said: str) -> None:
    assert said in refused("macros", macro(action))


def test_a_blank_name_is_refused() -> None:
    assert "macros[0].name: ' ' is empty" in refused("macros", {**macro({"mute_conversation": True}), "name": " "})


def test_a_rule_has_no_self() -> None:
    rule = {
        "name": "x",
        "event": "message_created",
        "conditions": [{"attribute": "status", "operator": "equal_to", "values": ["open"]}],
        "actions": [{"assign_agent": "self"}],
    }
    assert "nobody starts a rule" in refused("automation_rules", rule)


@pytest.mark.parametrize(
    ("version", "action"),
    [
        ("2.10.0", {"remove_label": ["vip"]}),
        ("2.10.0", {"change_priority": "low"}),
        ("2.10.0", {"send_email_transcript": ["bo@example.com"]}),
    ],
)
def test_actions_that_the_release_lacks_are_told(version: str, action: dict[str, Any]) -> None:
    assert checked({"macros": [macro(action)]}, version="4.10.0") == []
    assert checked({"macros": [macro(action)]}, version="3.5.0") == []  # nobody knows that it lacks it
    (found,) = checked({"macros": [macro(action)]}, version=version)
    assert found.startswith(f"accounts[0].macros[0].actions[0].{next(iter(action))}: Chatwoot {version} has no such")


def test_two_of_one_name_and_missing_names_are_told() -> None:
    twice = macro({"assign_agent": "bo@example.com"})
    found = checked({"macros": [twice, twice], "agents": []})
    assert found[0].startswith("accounts[0].macros[1]: macro Close is declared at accounts[0].macros[0] already")
    assert found[1].startswith(
        "accounts[0].macros[0].actions[0].assign_agent: accounts[0].agents declares no agent bo@"
    )


def test_the_longest_message_is_taken() -> None:
    assert checked({"macros": [macro({"send_message": "x" * 150_000})]}) == []
