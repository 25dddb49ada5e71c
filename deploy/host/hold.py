"""The lock on the host, held by a shell there for as long as this side keeps talking to it."""

import json
import time
from typing import Any

import gevent  # type: ignore[import-untyped]
from pyinfra import logger
from pyinfra.api.command import QuoteString, StringCommand
from pyinfra.api.host import Host
from pyinfra.connectors.util import make_unix_command_for_host

from deploy.errors import OperatorError
from deploy.host import connection, identity
from deploy.host.connection import BEAT_SECONDS, SILENCE_SECONDS, privileges

_ANSWER_SECONDS = 30

# Bash, because dash's read knows no timeout. The lock lives in an open file of this shell: whatever ends the shell,
# a closed connection, a reboot, 60 s of silence, frees it, so there is no stale lock. The note `run` is left behind
# unless the end is announced: that is how the next run knows that this one was cut.
_SCRIPT = r"""
set -u; umask 077; silence=@SILENCE@; state=$1 note=$2
mkdir -p "$state" && exec 9>>"$state/lock" || { echo "denied"; exit 1; }
# Longer than a look at the lock takes (script.py), shorter than patience.
if ! flock -w 2 9; then echo "busy $(cat "$state/run")"; exit 75; fi
if [ -s "$state/run" ]; then
  sed 's/}$/, "result": "unfinished"}/' "$state/run" >> "$state/journal.jsonl"
fi
printf '%s\n' "$note" > "$state/run.new" && mv -f "$state/run.new" "$state/run" || { echo "denied"; exit 1; }
echo held
while IFS= read -r -t "$silence" line; do
  case $line in end*) rm -f "$state/run"; echo ended; exit 0;; esac
done
"""


def script(silence: int = SILENCE_SECONDS) -> str:
    """The shell on the host. Arguments: the directory of the lock, the note about this run.

    silence: seconds without a line after which it gives up
    """
    return _SCRIPT.replace("@SILENCE@", str(silence))


class Hold:
    """One held lock. It counts as lost when the shell on the host ends before `release`.

    note: what the host has written down about this run while it holds the lock
    """

    def __init__(self, host: Host, state: str, verb: str) -> None:
        """Take the lock.

        state: directory of secrets, journal and manifests on the host
        verb: what is being done, for whom it may concern
        Raises OperatorError when another run holds it, naming that run.
        """
        self._host = host
        client: Any = host.connector.client  # type: ignore[attr-defined]
        self._channel = client.get_transport().open_session()
        self._channel.settimeout(_ANSWER_SECONDS)
        note = json.dumps({"verb": verb, "who": identity.who(), "when": identity.now(), "tool": identity.tool()})
        self.note = note
        command = StringCommand("bash -c", QuoteString(script()), "lock", QuoteString(state), QuoteString(note))
        unix = make_unix_command_for_host(host.state, host, command, **privileges(host))
        self._channel.exec_command(unix.get_raw_value())
        answer = self._line()
        if answer != "held":
            raise OperatorError(refusal(answer, state))
        self._released = False
        self._beat = gevent.spawn(self._keep)

    def release(self) -> None:
        """Announce the end of the run and free the lock."""
        self._released = True
        self._beat.kill()
        try:
            self._channel.sendall(b"end\n")
            self._line()
        except OSError:
            pass  # the connection is gone, and the lock with it
        self._channel.close()

    def _keep(self) -> None:
        while not self._released:
            gevent.sleep(BEAT_SECONDS)
            try:
                self._channel.sendall(b".\n")
            except OSError:
                self._lost()
                return
            if self._channel.exit_status_ready() and not self._released:
                self._lost()
                return

    def _lost(self) -> None:
        # After a minute of silence (a laptop that slept) somebody else may have begun: do not go on.
        text = "the lock was lost, the connection was silent for too long; nothing more is done here. Run again"
        self._host.connector_data[connection.LOST] = text  # a step that is at work ends with its next command
        self._host.log_styled(text, fg="red", log_func=logger.error)
        try:
            self._host.state.fail_hosts({self._host})  # type: ignore[no-untyped-call]
        except Exception as error:
            logger.debug("%s", error)

    def _line(self) -> str:
        received = b""
        deadline = time.monotonic() + _ANSWER_SECONDS
        while not received.endswith(b"\n") and time.monotonic() < deadline:
            chunk = self._channel.recv(4096)
            if not chunk:
                break
            received += chunk
        return received.decode(errors="replace").strip()


def refusal(answer: str, state: str) -> str:
    """Why the lock was not given, in one sentence.

    answer: what the shell on the host said: nothing, denied, or busy and the note of the run that holds it
    """
    word, _, rest = answer.partition(" ")
    if word != "busy":
        return f"the lock in {state} cannot be taken: {answer or 'no answer'}. Log in as root, or set _sudo = True"
    try:
        held = json.loads(rest)
        return f"{held['who']} is at work here: {held['verb']} since {held['when']}. Wait until it ends, then run again"
    except (ValueError, KeyError, TypeError):
        return "somebody else is at work here. Wait until it ends, then run again"
