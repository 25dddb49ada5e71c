"""One look at each part of a host, shared by all its tests. A plugin, see conftest.py."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from testinfra.host import Host  # type: ignore[import-untyped]

from deploy.chatwoot import handoff as handed
from deploy.chatwoot import look, queries
from deploy.chatwoot.access import PORT
from deploy.chatwoot.facts import asked
from deploy.chatwoot.service import PLATFORM_APP
from deploy.checkout import ROOT
from deploy.checks.application import ApplicationState
from deploy.checks.observed import HostState
from deploy.host.look import machine
from deploy.host.script import machine as look_at_machine
from deploy.settings.settings import Settings
from deploy.stack import authority
from deploy.stack.secrets import Secrets
from deploy.stack.services import images
from tests.vps import engine as docker
from tests.vps import outside as strangers
from tests.vps.dashboard import Canary, Dashboard
from tests.vps.shell import Shell
from tests.vps.targets import Target


@pytest.fixture(scope="session")
def shell(target: Target) -> Iterator[Shell]:
    """Commands on it, as root."""
    shell = Shell(target.name, target.data)
    yield shell
    shell.close()


@pytest.fixture(scope="session")
def vps(shell: Shell) -> Host:
    """It, by testinfra."""
    return shell.testinfra()


@pytest.fixture(scope="session")
def client(shell: Shell) -> str:
    """This machine's address as the host sees it."""
    return shell.client() or "127.0.0.1"


@pytest.fixture(scope="session")
def seen(shell: Shell, settings: Settings) -> HostState:
    """The look at the whole machine that preflight takes too."""
    script = look_at_machine(settings.project, settings.state, (settings.domain, *settings.aliases))
    return machine(settings.project, settings.domain, shell.must(script).splitlines())


@pytest.fixture(scope="session")
def engine(shell: Shell, settings: Settings) -> docker.Engine:
    """Containers, images and networks as they are."""
    return docker.read(shell.must(docker.command(settings.project, images(settings))))


@pytest.fixture(scope="session")
def application(shell: Shell, settings: Settings) -> ApplicationState:
    """Chatwoot's own state, as plan sees it."""
    found = look.application(shell.must(queries.application(app=PLATFORM_APP, **asked(settings))).splitlines())
    if found is None:
        pytest.fail("Chatwoot's database or Redis gives no answer", pytrace=False)
    return found


@pytest.fixture(scope="session")
def web(settings: Settings, shell: Shell, engine: docker.Engine) -> tuple[str, int] | None:
    """Where the web container is reached past a proxy of the operator's own; None with ours."""
    if settings.proxy.mode == "loopback":
        return shell.forward("127.0.0.1", settings.proxy.port)
    if settings.proxy.mode == "network":
        return shell.forward(engine.address("chatwoot", str(settings.proxy.network)), PORT)
    return None


@pytest.fixture(scope="session")
def outside(
    request: pytest.FixtureRequest,
    target: Target,
    secrets: Secrets,
    web: tuple[str, int] | None,
    tmp_path_factory: pytest.TempPathFactory,
) -> strangers.Outside:
    """The host as strangers see it."""
    internal = secrets[authority.CA] if target.settings.tls.mode == "internal" else None
    roots = strangers.roots(
        request.config.getoption("--verify-ca"),
        target.data.get("x_verify_ca"),
        internal,
        tmp_path_factory.mktemp("roots"),
    )
    return strangers.Outside(target.address, target.settings.domain, roots, web)


@pytest.fixture(scope="session")
def proxied(settings: Settings) -> None:
    """For tests of what the proxy does, where it is ours."""
    if not settings.proxy.managed:
        pytest.skip(f"proxy.mode is {settings.proxy.mode}: that is your proxy's")


@pytest.fixture(scope="session")
def named(settings: Settings) -> None:
    """For tests that go by the public name; behind a proxy of the operator's own only DNS knows the way."""
    if not settings.proxy.managed:
        try:
            socket.getaddrinfo(settings.domain, None)
        except OSError:
            pytest.skip(f"{settings.domain} does not resolve here, so your proxy cannot be looked at")


@pytest.fixture(scope="session")
def handoff(target: Target) -> Path:
    """The hand-off file on this side."""
    file = ROOT / handed.path(handed.DIRECTORY, target.name)
    if not file.exists():
        pytest.fail(f"{file} is not on this machine: run apply here, which writes it", pytrace=False)
    return file


@pytest.fixture(scope="session")
def dashboard(outside: strangers.Outside, handoff: Path) -> Dashboard:
    """A dashboard's backend with nothing but the hand-off file."""
    return Dashboard(outside.session(), handoff.read_text())


@pytest.fixture(scope="session")
def canary(dashboard: Dashboard, settings: Settings) -> Iterator[Canary]:
    """A customer with one open conversation, gone afterwards."""
    canary = dashboard.canary(settings.accounts[0])
    yield canary
    canary.remove()
