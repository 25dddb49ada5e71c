"""Direct commands on hosts for verbs that change nothing: pyinfra as a library, all hosts at once."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

import gevent  # type: ignore[import-untyped]
from pyinfra.api.config import Config
from pyinfra.api.connect import connect_all, disconnect_all
from pyinfra.api.exceptions import PyinfraError
from pyinfra.api.host import Host
from pyinfra.api.state import State

from deploy.errors import OperatorError
from deploy.host import connection
from deploy.inventory import Selection
from deploy.ssh import unreached

Answer = TypeVar("Answer")


@contextmanager
def connected(selection: Selection) -> Iterator[list[Host]]:
    """Connect to the chosen hosts at once; gives those that answered. Why others did not is on standard error."""
    # No change detection: this state runs no operations.
    config = Config()  # type: ignore[no-untyped-call]
    state = State(selection.inventory, config, check_for_changes=False, initial_limit=list(selection.hosts))
    with suppress(PyinfraError):  # no host is left; pyinfra has said why for each
        connect_all(state)
    for host in selection.hosts:
        if host not in state.active_hosts:
            print(unreached(host.name), file=sys.stderr)
    try:
        for host in state.active_hosts:
            connection.quicken(host)
        yield [host for host in selection.hosts if host in state.active_hosts]
    finally:
        disconnect_all(state)


def ask(hosts: list[Host], question: Callable[[Host], Answer]) -> dict[str, Answer]:
    """The answers of all hosts, asked at once; hosts whose question failed are left out and told about."""
    running: dict[str, Any] = {host.name: gevent.spawn(_guarded, question, host) for host in hosts}
    gevent.joinall(list(running.values()), raise_error=True)
    return {name: each.value[0] for name, each in running.items() if each.value is not None}


def _guarded(question: Callable[[Host], Answer], host: Host) -> tuple[Answer] | None:
    try:
        return (question(host),)
    except OperatorError as error:
        print(error, file=sys.stderr)
        return None
