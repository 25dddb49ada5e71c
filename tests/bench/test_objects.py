"""A large installation declared at once, on the release with the tightest rate limit: 300 requests a minute."""

from pathlib import Path
from typing import Any

import pytest

from tests.e2e import stack
from tests.e2e.site import Site
from tests.e2e.wrapper import run
from tests.sandbox.machine import Machine

AGENTS, INBOXES, LABELS, RULES = 200, 50, 100, 50
MOST_REQUESTS = 20  # for an account of a second apply; the budget


def large() -> dict[str, Any]:
    """One account of that size, in which things refer to each other."""
    agents = [{"email": f"agent{each}@example.com", "name": f"Agent {each}"} for each in range(AGENTS)]
    return {
        "name": "Acme",
        "agents": agents,
        "labels": [{"title": f"label-{each}", "color": f"#{each:06x}"} for each in range(LABELS)],
        "inboxes": [
            {"type": "api", "name": f"Inbox {each}", "members": [agents[each]["email"], agents[-each - 1]["email"]]}
            for each in range(INBOXES)
        ],
        "automation_rules": [
            {
                "name": f"Rule {each}",
                "event": "conversation_created",
                "conditions": [{"attribute": "inbox", "operator": "equal_to", "values": [f"Inbox {each}"]}],
                "actions": [{"add_label": [f"label-{each}"]}],
            }
            for each in range(RULES)
        ],
    }


@pytest.mark.full
def test_a_large_account_from_nothing_and_again(machines: tuple[Machine, Machine], tmp_path: Path) -> None:
    one, _ = machines
    one.reset()
    site = Site(tmp_path, one, data={"accounts": [large()], "chatwoot": {"version": "2.10.0-ce"}})
    first = run("apply", site, "--json").must()
    made = first.json["hosts"][one.name]
    assert made["problems"] == []
    assert "rate limit is reached" not in first.text
    counts = stack.sql(
        site,
        "SELECT (SELECT count(*) FROM account_users) || ' ' || (SELECT count(*) FROM inboxes) || ' ' || "
        "(SELECT count(*) FROM labels) || ' ' || (SELECT count(*) FROM automation_rules) || ' ' || "
        "(SELECT count(*) FROM inbox_members)",
    )
    assert counts == f"{AGENTS + 2} {INBOXES} {LABELS} {RULES} {2 * INBOXES}"  # the admin and the provisioning user
    second = run("apply", site, "--json").must()
    again = second.json["hosts"][one.name]
    assert (again["changed"], again["changes"]) == (0, [])
    assert again["requests"]["Acme"] < MOST_REQUESTS
    print(
        f"\n{AGENTS} agents, {INBOXES} inboxes, {LABELS} labels, {RULES} rules on 2.10.0: "
        f"{made['requests']['Acme']} requests, {first.seconds:.0f} s with the whole installation, "
        f"{first.stderr.count('more Chatwoot may refuse')} waits, so that nothing was refused; "
        f"second apply {again['requests']['Acme']} requests, {second.seconds:.1f} s"
    )
