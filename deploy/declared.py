"""The edge between pyinfra's host data and the checked declaration."""

from collections.abc import Callable, Iterable

from pyinfra.api.exceptions import DeployError
from pyinfra.api.host import Host

from deploy import footprint
from deploy.checks import known
from deploy.errors import OperatorError
from deploy.objects import check as objects
from deploy.settings import files, loopback
from deploy.settings.load import load
from deploy.settings.settings import Settings

# What may be wrong with a declaration that its schema allows, each as `key.path: problem. remedy`; asks no host.
PROBLEMS: tuple[Callable[[Settings], Iterable[str]], ...] = (
    files.problems,
    loopback.problems,
    known.unknown,
    objects.problems,
)


def declared(host: Host) -> Settings:
    """The checked declaration of a host; called first in every entry file.

    It also starts the bookkeeping that the wrapper's summary is made of.
    Raises DeployError with one line for each thing wrong; pyinfra then stops all hosts before any change.
    """
    footprint.record(host)
    try:
        settings = load(host.data.dict(), host.name)  # type: ignore[no-untyped-call]
    except OperatorError as error:
        raise DeployError(str(error)) from None
    problems = [problem for check in PROBLEMS for problem in check(settings)]
    if problems:
        raise DeployError("\n".join(f"{host.name}: {each}" for each in problems))
    return settings
