"""Reading what Docker says, for the tests of a host."""

import json

from tests.vps import engine

CONTAINER = {
    "Name": "/demo-redis",
    "Config": {"Labels": {"com.docker.compose.service": "redis"}, "Env": ["REDISCLI_AUTH=s3cret=", "EMPTY="]},
    "Mounts": [
        {"Type": "volume", "Name": "demo-redis", "Destination": "/data"},
        {"Type": "bind", "Source": "/opt/demo/redis", "Destination": "/etc/redis"},
    ],
}
IMAGES = "redis:8.0 sha256:1 redis@sha256:ff; own:1 sha256:2; "
NETWORK = {"Name": "demo_backend", "Labels": {"com.docker.compose.network": "backend"}}


def _read() -> engine.Engine:
    return engine.read(f"{json.dumps([CONTAINER])}\n{IMAGES}\n{json.dumps([NETWORK])}\n")


def test_everything_is_found_by_its_key() -> None:
    found = _read()
    assert found.containers["redis"]["Name"] == "/demo-redis"
    assert found.images == {"redis:8.0": "sha256:1", "own:1": "sha256:2"}
    assert found.digests == {"redis:8.0": ["redis@sha256:ff"], "own:1": []}
    assert found.networks["backend"]["Name"] == "demo_backend"
    assert found.mounts("redis") == {"/data": "demo-redis"}


def test_environment_is_apart_and_never_shown() -> None:
    found = _read()
    assert found.environment("redis") == {"REDISCLI_AUTH": "s3cret=", "EMPTY": ""}
    assert "s3cret" not in repr(found)


def test_nothing_there_is_empty() -> None:
    assert engine.read(" \n\n\n") == engine.Engine({}, {}, {}, {}, {})
