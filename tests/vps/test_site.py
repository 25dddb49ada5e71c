"""The site over HTTP, from outside."""

import time
from urllib.parse import urljoin, urlsplit

import pytest
import requests

from deploy.settings.settings import Settings
from deploy.stack.secrets import Secrets
from tests.vps.dashboard import Dashboard
from tests.vps.outside import Outside
from tests.vps.shell import Shell

# /api names Redis and PostgreSQL since then.
_SERVICES = (2, 14, 0)
_PATIENCE = 20.0


def test_version_is_the_declared_one(settings: Settings, outside: Outside) -> None:
    answer = outside.session().get(f"{settings.url}/api")
    assert answer.json()["version"] == ".".join(map(str, settings.chatwoot.number))


def test_application_asks_its_database(settings: Settings, outside: Outside) -> None:
    assert _unknown_token(settings, outside).status_code == 401


def test_application_sees_redis_and_database(settings: Settings, outside: Outside, dashboard: Dashboard) -> None:
    # A good token needs both, in every release.
    assert [key for key in dashboard.profile() if key == "email"]
    if settings.chatwoot.number < _SERVICES:
        return
    wanted = {"queue_services": "ok", "data_services": "ok"}
    till = time.monotonic() + _PATIENCE
    found: dict[str, object] = {}
    # A thread of the web server that asked nothing yet calls the database failing (chatwoot.md 5.4): make them ask.
    while found != wanted and time.monotonic() < till:
        _unknown_token(settings, outside)
        answer = outside.session().get(f"{settings.url}/api").json()
        found = {key: answer.get(key) for key in wanted}
    assert found == wanted


@pytest.mark.usefixtures("named")
def test_public_name_is_served(settings: Settings, outside: Outside) -> None:
    assert outside.browser().get(f"{settings.url}/api").status_code == 200


@pytest.mark.usefixtures("proxied")
def test_plain_http_is_redirected_once(settings: Settings, outside: Outside) -> None:
    answers = _followed(outside, f"http://{settings.domain}/")
    assert [answer.status_code for answer in answers] in ([301, 200], [308, 200])
    assert answers[-1].url == f"{settings.url}/"


@pytest.mark.usefixtures("proxied")
def test_aliases_lead_to_the_domain(settings: Settings, outside: Outside) -> None:
    # The domain is in the list so that the test says something without aliases too.
    for name in (settings.domain, *settings.aliases):
        last = _followed(outside, f"https://{name}/api?from=alias")[-1]
        assert (last.status_code, last.url) == (200, f"{settings.url}/api?from=alias")


def test_cookies_are_for_tls_alone(settings: Settings, outside: Outside) -> None:
    session = outside.session()
    assert [session.get(settings.url + path).status_code for path in ("/", "/api", "/app/login")] == [200] * 3
    assert [cookie.name for cookie in session.cookies if not cookie.secure] == []


@pytest.mark.usefixtures("proxied")
def test_browsers_are_told_to_stay_with_tls(settings: Settings, outside: Outside) -> None:
    header = outside.session().get(f"{settings.url}/").headers.get("Strict-Transport-Security", "")
    ages = [part.strip() for part in header.split(";") if part.strip().startswith("max-age")]
    # With 0 the proxy adds nothing; what the application itself sends is its own affair.
    assert settings.proxy.hsts_seconds == 0 or ages == [f"max-age={settings.proxy.hsts_seconds}"]


def test_proxy_dashboard_is_shut_or_locked(settings: Settings, outside: Outside, secrets: Secrets) -> None:
    url = f"{settings.url}/traefik/api/rawdata"
    locked = settings.proxy.dashboard and settings.proxy.managed
    assert outside.session().get(url).status_code == (401 if locked else 404)
    if locked:
        login = requests.auth.HTTPBasicAuth("admin", secrets["DASHBOARD_PASSWORD"])
        assert outside.session().get(url, auth=login).status_code == 200


@pytest.mark.usefixtures("proxied")
def test_application_sees_who_asks(settings: Settings, outside: Outside, shell: Shell, client: str) -> None:
    """Or the rate limit counts the proxy, and everybody is refused at once."""
    mark = f"verify-{time.time_ns()}"
    outside.session().get(f"{settings.url}/api", params={"mark": mark})
    command = f"docker logs --since 2m {settings.container('chatwoot')} 2>&1 | grep -F {mark}"
    lines = shell.run(command).stdout.splitlines()
    assert lines, "the application logs no requests"
    assert any(client in line for line in lines), lines


def _unknown_token(settings: Settings, outside: Outside) -> requests.Response:
    return outside.session().get(f"{settings.url}/api/v1/profile", headers={"api_access_token": "bogus"})


def _followed(outside: Outside, url: str) -> list[requests.Response]:
    """The answers on the way, redirects taken by hand: each may lead to another name."""
    answers: list[requests.Response] = []
    while len(answers) < 5:
        answers.append(outside.browser(urlsplit(url).hostname).get(url))
        if not answers[-1].is_redirect:
            break
        url = urljoin(url, answers[-1].headers["Location"])
    return answers
