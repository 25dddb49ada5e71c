"""Redis: locked, keeps every job, writes everything down."""

import pytest

from deploy.settings.settings import Settings
from tests.vps.shell import Shell

_ASK = "CONFIG GET maxmemory-policy\nCONFIG GET maxmemory\nCONFIG GET appendonly\nINFO persistence\n"


@pytest.fixture(scope="module")
def container(settings: Settings) -> str:
    """The container; without one there is nothing of ours to look at."""
    if not settings.redis.embedded:
        pytest.skip("Redis is a server of your own")
    return settings.container("redis")


def test_refuses_without_password(container: str, shell: Shell) -> None:
    said = shell.run(f"docker exec {container} env -u REDISCLI_AUTH redis-cli PING")
    assert "NOAUTH" in said.stdout + said.stderr


def test_refuses_a_wrong_password(container: str, shell: Shell) -> None:
    said = shell.run(f"docker exec -e REDISCLI_AUTH=wrong {container} redis-cli PING")
    assert "PONG" not in said.stdout
    assert "WRONGPASS" in said.stdout + said.stderr


def test_keeps_every_job(container: str, shell: Shell) -> None:
    lines = shell.must(f"docker exec -i {container} redis-cli", _ASK).splitlines()
    settings = dict(zip(lines[0:6:2], lines[1:6:2], strict=True))
    assert settings["maxmemory-policy"] == "noeviction"
    assert settings["appendonly"] == "yes"
    assert int(settings["maxmemory"]) > 0
    state = dict(line.strip().split(":", 1) for line in lines[6:] if ":" in line)
    assert state["aof_last_write_status"] == "ok"
    assert state["loading"] == "0"
