"""Reading the answers of database and Redis, and the shell text that asks for them."""

import json
import subprocess
from typing import Any

import pytest

from deploy.chatwoot import look, queries
from deploy.chatwoot.installation import value

TAG = "--- !ruby/hash:ActiveSupport::HashWithIndifferentAccess\n"
DATABASE: dict[str, Any] = {
    "schema_version": "20260114201315",
    "accounts": [{"id": 1, "name": "Acme", "features": 5}, {"id": 3, "name": "Acme", "features": 0}],
    "super_admins": ["ana@example.com"],
    "administrators": [{"email": "ana@example.com", "account": 1}],
    "service_user": 2,
    "platform_app": 1,
    "permitted": [{"type": "Account", "id": 1}],
    "installation": {"ENABLE_ACCOUNT_SIGNUP": f"{TAG}value: false\n", "A": f"{TAG}value: 'false'\n"},
}
REDIS: dict[str, Any] = {
    "onboarding": 1,
    "cron_jobs": {},
    "processes": ['{"hostname":"w","queues":["low","default","low"]}', "{}"],
    "waiting": {"low": 2},
}


def _lines(database: object, redis: object) -> list[str]:
    return [f"database {json.dumps(database)}", "noise", f"redis {json.dumps(redis)}"]


def test_state_is_read() -> None:
    state = look.application(_lines(DATABASE, REDIS))
    assert state is not None
    assert state.accounts == {"Acme": 1}
    assert state.features == {"Acme": 5}
    assert state.installation == {"ENABLE_ACCOUNT_SIGNUP": False, "A": "false"}
    assert state.onboarding
    assert state.cron_jobs == ()
    assert [(each.hostname, each.queues) for each in state.processes] == [("w", ("low", "default"))]
    assert state.served == {"low", "default"}


@pytest.mark.parametrize("output", [[], ["database ", "redis "], ["database {}x", 'redis {"a":1}'], ["database []"]])
def test_no_stack_is_no_state(output: list[str]) -> None:
    assert look.application(output) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{TAG}value: 'false'\n", "false"),
        (f"{TAG}value: false\n", False),
        (f"{TAG}value:\n", None),
        (f"{TAG}value: 12\n", 12),
        (f"{TAG}value: Ñandú\n", "Ñandú"),
        (f"{TAG}value:\n- !ruby/hash:ActiveSupport::HashWithIndifferentAccess\n  name: a\n", [{"name": "a"}]),
        (f"{TAG}value: !ruby/object:Strange {{}}\n", {}),
        ("{: broken", None),
        (f"{TAG}value: 2024-99-99\n", None),
        ({"value": "plain"}, "plain"),
        (None, None),
    ],
)
def test_value_of_a_row(text: object, expected: object) -> None:
    found = value(text)
    assert found == expected
    assert type(found) is type(expected)


def test_the_commands_are_valid_shell_and_quote_what_is_declared() -> None:
    text = queries.application("p", "db", "o'brien@example.com", "s@example.com", "app", ["A", "B"])
    subprocess.run(["sh", "-n", "-c", text], check=True)
    script = 'docker() { printf "%s\\n" "$@" >&3; }; ' + text
    done = subprocess.run(["bash", "-c", f"exec 3>&1; {script}"], check=True, capture_output=True, text=True)
    assert "admin=o'brien@example.com" in done.stdout
    assert 'rows=["A", "B"]' in done.stdout
    assert "--" not in done.stdout.replace("--version", "")


def test_a_host_without_docker_answers_nothing_and_ends_well() -> None:
    for text in (
        queries.application("p", "db", "a@b.cd", "s@b.cd", "app", []),
        queries.access("p", "db", "s@b.cd", "app"),
        queries.access("p", "db", "s@b.cd", "app", ["postgres"]),
        queries.application("p", "db", "a@b.cd", "s@b.cd", "app", [], ["postgres", "redis"]),
        queries.objects("p", "db"),
        queries.objects("p", "db", ["postgres"]),
    ):
        done = subprocess.run(["/bin/sh", "-c", text], env={"PATH": "/nowhere"}, capture_output=True, text=True)
        assert done.returncode == 0
        assert not any(queries.answers(done.stdout).values())
