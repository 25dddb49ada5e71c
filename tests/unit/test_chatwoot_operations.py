"""The operations as pyinfra runs them: this machine as the host, a `docker` that answers from files, a small Chatwoot.

Both phases run for real, in a process of their own; what is not real is what stands behind `docker exec` and the web.
"""

import json
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.unit.small_chatwoot import SmallChatwoot

CHECKOUT = Path(__file__).parents[2]
TOKEN = "s3cret-token"

# Answers what the command's words ask for; the runner's call turns a bare installation into a bootstrapped one.
DOCKER = """#!/bin/sh
cd "$FAKE" || exit 1
echo "$*" >> argv
test -e up || { echo "Error response from daemon: No such container: p-chatwoot" >&2; exit 1; }
case "$*" in
  inspect*) echo "127.0.0.1 " ;;
  *"rails runner"*) cat > stdin; cat runner; test -e runner-fails && exit 1; touch bootstrapped ;;
  *redis-cli*) if test -e bootstrapped; then cat redis.after; else cat redis.before; fi ;;
  *rows=*) cat > /dev/null; if test -e bootstrapped; then cat database.after; else cat database.before; fi ;;
  *psql*)
    if grep -q team_members; then cat objects
    elif test -e bootstrapped; then cat access.after
    else cat access.before; fi ;;
esac
"""
DEPLOY = """
import os
from pydantic import SecretStr
from pyinfra import host
from deploy.chatwoot import access, operations, runner
from deploy.host.connection import quicken
from deploy.objects import operations as inside
from deploy.settings.settings import Settings
from deploy.stack.secrets import Secrets
access.PORT = runner.PORT = int(os.environ["FAKE_PORT"])
settings = Settings.model_validate({
    "domain": "chat.example.com", "project": "p", "admin": {"email": "ana@example.com"},
    "chatwoot": {"installation_secrets": {"FB_APP_SECRET": "FACEBOOK"}},
    "accounts": [{"name": "Acme", "locale": "es", "inboxes": [
        {"type": "api", "name": "Orders"},
        {"type": "web_widget", "name": "Site", "website_url": "https://www.example.com"}]}]})
operations.bootstrap(name="Ensure Chatwoot is bootstrapped", settings=settings,
    admin_password=SecretStr("Adm1n!secret"), service_password=SecretStr("S3rvice!secret"),
    rows={"FB_APP_SECRET": SecretStr("Fac3book!secret")})
inside.objects(name="Ensure everything inside Chatwoot is as declared", settings=settings,
    secrets=Secrets({"SECRET_KEY_BASE": "k"}))
operations.handoff(name="Ensure the hand-off file is current", settings=settings)
inside.nothing_pending(name="Ensure every declared object was taken")
"""
SERVICE = "chatwoot-deploy@p.invalid"
ROW = {"FB_APP_SECRET": {"value": "Fac3book!secret"}}
EMPTY: dict[str, Any] = {
    "schema_version": "1",
    "accounts": [],
    "super_admins": [],
    "administrators": [],
    "service_user": None,
    "platform_app": None,
    "permitted": [],
    "installation": {"ENABLE_ACCOUNT_SIGNUP": "---\nvalue: false\n"},
}
FULL: dict[str, Any] = {
    "schema_version": "1",
    "accounts": [{"id": 1, "name": "Acme", "locale": 12, "features": 0}],
    "super_admins": ["ana@example.com"],
    "administrators": [{"email": "ana@example.com", "account": 1}, {"email": SERVICE, "account": 1}],
    "service_user": 2,
    "platform_app": 1,
    "permitted": [{"type": "Account", "id": 1}, {"type": "User", "id": 2}],
    "installation": {"ENABLE_ACCOUNT_SIGNUP": "---\nvalue: 'false'\n"},
}
REDIS = {"onboarding": 0, "cron_jobs": ["a"], "processes": [], "waiting": {}}
ANSWER = {
    "accounts": {"Acme": 1},
    "admin": 1,
    "service": {"id": 2, "token": TOKEN},
    "platform": {"id": 1, "token": TOKEN},
    "made": [],
    "super_admins": ["ana@example.com"],
}


class Vps:
    """The host and what is seen of it."""

    def __init__(self, folder: Path, port: int, server: SmallChatwoot) -> None:
        self.folder, self.port, self.server = folder, port, server
        self.fake = folder / "fake"
        self.fake.mkdir()
        docker = folder / "bin" / "docker"
        docker.parent.mkdir()
        docker.write_text(DOCKER)
        docker.chmod(docker.stat().st_mode | stat.S_IXUSR)
        (folder / "whole.py").write_text(DEPLOY)
        for name, content in (
            ("database.before", EMPTY),
            ("database.after", FULL),
            ("redis.before", {**REDIS, "onboarding": 1}),
            ("redis.after", REDIS),
            ("access.before", {"token": None, "platform": None, "accounts": [], "installation": {}}),
            ("access.after", {"token": TOKEN, "platform": TOKEN, "accounts": FULL["accounts"], "installation": ROW}),
        ):
            (self.fake / name).write_text(json.dumps(content) + "\n")
        (self.fake / "objects").write_text("{}\n")
        (self.fake / "runner").write_text(f"W, noise\n\n@@CHATWOOT-DEPLOY {json.dumps(ANSWER)}\nnoise\n")
        (self.fake / "up").touch()

    def run(self, *options: str) -> subprocess.CompletedProcess[str]:
        """One pyinfra run over this machine."""
        (self.fake / "argv").write_text("")
        return subprocess.run(
            [sys.executable, "-m", "pyinfra", "-vvv", *options, "@local", "whole.py"],
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=120,
            env={
                **os.environ,
                "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
                "PYTHONPATH": str(CHECKOUT),
                "FAKE": str(self.fake),
                "FAKE_PORT": str(self.port),
                "CHATWOOT_DEPLOY_REPORT": str(self.folder / "report"),
                "http_proxy": "http://nowhere.invalid:9",
            },
        )

    def reported(self) -> list[str]:
        """What the run said it changes, once each."""
        entries = [json.loads(line) for line in (self.folder / "report").read_text().splitlines()]
        changes = [each for each in entries if each["kind"] == "change"]
        return list(dict.fromkeys(f"{each['subject']}: {each['what']}" for each in changes))

    @property
    def commands(self) -> str:
        """Every docker command of the last run."""
        return (self.fake / "argv").read_text()


@pytest.fixture
def vps(tmp_path: Path) -> Iterator[Vps]:
    """A host whose containers run, bare of accounts."""
    server = SmallChatwoot()
    asked = server.asked

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            asked.append(f"{self.command} {self.path}")
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            if self.path.endswith("/accounts"):
                status, answer = 404, {"error": "Not Found"}
            elif self.headers.get("api_access_token") != TOKEN or self.headers["X-Forwarded-Proto"] != "https":
                status, answer = 401, {"error": "Invalid Access Token"}
            else:
                status, answer = server(self.command, self.path, body)
            text = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = do_PATCH = answer

        def log_message(self, *_: Any) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=http.serve_forever, daemon=True).start()
    made = Vps(tmp_path, http.server_address[1], server)
    yield made
    http.shutdown()
    http.server_close()


def test_apply_then_apply_again(vps: Vps) -> None:
    first = vps.run("-y")
    assert first.returncode == 0, first.stderr
    assert vps.commands.count("rails runner") == 1
    assert [each["name"] for each in vps.server.stored] == ["Orders", "Site"]
    handed = vps.folder / ".handoff" / "_local.env"
    handed = handed if handed.exists() else vps.folder / ".handoff" / "local.env"
    assert f"CHATWOOT_ACCESS_TOKEN={TOKEN}\n" in handed.read_text()
    for secret in (TOKEN, "Adm1n!secret", "S3rvice!secret", "Fac3book!secret"):
        assert secret not in first.stdout + first.stderr + vps.commands
    asked = vps.server.asked
    assert asked[:2] == ["POST /api/v1/accounts", "POST /api/v2/accounts"]

    asked.clear()
    second = vps.run("-y")
    assert second.returncode == 0, second.stderr
    assert second.stderr.count("No changes") == 4 or "No changes: 4" in second.stderr, second.stderr
    assert "rails runner" not in vps.commands
    # -y: Execute alone asks, each type once; the hand-off takes its widgets from the same answer.
    assert asked == [f"GET /api/v1/accounts/1{path}" for path in ("", "/agents", "/agent_bots", "/inboxes")]
    assert "Chatwoot is bootstrapped" in second.stdout + second.stderr


def test_a_plan_of_a_bare_host_says_everything_and_fails_nothing(vps: Vps) -> None:
    (vps.fake / "up").unlink()
    run = vps.run("--dry")
    assert run.returncode == 0, run.stderr
    assert vps.reported() == [
        "account Acme: created",
        "super admin ana@example.com: created",
        f"user {SERVICE}: created",
        "platform app chatwoot-deploy: created",
        "installation setting ENABLE_ACCOUNT_SIGNUP: sign-up closed",
        "installation page: closed",
        "installation setting FB_APP_SECRET: set (secret)",
        "inbox api Orders of account Acme: created",
        "inbox web_widget Site of account Acme: created",
        ".handoff/local.env: written",
    ]


def test_a_refused_bootstrap_is_one_sentence(vps: Vps) -> None:
    (vps.fake / "runner-fails").touch()
    (vps.fake / "runner").write_text('@@CHATWOOT-DEPLOY {"error":"Name is bad","class":"X","doing":"account Acme"}\n')
    run = vps.run("-y")
    assert run.returncode == 1
    assert "Chatwoot refused the bootstrap at account Acme: Name is bad" in run.stderr
    assert "Traceback" not in run.stdout + run.stderr


def test_a_door_still_open_fails_the_run(vps: Vps) -> None:
    (vps.fake / "redis.after").write_text(json.dumps({**REDIS, "onboarding": 1}) + "\n")
    run = vps.run("-y")
    assert run.returncode == 1
    assert "[onboarding-open]" in run.stderr
    assert "Traceback" not in run.stdout + run.stderr


def test_drift_of_one_inbox_is_planned_and_mended(vps: Vps) -> None:
    assert vps.run("-y").returncode == 0
    vps.server.stored[1]["website_url"] = "https://other.example.com"
    (vps.folder / "report").unlink()
    assert vps.run("--dry").returncode == 0
    assert vps.reported() == ["inbox web_widget Site of account Acme: changed"]
    assert vps.run("-y").returncode == 0
    assert vps.server.stored[1]["website_url"] == "https://www.example.com"


def test_a_plan_that_nobody_answers_is_a_problem_unless_something_before_it_changes(vps: Vps) -> None:
    assert vps.run("-y").returncode == 0
    (vps.fake / "access.after").write_text(
        json.dumps({"token": "stale", "platform": "stale", "accounts": FULL["accounts"], "installation": ROW}) + "\n"
    )
    told = "cannot be compared: Chatwoot refused the settings of account Acme: Invalid Access Token (HTTP 401)"
    for onboarding, kind in ((0, "problem"), (1, "notice")):
        (vps.folder / "report").unlink(missing_ok=True)
        (vps.fake / "redis.after").write_text(json.dumps({**REDIS, "onboarding": onboarding}) + "\n")
        run = vps.run("--dry")
        assert run.returncode == 0, run.stderr
        entries = [json.loads(line) for line in (vps.folder / "report").read_text().splitlines()]
        found = [(each["kind"], each["text"]) for each in entries if each["kind"] in ("problem", "notice")]
        assert (kind, told if kind == "problem" else told.replace("compared:", "compared yet:")) in found
        assert {each for each, _ in found} == {kind}


def test_an_api_error_in_the_middle_is_one_sentence(vps: Vps) -> None:
    vps.server.fail = [(500, False)] * 9
    run = vps.run("-y")
    assert run.returncode == 1
    assert "inbox api Orders of account Acme" in run.stderr
    assert "Traceback" not in run.stdout + run.stderr


def test_a_changed_language_is_planned_and_changed_without_a_runner_call(vps: Vps) -> None:
    assert vps.run("-y").returncode == 0
    vps.server.account["locale"] = "en"
    (vps.folder / "report").unlink()
    assert vps.run("--dry").returncode == 0
    assert vps.reported() == ["account Acme: changed"]
    asked = vps.server.asked
    asked.clear()
    run = vps.run("-y")
    assert run.returncode == 0, run.stderr
    assert "rails runner" not in vps.commands
    assert "PATCH /api/v1/accounts/1" in asked
    assert vps.server.account["locale"] == "es"
