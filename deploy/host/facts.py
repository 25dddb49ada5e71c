"""What pyinfra asks a machine: one command each, many answers."""

from collections.abc import Sequence

from pyinfra.api import FactBase, QuoteString, StringCommand

from deploy.checks.observed import HostState, Running
from deploy.host import look, script


class Machine(FactBase[HostState | None]):
    """One look at the whole machine; None when the host gave no answer."""

    _asked = ("", "")

    @staticmethod
    def default() -> HostState | None:
        return None

    def command(self, project: str, state: str, domain: str, aliases: Sequence[str] = ()) -> StringCommand:
        """
        + project: compose project
        + state: directory of secrets, journal and manifests on the host
        + domain: public name, resolved on the host
        + aliases: further names to resolve
        """
        self._asked = (project, domain)
        return StringCommand("sh -c", QuoteString(script.machine(project, state, (domain, *aliases))))

    def process(self, output: list[str]) -> HostState | None:
        return look.machine(*self._asked, output)


class RunningNow(FactBase[Running]):
    """What is installed and runs on the machine."""

    @staticmethod
    def default() -> Running:
        return Running()

    def command(self, packages: Sequence[str] = (), units: Sequence[str] = ()) -> StringCommand:
        """
        + packages, units: asked for besides those this package knows
        """
        return StringCommand("sh -c", QuoteString(script.running(packages, units)))

    def process(self, output: list[str]) -> Running:
        return look.running(output)
