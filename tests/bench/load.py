"""A load of visitors on a site, and the proof that nothing that it was promised got lost."""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from types import TracebackType

from tests.bench.result import Result
from tests.e2e import stack
from tests.e2e.public import Public
from tests.e2e.site import ROOT, Site
from tests.sandbox.acme import Acme

RATE = 26.0  # the issue asks for 25 a second at least
MOST_SECONDS = 900.0
_READY_SECONDS = 90
_END_SECONDS = 90  # the slowest request, and the websocket's end


@dataclass
class Load:
    """Visitors while the block runs, in a process of their own; `result` afterwards.

    rate: requests a second, whatever the answers do
    """

    site: Site
    rate: float = RATE
    prefix: str = field(default_factory=lambda: f"load-{token_hex(6)}")

    def __enter__(self) -> "Load":
        public = Public(self.site)
        profile = public.profile()
        asked = {
            "address": self.site.machine.ip,
            "domain": self.site.machine.domain,
            "roots": str(Acme.root_file),
            "token": public.token,
            "account": public.account,
            "conversation": conversation(public),
            "user": profile["id"],
            "stream": profile["pubsub_token"],
            "prefix": self.prefix,
            "rate": self.rate,
            "seconds": MOST_SECONDS,
        }
        self._file = Path(tempfile.mkdtemp(prefix="load-")) / "seen.json"
        self._child = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.generator"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self._child.stdin
        assert self._child.stdout
        self._child.stdin.write(json.dumps(asked | {"file": str(self._file)}) + "\n")
        self._child.stdin.flush()
        # It says so or ends within its own time.
        said = self._child.stdout.readline().strip()
        if said != "ready":
            self._child.wait(_READY_SECONDS)
            raise AssertionError(f"the load on {self.site.machine.name} never began, see its standard error")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._child.stdin
        self._child.stdin.close()
        try:
            self._child.wait(_END_SECONDS)
        finally:
            self._child.kill()
            self._child.wait(10)

    @property
    def running(self) -> bool:
        """Are there still visitors? They go home after MOST_SECONDS."""
        return self._child.poll() is None

    def result(self) -> Result:
        """What they saw; after the block."""
        assert not self.running, "the load still runs: ask for its result after the block"
        assert self._file.exists(), "the load died: see its standard error"
        return Result.read(json.loads(self._file.read_text()))

    def lost(self) -> list[str]:
        """Answered messages that are not in the database exactly once; after the block."""
        return lost(stack.sql(self.site, stored(self.prefix)), self.result().answered)


def stored(prefix: str) -> str:
    """SQL that counts the messages of a load, each by its marker."""
    return f"SELECT content, count(*) FROM messages WHERE content LIKE '{prefix}-%' GROUP BY content"  # noqa: S608


def lost(answer: str, answered: list[str]) -> list[str]:
    """What is wrong with the messages in the database: `marker: how often it is there`.

    answer: of the database
    answered: markers of the messages that the site said to have taken
    """
    there = {marker: int(count) for marker, count in (line.split("|") for line in answer.splitlines())}
    wrong = {marker: there.get(marker, 0) for marker in answered} | {m: n for m, n in there.items() if n > 1}
    return [f"{marker}: {count} times" for marker, count in wrong.items() if count != 1]


def conversation(public: Public, name: str = "Orders") -> int:
    """A new conversation of a new contact, by its number.

    name: of an API inbox
    """
    inbox = public.inbox(name)
    contact = public.ask("POST", "contacts", {"inbox_id": inbox["id"], "name": f"Load {token_hex(4)}"})["payload"]
    body = {
        "source_id": contact["contact_inbox"]["source_id"],
        "inbox_id": inbox["id"],
        "contact_id": contact["contact"]["id"],
    }
    return int(public.ask("POST", "conversations", body)["id"])
