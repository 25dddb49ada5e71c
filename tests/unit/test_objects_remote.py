"""An installation asked with an administrator's token: where the token may go, and what odd answers do."""

import json
import threading
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
import requests

from deploy.errors import OperatorError
from deploy.objects import remote
from deploy.objects.absent import Absent
from deploy.objects.categories import categories
from deploy.objects.difference import differences
from deploy.objects.remote import Patient, Remote
from deploy.objects.sealed import Believed, Unseen
from deploy.objects.secret import Secret
from deploy.objects.world import Look
from deploy.verbs import comparing, exporting, options
from tests.unit.declaration import settings

TOKEN = "token-of-an-administrator"


class Answers(requests.Session):
    """One answer for each path."""

    def __init__(self, **paths: Any) -> None:
        super().__init__()
        self.paths, self.asked = paths, []  # type: ignore[var-annotated]

    def request(self, method: Any, url: Any, *_: Any, **options: Any) -> requests.Response:
        self.asked.append(str(url))
        status, body = self.paths[str(url).rpartition("/")[2]]
        answer = requests.Response()
        answer.status_code, answer._content = status, body.encode()
        return answer


def there(**paths: Any) -> Remote:
    found = Remote("https://chat.example.com/", TOKEN, print)
    found.session = Answers(**paths)  # type: ignore[assignment]
    return found


@contextmanager
def redirecting(target: str, got: list[dict[str, str]]) -> Iterator[str]:
    """A server that sends everything on; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            got.append(dict(self.headers))
            self.send_response(302)
            self.send_header("Location", target)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_redirect_gets_no_token() -> None:
    taken: list[dict[str, str]] = []
    with (
        redirecting("/", taken) as thief,
        redirecting(f"{thief}/login?api=secret-word", []) as url,
        pytest.raises(OperatorError, match=f"sends requests on to {thief}/login. Give") as caught,
    ):
        Remote(url, TOKEN, print).release()
    assert taken == []
    assert "secret-word" not in str(caught.value)


def test_a_client_follows_none_either() -> None:
    taken: list[dict[str, str]] = []
    with (
        redirecting("/", taken) as thief,
        redirecting(thief, []) as url,
        pytest.raises(OperatorError, match="sends requests on to"),
    ):
        Remote(url, TOKEN, print).client(1, "Acme").get("/labels", "the labels")
    assert taken == []


def test_a_caller_cannot_ask_for_redirects() -> None:
    with redirecting("/", []) as url, pytest.raises(OperatorError, match="sends requests on to"):
        Patient().get(url)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://chat.example.com", "in the clear. Write https://chat.example.com"),
        ("http://127.0.0.1.example.com", "in the clear"),
        ("chat.example.com", "is no address"),
        ("ftp://chat.example.com", "is no address"),
        ("https://", "is no address"),
        ("https://chat.example.com:port", "is no address"),
        ("https://[::1", "is no address"),
        ("https://ana:pass-word@chat.example.com", "no login in it"),
        ("https://chat.example.com/?x=1", "more than an address"),
    ],
)
def test_addresses_to_which_no_token_goes(url: str, said: str) -> None:
    with pytest.raises(OperatorError, match=said) as caught:
        Remote(url, TOKEN, print)
    assert "pass-word" not in str(caught.value)


@pytest.mark.parametrize("host", ["127.0.0.1:3000", "localhost", "[::1]:3000"])
def test_the_own_machine_may_be_asked_in_the_clear(host: str) -> None:
    assert Remote(f"http://{host}/", TOKEN, print).url == f"http://{host}"


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (200, '{"version": "4.10.0-ce"}', None),
        (200, "[]", "no JSON object"),
        (200, '"4.10.0"', "no JSON object"),
        (200, "<html>", "no JSON object"),
        (200, "{}", "names no release"),
        (502, '{"version": "4.10.0"}', "HTTP 502"),
        (403, "{}", "HTTP 403"),
        (401, "{}", "does not know the token"),
    ],
)
def test_what_the_release_is_asked_of(status: int, body: str, said: str | None) -> None:
    if said is None:
        assert there(api=(status, body)).release() == (4, 10, 0)
        return
    with pytest.raises(OperatorError, match=said):
        there(api=(status, body)).release()


class Limited(requests.Session):
    """Answers 429 as often as it is told, then names its release to everybody.

    retry_after: told with each 429
    """

    def __init__(self, full: int, retry_after: str = "", release: str = "4.10.0") -> None:
        super().__init__()
        self.full, self.retry_after, self.release, self.asked = full, retry_after, release, 0

    def request(self, *_: Any, **options: Any) -> requests.Response:
        self.asked += 1
        answer = requests.Response()
        answer.status_code = 429 if self.asked <= self.full else 200
        answer._content = f'{{"version": "{self.release}"}}'.encode() if answer.ok else b"Retry later\n"
        if self.retry_after and not answer.ok:
            answer.headers["Retry-After"] = self.retry_after
        return answer


class Behind:
    """An installation behind a limit, where nobody sleeps in earnest; what it said and how long it waited."""

    def __init__(self, session: Limited) -> None:
        self.said: list[str] = []
        self.slept: list[float] = []
        self.remote = Remote(
            "https://chat.example.com", TOKEN, self.said.append, sleep=self.slept.append, clock=lambda: 100.0
        )
        self.remote.session = session  # type: ignore[assignment]


@pytest.mark.parametrize(("retry_after", "seconds"), [("", 21), ("7", 7)])
def test_a_full_limit_is_told_and_waited_out(retry_after: str, seconds: float) -> None:
    behind = Behind(Limited(2, retry_after))
    assert behind.remote.release() == (4, 10, 0)
    assert behind.slept == [seconds] * 2
    assert behind.said == [f"Chatwoot's rate limit is reached; going on in {seconds} s"] * 2
    client = Behind(Limited(1, retry_after))
    client.remote.client(1, "Acme").get("/labels", "the labels")
    assert (client.slept, len(client.said)) == ([seconds], 1)


@pytest.mark.parametrize(("retry_after", "asked"), [("", 3), ("3600", 1)])
def test_a_limit_that_stays_full_is_one_sentence(retry_after: str, asked: int) -> None:
    session = Limited(99, retry_after)
    with pytest.raises(OperatorError, match=r"/api: the rate limit stays reached \(HTTP 429\)\. Run it again later"):
        Behind(session).remote.release()
    assert session.asked == asked


@pytest.mark.parametrize(("release", "waits"), [("2.10.0", True), ("3.0.0", True), ("3.1.0", False), ("4.10.0", False)])
def test_the_pace_is_that_of_the_release_that_was_found(release: str, waits: bool) -> None:
    behind = Behind(Limited(0, release=release))
    behind.remote.release()
    for number in range(3):  # all clients share it
        client = behind.remote.client(number, "Acme")
        for _ in range(100):
            client.get("/labels", "the labels")
    assert bool(behind.said) == bool(behind.slept) == waits


def test_the_tightest_pace_is_kept_until_the_release_is_known() -> None:
    behind = Behind(Limited(0))
    for _ in range(281):
        behind.remote.owner()
    assert behind.said[0].startswith("280 requests in a minute, more Chatwoot may refuse; going on in ")


def test_the_verbs_tell_waits_on_standard_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Waiting(Remote):
        def release(self) -> Any:
            self.say("going on in 5 s")
            raise OperatorError("enough")

        def accounts(self, names: Any = ()) -> Any:
            return self.release()

    monkeypatch.setattr(remote, "Remote", Waiting)
    monkeypatch.setenv(options.TOKEN, TOKEN)
    monkeypatch.setattr(comparing, "select", lambda _: None)
    monkeypatch.setattr(comparing, "one", lambda *_: Namespace(name="vps1"))
    arguments = Namespace(prune=False, prune_inbox=[], url="https://chat.example.com", json=True)
    with pytest.raises(OperatorError, match="enough"):
        comparing.run(arguments, {"vps1": settings()})
    with pytest.raises(OperatorError, match="enough"):
        exporting.remote("https://chat.example.com", TOKEN, [])
    assert tuple(capsys.readouterr()) == ("", "going on in 5 s\n" * 2)


def profile(*accounts: str) -> tuple[int, str]:
    return 200, f'{{"accounts": [{", ".join(accounts)}]}}'


ONE = '{"id": 1, "name": "Acme", "role": "administrator"}'
TWO = '{"id": 2, "name": "Acme", "role": "administrator"}'
OTHER = '{"id": 3, "name": "Shop", "role": "administrator"}'
GUEST = '{"id": 4, "name": "Shop", "role": "agent"}'


def test_accounts_of_one_name_are_refused_where_they_are_meant() -> None:
    with pytest.raises(OperatorError, match="accounts 1 and 2 are both called Acme"):
        there(profile=profile(ONE, TWO, OTHER)).accounts()
    with pytest.raises(OperatorError, match="accounts 1 and 2"):
        there(profile=profile(ONE, TWO, OTHER)).accounts(["Acme"])
    assert there(profile=profile(ONE, TWO, OTHER)).accounts(["Shop"])["Shop"] == 3


def test_a_comparison_refuses_them_as_well() -> None:
    found = there(profile=profile(ONE, TWO), api=(200, '{"version": "4.10.0"}'))
    with pytest.raises(OperatorError, match="are both called Acme"):
        comparing.compare(settings(), found)


def compared(monkeypatch: pytest.MonkeyPatch, rows: dict[str, Any], **declared: Any) -> comparing.Compared:
    """What a comparison with an account of these rows finds."""
    monkeypatch.setattr(remote, "look", lambda _: Look())
    paths = {name: (200, json.dumps(each)) for name, each in rows.items()}
    found = there(profile=profile(ONE), api=(200, '{"version": "4.10.0"}'), **paths)
    return comparing.compare(settings(accounts=[{"name": "Acme", **declared}], secrets={"mode": "environment"}), found)


def test_a_comparison_tells_orphans(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {"id": 5, "title": "mine", "description": "", "color": "#111111", "show_on_sidebar": True}
    found = compared(monkeypatch, {"labels": {"payload": [row]}}, labels=[])
    assert found.changes == []
    assert found.orphans == ["labels of account Acme that nobody declared: mine. They are left alone"]


def test_a_secret_that_nobody_gave_is_taken_for_right(monkeypatch: pytest.MonkeyPatch) -> None:
    hook = {"id": 3, "app_id": "openai", "status": True, "inbox": None, "settings": {"api_key": "sk-live"}}
    none: dict[str, Any] = {"agents": [], "agent_bots": [], "inboxes": {"payload": []}}
    rows = none | {"apps": {"payload": [{"id": "openai", "hooks": [hook]}]}}
    found = compared(monkeypatch, rows, integrations=[{"type": "openai", "api_key": "OPENAI_KEY"}])
    assert (found.changes, found.absent) == ([], {"OPENAI_KEY"})
    monkeypatch.setenv("CHATWOOT_SECRET_OPENAI_KEY", "another")
    found = compared(monkeypatch, rows, integrations=[{"type": "openai", "api_key": "OPENAI_KEY"}])
    assert [each["fields"] for each in found.changes] == [["api_key: (secret changed)"]]


def test_what_is_not_there_at_all_differs_from_a_secret_that_nobody_gave() -> None:
    assert differences({"key": Absent("KEY")}, {"key": Secret("")}) != ()
    assert differences({"key": Absent("KEY")}, {"key": Unseen(Believed(), "name", "")}) == ()


def test_a_comparison_deletes_nothing() -> None:
    with pytest.raises(OperatorError, match="Leave out --prune and --prune-inbox"):
        comparing.run(Namespace(prune=True, prune_inbox=[]), {})


def test_accounts_of_an_agent_do_not_count() -> None:
    assert there(profile=profile(ONE, OTHER, GUEST)).accounts() == {"Acme": 1, "Shop": 3}
    with pytest.raises(OperatorError, match="administers no account"):
        there(profile=profile(GUEST)).accounts()


@pytest.mark.parametrize("body", ["{}", '{"accounts": null}', '{"accounts": [1]}', '{"accounts": [{"id": 1}]}'])
def test_odd_profiles(body: str) -> None:
    with pytest.raises(OperatorError, match="names no accounts"):
        there(profile=(200, body)).accounts()


@pytest.mark.parametrize("body", ["", "[1]", '{"payload": []}', '[{"name": "x"}]', "null"])
def test_odd_memberships(body: str) -> None:
    client = there(teams=(200, body)).client(1, "Acme")
    with pytest.raises(OperatorError, match="in no known form"):
        remote.look(client)


class Pages:
    """Portals with categories in pages.

    ids: of each page
    """

    def __init__(self, *ids: list[int], count: int = 0) -> None:
        self.ids, self.count, self.asked = ids, count, 0

    def get(self, path: str, what: str) -> Any:
        if path == "/portals":
            return {"payload": [{"id": 1, "slug": "help"}]}
        self.asked += 1
        place = int(path.rpartition("page=")[2]) - 1
        page = self.ids[place] if place < len(self.ids) else []
        return {"payload": [{"id": each} for each in page], "meta": {"categories_count": self.count}}


def found(pages: Any) -> list[int]:
    return [each["id"] for each in categories(pages)[1]]


def test_categories_are_read_to_the_end_whatever_is_counted() -> None:
    pages = Pages([1, 2], [3, 4], [5])
    assert found(pages) == [1, 2, 3, 4, 5]
    assert pages.asked == 4
    assert found(Pages([1, 2], [2, 3], count=2)) == [1, 2, 3]
    assert found(Pages()) == []


def test_categories_of_a_server_that_knows_no_pages() -> None:
    pages = Pages([1, 2], [1, 2], [1, 2], count=9)
    assert found(pages) == [1, 2]
    assert pages.asked == 2


def test_categories_without_end() -> None:
    pages = Pages(*([each] for each in range(1000)))
    with pytest.raises(OperatorError, match="portal help fill more than 200 pages"):
        found(pages)
    assert pages.asked == 200
