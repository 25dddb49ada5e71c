"""Secrets that the operator brings anew: apply rotates them, nothing else does."""

import pytest
from pyinfra.api.exceptions import DeployError

from deploy.errors import OperatorError
from deploy.stack import preflight, store
from deploy.stack.secrets import Secrets
from deploy.stack.store import Kept
from tests.unit.declaration import settings
from tests.unit.secret_values import SECRETS
from tests.unit.upgrade_world import host

KEPT = Kept(dict(SECRETS), "digest")


@pytest.fixture(autouse=True)
def _brought(monkeypatch: pytest.MonkeyPatch) -> None:
    """The operator's source has another password of Redis, and one that the host has not kept yet."""
    brought = {**SECRETS, "REDIS_PASSWORD": "another", "NEW": "fresh"}
    monkeypatch.setattr(store, "read", lambda *_: KEPT)
    monkeypatch.setattr(store, "secrets", lambda *_: Secrets(brought))


def test_apply_takes_it() -> None:
    assert preflight.unlock(host(), settings(), rotating=True)[1]["REDIS_PASSWORD"] == "another"


def test_an_upgrade_that_begins_refuses_it_without_saying_it() -> None:
    with pytest.raises(DeployError, match="secret REDIS_PASSWORD: is another than the host's") as caught:
        preflight.unlock(host(), settings())
    assert "another, " not in str(caught.value)
    assert SECRETS["REDIS_PASSWORD"] not in str(caught.value)


@pytest.mark.parametrize(
    "declared",
    [
        {"proxy": {"dashboard": True}},
        {"smtp": {"host": "mail.example.com", "username": "a", "sender": "a@example.com"}},
        {"chatwoot": {"environment_secrets": {"FB_APP_SECRET": "FACEBOOK"}}},
        {"tls": {"mode": "internal"}},
    ],
)
def test_an_upgrade_renders_nothing_that_is_kept_nowhere(
    monkeypatch: pytest.MonkeyPatch, declared: dict[str, object]
) -> None:
    """One that is made would be another at the next apply."""
    monkeypatch.setattr(
        store, "secrets", lambda *_: Secrets(SECRETS | {"INTERNAL_CA_KEY": "made", "OTHER": "nobody's"})
    )
    assert preflight.unlock(host(), settings())
    with pytest.raises(DeployError, match=r"secret \w+: is not among those.*Run apply at the present"):
        preflight.unlock(host(), settings(**declared))
    used = host()
    assert preflight.unlock(used, settings(**declared), finishing=True)
    assert "is used, and not kept before the next apply" in used.log_styled.call_args.args[0]
    used = host()
    assert preflight.unlock(used, settings(**declared), rotating=True)
    assert not used.log_styled.called


def test_an_upgrade_does_not_begin_without_a_store(monkeypatch: pytest.MonkeyPatch) -> None:
    """All secrets would be new ones."""
    monkeypatch.setattr(store, "read", lambda *_: Kept(None, None))
    monkeypatch.setattr(store, "secrets", lambda *_: Secrets(SECRETS))
    with pytest.raises(DeployError, match="secret SECRET_KEY_BASE: is not among those that the host keeps"):
        preflight.unlock(host(), settings())


def test_what_was_begun_ends_with_the_old_one() -> None:
    """apply, which could rotate it, refuses until then."""
    used = host()
    found = preflight.unlock(used, settings(), finishing=True)[1]
    assert (found["REDIS_PASSWORD"], found["NEW"]) == (SECRETS["REDIS_PASSWORD"], "fresh")
    assert "secret REDIS_PASSWORD: the host's own is used" in used.log_styled.call_args.args[0]


def test_a_damaged_store_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise OperatorError("vps1: secrets.json is damaged")

    monkeypatch.setattr(store, "read", broken)
    with pytest.raises(DeployError, match=r"secrets\.json is damaged"):
        preflight.unlock(host(), settings(), finishing=True)
