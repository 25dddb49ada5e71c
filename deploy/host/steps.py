"""Steps inside an operation that are more than one shell command."""

from collections.abc import Callable
from typing import Any

from paramiko.ssh_exception import SSHException
from pyinfra import logger
from pyinfra.api.command import FunctionCommand
from pyinfra.api.exceptions import PyinfraError
from pyinfra.api.host import Host
from pyinfra.api.state import State

from deploy import report
from deploy.errors import OperatorError


def step(function: Callable[..., None], *arguments: Any) -> FunctionCommand:
    """A command that calls `function(host, *arguments)` in Execute.

    An OperatorError becomes one red line and fails the host; pyinfra itself would print a traceback.
    """
    return FunctionCommand(_guarded, (function, arguments), {})


def _guarded(state: State, host: Host, function: Callable[..., None], arguments: tuple[Any, ...]) -> bool:
    try:
        function(host, *arguments)
    except OperatorError as error:
        return _failed(host, str(error).removeprefix(f"{host.name}: "))  # both put the host's name in front
    except (PyinfraError, SSHException, EOFError, OSError) as error:
        # A step talks to its host alone: what breaks underneath it is the connection.
        reason = str(error) or type(error).__name__
        return _failed(host, f"the connection to the host was lost ({reason}). Run again; it goes on from here")
    return True


def _failed(host: Host, text: str) -> bool:
    if report.requested():
        report.problem(host.name, text)
    host.log_styled(text, fg="red", log_func=logger.error)
    return False
