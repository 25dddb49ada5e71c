"""Steps inside an operation that are more than one shell command."""

import errno
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

# What a disk of this machine says; a socket says none of these. Errors of write() name no file.
_OF_FILES = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE}


def step(function: Callable[..., None], *arguments: Any) -> FunctionCommand:
    """A command that calls `function(host, *arguments)` in Execute.

    An OperatorError becomes one red line and fails the host, and so does what the connection or a file of this
    machine raises; pyinfra itself would print a traceback.
    """
    return FunctionCommand(_guarded, (function, arguments), {})


def _guarded(state: State, host: Host, function: Callable[..., None], arguments: tuple[Any, ...]) -> bool:
    try:
        function(host, *arguments)
    except OperatorError as error:
        return _failed(host, str(error).removeprefix(f"{host.name}: "))  # both put the host's name in front
    except (PyinfraError, SSHException, EOFError, OSError) as error:
        if isinstance(error, OSError) and _local(error):
            file, reason = error.filename or "a file", error.strerror or type(error).__name__
            return _failed(host, f"{file} on this machine: {reason}. Mend that and run again; it goes on from here")
        # A step talks to its host alone: what else breaks underneath it is the connection.
        reason = str(error) or type(error).__name__
        return _failed(host, f"the connection to the host was lost ({reason}). Run again; it goes on from here")
    return True


def _local(error: OSError) -> bool:
    """Is it about a file of the operator's side? Those name it, or have an errno that no connection has.

    paramiko 4.0 raises OSError without errno for a closed channel; requests 2.32 derives its errors from OSError.
    """
    named = isinstance(error, FileNotFoundError | PermissionError | FileExistsError | IsADirectoryError)
    return error.filename is not None or named or error.errno in _OF_FILES


def _failed(host: Host, text: str) -> bool:
    if report.requested():
        report.problem(host.name, text)
    host.log_styled(text, fg="red", log_func=logger.error)
    return False
