"""An OperatorError while an operation makes up its mind: a sentence, never a traceback."""

from collections.abc import Callable, Generator
from functools import wraps
from typing import Any, ParamSpec

from pyinfra import host, logger
from pyinfra.api.exceptions import DeployError
from pyinfra.api.host import Host

from deploy import report
from deploy.chatwoot.refusal import Refused, Unreachable
from deploy.errors import OperatorError
from deploy.host.notice import notice
from deploy.host.steps import step

P = ParamSpec("P")


def guarded(function: Callable[P, Generator[Any]]) -> Callable[P, Generator[Any]]:
    """Put below @operation(). In Prepare the error stops the run, in Execute it fails this host alone.

    An API that does not answer, or does not know us, stops nothing in Prepare.
    """

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> Generator[Any]:
        try:
            yield from function(*args, **kwargs)
        except OperatorError as error:
            if host.state.is_executing:
                yield step(_fail, error)
            elif isinstance(error, Refused | Unreachable):
                uncompared(host, error)
            else:
                raise DeployError(f"{host.name}: {str(error).removeprefix(f'{host.name}: ')}") from None

    return run


def uncompared(here: Host, error: OperatorError) -> None:
    """Tell in Prepare that the API does not answer, or does not know us.

    An earlier operation that would change something may mend it; when nothing would change it is a problem.
    """
    if here.state.get_meta_for_host(here).ops_change:
        notice(here, f"cannot be compared yet: {error}")
    else:
        here.log_styled(f"cannot be compared: {error}", fg="red", log_func=logger.error)
        report.problem(here.name, f"cannot be compared: {error}")


def _fail(_: Host, error: OperatorError) -> None:
    raise error
