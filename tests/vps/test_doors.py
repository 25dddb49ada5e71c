"""The doors that a fresh installation leaves open, and the paths that are nobody's business."""

import json
from ipaddress import IPv6Address, ip_address
from secrets import randbits

import pytest
import requests

from deploy.chatwoot.access import PORT
from deploy.checks.application import CHECKS, ApplicationState
from deploy.checks.check import findings
from deploy.settings.settings import Settings
from tests.vps.outside import Outside
from tests.vps.shell import Shell

# Rails squeezes slashes, and answers with a format and with a trailing slash too.
_ADMIN = (
    "/super_admin",
    "/super_admin/sign_in",
    "//super_admin",
    "/./super_admin",
    "/%73uper_admin",
    "/monitoring/sidekiq",
)
_ONBOARDING = ("/installation/onboarding", "//installation/onboarding", "/installation/%6fnboarding")
_SIGN_UP = ("/api/v1/accounts", "/api/v2/accounts", "//api/v1/accounts", "/api/v1/accounts/", "/api/v1/accounts.json")

# Breaks the password rules: even an open door creates nothing.
_STRANGER = {"account_name": "probe", "user_full_name": "probe", "email": "probe@example.com", "password": "weak"}

# Rails asked directly, past the proxy. It counts five sign-ups an address and half an hour, and believes a local proxy
# about the address: one of the documentation's own each time, so that we never knock a real one out.
_KNOCK = """\
require 'json'
require 'net/http'
proxy = { 'X-Forwarded-Proto' => 'https', 'X-Forwarded-For' => ARGV[2] }
headers = { 'Host' => ARGV[0], 'Content-Type' => 'application/json', **proxy }
Net::HTTP.start('127.0.0.1', Integer(ARGV[1]), read_timeout: 30) do |http|
  puts JSON.generate(%w[v1 v2].map { |version| http.post("/api/#{version}/accounts", ARGV[3], headers).code.to_i })
end
"""


def test_sign_up_is_shut_inside(settings: Settings, shell: Shell) -> None:
    if settings.chatwoot.sign_up:
        pytest.skip("chatwoot.sign_up is true")
    address = IPv6Address((0x20010DB8 << 96) | randbits(96))
    arguments = f"{settings.domain} {PORT} {address} '{json.dumps(_STRANGER)}'"
    said = shell.must(f"docker exec -i {settings.container('chatwoot')} ruby - {arguments}", _KNOCK)
    assert json.loads(said) == [404, 404]


@pytest.mark.parametrize("path", _SIGN_UP)
def test_sign_up_is_shut_outside(path: str, settings: Settings, outside: Outside) -> None:
    if settings.chatwoot.sign_up:
        pytest.skip("chatwoot.sign_up is true")
    assert _ask(outside, settings, "POST", path) == 404


@pytest.mark.usefixtures("proxied")
@pytest.mark.parametrize("path", _ONBOARDING)
def test_onboarding_is_shut_outside(path: str, settings: Settings, outside: Outside) -> None:
    assert _ask(outside, settings, "GET", path) == 404


@pytest.mark.usefixtures("proxied")
@pytest.mark.parametrize("path", _ADMIN)
def test_admin_pages_are_shut_outside(path: str, settings: Settings, outside: Outside, client: str) -> None:
    if any(ip_address(client) in network for network in settings.proxy.admin_networks):
        pytest.skip("this machine is in proxy.admin_networks; verify from elsewhere")
    assert _ask(outside, settings, "GET", path) == 404


def test_nothing_stored_opens_a_door(settings: Settings, application: ApplicationState) -> None:
    """The onboarding key, the row of sign-up, the list of super admins, and the workers' state."""
    assert not [str(each) for each in findings(CHECKS, settings, application, skip=settings.preflight.skip)]


def test_onboarding_key_is_gone(application: ApplicationState) -> None:
    assert not application.onboarding


def test_super_admins_are_the_declared_one(settings: Settings, application: ApplicationState) -> None:
    if "super-admin-unknown" in settings.preflight.skip:
        pytest.skip("super-admin-unknown is in preflight.skip")
    assert application.super_admins == (settings.admin.email,)


def _ask(outside: Outside, settings: Settings, method: str, path: str) -> int:
    session = outside.session()
    body = _STRANGER if method == "POST" else None
    request = session.prepare_request(requests.Request(method, settings.url, json=body))
    request.url = settings.url + path  # afterwards: requests would tidy the path up
    return session.send(request, timeout=30, verify=session.verify).status_code
