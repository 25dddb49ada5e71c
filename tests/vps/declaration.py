"""What is expected of a host: its declaration, and everything rendered from it. A plugin, see conftest.py."""

from typing import Any

import pytest

from deploy.backups.files import backup_tree
from deploy.checks.observed import HostState
from deploy.errors import OperatorError
from deploy.files.rendered import Tree
from deploy.host.files import host_tree
from deploy.settings.settings import Settings
from deploy.settings.sizing import Profile
from deploy.stack import sources
from deploy.stack.compose import declared
from deploy.stack.published import opened
from deploy.stack.render import route_tree, secrets_tree, stack_tree
from deploy.stack.secrets import Secrets, complete
from deploy.verbs import secrets as stored
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
def stack(settings: Settings, profile: Profile, secrets: Secrets) -> Tree:
    """The files of the stack; the Compose file comes first."""
    return stack_tree(settings, profile, secrets)


@pytest.fixture(scope="session")
def trees(settings: Settings, seen: HostState, secrets: Secrets, stack: Tree) -> tuple[Tree, ...]:
    """Every file that apply keeps."""
    web = declared(stack.files[0].content)["chatwoot"]
    return (
        secrets_tree(settings, secrets),
        host_tree(settings, seen),
        stack,
        backup_tree(settings, secrets),
        route_tree(settings, secrets, web),
    )


@pytest.fixture(scope="session")
def services(settings: Settings, stack: Tree) -> dict[str, dict[str, Any]]:
    """The declared services, as they run once the site is open."""
    definitions = declared(stack.files[0].content)
    return {**definitions, "chatwoot": opened(settings, definitions["chatwoot"])}
