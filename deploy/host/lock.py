"""Keep two operators from working on one host at once."""

import shlex
from collections.abc import Generator

from pyinfra import host
from pyinfra.api import operation
from pyinfra.api.command import FunctionCommand
from pyinfra.api.host import Host
from pyinfra.context import ctx_host

from deploy.errors import OperatorError
from deploy.host.hold import Hold
from deploy.host.steps import step


@operation()
def hold(state: str, verb: str) -> Generator[FunctionCommand]:
    """
    Take the host's lock for the rest of the run. Never counts as a change; the second operator's run fails.

    + state: directory of secrets, journal and manifests on the host
    + verb: what is being done
    """
    host.noop("the lock is taken when the run begins")
    if not host.state.is_executing or getattr(host.connector, "client", None) is None or "lock" in host.connector_data:
        return  # @local and @fake have no connection that could be lost
    try:
        # The host itself, not pyinfra's stand-in for "the present host", which means nothing in the heartbeat.
        host.connector_data["lock"] = Hold(ctx_host.get(), state, verb)  # type: ignore[no-untyped-call]
    except OperatorError as error:
        yield step(_refuse, str(error))


@operation()
def release() -> Generator[FunctionCommand]:
    """
    Give the lock back; the last operation of a run. A run that does not come this far is known as unfinished.
    """
    host.noop("the lock is given back when the run ends")
    held = host.connector_data.pop("lock", None) if host.state.is_executing else None
    if held is not None:
        held.release()
    yield from ()


def guard(host: Host, state: str) -> str:
    """Shell text that fails unless this run holds the lock still; empty where none was taken.

    state: as for `hold`
    """
    held: Hold | None = host.connector_data.get("lock")
    if held is None:
        return ""
    refusal = "somebody else is at work here by now, so nothing more is done. Run again when that has ended"
    return (
        f'[ "$(cat {shlex.quote(state)}/run 2>/dev/null)" = {shlex.quote(held.note)} ] || '
        f"{{ echo {shlex.quote(refusal)} >&2; exit 1; }}; "
    )


def _refuse(host: Host, why: str) -> None:
    raise OperatorError(why)
