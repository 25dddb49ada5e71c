"""A service is recreated exactly when something changed that it reads at its start."""

from typing import Any

import pytest
import yaml

from deploy.stack.compose import declared, revision
from deploy.stack.published import opened, override
from deploy.stack.render import stack_tree
from deploy.stack.secrets import Secrets
from deploy.stack.state import Container, StackState, changes, missing
from deploy.stack.waiting import failed, waiting
from tests.unit.declaration import settings
from tests.unit.secret_values import SECRETS

RAILS = {"chatwoot", "worker", "scheduler"}


def definitions(secrets: dict[str, str] | None = None, **over: Any) -> dict[str, dict[str, Any]]:
    wanted = settings(**over)
    tree = stack_tree(wanted, wanted.sizing.resolve(4096), Secrets(SECRETS | (secrets or {})))
    return declared(tree.files[0].content)


def running(services: dict[str, dict[str, Any]]) -> StackState:
    containers = {
        name: Container(name, "running", "healthy", 0, 0, each["image"], revision(each))
        for name, each in services.items()
    }
    done = Container("migrate", "exited", "", 0, 0, "i", revision(services["migrate"]))
    return StackState(containers | {"migrate": done})


def test_a_stack_as_declared_needs_nothing() -> None:
    assert changes(definitions(), running(definitions())) == {}


@pytest.mark.parametrize(
    ("over", "secrets", "touched"),
    [
        ({"locale": "es"}, {}, RAILS),
        ({"chatwoot": {"version": "4.9.0-ce"}}, {}, {*RAILS, "migrate"}),
        ({"images": {"redis": "redis:7.4"}}, {}, {"redis"}),
        ({"sizing": {"sidekiq_concurrency": 3}}, {}, {"worker"}),
        ({"sizing": {"shared_buffers_mb": 64}}, {}, {"postgres"}),
        ({"tls": {"email": "x@example.com"}}, {}, {"traefik"}),
        ({"proxy": {"hsts_seconds": 0}}, {}, set()),  # Traefik watches its dynamic files
        ({"time_zone": "America/Santiago"}, {}, set()),
        ({}, {"REDIS_PASSWORD": "other"}, {*RAILS, "redis"}),
        ({}, {"POSTGRES_PASSWORD": "other"}, {*RAILS, "postgres"}),
    ],
)
def test_a_change_touches_what_reads_it(over: dict[str, Any], secrets: dict[str, str], touched: set[str]) -> None:
    assert set(changes(definitions(secrets, **over), running(definitions()))) == touched


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        ({"status": "exited", "health": ""}, "started, since it is exited"),
        ({"health": "unhealthy"}, "recreated, since it is unhealthy"),
        ({"revision": "other", "image": "other:1"}, "image other:1 becomes chatwoot/chatwoot:v4.10.0-ce"),
    ],
)
def test_drift_of_a_container_is_named(harm: dict[str, Any], words: str) -> None:
    state = running(definitions())
    state.containers["worker"] = Container(**{**vars(state.containers["worker"]), **harm})
    assert changes(definitions(), state) == {"worker": words}


def test_an_open_web_is_as_good_as_a_closed_one() -> None:
    wanted = settings(proxy={"mode": "network", "network": "web"})
    services = definitions(proxy={"mode": "network", "network": "web"})
    web = opened(wanted, services["chatwoot"])
    assert revision(web) != revision(services["chatwoot"])
    state = running({**services, "chatwoot": web})
    assert changes(services, state, web) == {}
    assert set(changes(services, state)) == {"chatwoot"}
    labels = yaml.safe_load(override(wanted, services["chatwoot"]))["services"]["chatwoot"]["labels"]
    assert labels["chatwoot-deploy.revision"] == revision(web)
    assert labels["traefik.http.routers.chatwoot-onboarding.middlewares"] == "chatwoot-nobody"


def test_missing_and_foreign_containers_are_named() -> None:
    state = running(definitions())
    state.containers["extra"] = state.containers.pop("worker")
    assert changes(definitions(), state) == {"worker": "created", "extra": "removed, since it is declared no more"}


def test_a_failed_migration_runs_again() -> None:
    state = running(definitions())
    state.containers["migrate"] = Container(**{**vars(state.containers["migrate"]), "exit_code": 1})
    assert "run again" in changes(definitions(), state)["migrate"]
    assert failed(["migrate"], state) == "migrate"


def test_waiting_ends_well_or_badly() -> None:
    state = running(definitions())
    assert waiting(["worker", "migrate"], state) == []
    state.containers["worker"] = Container(**{**vars(state.containers["worker"]), "health": "starting"})
    assert waiting(["worker"], state) == ["worker"]
    assert failed(["worker"], state) is None
    state.containers["worker"] = Container(**{**vars(state.containers["worker"]), "restarts": 3})
    assert failed(["worker"], state) == "worker"


def test_images_that_have_to_be_pulled() -> None:
    assert missing(("a:1", "b:1"), StackState({}, {"a:1": "sha256:1"})) == ("b:1",)
