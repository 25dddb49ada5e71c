"""The gate as an operation of its own, for verbs that bring the application back."""

from collections.abc import Generator

from pyinfra.api import operation
from pyinfra.api.command import PyinfraCommand
from pyinfra.api.host import Host

from deploy.host.steps import step
from deploy.settings.settings import Settings
from deploy.upgrades import gate


@operation()
def inside(settings: Settings) -> Generator[PyinfraCommand]:
    """
    Prove web, schema, doors, worker and scheduler while nobody is routed there yet.

    + settings: the checked declaration
    """
    yield step(_inside, settings)


@operation()
def outside(settings: Settings) -> Generator[PyinfraCommand]:
    """
    Prove through the proxy what visitors need: the release and the websocket.

    + settings: the checked declaration
    """
    yield step(gate.outside, settings)


def _inside(host: Host, settings: Settings) -> None:
    host.log("    proving web, doors, worker and scheduler")
    gate.inside(host, settings, None)
