"""The script on the host, called over SSH: its progress shown as it comes, its answer as data."""

import json
import shlex
from collections.abc import Sequence
from typing import Any

from pyinfra.api.command import StringCommand
from pyinfra.api.host import Host

from deploy.backups.files import directory
from deploy.errors import OperatorError
from deploy.host import connection, identity
from deploy.settings.settings import Settings

# Hours: a large database over a thin line. The script itself gives up on what does not answer.
SECONDS = 12 * 3600


def call(host: Host, settings: Settings, *words: str) -> dict[str, Any]:
    """Run a command of the script and give its answer, the JSON object on its last line.

    words: command and options, like "run", "--tag", "nightly"
    Raises OperatorError with the script's own sentence.
    """
    # Printed as it comes: the script never says a secret.
    ok, output = host.run_shell_command(
        StringCommand(command(settings, words)),
        print_output=True,
        print_input=False,
        _timeout=SECONDS,
        **connection.privileges(host),
    )
    if not ok:
        raise OperatorError(f"{host.name}: {sentence(output.stderr, output.stdout)}")
    return answer(host.name, output.stdout)


def command(settings: Settings, words: Sequence[str]) -> str:
    """The shell command; the journal on the host gets the operator's name."""
    script = f"{directory(settings)}/backup.sh"
    who = ["--who", identity.who()]
    call = shlex.join(["bash", script, *words, *who])
    return f"test -e {shlex.quote(script)} || {{ echo {shlex.quote(_ABSENT)} >&2; exit 1; }}; {call}"


def sentence(stderr: str, stdout: str = "") -> str:
    """Why it failed: its last words."""
    lines = [line for line in [*stdout.splitlines(), *stderr.splitlines()] if line.strip()]
    return (lines or ["the backup's script gave no reason"])[-1]


def answer(host: str, stdout: str) -> dict[str, Any]:
    """The JSON object on the last line that has one: a good backup stays good, whatever is said after it.

    Raises OperatorError when there is none.
    """
    for line in reversed(stdout.splitlines()):
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if isinstance(found, dict):
            return found
    raise OperatorError(f"{host}: the backup's script gave no answer. Run apply, which writes it anew, and try again")


_ABSENT = "the script for backups is not on this host yet; run apply"
