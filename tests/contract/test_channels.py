"""What no recording holds of channels: mail servers that are tried, providers that cannot be reached."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.contract.recordings import VERSIONS
from tests.contract.standin import StandIn
from tests.mail import imap, smtp
from tests.mail.certificate import Certificate

BOOTSTRAP = """
account = Account.create!(name: 'Acme')
user = User.new(name: 'Ana', email: 'ana@example.com', password: 'Secret!1234')
user.skip_confirmation!
user.save!
AccountUser.create!(account: account, user: user, role: :administrator)
puts "@@#{user.access_token.token.to_json}"
"""
# Nothing listens there.
NOWHERE = "http://127.0.0.1:1"


class Api:
    """The inboxes of a stand-in, as its administrator.

    + stores_in_spite: whether a change is stored though the mail server refused
    """

    def __init__(self, standin: StandIn, stores_in_spite: bool) -> None:
        self.stores_in_spite = stores_in_spite
        self._url = f"{standin.url}/api/v1/accounts/1"
        self._headers = {"api_access_token": standin.runner(BOOTSTRAP)}

    def send(self, method: str, path: str, body: Any = None) -> requests.Response:
        """The answer to one request."""
        return requests.request(method, f"{self._url}/{path}", json=body, headers=self._headers, timeout=30)

    def inboxes(self) -> list[dict[str, Any]]:
        """What is stored."""
        found: list[dict[str, Any]] = self.send("GET", "inboxes").json()["payload"]
        return found


@pytest.fixture(scope="module", params=VERSIONS)
def api(request: pytest.FixtureRequest, root_fs: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """The API of a release whose WhatsApp providers cannot be reached."""
    environment = {"WHATSAPP_CLOUD_BASE_URL": NOWHERE, "360DIALOG_BASE_URL": NOWHERE}
    with StandIn(root_fs, request.param, tmp_path_factory.mktemp("channels"), environment) as double:
        double.start()
        yield Api(double, stores_in_spite=request.param != "2.10.0")


@pytest.mark.parametrize("provider", ["default", "whatsapp_cloud"])
def test_whatsapp_without_its_provider_is_a_500_and_stores_nothing(api: Api, provider: str) -> None:
    before = api.inboxes()
    config = {"api_key": "k"}
    channel = {"type": "whatsapp", "phone_number": "+34600000001", "provider": provider, "provider_config": config}
    assert api.send("POST", "inboxes", {"name": "WA", "channel": channel}).status_code == 500
    assert api.inboxes() == before


def test_twilio_out_of_reach_stores_nothing(api: Api) -> None:
    sent = {"name": "T", "medium": "sms", "account_sid": "AC1", "auth_token": "t", "phone_number": "+15005550006"}
    answer = api.send("POST", "channels/twilio_channel", {"twilio_channel": sent})
    assert answer.status_code == 422
    assert "api.twilio.com" in answer.json()["error"]
    assert [row for row in api.inboxes() if row["channel_type"] == "Channel::TwilioSms"] == []


def test_mail_servers_are_tried_by_a_change(api: Api, tmp_path: Path) -> None:
    """Both releases answer 422 to a wrong password; 4.10.0 stores it all the same."""
    address = {"type": "email", "email": "a@example.com"}
    inbox = f"inboxes/{api.send('POST', 'inboxes', {'name': 'Correo', 'channel': address}).json()['id']}"
    certificate = Certificate.made(tmp_path)
    with imap.ImapServer("ssl", certificate) as reader, smtp.SmtpServer("starttls", certificate) as sender:
        incoming = {
            "imap_enabled": True,
            "imap_address": reader.address,
            "imap_port": reader.port,
            "imap_login": imap.USER,
            "imap_password": imap.PASSWORD,
            "imap_enable_ssl": True,
        }
        outgoing = {
            "smtp_enabled": True,
            "smtp_address": sender.address,
            "smtp_port": sender.port,
            "smtp_login": smtp.USER,
            "smtp_password": smtp.PASSWORD,
            "smtp_domain": "example.com",
            "smtp_enable_starttls_auto": True,
            "smtp_openssl_verify_mode": "none",
        }
        answer = api.send("PATCH", inbox, {"channel": incoming | outgoing})
        assert (answer.status_code, answer.json()["imap_enabled"], answer.json()["smtp_enabled"]) == (200, True, True)
        assert sender.logins == [("LOGIN", smtp.USER)]

        answer = api.send("PATCH", inbox, {"channel": incoming | {"imap_password": "wrong"}})
        assert (answer.status_code, answer.json()) == (
            422,
            {"message": "Please check the IMAP credentials and try again."},
        )
        stored = api.send("GET", inbox).json()["imap_password"]
        assert stored == ("wrong" if api.stores_in_spite else imap.PASSWORD)

        answer = api.send("PATCH", inbox, {"channel": outgoing | {"smtp_password": "wrong"}})
        assert (answer.status_code, answer.json()["message"][:3]) == (422, "535")
        stored = api.send("GET", inbox).json()["smtp_password"]
        assert stored == ("wrong" if api.stores_in_spite else smtp.PASSWORD)
