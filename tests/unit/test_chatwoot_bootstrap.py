"""The Rails runner's input and answer."""

import json
import re
import subprocess
from base64 import b64decode
from pathlib import Path

import pytest
from pydantic import SecretStr

from deploy.chatwoot.bootstrap import SENTINEL, answer, command, script
from deploy.errors import OperatorError
from tests.lacking import needs_program
from tests.unit.test_chatwoot_needed import settings

ADMIN, SERVICE = SecretStr("Adm1n!'\"#{`id`}"), SecretStr("S3rvice!x")
GOOD = {
    "accounts": {"Acme": 1},
    "admin": 1,
    "service": {"id": 2, "token": "t0ken"},
    "platform": {"id": 1, "token": "t1"},
    "made": ["account Acme"],
    "super_admins": ["Ana@example.com"],
}


def test_declared_text_cannot_become_ruby() -> None:
    declared = settings(accounts=[{"name": "'; exit 9 #{1}\" `id`"}], admin={"email": "o'brien@example.com"})
    text = script(declared, ADMIN, SERVICE)
    first = text.splitlines()[0]
    data = re.fullmatch(r"input = '([A-Za-z0-9+/=]+)'", first)
    assert data
    wanted = json.loads(b64decode(data[1]))
    assert wanted["accounts"] == [{"name": "'; exit 9 #{1}\" `id`", "locale": "en"}]
    assert wanted["admin"]["password"] == ADMIN.get_secret_value()
    assert wanted["service"]["email"] == "chatwoot-deploy@chatwoot.invalid"
    assert wanted["installation"] == {"ENABLE_ACCOUNT_SIGNUP": "false"}
    assert ADMIN.get_secret_value() not in text
    assert "S3rvice" not in command("smarter")


def test_the_script_is_ruby() -> None:
    needs_program("ruby", "ruby")
    subprocess.run(["ruby", "-c"], input=script(settings(), ADMIN, SERVICE), text=True, check=True, capture_output=True)


def test_the_onboarding_key_goes_last() -> None:
    text = (Path(__file__).parents[2] / "templates/rails/bootstrap.rb").read_text()
    assert text.index("CHATWOOT_INSTALLATION_ONBOARDING)") > text.rindex("save!")


def test_the_answer_is_found_among_log_lines() -> None:
    noise = "W, [x] WARN -- : Creating scope :open.\nI, [ActiveJob] Enqueued\n"
    found = answer(True, f"{noise}\n{SENTINEL} {json.dumps(GOOD)}\n{noise}", "Redis#sadd will always return\n")
    assert found.accounts == {"Acme": 1}
    assert found.super_admins == ("ana@example.com",)
    assert "t0ken" not in repr(found)


@pytest.mark.parametrize(
    ("ok", "stdout", "stderr", "message"),
    [
        (True, "log\n", "", "ended well but answered nothing"),
        (False, "", "stdin:1:in `<main>': boom (RuntimeError)\n\tfrom bin/rails:4:in `<main>'\n", "failed: stdin:1"),
        (False, "", "Error response from daemon: No such container: x-chatwoot\n", "No such container: x-chatwoot"),
        (False, "", "", "without a word"),
        (
            False,
            f'{SENTINEL} {{"error":"Password S3rvice!x is weak","class":"X","doing":"user a"}}\n',
            "",
            "Chatwoot refused the bootstrap at user a: Password \\(hidden\\) is weak",
        ),
        (True, f'{SENTINEL} {{"accounts"', "", "cut off"),
    ],
)
def test_a_failure_is_one_sentence_without_secrets(ok: bool, stdout: str, stderr: str, message: str) -> None:
    with pytest.raises(OperatorError, match=message) as caught:
        answer(ok, stdout, stderr, (ADMIN, SERVICE))
    assert "\n" not in str(caught.value)
    assert "S3rvice" not in str(caught.value)
