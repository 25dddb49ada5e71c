"""Our REST client against the recorded answers of the real application: both releases must be understood alike."""

import json
from typing import Any

import pytest

from deploy.chatwoot import locale
from deploy.chatwoot.bootstrap import answer
from deploy.chatwoot.desired import CHANNEL_TYPES, Desired
from deploy.chatwoot.plan import plan
from deploy.chatwoot.refusal import Refused, Unsure, said
from deploy.errors import OperatorError
from tests.contract.recordings import VERSIONS, folder
from tests.lacking import lacking
from tests.unit.test_chatwoot_client import FakeSession, client


@pytest.fixture(autouse=True)
def _recordings() -> None:
    if not folder().is_dir():
        lacking(f"no recordings in {folder()}: set CHATWOOT_RECORDINGS")


def recorded(version: str, file: str) -> dict[str, dict[str, Any]]:
    """The cases of one file by name; of repeated names the first."""
    cases: dict[str, dict[str, Any]] = {}
    for case in json.loads((folder() / version / f"{file}.json").read_text()):
        cases.setdefault(case["case"], case)
    return cases


def replay(case: dict[str, Any]) -> Any:
    """A handler that gives the recorded answer."""
    response = case["response"]
    return lambda *_: (response["status"], response.get("json", response.get("text", "")))


def wanted(case: dict[str, Any]) -> Desired:
    """What a recorded request declares, as far as this package declares it."""
    body = case["request"]["json"]
    kind = body["channel"]["type"]
    known = {"api": ("webhook_url",), "web_widget": ("website_url", "widget_color", "welcome_title", "welcome_tagline")}
    return Desired(kind, body["name"], {key: body["channel"].get(key) or "" for key in known[kind]})


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", ["create-api", "create-api-duplicate-name", "create-web-widget"])
def test_our_post_is_the_recorded_one_and_its_answer_needs_no_change(version: str, name: str) -> None:
    case = recorded(version, "inboxes")[name]
    mine = wanted(case)
    used = client(replay(case))
    stored = used.create_inbox(mine.creation(), mine.subject)
    assert isinstance(used.session, FakeSession)
    method, url, sent = used.session.asked[0]
    assert (method, url.removeprefix("http://chat.example.com")) == (
        case["request"]["method"],
        case["request"]["path"].replace("/accounts/1/", "/accounts/7/"),
    )
    theirs = case["request"]["json"]
    assert sent["name"] == theirs["name"]
    assert (
        sent["channel"].items()
        >= {key: value for key, value in theirs["channel"].items() if key in mine.channel}.items()
    )
    assert stored["channel_type"] == CHANNEL_TYPES[mine.type]
    assert plan([mine], [stored]).steps == ()


@pytest.mark.parametrize("version", VERSIONS)
def test_the_list_is_read(version: str) -> None:
    cases = recorded(version, "inboxes")
    live = client(replay(cases["list"])).inboxes()
    steps = plan([wanted(cases["create-api"]), wanted(cases["create-web-widget"])], live).steps
    assert steps == ()
    other = Desired("api", "API uno", {"webhook_url": "https://elsewhere.example.com"})
    assert [(step.inbox, step.fields) for step in plan([other], live).steps] == [(1, ("webhook_url",))]


@pytest.mark.parametrize("version", VERSIONS)
def test_an_update_is_understood(version: str) -> None:
    cases = recorded(version, "inboxes")
    cleared = client(replay(cases["api-clear-webhook"])).update_inbox(1, {"channel": {"webhook_url": ""}}, "x")
    assert plan([Desired("api", cleared["name"], {"webhook_url": ""})], [cleared]).steps == ()
    back = client(replay(cases["api-set-webhook"])).update_inbox(1, {"channel": {}}, "x")
    fields = {"webhook_url": "http://listener.test/apiinbox"}
    assert plan([Desired("api", back["name"], fields)], [back]).steps == ()


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("file", "name", "words"),
    [
        ("inboxes", "create-unknown-type", "Channel must exist"),
        ("inboxes", "create-missing-name", "Name can't be blank"),
        ("inboxes", "create-bad-timezone", "Timezone is not included in the list"),
        ("inboxes", "create-as-agent", "You are not authorized to do this action"),
        ("errors", "not-found", "Resource could not be found"),
        ("errors", "platform-token-on-account-api", "Access to this endpoint is not authorized for bots"),
    ],
)
def test_refusals_are_told_in_the_servers_words(version: str, file: str, name: str, words: str) -> None:
    case = recorded(version, file)[name]
    with pytest.raises(Refused, match=words):
        client(replay(case)).create_inbox({"channel": {}}, "the inbox")


@pytest.mark.parametrize("version", VERSIONS)
def test_a_500_is_not_taken_for_a_refusal(version: str) -> None:
    case = (
        recorded(version, "inboxes").get("create-missing-channel")
        or recorded(version, "inboxes")["web-widget-bad-flag"]
    )
    with pytest.raises(Unsure, match="Internal Server Error"):
        client(replay(case)).create_inbox({"name": "X"}, "the inbox")


@pytest.mark.parametrize("version", VERSIONS)
def test_every_recorded_error_gives_words_without_its_body(version: str) -> None:
    import requests

    for file in ("inboxes", "errors", "profile", "platform"):
        for case in json.loads((folder() / version / f"{file}.json").read_text()):
            response = requests.Response()
            response.status_code = case["response"]["status"]
            content = case["response"].get("json", case["response"].get("text", ""))
            response._content = (content if isinstance(content, str) else json.dumps(content)).encode()
            if response.status_code >= 400:
                text = said(response)
                assert 0 < len(text) <= 300
                assert "<html" not in text


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("name", "words"), [("exception", "boom"), ("validation-error", "Validation failed")])
def test_recorded_runner_failures(version: str, name: str, words: str) -> None:
    case = recorded(version, "runner_text_samples")[name]
    with pytest.raises(OperatorError, match=words):
        answer(case["exit_code"] == 0, case["stdout"], case["stderr"])


@pytest.mark.parametrize("version", VERSIONS)
def test_an_accounts_language(version: str) -> None:
    cases = recorded(version, "accounts")
    locale.change(client(replay(cases["update"])), "es")
    locale.change(client(replay(cases["update-back"])), "en")
    with pytest.raises(OperatorError, match="and kept en"):
        locale.change(client(replay(cases["update-back"])), "es")


def test_an_unknown_language_is_a_500() -> None:
    with pytest.raises(Unsure, match="the language xx of account Acme: Internal Server Error"):
        locale.change(client(replay(recorded("4.10.0", "accounts")["update-bad-locale"])), "xx")
