"""Bootstrap, facts and client against the running stand-in: one Rails runner call, then closed doors and inboxes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from pydantic import SecretStr

from deploy.chatwoot import doors, look, queries
from deploy.chatwoot.bootstrap import Bootstrapped, answer, script
from deploy.chatwoot.facts import Application, asked
from deploy.chatwoot.installation import value
from deploy.chatwoot.needed import differing_rows, needed
from deploy.chatwoot.service import PLATFORM_APP, service_email
from deploy.checks.application import ApplicationState
from deploy.errors import OperatorError
from deploy.settings.settings import Settings
from tests.contract.recordings import VERSIONS
from tests.contract.standin import StandIn

DATABASE = "chatwoot_production"
ADMIN, SERVICE = SecretStr("Adm1n!secret"), SecretStr("S3rvice!secret")
ROWS = {"FB_APP_SECRET": SecretStr("Fac3: 'b00k\" #{x}")}
# docker exec, when everything runs in one place: drop its own words.
DOCKER = """
docker() {
  while [ "$1" != psql ] && [ "$1" != redis-cli ] && [ "$1" != inspect ]; do shift; done
  case "$1" in redis-cli) shift; redis-cli -p %d "$@" ;; inspect) echo 127.0.0.1 ;; *) "$@" ;; esac
}
export PGHOST=127.0.0.1 PGPORT=%d REDISCLI_AUTH=contract
"""


class Running:
    """A stand-in and the declaration for it."""

    def __init__(self, standin: StandIn, version: str, accounts: list[dict[str, Any]] | None = None) -> None:
        self.standin = standin
        self.settings = Settings.model_validate(
            {
                "domain": "chatwoot.test",
                "locale": "es",
                "admin": {"email": "o'brien@example.com", "name": "Ana 'Ñ' \"#{x}\""},
                "postgres": {"database": DATABASE},
                "chatwoot": {
                    "version": f"{version}-ce",
                    "installation": {"INSTALLATION_NAME": "Ñandú's", "FLAG": True},
                },
                "accounts": accounts
                or [
                    {
                        "name": "Ventas `x` $(y)",
                        "inboxes": [
                            {"type": "api", "name": "Orders", "webhook_url": "https://example.com/hook"},
                            {"type": "web_widget", "name": "Sitio", "website_url": "https://www.example.com"},
                        ],
                    },
                    {"name": "Soporte", "locale": "pt_BR"},
                ],
            }
        )

    def bootstrap(self) -> Bootstrapped:
        """The runner call."""
        wanted = script(self.settings, ADMIN, SERVICE, ROWS)
        text = self.standin._call(["bundle", "exec", "rails", "runner", "-"], wanted)
        return answer(True, text, "", (ADMIN, SERVICE))

    def state(self) -> ApplicationState | None:
        """The fact's answer."""
        return look.application(self._shell(Application().command(**asked(self.settings))).splitlines())

    def access(self) -> dict[str, Any]:
        """Address, token and accounts."""
        text = queries.access("p", DATABASE, service_email(self.settings), PLATFORM_APP, rows=list(ROWS))
        found = queries.answers(self._shell(text))
        assert found["web"] == "127.0.0.1"
        database: dict[str, Any] = json.loads(found["database"])
        return database

    def _shell(self, text: str) -> str:
        ports = (self.standin._redis_port, self.standin._postgres_port)
        return self.standin._call(["sh", "-c", DOCKER % ports + text])


class ToStandIn(requests.Session):
    """Whatever the URL names, the stand-in answers: what the SSH channel does on a host."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url

    def request(self, method: Any, url: Any, *arguments: Any, **options: Any) -> requests.Response:
        return super().request(method, str(url).replace("http://chatwoot.test", self.url), *arguments, **options)


@pytest.fixture(scope="module", params=VERSIONS)
def running(
    root_fs: Path, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """A freshly prepared installation of each release."""
    with StandIn(root_fs, request.param, tmp_path_factory.mktemp("bootstrap")) as standin:
        standin.start()
        yield Running(standin, request.param)


def test_a_fresh_installation_needs_everything_and_one_call_does_it(running: Running) -> None:
    before = running.state()
    assert before is not None
    assert before.onboarding
    reasons = [what for _, what in needed(running.settings, before)]
    assert {"created", "sign-up closed", "closed"} <= set(reasons)

    first = running.bootstrap()
    assert len(first.made) > 5
    after = running.state()
    assert after is not None
    assert needed(running.settings, after) == []
    assert after.super_admins == ("o'brien@example.com",)
    assert after.accounts.keys() == {"Ventas `x` $(y)", "Soporte"}
    assert after.installation == {"INSTALLATION_NAME": "Ñandú's", "FLAG": True, "ENABLE_ACCOUNT_SIGNUP": "false"}

    token = running.access()["token"]
    stored = {name: value(each) for name, each in running.access()["installation"].items()}
    assert differing_rows(stored, ROWS) == []
    second = running.bootstrap()
    assert second.made == ()
    assert second.accounts == first.accounts
    assert running.access()["token"] == token


def test_the_doors_are_closed(running: Running) -> None:
    doors.closed(running.settings, running.state(), ToStandIn(running.standin.url))


def test_a_refusal_of_rails_is_a_sentence_and_leaves_the_page_open(running: Running) -> None:
    weak = script(running.settings.model_copy(update={"project": "other"}), ADMIN, SecretStr("weak"))
    key = "alfred:CHATWOOT_INSTALLATION_ONBOARDING"
    running.standin.redis("SET", key, "true")
    output = running.standin._call(["sh", "-c", "bundle exec rails runner - || true"], weak)
    with pytest.raises(
        OperatorError, match=r"refused the bootstrap at user chatwoot-deploy@other\.invalid: Validation failed"
    ):
        answer(False, output, "")
    assert running.standin.redis("EXISTS", key) == "1"
    running.bootstrap()
    assert running.standin.redis("EXISTS", key) == "0"
