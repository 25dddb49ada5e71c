"""What the application was told, as it arrived in the processes."""

from deploy.settings.settings import Settings
from deploy.stack import environment
from deploy.stack.secrets import Secrets
from deploy.stack.services import RAILS
from tests.vps.engine import Engine
from tests.vps.shell import Shell


def test_every_value_arrived_unchanged(settings: Settings, secrets: Secrets, engine: Engine) -> None:
    found = {service: _differing(settings, secrets, engine, service) for service in RAILS}
    assert {service: names for service, names in found.items() if names} == {}


def test_no_command_line_holds_a_secret(secrets: Secrets, shell: Shell) -> None:
    """Every process of the machine can read these."""
    readable, found = _on_command_lines(secrets, shell)
    assert readable
    assert found == []


# Helpers give names alone: pytest prints what it compares, and with -l the variables of a test.
def _differing(settings: Settings, secrets: Secrets, engine: Engine, service: str) -> list[str]:
    told = engine.environment(service)
    return [name for name, value in environment.chatwoot(settings, secrets).items() if told.get(name) != value]


def _on_command_lines(secrets: Secrets, shell: Shell) -> tuple[bool, list[str]]:
    words = shell.must("cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' '\\n'; true")
    return "dockerd" in words, [name for name, value in secrets.plain().items() if value in words]
