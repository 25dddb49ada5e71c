"""A server on "localhost" is looked for in Chatwoot's own container."""

from typing import Any

import pytest

from deploy.settings.loopback import problems
from tests.unit.declaration import settings


@pytest.mark.parametrize(
    ("declared", "key"),
    [
        ({"smtp": {"host": "localhost", "sender": "a@example.com"}}, "smtp.host: localhost"),
        ({"postgres": {"host": "127.0.0.2"}}, "postgres.host: 127.0.0.2"),
        ({"postgres": {"host": "::1"}}, "postgres.host: ::1"),
        ({"redis": {"url": "redis://LOCALHOST.:6379/0"}}, "redis.url: localhost."),
        ({"redis": {"url": "redis://[::1]:6379/0"}}, "redis.url: ::1"),
    ],
)
def test_the_container_itself_is_refused(declared: dict[str, Any], key: str) -> None:
    (found,) = problems(settings(**declared))
    assert found.startswith(f"{key} is the container itself")
    assert "machine.container_ports" in found


@pytest.mark.parametrize("host", ["smtp.example.com", "10.0.0.7", "172.17.0.1", "localhost.example.com"])
def test_other_addresses_are_good(host: str) -> None:
    assert problems(settings(smtp={"host": host, "sender": "a@example.com"}, postgres={"host": host})) == []
