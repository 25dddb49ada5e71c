"""When the Rails runner has to run, and which of Chatwoot's doors stand open."""

from dataclasses import replace
from typing import Any

import pytest
from pydantic import SecretStr

from deploy.chatwoot.needed import differing_rows, needed
from deploy.checks.application import CHECKS, ApplicationState, SidekiqProcess
from deploy.checks.check import findings
from deploy.settings.settings import Settings

SERVICE = "chatwoot-deploy@chatwoot.invalid"


def settings(**more: Any) -> Settings:
    """A small declaration."""
    return Settings.model_validate(
        {
            "domain": "chat.example.com",
            "admin": {"email": "Ana@example.com"},
            "accounts": [{"name": "Acme"}, {"name": "Ventas"}],
            **more,
        }
    )


DONE = ApplicationState(
    schema_version="20260114201315",
    accounts={"Acme": 1, "Ventas": 2},
    super_admins=("ana@example.com",),
    administrators=frozenset((email, account) for email in ("ana@example.com", SERVICE) for account in (1, 2)),
    service_user=2,
    platform_app=1,
    permitted=frozenset({("Account", 1), ("Account", 2), ("User", 2)}),
    installation={"ENABLE_ACCOUNT_SIGNUP": "false"},
    onboarding=False,
    cron_jobs=("a",),
    processes=(SidekiqProcess("w", ("default",)), SidekiqProcess("s", ("scheduled_jobs",))),
    waiting={"default": 3},
)


def test_nothing_is_needed_when_all_is_there() -> None:
    assert needed(settings(), DONE) == []
    assert findings(CHECKS, settings(), DONE) == []


def test_a_bare_host_gets_everything() -> None:
    assert needed(settings(), None) == [
        ("account Acme", "created"),
        ("account Ventas", "created"),
        ("super admin ana@example.com", "created"),
        (f"user {SERVICE}", "created"),
        ("platform app chatwoot-deploy", "created"),
        ("installation setting ENABLE_ACCOUNT_SIGNUP", "sign-up closed"),
        ("installation page", "closed"),
    ]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"accounts": {"Acme": 1}}, ("account Ventas", "created")),
        ({"super_admins": ()}, ("super admin ana@example.com", "created")),
        ({"service_user": None}, (f"user {SERVICE}", "created")),
        (
            {"administrators": DONE.administrators - {(SERVICE, 2)}},
            ("account Ventas", f"{SERVICE} made administrator"),
        ),
        ({"platform_app": None}, ("platform app chatwoot-deploy", "created")),
        (
            {"permitted": frozenset({("Account", 1), ("User", 2)})},
            ("platform app chatwoot-deploy", "granted what it lacks"),
        ),
        ({"installation": {}}, ("installation setting ENABLE_ACCOUNT_SIGNUP", "sign-up closed")),
        (
            {"installation": {"ENABLE_ACCOUNT_SIGNUP": False}},
            ("installation setting ENABLE_ACCOUNT_SIGNUP", "sign-up closed"),
        ),
        ({"onboarding": True}, ("installation page", "closed")),
    ],
)
def test_each_thing_missing_is_a_reason(change: dict[str, Any], reason: tuple[str, str]) -> None:
    assert needed(settings(), replace(DONE, **change)) == [reason]


def test_declared_rows_are_compared_with_their_type() -> None:
    declared = settings(chatwoot={"installation": {"INSTALLATION_NAME": "Acme", "FLAG": True}, "sign_up": True})
    stored: dict[str, object] = {"INSTALLATION_NAME": "Acme", "FLAG": "true", "ENABLE_ACCOUNT_SIGNUP": "true"}
    assert needed(declared, replace(DONE, installation=stored)) == [("installation setting FLAG", "set")]


def test_rows_with_secret_values_are_compared_and_not_told() -> None:
    wanted = {"FB_APP_SECRET": SecretStr("hunter2"), "IG_VERIFY_TOKEN": SecretStr("same")}
    stored = {"FB_APP_SECRET": "old", "IG_VERIFY_TOKEN": "same"}
    assert differing_rows(stored, wanted) == [("installation setting FB_APP_SECRET", "set (secret)")]
    assert len(differing_rows({}, wanted)) == 2


@pytest.mark.parametrize(
    ("change", "ids"),
    [
        ({"onboarding": True}, ["onboarding-open"]),
        ({"super_admins": ()}, ["onboarding-missing"]),
        ({"super_admins": ("ana@example.com", "evil@example.com")}, ["super-admin-unknown"]),
        ({"installation": {"ENABLE_ACCOUNT_SIGNUP": False}}, ["signup-open"]),
        ({"installation": {}}, ["signup-open"]),
        ({"processes": ()}, ["worker-dead"]),
        ({"cron_jobs": ()}, ["cron-dead-after-redis-loss"]),
        ({"waiting": {"low": 1, "high": 0, "sidekiq-alive-x": 1}}, ["queue-unserved"]),
    ],
)
def test_guards(change: dict[str, Any], ids: list[str]) -> None:
    found = findings(CHECKS, settings(), replace(DONE, **change))
    assert [each.id for each in found] == ids


def test_before_4_3_the_environment_closes_sign_up() -> None:
    old = settings(chatwoot={"version": "2.10.0-ce"})
    assert findings(CHECKS, old, replace(DONE, installation={})) == []
