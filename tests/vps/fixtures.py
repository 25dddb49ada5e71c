"""What the tests of a host share: the declaration, everything expected by it, and one look at each part of the host.

A plugin that conftest.py loads once a host is named.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from testinfra.host import Host  # type: ignore[import-untyped]

from deploy.chatwoot import handoff as handed
from deploy.chatwoot import look, queries
from deploy.chatwoot.facts import asked
from deploy.chatwoot.service import PLATFORM_APP
from deploy.checkout import ROOT
from deploy.checks.application import ApplicationState
from deploy.checks.observed import HostState
from deploy.errors import OperatorError
from deploy.files.rendered import Tree
from deploy.host.files import host_tree
from deploy.host.look import machine
from deploy.host.script import machine as look_at_machine
from deploy.settings.settings import Settings
from deploy.settings.sizing import Profile
from deploy.stack import authority, sources
from deploy.stack.compose import declared
from deploy.stack.render import route_tree, secrets_tree, stack_tree
from deploy.stack.secrets import Secrets, complete
from deploy.stack.services import images
from deploy.verbs import secrets as stored
from tests.vps import engine as docker
from tests.vps import outside as strangers
from tests.vps.dashboard import Canary, Dashboard
from tests.vps.shell import Shell
from tests.vps.targets import Target


@pytest.fixture(scope="session")
def target(request: pytest.FixtureRequest) -> Target:
    """The host under test."""
    found: Target = request.param
    return found


@pytest.fixture(scope="session")
def settings(target: Target) -> Settings:
    """Its declaration."""
    return target.settings


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
def profile(settings: Settings, seen: HostState) -> Profile:
    """Sizes for its memory."""
    return settings.sizing.resolve(seen.ram_mb)


@pytest.fixture(scope="session")
def secrets(target: Target, shell: Shell, settings: Settings) -> Secrets:
    """What the host keeps, completed as apply would."""
    problem = ""
    try:
        kept = stored.parse(shell.must(stored.command(settings)), target.name)
        return complete(settings, kept, sources.brought(settings.secrets))
    except OperatorError as error:
        problem = str(error)
    pytest.fail(problem, pytrace=False)  # outside: pytest would show the chain of both


@pytest.fixture(scope="session")
def trees(settings: Settings, seen: HostState, profile: Profile, secrets: Secrets) -> tuple[Tree, ...]:
    """Every file that apply keeps."""
    return (
        secrets_tree(settings, secrets),
        host_tree(settings, seen),
        stack_tree(settings, profile, secrets),
        route_tree(settings, secrets, settings.container("chatwoot")),
    )


@pytest.fixture(scope="session")
def services(settings: Settings, trees: tuple[Tree, ...]) -> dict[str, dict[str, Any]]:
    """The declared services, as rendered."""
    path = f"{settings.root}/compose.yaml"
    return declared(next(file.content for tree in trees for file in tree.files if file.path == path))


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
def outside(
    request: pytest.FixtureRequest, target: Target, secrets: Secrets, tmp_path_factory: pytest.TempPathFactory
) -> strangers.Outside:
    """The host as strangers see it."""
    internal = secrets[authority.CA] if target.settings.tls.mode == "internal" else None
    roots = strangers.roots(
        request.config.getoption("--verify-ca"),
        target.data.get("x_verify_ca"),
        internal,
        tmp_path_factory.mktemp("roots"),
    )
    return strangers.Outside(target.address, target.settings.domain, roots)


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
