"""An installation behind its public address, asked with an administrator's token: one that we did not make."""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import requests

from deploy.chatwoot import limit
from deploy.chatwoot.client import Client
from deploy.chatwoot.pace import Pace, most
from deploy.errors import OperatorError
from deploy.objects.address import address, place
from deploy.objects.categories import categories
from deploy.objects.world import Look, Release
from deploy.settings.chatwoot import OLDEST

SECONDS = 30
_RELEASE = re.compile(r"(\d+)\.(\d+)\.(\d+)")


class Remote:
    """One installation.

    url: https://chat.example.com
    token: of an administrator; his profile page shows it
    say: told what is waited for
    clock: seconds since the epoch
    Raises OperatorError for an address to which no token may go.
    """

    def __init__(
        self,
        url: str,
        token: str,
        say: Callable[[str], None],
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.url, self._token, self.session = address(url), token, Patient()
        self.say, self.sleep, self.clock = say, sleep, clock
        self.pace = Pace(most(OLDEST, {}), sleep)  # the tightest, until the release is known

    def client(self, account: int, name: str) -> Client:
        """A client of one account; all of them keep one pace, that of the release if it was asked for before."""
        return Client(
            self.session,
            "",
            self._token,
            account,
            name,
            say=self.say,
            sleep=self.sleep,
            clock=self.clock,
            base=self.url,
            pace=self.pace,
        )

    def release(self) -> Release:
        """The installed release, whose pace is kept from now on. Raises OperatorError."""
        found = _RELEASE.match(str(self._get("/api").get("version", "")))
        if not found:
            raise OperatorError(f"{self.url}/api names no release: this is no Chatwoot. Correct the address")
        release = int(found[1]), int(found[2]), int(found[3])
        # Its environment cannot be seen from here; a limit below the usual one shows as a 429, which is waited out.
        allowed = most(release, {})
        if allowed != self.pace.most:
            self.pace = Pace(allowed, self.sleep)
        return release

    def owner(self) -> dict[str, str]:
        """Name and e-mail address of the token's owner. Raises OperatorError."""
        profile = self._get("/api/v1/profile")
        return {key: str(profile.get(key) or "") for key in ("email", "name")}

    def accounts(self, names: Sequence[str] = ()) -> dict[str, int]:
        """The accounts of which the token's owner is an administrator.

        names: those that are meant; none = all
        Raises OperatorError; also when two of those meant share a name, which is all that tells accounts apart here.
        """
        profile = self._get("/api/v1/profile")
        try:
            owned = [(each["name"], each["id"]) for each in profile["accounts"] if each["role"] == "administrator"]
        except (KeyError, TypeError):
            raise OperatorError(f"{self.url}/api/v1/profile names no accounts. Correct the address") from None
        if not owned:
            raise OperatorError(f"{self.url}: the token's owner administers no account. Take an administrator's token")
        for name, _ in owned:
            ids = [str(number) for each, number in owned if each == name]
            if len(ids) > 1 and (not names or name in names):
                raise OperatorError(
                    f"{self.url}: accounts {' and '.join(ids)} are both called {name}. Rename all but one in Chatwoot, "
                    "or name others with --account"
                )
        return dict(owned)

    def _get(self, path: str) -> Mapping[str, Any]:
        try:
            answer = limit.waited_out(lambda: self._once(path), self.say, self.sleep, self.clock)
        except requests.exceptions.RequestException as error:
            raise OperatorError(
                f"{self.url} cannot be reached ({type(error).__name__}). Correct the address or mend the network"
            ) from None
        if answer.status_code == requests.codes.unauthorized:
            raise OperatorError(f"{self.url} does not know the token. Take it from your profile page in Chatwoot")
        if answer.status_code == requests.codes.too_many_requests:
            raise OperatorError(f"{self.url}{path}: the rate limit stays reached (HTTP 429). Run it again later")
        if answer.status_code != requests.codes.ok:
            raise OperatorError(
                f"{self.url}{path} answers HTTP {answer.status_code}. Correct the address or look whether Chatwoot runs"
            )
        try:
            found = answer.json()
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise OperatorError(f"{self.url}{path} answers no JSON object: this is no Chatwoot. Correct the address")
        return found

    def _once(self, path: str) -> requests.Response:
        self.pace.keep(self.say)
        headers = {"api_access_token": self._token, "X-Forwarded-Proto": "https"}
        return self.session.request("GET", self.url + path, headers=headers)


class Patient(requests.Session):
    """Gives up on a silent server, where requests waits for ever unless told, and takes the token nowhere else."""

    def request(self, *arguments: Any, **options: Any) -> requests.Response:
        """As requests does it; a redirect raises OperatorError: its target would get the token (requests strips only
        `Authorization` on the way to another host).
        """
        answer = super().request(*arguments, **{"timeout": SECONDS, **options, "allow_redirects": False})
        if answer.is_redirect:
            target = place(answer.headers["location"], answer.url)
            raise OperatorError(
                f"{place(answer.url)} sends requests on to {target}. Give the address where Chatwoot itself answers"
            )
        return answer


def look(client: Client) -> Look:
    """Memberships without the database: one request for each team and portal and two for each inbox.

    Raises OperatorError.
    """
    try:
        return _look(client)
    except (KeyError, TypeError, AttributeError) as error:
        # Only the error's type is told: its words could hold what was answered.
        raise OperatorError(
            f"{client.base} answers about the memberships of account {client.name} in no known form "
            f"({type(error).__name__}). Report it with the release"
        ) from None


def _look(client: Client) -> Look:
    teams = [each["id"] for each in client.get("/teams", "the teams")]
    inboxes = [each["id"] for each in client.get("/inboxes", "the inboxes")["payload"]]
    bots = {}
    for each in inboxes:
        bot = (client.get(f"/inboxes/{each}/agent_bot", "the bot of an inbox") or {}).get("agent_bot")
        if bot:
            bots[each] = bot["id"]
    return Look(
        team_members={each: _users(client.get(f"/teams/{each}/team_members", "the members")) for each in teams},
        inbox_members={
            each: _users(client.get(f"/inbox_members/{each}", "the members")["payload"]) for each in inboxes
        },
        inbox_bots=bots,
        categories=categories(client),
        used_inboxes=frozenset(inboxes),  # nobody can tell from here: none is deleted
    )


def _users(agents: list[dict[str, Any]]) -> tuple[int, ...]:
    return tuple(sorted(each["id"] for each in agents))
