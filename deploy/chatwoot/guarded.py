"""An OperatorError while an operation makes up its mind: a sentence, never a traceback."""

from collections.abc import Callable, Generator
from functools import wraps
from typing import Any, ParamSpec

from pyinfra import host, logger
from pyinfra.api.exceptions import DeployError
from pyinfra.api.host import Host

from deploy.chatwoot.refusal import Refused, Unreachable
from deploy.errors import OperatorError
from deploy.host.steps import step

P = ParamSpec("P")


def guarded(function: Callable[P, Generator[Any]]) -> Callable[P, Generator[Any]]:
    """Put below @operation(). In Prepare the error stops the run, in Execute it fails this host alone.

    An API that does not answer, or does not know us, stops nothing in Prepare: an earlier operation may mend it.
    """

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> Generator[Any]:
        try:
            yield from function(*args, **kwargs)
        except OperatorError as error:
            if host.state.is_executing:
                yield step(_fail, error)
            elif isinstance(error, Refused | Unreachable):
                host.log_styled(f"cannot be compared yet: {error}", fg="yellow", log_func=logger.warning)
            else:
                raise DeployError(f"{host.name}: {str(error).removeprefix(f'{host.name}: ')}") from None

    return run


def _fail(_: Host, error: OperatorError) -> None:
    raise error
