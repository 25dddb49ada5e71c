"""From bare to provisioned in one command, and nothing to do afterwards."""

import pytest

from tests.e2e.conftest import Vps
from tests.e2e.first import First
from tests.e2e.runner import Watch
from tests.e2e.site import Site
from tests.e2e.wrapper import run

MOST_COMMANDS = 15


@pytest.fixture
def first(provisioned: Vps) -> First:
    """How the machine was provisioned."""
    if provisioned.first is None:
        pytest.skip("the snapshot of an earlier session is used: its first apply was not seen")
    return provisioned.first


def test_plan_of_a_bare_machine_touches_nothing(first: First) -> None:
    """Exit 2, every operation is named, no file and no object of the engine differs afterwards."""
    first.plan.must(2)
    print(f"plan of a bare machine: {first.plan.seconds:.1f} s")
    for subject in (
        "packages",
        "/compose.yaml",
        "image ",
        "service chatwoot",
        "account Acme",
        "inbox api Orders of account Acme",
        ".handoff/",
    ):
        assert subject in first.plan.stdout, first.plan.tail
    assert first.touched == []


def test_first_apply(first: First) -> None:
    """Works, with one Rails runner call; the hand-off is told."""
    ran = first.apply.must()
    told = ran.json["hosts"]["vps8"]
    print(f"first apply: {ran.seconds:.1f} s, commands {told['commands']}, {first.runner_calls} runner call(s)")
    assert first.runner_calls == 1
    assert told["changed"] > 0
    assert told["failed"] == 0


def test_second_apply_changes_nothing(vps: Site) -> None:
    """0 operations, few commands, no runner call; the plan agrees."""
    with Watch(vps.machine) as watch:
        ran = run("apply", vps, "--json").must()
        plan = run("plan", vps).must()
    told = ran.json["hosts"]["vps8"]
    print(f"second apply: {ran.seconds:.1f} s, commands {told['commands']}; plan: {plan.seconds:.1f} s")
    assert told["changed"] == 0, ran.tail
    assert told["changes"] == []
    assert told["commands"]["prepare"] <= MOST_COMMANDS
    assert told["commands"].get("execute", 0) <= MOST_COMMANDS
    assert watch.calls == 0
    assert "nothing to do" in plan.stdout


def test_verify_passes(vps: Site) -> None:
    """The proof from inside and outside agrees with apply."""
    ran = run("verify", vps, "--json")
    told = ran.json
    print(f"verify: {ran.seconds:.1f} s; {told['passed']} passed, {told['skipped']} skipped")
    assert ran.code == 0, "\n".join(f"{each['test']}: {each['message']}" for each in told["tests"] if each["message"])
    assert told["passed"] > 0
    assert told["failed"] == told["error"] == 0
