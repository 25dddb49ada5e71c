"""Sending a recorded request to the stand-in: tokens, ids and times of the recording become those of the live run."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from typing import Any

import requests

from tests.contract.recordings import Case
from tests.contract.standin import StandIn

# Makes who speaks in the recordings. The key of the onboarding page stays, as in the recorded run.
BOOTSTRAP = """
person = lambda do |account, email, name, type, role|
  user = User.find_or_initialize_by(email: email)
  user.assign_attributes(name: name, password: 'Passw0rd!x', type: type)
  user.skip_confirmation!
  user.save!
  AccountUser.find_or_create_by!(account: account, user: user) { |row| row.role = role }
  user.access_token.token
end
acme = Account.find_or_create_by!(name: 'Acme')
app = PlatformApp.find_or_create_by!(name: 'provisioner')
tokens = { admin: person.call(acme, 'admin@example.com', 'Super Admin', 'SuperAdmin', :administrator),
           agent: person.call(acme, 'agent@example.com', 'Second Agent', nil, :agent),
           platform: app.access_token.token }
app.platform_app_permissibles.find_or_create_by!(permissible: acme)
puts "@@#{tokens.to_json}"
"""
# After the inboxes exist: the agent is a member of the first, a bot belongs to the account.
COLLEAGUES = """
InboxMember.find_or_create_by!(inbox: Inbox.order(:id).first, user: User.find_by!(email: 'agent@example.com'))
bot = AgentBot.find_or_create_by!(name: 'Bot uno', account: Account.first)
puts "@@#{{ bot: bot.access_token.token }.to_json}"
"""
BETA = """
user = User.find_by(email: 'plat@example.com')
puts "@@#{{ beta: user.access_token.token }.to_json}"
"""
SIGNUP = """
row = InstallationConfig.find_or_initialize_by(name: 'ENABLE_ACCOUNT_SIGNUP')
row.value = '%s'
row.save!
GlobalConfig.clear_cache
"""
# The recorded run tidied up between two of its cases.
ONE_WEBHOOK = "Webhook.where.not(url: 'http://listener.test/account').destroy_all"
# An inbox's mail server where nothing listens.
UNREACHABLE = {
    "imap_enabled": True,
    "imap_address": "127.0.0.1",
    "imap_port": 1,
    "imap_login": "u",
    "imap_password": "p",
    "imap_enable_ssl": False,
}
# Jobs in all queues.
WAITING = (
    "local n = 0 for _, name in ipairs(redis.call('SMEMBERS', 'queues')) do "
    "n = n + redis.call('LLEN', 'queue:' .. name) end return n"
)
ONBOARDING_KEY = "alfred:CHATWOOT_INSTALLATION_ONBOARDING"
KINDS = (
    "accounts",
    "users",
    "agents",
    "inboxes",
    "contacts",
    "conversations",
    "messages",
    "agent_bots",
    "hooks",
    "teams",
    "labels",
    "canned_responses",
    "custom_attribute_definitions",
    "custom_filters",
    "dashboard_apps",
    "webhooks",
    "automation_rules",
    "macros",
)
# Two addresses, one object.
SAME = {"agents": "users"}
FIELDS = {
    "inbox_id": "inboxes",
    "contact_id": "contacts",
    "before": "messages",
    "after": "messages",
    "user_id": "users",
    "user_ids": "users",
    "team_id": "teams",
    "agent_bot": "agent_bots",
}


class Replay:
    """One run through the recordings of a release, with what it learned on the way."""

    def __init__(self, standin: StandIn) -> None:
        self.standin = standin
        self._tokens: dict[str, str] = {"bogus": "bogus", **standin.runner(BOOTSTRAP)}
        self._ids: dict[tuple[str, int], int] = {}
        self._sources: dict[int, str] = {}
        self._identifier = ""
        self._worker = False

    @property
    def admin(self) -> str:
        """The administrator's token."""
        return self._tokens["admin"]

    def prepare(self, case: Case) -> None:
        """Bring about what the recorded run did between two requests."""
        key = (case.file, case.name)
        if (case.file == "contacts" or key == ("agent_bots", "bot-token-lists-nothing")) and "bot" not in self._tokens:
            self._tokens |= self.standin.runner(COLLEAGUES)
        if key == ("platform", "member-of-suspended-account"):
            self._tokens |= self.standin.runner(BETA)
        if key == ("onboarding", "post-bad-password-while-key-present"):
            self.standin.redis("SET", ONBOARDING_KEY, "true")
        if key == ("onboarding", "page-after-key-deleted"):
            self.standin.redis("DEL", ONBOARDING_KEY)
        if key in (("signup", "v1-after-string-false"), ("signup", "env-true-db-string-false")):
            self.standin.runner(SIGNUP % "false")
        if key == ("signup", "v1-after-string-true"):
            self.standin.runner(SIGNUP % "true")
        if key == ("signup", "env-true-db-string-false"):
            self._restart(ENABLE_ACCOUNT_SIGNUP="true")
        if key == ("profile", "good") or (case.file == "profile" and case.index == 0):
            self._restart()
        if (
            key in (("inboxes", "show-deleted-after-worker"), ("inboxes", "recreate-sms-after-worker"))
            and case.version != "2.10.0"
        ):
            self._work_off()
        if key == ("webhooks", "list-final"):
            self.standin.runner(ONE_WEBHOOK)
        if key == ("inboxes", "email-after-imap-unreachable"):
            self._unreachable_imap(case)
        self._provider(case)
        self._faults(case)

    def send(self, case: Case) -> requests.Response:
        """The live answer."""
        request = case.request
        headers = {key: value for key, value in (request.get("headers") or {}).items() if key != "content-type"}
        for key in headers:
            if headers[key] == "<token>":
                headers[key] = self._tokens["admin" if case.auth == "none" else case.auth]
        body, form = request.get("json"), request.get("form")
        options: dict[str, Any] = {"headers": headers, "allow_redirects": False}
        if body is not None:
            options["json"] = self._body(body)
        elif form is not None:
            options["data"] = form
        answer = requests.request(
            request["method"], self.standin.url + self._path(request["path"]), timeout=30, **options
        )
        self._learn(case, answer)
        return answer

    def _restart(self, **env: str) -> None:
        self.standin.stop("web")
        self.standin.start_web(**env)

    def _unreachable_imap(self, case: Case) -> None:
        """A change that the recordings describe by what it left behind (chatwoot.md 1.4)."""
        answer = requests.patch(
            self.standin.url + self._path(case.request["path"]),
            json={"channel": UNREACHABLE},
            headers={"api_access_token": self._tokens["admin"]},
            timeout=30,
        )
        assert (answer.status_code, answer.json()["message"][:18]) == (422, "Connection refused")

    def _provider(self, case: Case) -> None:
        """A worker is there while WhatsApp is played; what it makes is waited for."""
        whatsapp = case.file == "inboxes_whatsapp"
        if whatsapp and not self._worker:
            self.standin.start_worker()
        if self._worker != whatsapp or case.name.startswith(("messages-after", "360dialog-c", "360dialog-d")):
            self._settle()
        if self._worker and not whatsapp:
            self.standin.stop("worker")
        self._worker = whatsapp

    def _settle(self) -> None:
        deadline = time.monotonic() + 60
        while self.standin.redis("EVAL", WAITING, "0") != "0" and time.monotonic() < deadline:
            time.sleep(0.3)
        time.sleep(0.5)

    def _work_off(self) -> None:
        """Let a worker perform what waits."""
        self.standin.start_worker()
        deadline = time.monotonic() + 30
        while self.standin.redis("LLEN", "queue:low") != "0" and time.monotonic() < deadline:
            time.sleep(0.3)
        time.sleep(0.5)
        self.standin.stop("worker")

    def _faults(self, case: Case) -> None:
        if case.file != "api_health":
            return
        if case.name == "postgres-down-api":
            self.standin.stop("postgres")
        if case.name == "postgres-back-api-1":
            self.standin.start_postgres()
        if case.name == "redis-down-api":
            self.standin.stop("redis")
        if case.name == "redis-back-api":
            self.standin.start_redis()

    def _path(self, path: str) -> str:
        path = path.replace("inboxes/<token>", f"inboxes/{self._identifier}")
        path = path.replace("contacts/<uuid>", f"contacts/{self._sources.get(0, 'unknown')}")
        # Whole numbers only: a UUID may begin with the digits of somebody's id.
        for kind in KINDS:
            path = re.sub(rf"(?<={kind}/)\d+(?=[/?]|$)", self._to_live(kind), path)
        for field, kind in FIELDS.items():
            path = re.sub(rf"(?<=[?&]{field}=)\d+", self._to_live(kind), path)
        return path

    def _to_live(self, kind: str) -> Callable[[re.Match[str]], str]:
        return lambda match: str(self._live(kind, match.group()))

    def _live(self, kind: str, recorded: str | int) -> int:
        return self._ids.get((SAME.get(kind, kind), int(recorded)), int(recorded))

    def _body(self, body: Any) -> Any:
        if not isinstance(body, dict):
            return body
        sent = dict(body)
        for field, kind in FIELDS.items():
            if isinstance(sent.get(field), int):
                sent[field] = self._live(kind, sent[field])
            if isinstance(sent.get(field), list):
                # A text stays a text: the difference is what some cases are about.
                sent[field] = [type(item)(self._live(kind, item)) for item in sent[field]]
        if sent.get("source_id") == "<uuid>":
            sent["source_id"] = self._sources[body["contact_id"]]
        if sent.get("snoozed_until") == "<ts>":
            sent["snoozed_until"] = int(time.time()) + 3600
        if sent.get("content") == "x * 160000":
            sent["content"] = "x" * 160000
        return sent

    def _learn(self, case: Case, answer: requests.Response) -> None:
        """Remember which live object stands for which recorded one."""
        expected = case.response.get("json")
        try:
            actual = answer.json()
        except ValueError:
            return
        if not isinstance(expected, dict) or not isinstance(actual, dict):
            return
        public = case.request["path"].startswith("/public/")
        kind = next((kind for kind in reversed(KINDS) if re.search(rf"/{kind}(/[^/]+)?$", case.request["path"])), None)
        if kind == "contacts" and not public:
            expected, actual = expected.get("payload", {}), actual.get("payload", {})
            if isinstance(expected, dict) and isinstance(actual, dict) and "contact" in expected:
                expected, actual = expected["contact"], actual.get("contact", {})
        if kind in ("macros", "webhooks"):
            expected, actual = expected.get("payload", {}), actual.get("payload", {})
            if kind == "webhooks" and isinstance(expected, dict) and isinstance(actual, dict):
                expected, actual = expected.get("webhook", {}), actual.get("webhook", {})
        if (
            not kind
            or not isinstance(expected, dict)
            or not isinstance(actual, dict)
            or "id" not in actual
            or "id" not in expected
        ):
            return
        self._ids[SAME.get(kind, kind), expected["id"]] = actual["id"]
        if kind == "inboxes" and expected["id"] == 1:
            self._identifier = actual.get("inbox_identifier") or self._identifier
        if public and kind == "contacts" and "source_id" in actual:
            self._sources[0] = actual["source_id"]
        for link in actual.get("contact_inboxes") or []:
            self._sources.setdefault(expected["id"], link["source_id"])


def _has_id(value: Any) -> bool:
    return isinstance(value, dict) and "id" in value


def body_of(answer: requests.Response) -> Any:
    """JSON of an answer, its text when it is none."""
    try:
        return json.loads(answer.text)
    except ValueError:
        return answer.text
