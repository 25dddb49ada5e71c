"""A rehearsal's stack: the target's migration, on nothing of the site's own, with no way out."""

from typing import Any

import pytest
import yaml

from deploy.files.rendered import Tree
from deploy.upgrades import rehearsal
from tests.unit.upgrade_world import NEW, journey, record

PASSWORD = "of-this-rehearsal"
MAIL = {"host": "m.example.com", "sender": "a@example.com"}


def rendered(**declared: Any) -> Tree:
    return rehearsal.tree(journey(record(), **declared), PASSWORD)


def compose(tree: Tree) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(tree.files[0].content)
    return found


def environment(tree: Tree, name: str) -> dict[str, str]:
    (file,) = (each for each in tree.files if each.path.endswith(f"/env/{name}.env"))
    pairs = (line.split("=", 1) for line in file.content.splitlines() if not line.startswith("#"))
    return {key: value.strip("'\"") for key, value in pairs}


def test_no_worker_no_proxy_no_web() -> None:
    assert set(compose(rendered())["services"]) == {"postgres", "redis", "migrate"}


def test_nobody_gets_out_and_nobody_in() -> None:
    found = compose(rendered())
    assert found["networks"] == {"alone": {"internal": True}}
    for service in found["services"].values():
        assert service["networks"] == ["alone"]
        assert "ports" not in service
        assert service["restart"] == "no"
        assert service["cap_drop"] == ["ALL"]
        assert service["mem_limit"]


def test_nothing_of_the_site_is_mounted_or_named() -> None:
    found = compose(rendered())
    assert found["volumes"] == {"copy": {}}
    mounted = [volume for service in found["services"].values() for volume in service.get("volumes", [])]
    assert all(each.startswith(("./", "copy:")) for each in mounted)
    names = {service["container_name"] for service in found["services"].values()}
    assert names == {"p-rehearsal-postgres", "p-rehearsal-redis", "p-rehearsal-migrate"}
    assert all("labels" not in service for service in found["services"].values())


def test_the_migration_is_the_target_s_own() -> None:
    hop = journey(record())
    migrate = compose(rendered())["services"]["migrate"]
    for key in ("image", "entrypoint", "command", "environment"):
        assert migrate[key] == hop.definitions["migrate"][key]
    assert migrate["image"].endswith(f":v{NEW}")


@pytest.mark.parametrize(
    "declared",
    [
        {},
        {"postgres": {"host": "db.example.com", "port": 6543}, "redis": {"url": "rediss://r.example.com:6380"}},
        {"smtp": MAIL, "chatwoot": {"environment": {"REDIS_SENTINELS": "a:1", "MAILER_INBOUND_EMAIL_DOMAIN": "b"}}},
    ],
)
def test_the_copy_alone_is_spoken_to(declared: dict[str, Any]) -> None:
    found = environment(rendered(**declared), "chatwoot")
    assert (found["POSTGRES_HOST"], found["POSTGRES_PORT"], found["REDIS_URL"]) == (
        "postgres",
        "5432",
        "redis://redis:6379",
    )
    assert found["POSTGRES_PASSWORD"] == PASSWORD == environment(rendered(**declared), "postgres")["POSTGRES_PASSWORD"]
    assert not [key for key in found if key.startswith(("SMTP_", "MAILER_")) or key == "REDIS_SENTINELS"]
    assert "example.com" not in " ".join(value for key, value in found.items() if key != "FRONTEND_URL")


def test_what_holds_secrets_is_root_s_alone() -> None:
    for file in rendered().files:
        assert file.mode == "600" or "/env/" not in file.path
        assert file.secret == ("/env/" in file.path)
        assert file.path.startswith("/var/lib/chatwoot-deploy/p/rehearsal/")


@pytest.mark.parametrize(("word", "wanted"), [("first", "first"), ("only", "only"), ("", None), ("yes", None)])
def test_what_is_asked_for(monkeypatch: pytest.MonkeyPatch, word: str, wanted: str | None) -> None:
    monkeypatch.setenv(rehearsal.REQUEST, word)
    assert rehearsal.asked() == wanted
