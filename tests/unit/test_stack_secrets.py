"""Secrets: made once, kept, brought, and never shown."""

import json

import pytest

from deploy.errors import OperatorError
from deploy.settings.runtime import SecretsSource
from deploy.stack import authority, sources
from deploy.stack.secrets import ENCRYPTION, Secrets, complete, generated, installation_rows, make
from tests.unit.declaration import settings
from tests.unit.secret_values import SECRETS


def test_a_new_installation_gets_every_secret_with_its_own_value() -> None:
    made = complete(settings(), None, {}).plain()
    assert set(made) == {*generated(settings()), *ENCRYPTION}
    assert len(set(made.values())) == len(made)


def test_kept_secrets_stay() -> None:
    assert complete(settings(), SECRETS, {}).plain() == SECRETS


def test_encryption_keys_are_not_added_to_an_installation_that_began_without() -> None:
    old = {name: value for name, value in SECRETS.items() if name not in ENCRYPTION}
    assert complete(settings(), old, {}).plain() == old


def test_releases_before_encryption_begin_without_keys() -> None:
    made = complete(settings(chatwoot={"version": "2.10.0-ce"}), None, {}).plain()
    assert not set(made) & set(ENCRYPTION)


def test_a_brought_secret_wins_over_the_kept_one() -> None:
    assert complete(settings(), SECRETS, {"REDIS_PASSWORD": "other"})["REDIS_PASSWORD"] == "other"


def test_settings_rows_get_the_secrets_they_name() -> None:
    declared = settings(chatwoot={"installation_secrets": {"FB_APP_SECRET": "FACEBOOK"}})
    rows = installation_rows(declared, Secrets({"FACEBOOK": "value"}))
    assert {name: value.get_secret_value() for name, value in rows.items()} == {"FB_APP_SECRET": "value"}
    assert "value" not in str(rows)


@pytest.mark.parametrize(
    ("kept", "brought", "over", "words"),
    [
        (SECRETS, {ENCRYPTION[0]: "new"}, {}, "what it encrypted would be lost"),
        (SECRETS, {"ADMIN_PASSWORD": "New1!newnew"}, {}, "changes it in Chatwoot"),
        (
            None,
            {},
            {"smtp": {"host": "m.example.com", "sender": "a@example.com", "username": "u"}},
            "SMTP_PASSWORD: is m",
        ),
        (None, {}, {"storage": {"mode": "s3", "bucket": "b", "region": "r"}}, "STORAGE_ACCESS_KEY_ID: is missing"),
        (None, {"POSTGRES_PASSWORD": "a b"}, {}, "letters and digits only"),
        (None, {"X": "a\nb"}, {}, "cannot be printed"),
        *((None, {"ADMIN_PASSWORD": each}, {}, "upper and lower case") for each in ("weakpass", "Aa1!a", "Aa1aaaaaaa")),
    ],
)
def test_bad_secrets_are_refused_in_one_sentence(
    kept: dict[str, str] | None, brought: dict[str, str], over: dict[str, object], words: str
) -> None:
    with pytest.raises(OperatorError, match=words) as error:
        complete(settings(**over), kept, brought)
    for value in brought.values():
        assert value not in str(error.value)


def test_nothing_shows_a_value() -> None:
    shown = Secrets(SECRETS)
    assert not any(value in f"{shown!r} {shown}" for value in SECRETS.values())


def test_admin_passwords_have_all_four_classes() -> None:
    for _ in range(200):
        password = make("ADMIN_PASSWORD")
        assert 6 <= len(password) <= 128
        assert any(each.isupper() for each in password)
        assert any(each.islower() for each in password)
        assert any(each.isdigit() for each in password)
        assert any(each in "!@#$%^&*()_+-=[]{}|'" for each in password)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (SecretsSource(mode="file", file="/nowhere/at-all"), "cannot be read"),
        (SecretsSource(mode="command", command=["/nowhere/at-all"]), "did not run"),
        (SecretsSource(mode="command", command=["false"]), "ended with 1"),
        (SecretsSource(mode="command", command=["echo", "no equals sign"]), "line 1 is not NAME=value"),
        (SecretsSource(mode="command", command=["printf", r"A=\351"]), "printf printed what is not UTF-8 text"),
    ],
)
def test_a_source_that_cannot_be_read_is_named(source: SecretsSource, words: str) -> None:
    with pytest.raises(OperatorError, match=words):
        sources.brought(source)


def test_sources(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setenv("CHATWOOT_SECRET_SMTP_PASSWORD", "x=y")
    assert sources.brought(SecretsSource(mode="environment")) == {"SMTP_PASSWORD": "x=y"}
    assert sources.brought(SecretsSource(mode="command", command=["printf", "A=1\n# c\n\nB=2"])) == {"A": "1", "B": "2"}
    assert sources.brought(SecretsSource()) == {}


def test_the_private_authority_is_kept_and_its_leaf_follows_the_names() -> None:
    first = authority.ensure({}, ("a.example.com",))
    assert authority.ensure(first, ("a.example.com",)) == first
    other = authority.ensure(first, ("a.example.com", "b.example.com"))
    assert other[authority.CA] == first[authority.CA]
    assert other[authority.SITE] != first[authority.SITE]
    json.dumps(other)
