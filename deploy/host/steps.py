"""Steps inside an operation that are more than one shell command."""

from collections.abc import Callable
from typing import Any

from pyinfra import logger
from pyinfra.api.command import FunctionCommand
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
        text = str(error).removeprefix(f"{host.name}: ")  # both put the host's name in front
        if report.requested():
            report.problem(host.name, text)
        host.log_styled(text, fg="red", log_func=logger.error)
        return False
    return True
