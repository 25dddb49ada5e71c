"""What the application was told, as it arrived in the processes."""

from deploy.settings.settings import Settings
from deploy.stack import environment
from deploy.stack.secrets import Secrets
from deploy.stack.services import RAILS
from tests.vps.engine import Engine
from tests.vps.shell import Shell


def test_every_value_arrived_unchanged(settings: Settings, secrets: Secrets, engine: Engine) -> None:
    # Names alone are compared in assertions: the values are secrets.
    wanted = environment.chatwoot(settings, secrets)
    for service in RAILS:
        told = engine.environment(service)
        assert [name for name, value in wanted.items() if told.get(name) != value] == [], service


def test_no_command_line_holds_a_secret(secrets: Secrets, shell: Shell) -> None:
    # Every process of the machine can read these.
    words = shell.must("cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' '\\n'; true")
    assert "dockerd" in words, "the command lines could not be read"
    assert [name for name, value in secrets.plain().items() if value in words] == []
