"""Inboxes of every channel: read, made, changed, deleted; each trap of the API avoided."""

from hashlib import sha256
from typing import Any

import pytest

from deploy.chatwoot.refusal import Refused
from deploy.errors import OperatorError
from deploy.objects.check import problems
from deploy.objects.difference import differences, merged
from deploy.objects.immutable import Immutable
from deploy.objects.kinds.inbox_portals import InboxPortals
from deploy.objects.kinds.inboxes import CHANNELS, Undeleted
from deploy.objects.names import Unknown
from deploy.objects.plan import Wanted, plan
from deploy.objects.sealed import remember
from deploy.objects.secret import Secret
from deploy.settings.objects.inboxes.common import CommonInbox
from deploy.settings.objects.inboxes.inbox import Inbox
from deploy.settings.schema import tag, variants
from tests.unit.inbox_server import KIND, Json, Server, declare, known, live, wanted, world

API = {"type": "api", "name": "Orders"}
WIDGET = {"type": "web_widget", "name": "Web site", "website_url": "https://www.example.com"}
MAIL = {"type": "email", "name": "Mail", "email": "Support@Example.com"}
SMS = {
    "type": "sms",
    "name": "SMS",
    "phone_number": "+15005550006",
    "account_id": "ACCOUNT",
    "application_id": "APPLICATION",
    "api_key": "KEY",
    "api_secret": "SECRET",
}
LINE = {
    "type": "line",
    "name": "LINE",
    "line_channel_id": "L1",
    "line_channel_secret": "LINE_SECRET",
    "line_channel_token": "LINE_TOKEN",
}
TELEGRAM = {"type": "telegram", "name": "Bot", "bot_token": "BOT_TOKEN"}
TWILIO = {
    "type": "twilio",
    "name": "Twilio",
    "sender": "+15005550007",
    "account_sid": "ACCOUNT_SID",
    "auth_token": "AUTH_TOKEN",
}
SERVICE = TWILIO | {"sender": f"MG{'0' * 32}"}


def change(server: Server, answer: Json, inbox: Json, **over: Any) -> list[tuple[str, str, Any]]:
    """Bring a live inbox to a declaration; gives the requests."""
    used = world(**over)
    found, want = known(answer, used), wanted(inbox)
    changed = frozenset(each.field.partition(".")[0] for each in differences(want, found.fields))
    KIND.update(server.client, found, merged(found.fields, want), changed, used, "inbox x")
    return server.asked


@pytest.mark.parametrize(
    ("inbox", "key"),
    [
        (API, "api Orders"),
        (WIDGET, "web_widget Web site"),
        (MAIL, "email support@example.com"),
        (SMS, "sms +15005550006"),
        (LINE, "line L1"),
        (TELEGRAM, "telegram Bot"),
        (TWILIO, "twilio +15005550007"),
        (TWILIO | {"medium": "whatsapp"}, "twilio whatsapp:+15005550007"),
        (SERVICE, f"twilio {SERVICE['sender']}"),
        (SERVICE | {"medium": "whatsapp"}, f"twilio {SERVICE['sender']}"),  # one such sid is one inbox
    ],
)
def test_keys_can_be_read_and_hold_no_secret(inbox: Json, key: str) -> None:
    assert KIND.key(wanted(inbox)) == key
    assert KIND.reference(wanted(inbox)) == inbox["name"]


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        (live("Api"), "api Orders"),
        (live("WebWidget"), "web_widget Orders"),
        (live("Email", email="support@example.com"), "email support@example.com"),
        (live("Whatsapp", phone_number="+34600000001"), "whatsapp +34600000001"),
        (live("Sms", phone_number="+15005550006"), "sms +15005550006"),
        (live("Line", callback_webhook_url="https://chat.example.com/webhooks/line/L1"), "line L1"),
        (live("Telegram"), "telegram Orders"),
        (live("TwilioSms", phone_number="+15005550007", medium="sms"), "twilio +15005550007"),
        (live("TwilioSms", phone_number="whatsapp:+15005550007", medium="whatsapp"), "twilio whatsapp:+15005550007"),
        (live("Email", email="Support@Example.com"), "email support@example.com"),
        (live("TwilioSms", messaging_service_sid="MG1"), "twilio MG1"),
    ],
)
def test_live_inboxes_have_the_same_keys(answer: Json, key: str) -> None:
    assert known(answer, world()).key == key


def test_what_was_made_in_a_browser_is_nobodys_orphan() -> None:
    assert known(live("FacebookPage"), world()).foreign
    assert known(live("Email", email="a@example.com", provider="google"), world()).foreign
    embedded = {"provider_config": {"source": "embedded_signup"}, "phone_number": "+34600000001"}
    assert known(live("Whatsapp", **embedded), world()).foreign
    assert not known(live("Email", email="a@example.com"), world()).foreign


def test_a_new_inbox_gets_hours_members_and_bot_after_it_is_there() -> None:
    server = Server()
    inbox = API | {
        "working_hours": {"monday": "8:30-15:00", "sunday": "all day", "saturday": "closed"},
        "members": ["cy@example.com", "bo@example.com"],
        "agent_bot": "Helper",
        "time_zone": "Europe/Madrid",
        "agent_reply_time_window": 24,
    }
    KIND.create(server.client, wanted(inbox), world(), "inbox x")
    assert server.asked == [
        (
            "POST",
            "/inboxes",
            {
                "name": "Orders",
                "timezone": "Europe/Madrid",
                "channel": {"type": "api", "additional_attributes": {"agent_reply_time_window": 24}},
            },
        ),
        (
            "PATCH",
            "/inboxes/20",
            {
                "working_hours": [
                    {
                        "day_of_week": 0,
                        "closed_all_day": False,
                        "open_all_day": True,
                        "open_hour": 0,
                        "open_minutes": 0,
                        "close_hour": 23,
                        "close_minutes": 59,
                    },
                    {
                        "day_of_week": 1,
                        "closed_all_day": False,
                        "open_all_day": False,
                        "open_hour": 8,
                        "open_minutes": 30,
                        "close_hour": 15,
                        "close_minutes": 0,
                    },
                    {"day_of_week": 6, "closed_all_day": True, "open_all_day": False},
                ]
            },
        ),
        ("PATCH", "/inbox_members", {"inbox_id": 20, "user_ids": [2, 3]}),
        ("POST", "/inboxes/20/set_agent_bot", {"agent_bot": 4}),
    ]


@pytest.mark.parametrize("members", [["eve@example.com"], ["bo@example.com", "eve@example.com"]])
def test_a_member_who_is_no_agent_of_the_account_is_never_sent(members: list[str]) -> None:
    server = Server()
    with pytest.raises(Unknown, match=r"agent eve@example\.com"):
        KIND.create(server.client, wanted(API | {"members": members}), world(), "inbox x")
    with pytest.raises(Unknown, match=r"agent eve@example\.com"):
        change(server, live("Api"), API | {"members": members})
    with pytest.raises(Unknown):  # an id that nobody can name may be another account's user
        KIND.create(server.client, {**wanted(API), "members": ["#99"]}, world(), "inbox x")
    assert server.asked == []


def test_members_and_bot_come_from_the_database() -> None:
    used = world(inbox_members={20: (3, 9)}, inbox_bots={20: 4})
    found = known(live("Api"), used).fields
    assert (found["members"], found["agent_bot"]) == (["#9", "cy@example.com"], "Helper")
    server = Server()
    inbox = API | {"members": [], "agent_bot": ""}
    assert change(server, live("Api"), inbox, inbox_members={20: (3,)}, inbox_bots={20: 4}) == [
        ("PATCH", "/inbox_members", {"inbox_id": 20, "user_ids": []}),
        ("POST", "/inboxes/20/set_agent_bot", {"agent_bot": None}),
    ]


def test_the_channel_is_sent_only_when_it_differs_and_never_with_its_type() -> None:
    server = Server()
    assert change(server, live("Api"), API | {"greeting_message": "Hi"}) == [
        ("PATCH", "/inboxes/20", {"greeting_message": "Hi"})
    ]
    server = Server()
    sent = change(server, live("Email", email="support@example.com", imap_port=0), MAIL | {"smtp_domain": "a.example"})
    assert sent[0] == ("PATCH", "/inboxes/20", {"name": "Mail"})
    ((_, _, body),) = sent[1:]
    assert set(body) == {"channel"}
    assert not {"type", "email"} & set(body["channel"])
    assert body["channel"]["smtp_domain"] == "a.example"


def test_json_columns_keep_what_nobody_declared() -> None:
    server = Server()
    raw = live("Api", additional_attributes={"agent_reply_time_window_message": "late", "other": 1})
    change(server, raw, API | {"agent_reply_time_window": 48})
    (_, _, body) = server.asked[0]
    assert body["channel"]["additional_attributes"] == {
        "agent_reply_time_window": 48,
        "agent_reply_time_window_message": "late",
        "other": 1,
    }
    server = Server()
    raw = live("Api", csat_config={"display_type": "star", "message": "Rate", "template": {"name": "t"}})
    change(server, raw, API | {"csat": {"message": "New"}})
    assert server.asked[0][2]["csat_config"] == {
        "display_type": "star",
        "message": "New",
        "button_text": "Please rate us",
        "language": "en",
        "survey_rules": {"operator": "contains", "values": []},
        "template": {"name": "t"},
    }


def test_a_message_above_the_form_needs_its_questions() -> None:
    server = Server()
    KIND.create(server.client, wanted(WIDGET | {"pre_chat_message": "Hello"}), world(), "inbox x")
    sent = server.asked[0][2]["channel"]["pre_chat_form_options"]
    assert sent["pre_chat_message"] == "Hello"
    assert [each["name"] for each in sent["pre_chat_fields"]] == ["emailAddress", "fullName", "phoneNumber"]
    kept = [
        {"name": "fullName", "label": "N", "type": "text", "field_type": "standard", "enabled": True, "required": False}
    ]
    server = Server()
    raw = live("WebWidget", name="Web site", website_url="https://www.example.com")
    raw["pre_chat_form_options"] = {"pre_chat_message": "Old", "pre_chat_fields": kept, "require_email": True}
    change(server, raw, WIDGET | {"pre_chat_message": "Hello"})
    assert server.asked[0][2]["channel"]["pre_chat_form_options"] == {
        "pre_chat_message": "Hello",
        "pre_chat_fields": kept,
        "require_email": True,
    }


def test_the_form_before_a_chat_is_sent_only_when_it_differs_and_keeps_what_others_noted() -> None:
    asked = {"name": "fullName", "label": "N", "type": "text", "field_type": "standard", "enabled": True,
             "required": False, "hint": "kept"}  # fmt: skip
    raw = live("WebWidget", name="Web site", website_url="https://www.example.com", welcome_title="Old")
    raw["pre_chat_form_options"] = {"pre_chat_message": "Old", "pre_chat_fields": [asked]}
    declared = WIDGET | {"pre_chat_message": "Old"}
    ((_, _, body),) = change(Server(), raw, declared | {"welcome_title": "New"})
    assert body["channel"]["welcome_title"] == "New"
    assert "pre_chat_form_options" not in body["channel"]
    questions = [{"name": "phoneNumber", "label": "P"}, {"name": "fullName", "label": "Name"}]
    ((_, _, body),) = change(Server(), raw, declared | {"pre_chat_fields": questions})
    phone, name = body["channel"]["pre_chat_form_options"]["pre_chat_fields"]
    assert "hint" not in phone
    assert name == asked | {"label": "Name"}


def test_what_no_answer_shows_is_known_by_what_was_sent() -> None:
    used = world(stored={"channel_sms.provider_config.5": "hash"})
    found = known(live("Sms", phone_number="+15005550006", name="SMS"), used)
    assert {each.field for each in differences(wanted(SMS), found.fields)} == {
        "account_id",
        "application_id",
        "api_key",
        "api_secret",
    }
    assert {str(each).partition(": ")[2] for each in differences(wanted(SMS), found.fields)} == {"(secret changed)"}
    remember(wanted(SMS), found.fields)
    assert differences(wanted(SMS), found.fields) == ()
    changed = world(stored={"channel_sms.provider_config.5": "other"})
    changed.sealed = used.sealed
    drifted = known(live("Sms", phone_number="+15005550006", name="SMS"), changed)
    assert len(differences(wanted(SMS), drifted.fields)) == 4


def test_a_secret_in_a_column_of_its_own_is_known_by_its_hash_alone() -> None:
    raw = live("TwilioSms", name="Twilio", phone_number="+15005550007", medium="sms", account_sid="account_sid")
    stored = sha256(b"auth_token").hexdigest()
    found = known(raw, world(stored={"channel_twilio_sms.auth_token.5": stored}))
    assert differences(wanted(TWILIO), found.fields) == ()
    other = known(raw, world(stored={"channel_twilio_sms.auth_token.5": "x"}))
    assert [str(each) for each in differences(wanted(TWILIO), other.fields)] == ["auth_token: (secret changed)"]


def test_twilio_has_a_route_of_its_own() -> None:
    server = Server()
    KIND.create(server.client, wanted(TWILIO | {"greeting_enabled": True}), world(), "inbox x")
    assert server.asked == [
        (
            "POST",
            "/channels/twilio_channel",
            {
                "twilio_channel": {
                    "name": "Twilio",
                    "phone_number": "+15005550007",
                    "medium": "sms",
                    "account_sid": "account_sid",
                    "auth_token": "auth_token",
                }
            },
        ),
        ("PATCH", "/inboxes/20", {"greeting_enabled": True}),
    ]
    raw = live("TwilioSms", name="Twilio", phone_number="+15005550007", medium="sms", auth_token="old")
    raw["account_sid"] = "account_sid"
    server = Server()
    change(server, raw, TWILIO)
    assert server.asked == [
        ("PATCH", "/inboxes/20", {"channel": {"account_sid": "account_sid", "auth_token": "auth_token"}})
    ]


def test_a_key_of_twilio_is_for_whatsapp_alone() -> None:
    keyed = TWILIO | {"api_key_sid": "KEY"}
    assert problems(declare("4.10.0", keyed | {"medium": "whatsapp"})) == []
    assert "sets the webhook of SMS without it" in problems(declare("4.10.0", keyed))[0]
    assert "knows no API keys" in problems(declare("2.10.0", keyed))[0]


def test_what_cannot_be_changed_is_told_before_anything_is_sent() -> None:
    raw = live("TwilioSms", name="Old", messaging_service_sid=SERVICE["sender"], medium="sms", auth_token="old")
    server = Server()
    with pytest.raises(Immutable, match="medium of inbox x cannot be changed later"):
        change(server, raw, SERVICE | {"medium": "whatsapp", "members": ["bo@example.com"]})
    old = world((2, 10, 0))
    changed = frozenset({"name", "auth_token"})
    with pytest.raises(Immutable, match="auth_token of inbox x cannot be changed later"):
        KIND.update(server.client, known(raw, old), wanted(SERVICE), changed, old, "inbox x")
    assert server.asked == []


def test_the_inbox_of_the_other_medium_is_left_alone() -> None:
    """Chatwoot keeps whatsapp:+1 and +1 as two numbers."""
    number = TWILIO["sender"]
    text = known(live("TwilioSms", id=1, phone_number=number, medium="sms"), world())
    chat = known(live("TwilioSms", id=2, phone_number=f"whatsapp:{number}", medium="whatsapp"), world())
    fields = wanted(TWILIO | {"medium": "whatsapp"})
    (step,) = plan(KIND, [Wanted(KIND.key(fields), fields)], [text, chat]).steps
    assert (step.action, step.live) == ("update", chat)
    (step,) = plan(KIND, [Wanted(KIND.key(fields), fields)], [text]).steps
    assert step.action == "create"


def test_a_mailbox_with_capitals_is_not_made_again() -> None:
    raw = live("Email", name="Mail", email="Support@Example.com")
    fields = wanted(MAIL)
    assert plan(KIND, [Wanted(KIND.key(fields), fields)], [known(raw, world())]).steps == ()


@pytest.mark.parametrize(("stored", "told"), [(True, "stored the values all the same"), (False, "Connection refused")])
def test_a_refused_mailbox_tells_when_it_was_stored_all_the_same(stored: bool, told: str) -> None:
    raw = live("Email", name="Mail", email="Support@Example.com")
    sent: Json = {"smtp_enabled": True, "smtp_address": "smtp.example.com", "smtp_port": 587, "smtp_login": "support"}
    mail = MAIL | sent | {"smtp_password": "MAIL_PASSWORD"}
    kept = raw | (sent if stored else {"smtp_login": ""})
    texts = "imap_address imap_login smtp_domain smtp_openssl_verify_mode smtp_authentication".split()
    switches = "imap_enabled imap_enable_ssl smtp_enable_starttls_auto smtp_enable_ssl_tls".split()
    kept |= dict.fromkeys([*texts, "imap_password"], "") | dict.fromkeys(switches, False)
    kept["smtp_password"] = "mail_password" if stored else ""

    def say(method: str, path: str) -> tuple[int, Any]:
        return (200, kept) if method == "GET" else (422, {"message": "Connection refused"})

    with pytest.raises(Refused, match=told) as caught:
        change(Server(say), raw, mail)
    assert "Connection refused" in str(caught.value)
    assert ("stored" in str(caught.value)) is stored


def test_deleting_waits_for_the_worker_and_not_for_ever() -> None:
    left = [[{"id": 20}], [{"id": 20}], []]

    def say(method: str, path: str) -> tuple[int, Any]:
        return 200, {"payload": left.pop(0)} if method == "GET" else {"message": "in some time"}

    server = Server(say)
    KIND.delete(server.client, known(live("Api"), world()), world(), "inbox x")
    assert [(method, path) for method, path, _ in server.asked] == [
        ("DELETE", "/inboxes/20"),
        *[("GET", "/inboxes")] * 3,
    ]
    stuck = Server(lambda method, path: (200, {"payload": [{"id": 20}]}))
    with pytest.raises(Undeleted, match="still there after 60 s"):
        KIND.delete(stuck.client, known(live("Api"), world()), world(), "inbox x")


def test_the_help_centre_is_linked_when_there_are_portals() -> None:
    kind = InboxPortals()
    settings = declare("4.10.0", API | {"portal": "help"}, WIDGET)
    assert [one.model_dump() for one in kind.declared(settings.accounts[0]) or ()] == [
        {"inbox": "api Orders", "portal": "help"},
        {"inbox": "web_widget Web site", "portal": None},
    ]
    assert kind.declared(declare("4.10.0", API).accounts[0]) is None
    assert "portal" not in wanted(API | {"portal": "help"})
    found = kind.live(live("Api", help_center={"name": "Help", "slug": "old"}), world())
    assert (found.key, found.fields["portal"], found.foreign) == ("api Orders", "old", True)
    server, there = Server(lambda method, path: (200, {})), world()
    there.names.learn("portal", {"help": 9})
    kind.update(server.client, found, {"portal": "help"}, frozenset({"portal"}), there, "inbox x")
    kind.update(server.client, found, {"portal": ""}, frozenset({"portal"}), there, "inbox x")
    assert server.asked == [
        ("PATCH", "/inboxes/20", {"portal_id": 9}),
        ("PATCH", "/inboxes/20", {"portal_id": None}),
    ]
    with pytest.raises(Unknown, match="portal nope"):
        kind.update(server.client, found, {"portal": "nope"}, frozenset({"portal"}), there, "inbox x")


def test_what_a_release_lacks_is_told_offline() -> None:
    later = {"lock_to_single_conversation": True, "business_name": "Acme", "csat": {"message": "Hi"}, "portal": "help"}
    widget = WIDGET | {
        "allowed_domains": ["example.com"],
        "selected_feature_flags": ["use_inbox_avatar_for_bot"],
        "pre_chat_fields": [{"name": "a", "label": "A", "field_type": "contact_attribute", "regex_pattern": "x"}],
    }
    found = problems(declare("2.10.0", API | later, widget, TWILIO | {"api_key_sid": "KEY_SID"}))
    assert [each.partition(": ")[0] for each in found] == [
        "accounts[0].inboxes[0].lock_to_single_conversation",
        "accounts[0].inboxes[0].business_name",
        "accounts[0].inboxes[0].csat",
        "accounts[0].inboxes[1].allowed_domains",
        "accounts[0].inboxes[1].selected_feature_flags",
        "accounts[0].inboxes[1].pre_chat_fields[0].regex_pattern",
        "accounts[0].inboxes[2].api_key_sid",
        "accounts[0].inboxes[0].portal",
    ]
    assert found[2] == (
        "accounts[0].inboxes[0].csat: this release does not know it. Remove it or declare Chatwoot 4.2 or later"
    )
    assert problems(declare("4.10.0", API | later, widget)) == []


def test_old_releases_show_nothing_of_later_fields() -> None:
    found = known(live("Api"), world((2, 10, 0))).fields
    assert not {"csat", "business_name", "sender_name_type", "lock_to_single_conversation", "portal"} & set(found)


def test_two_of_one_key_and_a_name_that_two_channels_share() -> None:
    other = SMS | {"name": "Other"}
    assert problems(declare("4.10.0", SMS, other)) == [
        "accounts[0].inboxes[1]: inbox sms +15005550006 is declared at accounts[0].inboxes[0] already. "
        "Remove or rename one"
    ]
    twice = declare("4.10.0", API, WIDGET | {"name": "Orders"})
    assert problems(twice) == []
    hook = {"url": "https://a.example.com", "inbox": "Orders"}
    account = twice.accounts[0].model_validate({"name": "Acme", "inboxes": [API, WIDGET | {"name": "Orders"}],
                                                "webhooks": [hook]})  # fmt: skip
    assert problems(twice.model_copy(update={"accounts": [account]})) == [
        "accounts[0].webhooks[0].inbox: 2 inboxes of accounts[0] are called Orders. "
        "Rename all but one: nobody can tell which is meant"
    ]


def test_an_inbox_has_the_zone_of_the_business_unless_it_says_another() -> None:
    settings = declare("4.10.0", API, WIDGET | {"time_zone": "Europe/Berlin"})
    assert settings.accounts[0].inboxes
    assert [each.time_zone for each in settings.accounts[0].inboxes] == [settings.time_zone, "Europe/Berlin"]


@pytest.mark.parametrize("channel", CHANNELS, ids=[each.type for each in CHANNELS])
def test_every_field_of_a_channel_can_be_declared_and_is_read(channel: Any) -> None:
    section = next(each for each in variants(Inbox) if tag(each) == channel.type)
    own = set(section.model_fields) - set(CommonInbox.model_fields)
    assert own == set(channel.fields)
    answer = live(channel.stored.partition("::")[2], phone_number="+34600000001", email="a@example.com", medium="sms")
    read = known(answer, world()).fields
    assert set(section.model_fields) <= set(read)


MAIL_QUESTION = {"name": "emailAddress", "label": "E", "type": "email"}
SENDING = {"smtp_enabled": True, "smtp_address": "smtp.example.com", "smtp_port": 587}
WRONG = [
    (API | {"name": " "}, "name: ' ' is no name for an inbox"),
    (SMS | {"name": "null"}, "name: 'null' is no name for an inbox"),
    (API | {"name": "#17"}, "name: '#17' is how an id is written here, and so no name for an inbox"),
    (API | {"webhook_url": "not a url"}, "webhook_url: 'not a url' is not a URL"),
    (API | {"webhook_url": "https://a.example/" + "x" * 2048}, "is not a URL"),
    (API | {"webhook_url": "https://bücher.example/x"}, "webhook_url: has a character that no URL has"),
    (API | {"webhook_url": "https://a.example/{id}"}, "webhook_url: has a character that no URL has"),
    (API | {"greeting_message": "null"}, "is kept by Chatwoot as no text at all"),
    (API | {"greeting_message": "x" * 10_001}, "greeting_message: is too long"),
    (API | {"agent_reply_time_window": 0}, "0 is not from 1 to"),
    (API | {"time_zone": "Mars/Olympus"}, "is not an IANA time zone"),
    (API | {"time_zone": "localtime"}, "is not an IANA time zone"),
    (API | {"time_zone": "Factory"}, "is not an IANA time zone"),
    (API | {"working_hours": {"monday": "०9:00-17:00"}}, "is no span of hours"),
    (API | {"greeting_message": "a\0b"}, "greeting_message: holds a character that nothing can keep"),
    (API | {"name": "a\ud800b"}, "name: holds a character that nothing can keep"),
    (API | {"working_hours": {"monday": "18:00-09:00"}}, "working_hours.monday: .* is closed before it opens"),
    (API | {"working_hours": {"monday": "09:00-09:00"}}, "is closed before it opens"),
    (API | {"working_hours": {"monday": "99:00-100:00"}}, "is no span of hours"),
    (API | {"working_hours": {"monday": "09:00-24:00"}}, "is no time of day"),
    (API | {"working_hours": {"monday": "09:60-10:00"}}, "is no time of day"),
    (API | {"working_hours": {"someday": "closed"}}, "working_hours.someday: is not a known key"),
    (API | {"members": ["bo@example.com", "Bo@example.com"]}, "names bo@example.com twice"),
    (API | {"sender_name_type": "rude"}, "'rude' is not possible. Choose friendly or professional"),
    (API | {"portal": "No Slug"}, "is no slug. Use"),
    (API | {"csat": {"language": "xx"}}, "csat.language: 'xx' is not a language"),
    (API | {"csat": {"survey_rules": {"operator": "equals"}}}, "Choose contains or does_not_contain"),
    (API | {"bot_token": "X_TOKEN"}, "bot_token: is not a known key"),
    (WIDGET | {"color": "red"}, "is no colour"),
    (WIDGET | {"reply_time": "whenever"}, "Choose in_a_few_minutes, in_a_few_hours or in_a_day"),
    (WIDGET | {"selected_feature_flags": ["nope"]}, r"selected_feature_flags\[0\]: 'nope' is not possible"),
    (WIDGET | {"selected_feature_flags": ["attachments"] * 2}, "names attachments twice"),
    (WIDGET | {"website_url": "https://a.example/" + "x" * 238}, "website_url: is too long. 255 characters"),
    (WIDGET | {"website_url": " "}, "website_url: ' ' is empty"),
    (WIDGET | {"website_url": "acme\n.com"}, "website_url: holds a character that is none of a text"),
    (WIDGET | {"pre_chat_fields": []}, "pre_chat_fields: is empty"),
    (WIDGET | {"pre_chat_fields": [MAIL_QUESTION] * 2}, "names emailAddress twice"),
    (WIDGET | {"pre_chat_fields": [MAIL_QUESTION | {"regex_pattern": "([x"}]}, "is no regular expression"),
    (WIDGET | {"pre_chat_fields": [{"name": "phone", "label": "P"}]}, "is none of Chatwoot's own questions"),
    (WIDGET | {"pre_chat_fields": [{"name": "emailAddress", "label": "E"}]}, "Set type to email"),
    (WIDGET | {"allowed_domains": ["a b"]}, "is no site"),
    (MAIL | {"email": "nobody"}, "is not an e-mail address"),
    (MAIL | {"imap_enabled": True}, "imap_enabled without imap_address"),
    (MAIL | {"imap_port": 70000}, "70000 is not from 1 to 65535"),
    (MAIL | SENDING, "smtp_enabled without smtp_login. Set smtp_login, smtp_password"),
    (MAIL | SENDING | {"smtp_login": "u"}, "smtp_enabled without smtp_password. Set smtp_password"),
    (MAIL | {"smtp_login": "u"}, "smtp_login and smtp_password belong together"),
    (MAIL | {"smtp_authentication": "magic"}, "Choose plain, login or cram-md5"),
    (SMS | {"phone_number": "15005550006"}, "is no phone number in E.164"),
    (SMS | {"phone_number": "+3460000000१"}, "is no phone number in E.164"),
    (TWILIO | {"sender": "+3460000000१"}, "is neither a number nor a messaging service"),
    (SMS | {"phone_number": "+1 500"}, "is no phone number in E.164"),
    (LINE | {"line_channel_id": "a/b"}, "line_channel_id: 'a/b' is not possible here"),
    (TWILIO | {"sender": "whatsapp:+1500"}, "is neither a number nor a messaging service"),
    (TWILIO | {"medium": "fax"}, "Choose sms or whatsapp"),
]


@pytest.mark.parametrize(("inbox", "message"), WRONG, ids=[str(number) for number in range(len(WRONG))])
def test_wrong_values_are_refused_offline(inbox: Json, message: str) -> None:
    with pytest.raises(OperatorError, match=message) as caught:
        declare("4.10.0", inbox)
    assert str(caught.value).startswith("vps1: accounts[0].inboxes[0]")


def test_a_secret_in_the_place_of_its_name_is_not_repeated() -> None:
    with pytest.raises(OperatorError) as caught:
        declare("4.10.0", TELEGRAM | {"bot_token": "123:hunter2"})
    assert "here stands the name of a secret" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_no_secret_stands_in_a_repr() -> None:
    assert "hunter2" not in repr(known(live("Email", email="a@example.com", imap_password="hunter2"), world()))
    assert "hunter2" not in repr(wanted(MAIL) | {"x": Secret("hunter2")})


ODD = ["Sales (EU)", "Support \U0001f642", "(EU)", "Sales <b>", "@home", "a/b"]


@pytest.mark.parametrize("name", ODD)
def test_a_name_is_looked_at_by_2_10_alone_and_there_in_three_channels(name: str) -> None:
    every = [each | {"name": name} for each in (API, WIDGET, MAIL, SMS, LINE, TELEGRAM, TWILIO)]
    for release in ("4.10.0", "3.5.0"):  # nobody knows that one between looks at it
        assert problems(declare(release, *every)) == []
    assert problems(declare("2.10.0", *every)) == [
        f"accounts[0].inboxes[{number}].name: this release takes no such name for an inbox of type {kind}. "
        r"Begin and end it with a letter or digit, without / \ < > @"
        for number, kind in enumerate(("api", "web_widget", "email"))
    ]


def test_the_site_of_a_widget_is_any_text() -> None:
    for text in ("acme.com", "ACME, all shops", "x" * 255):
        assert wanted(WIDGET | {"website_url": text})["website_url"] == text
