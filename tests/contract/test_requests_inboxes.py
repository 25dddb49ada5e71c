"""Our requests for inboxes beside the recorded ones of the real application, and its answers read back."""

from typing import Any

import pytest

from deploy.objects.declared import fields
from deploy.objects.difference import differences, merged
from deploy.objects.sealed import remember
from deploy.objects.secret import Secret
from deploy.objects.world import Look, World
from tests.contract.recordings import VERSIONS
from tests.contract.requests import accepted, recorded, recordings, same_shape, valid
from tests.unit.inbox_server import KIND, Json, Server, declare

PATH = "/api/v1/accounts/1/inboxes"
SMS = {
    "type": "sms",
    "name": "SMS uno",
    "phone_number": "+15005550006",
    "account_id": "ONE",
    "application_id": "TWO",
    "api_key": "KAY",
    "api_secret": "ESS",
}
LINE = {
    "type": "line",
    "name": "Line uno",
    "line_channel_id": "L1",
    "line_channel_secret": "SEC",
    "line_channel_token": "TOK",
}
MAIL = {
    "type": "email",
    "name": "Correo3",
    "email": "imap@example.com",
    "imap_enabled": True,
    "imap_address": "127.0.0.1",
    "imap_port": 1,
    "imap_login": "u",
    "imap_password": "PEE",
    "imap_enable_ssl": False,
    "smtp_enabled": True,
    "smtp_address": "127.0.0.1",
    "smtp_port": 1,
    "smtp_login": "u",
    "smtp_password": "PEE",
    "smtp_domain": "example.com",
}
API = {
    "type": "api",
    "name": "API uno",
    "webhook_url": "http://listener.test/apiinbox",
    "hmac_mandatory": False,
    "agent_reply_time_window": 24,
    "greeting_enabled": True,
    "greeting_message": "Hola",
}
WIDGET = {
    "type": "web_widget",
    "name": "Web uno",
    "website_url": "https://example.com",
    "color": "#123456",
    "welcome_title": "Hola",
    "welcome_tagline": "Aqui",
    "reply_time": "in_a_few_hours",
    "pre_chat_form_enabled": True,
    "selected_feature_flags": ["attachments", "emoji_picker"],
}
CLOUD = {
    "type": "whatsapp",
    "name": "WA cloud",
    "phone_number": "+34600000001",
    "provider": "whatsapp_cloud",
    "api_key": "GOOD",
    "phone_number_id": "1111",
    "business_account_id": "2222",
    "verify_token": "VERIFY",
}
DIALOG = {
    "type": "whatsapp",
    "name": "WA 360",
    "phone_number": "+34600000007",
    "provider": "360dialog",
    "api_key": "GOOD360",
}
SECRETS = {
    "ONE": "1", "TWO": "2", "KAY": "k", "ESS": "s", "SEC": "sec", "TOK": "tok", "PEE": "p",
    "GOOD": "good-key", "GOOD2": "good-key-2", "VERIFY": "verify-me-0001", "GOOD360": "good-360",
}  # fmt: skip
CREATED = [
    ("inboxes", "create-api", API),
    ("inboxes", "create-web-widget", WIDGET),
    ("inboxes", "create-email-imap-smtp", MAIL),
    ("inboxes", "create-sms", SMS),
    ("inboxes", "create-line", LINE),
    ("inboxes_whatsapp", "360dialog-create", DIALOG),
    ("inboxes_whatsapp", "cloud-create", CLOUD),
]


def release(version: str) -> tuple[int, int, int]:
    """The version as numbers."""
    one, two, three = map(int, version.split("."))
    return one, two, three


def world(version: str) -> World:
    """The recorded account; its second inbox member is agent 2."""
    found = World(release(version), 1, look=Look())
    found.names.learn("agent", {"admin@example.com": 1, "agent@example.com": 2})
    found.names.learn("agent bot", {"Bot uno": 2})
    found.subscribe = lambda *_: None
    return found


def wanted(inbox: Json) -> Json:
    """The fields of a declared inbox."""
    (section,) = KIND.declared(declare("4.10.0", inbox).accounts[0]) or ()
    return {
        key: value
        for key, value in fields(section, lambda name: Secret(SECRETS[name])).items()
        if key != "time_zone" or "time_zone" in inbox
    }


def requests_of(version: str, answer: Json, inbox: Json) -> list[tuple[str, str, Any]]:
    """What we send to bring a recorded inbox to a declaration."""
    used, server = world(version), Server()
    live, want = KIND.live(answer, used), wanted(inbox)
    changed = frozenset(each.field.partition(".")[0] for each in differences(want, live.fields))
    KIND.update(server.client, live, merged(live.fields, want), changed, used, "inbox x")
    return server.asked


def there(version: str, file: str, case: str) -> bool:
    """Was it recorded with this release?"""
    return case in {each.name for each in recordings(version, file)}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("file", "case", "inbox"), CREATED, ids=[case for _, case, _ in CREATED])
def test_our_post_is_the_recorded_one_and_its_answer_needs_no_change(
    version: str, file: str, case: str, inbox: Json
) -> None:
    if not there(version, file, case):
        assert (version, case) == ("2.10.0", "cloud-create")  # 2.10 has no way to fake Meta
        return
    theirs, used, server = recorded(version, file, case), world(version), Server()
    KIND.create(server.client, wanted(inbox), used, "inbox x")
    ((method, path, body),) = server.asked
    assert (method, path) == ("POST", "/inboxes")
    assert body == theirs.request["json"]
    assert same_shape(body, accepted(version, file)) == []
    assert valid(version, method, PATH, body) == []
    live = KIND.live(theirs.response["json"], used)
    assert live.key == KIND.key(wanted(inbox))
    remember(wanted(inbox), live.fields)
    assert differences(wanted(inbox), live.fields) == ()


@pytest.mark.parametrize("version", VERSIONS)
def test_our_patch_of_the_inbox_itself(version: str) -> None:
    answer = recorded(version, "inboxes", "create-api").response["json"]
    want = API | {
        "csat_survey_enabled": True,
        "enable_auto_assignment": False,
        "time_zone": "Europe/Madrid",
        "out_of_office_message": "Fuera",
        "greeting_enabled": False,
    }
    ((method, path, body),) = requests_of(version, answer, want)
    assert (method, path) == ("PATCH", "/inboxes/1")
    theirs = recorded(version, "inboxes", "update-common")
    assert body.items() <= theirs.request["json"].items()
    assert valid(version, method, f"{PATH}/1", body) == []
    read = KIND.live(theirs.response["json"], world(version)).fields
    assert differences(wanted(want | {"name": "API renombrada"}), read) == ()


def test_our_patch_of_later_fields() -> None:
    answer = recorded("4.10.0", "inboxes", "update-common").response["json"]
    want = API | {
        "name": "API renombrada",
        "greeting_enabled": False,
        "lock_to_single_conversation": True,
        "sender_name_type": "professional",
        "business_name": "Acme",
        "csat": {"display_type": "star", "message": "Rate", "survey_rules": {"operator": "contains", "values": []}},
    }
    ((_, _, body),) = requests_of("4.10.0", answer, want)
    texts: dict[str, type | tuple[type, ...]] = {"csat_config.button_text": str, "csat_config.language": str}
    theirs = recorded("4.10.0", "inboxes", "update-new-fields")
    assert same_shape(body, theirs.request["json"], texts) == []
    read = KIND.live(theirs.response["json"], world("4.10.0")).fields
    assert differences(wanted(want), read) == ()


@pytest.mark.parametrize("version", VERSIONS)
def test_working_hours_as_recorded(version: str) -> None:
    week = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "08:30-15:00")
    want = API | {"working_hours": {**week, "sunday": "closed", "saturday": "all day"}}
    answer = recorded(version, "inboxes", "create-api").response["json"]
    ((_, path, body),) = requests_of(version, answer, want)
    theirs = recorded(version, "inboxes", "working-hours-valid").request["json"]
    assert path == "/inboxes/1"
    assert body["working_hours"] == sorted(theirs["working_hours"], key=lambda each: int(each["day_of_week"]))
    after = recorded(version, "inboxes", "working-hours-after-valid").response["json"]
    assert KIND.live(after, world(version)).fields["working_hours"] == want["working_hours"]
    closed = recorded(version, "inboxes", "working-hours-nulls-closed").response["json"]
    assert KIND.live(closed, world(version)).fields["working_hours"]["thursday"] == "closed"


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("case", ["working-hours-close-before-open", "working-hours-both-flags"])
def test_hours_that_chatwoot_swallowed_are_a_difference(version: str, case: str) -> None:
    assert recorded(version, "inboxes", case).response["status"] == 200
    after = recorded(version, "inboxes", case.replace("hours-", "hours-after-")).response["json"]
    live = KIND.live(after, world(version))
    want = wanted(API | {"name": "API renombrada", "working_hours": {"monday": "18:00-19:00", "tuesday": "closed"}})
    fields_ = {each.field for each in differences(want, live.fields)}
    assert {"working_hours.monday", "working_hours.tuesday"} <= fields_


@pytest.mark.parametrize("version", VERSIONS)
def test_our_patch_of_a_widget(version: str) -> None:
    answer = recorded(version, "inboxes", "create-web-widget").response["json"]
    want = WIDGET | {
        "color": "#abcdef",
        "selected_feature_flags": ["attachments"],
        "pre_chat_message": "Hi",
        "pre_chat_fields": [{"name": "emailAddress", "label": "Email", "type": "email", "required": True}],
    }
    ((_, path, body),) = requests_of(version, answer, want)
    assert path == "/inboxes/3"
    # Booleans and texts that no recording sends, and chatwoot.md 1.5 names.
    texts: dict[str, type | tuple[type, ...]] = {
        "channel.allowed_domains": str, "channel.continuity_via_email": bool, "channel.hmac_mandatory": bool,
    }  # fmt: skip
    assert same_shape(body, accepted(version, "inboxes"), texts) == []
    theirs = recorded(version, "inboxes", "web-widget-update")
    assert theirs.request["json"]["channel"].items() <= body["channel"].items()
    assert differences(wanted(want), KIND.live(theirs.response["json"], world(version)).fields) == ()


def test_our_patch_of_a_whatsapp_key() -> None:
    answer = recorded("4.10.0", "inboxes_whatsapp", "cloud-create").response["json"]
    ((_, _, body),) = requests_of("4.10.0", answer, CLOUD | {"api_key": "GOOD2"})
    assert body == recorded("4.10.0", "inboxes_whatsapp", "patch-with-verify-token").request["json"]


@pytest.mark.parametrize("version", VERSIONS)
def test_members_and_bot_as_recorded(version: str) -> None:
    answer = recorded(version, "inboxes", "create-api").response["json"]
    want = API | {"members": ["admin@example.com", "agent@example.com"], "agent_bot": "Bot uno"}
    members, bot = requests_of(version, answer, want)
    assert members[:2] == ("PATCH", "/inbox_members")
    assert members[2] == recorded(version, "inbox_members", "replace-final").request["json"]
    assert valid(version, "PATCH", "/api/v1/accounts/1/inbox_members", members[2]) == []
    theirs = recorded(version, "agent_bots", "set").request
    assert (bot[0], bot[1].replace("/1/", "/7/"), bot[2]) == (
        theirs["method"],
        theirs["path"].removeprefix("/api/v1/accounts/1"),
        theirs["json"],
    )


@pytest.mark.parametrize("version", VERSIONS)
def test_every_recorded_inbox_is_understood(version: str) -> None:
    for case in (*recordings(version, "inboxes"), *recordings(version, "inboxes_whatsapp")):
        found = case.response.get("json")
        if case.auth == "admin" and case.name.startswith("list") and isinstance(found, dict):
            keys = [KIND.live(each, world(version)).key for each in found["payload"]]
            assert keys
            assert all("  " not in key and key == key.strip() for key in keys)
