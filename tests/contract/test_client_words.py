"""Our REST client against the recorded refusals of the real application: both releases are understood alike."""

import json
from typing import Any

import pytest

from deploy.chatwoot.bootstrap import answer
from deploy.chatwoot.refusal import Refused, Unsure, said
from deploy.errors import OperatorError
from tests.contract.recordings import VERSIONS, folder
from tests.lacking import lacking
from tests.unit.test_chatwoot_client import client


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
        client(replay(case)).post("/inboxes", {"channel": {}}, "the inbox")


@pytest.mark.parametrize("version", VERSIONS)
def test_a_500_is_not_taken_for_a_refusal(version: str) -> None:
    case = (
        recorded(version, "inboxes").get("create-missing-channel")
        or recorded(version, "inboxes")["web-widget-bad-flag"]
    )
    with pytest.raises(Unsure, match="Internal Server Error"):
        client(replay(case)).post("/inboxes", {"name": "X"}, "the inbox")


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
