"""Settings that Chatwoot's own rows win over are told by check."""

import pytest

from deploy.errors import OperatorError
from deploy.settings import secret_names
from deploy.settings.installation import doubts
from deploy.settings.load import load
from tests.unit.declaration import SMALLEST, settings


def test_an_environment_that_the_database_wins_over() -> None:
    declared = {"environment": dict.fromkeys(("FB_APP_ID", "RACK_ATTACK_LIMIT", "MAILER_INBOUND_EMAIL_DOMAIN"), "1")}
    assert doubts(settings(chatwoot={"version": "4.10.0-ce", **declared})) == [
        "chatwoot.environment.FB_APP_ID: 4.10.0-ce keeps the value that it sees first in its database and ignores "
        "changes here. Move it to chatwoot.installation"
    ]
    assert doubts(settings(chatwoot={"version": "4.2.0-ce", **declared})) == []


def test_what_is_a_secret_by_its_name_is_named_and_not_written() -> None:
    for kind in ("environment", "installation"):
        for name in ("FB_APP_SECRET", "IG_VERIFY_TOKEN", "CAPTAIN_OPEN_AI_API_KEY", "FIREBASE_CREDENTIALS"):
            with pytest.raises(OperatorError) as caught:
                settings(chatwoot={kind: {name: "hunter2"}})
            assert f"chatwoot.{kind}: {name} is a secret by its name. Name one in" in str(caught.value)
            assert "hunter2" not in str(caught.value)
        assert settings(chatwoot={kind: {"FB_APP_SECRET": "", "ANALYTICS_TOKEN": "public"}})
    with pytest.raises(OperatorError, match=r"BRAND_URL stands in chatwoot\.installation too\. Remove it there"):
        settings(chatwoot={"installation": {"BRAND_URL": "x"}, "installation_secrets": {"BRAND_URL": "A_SECRET"}})
    with pytest.raises(OperatorError, match="here stands the name of a secret"):
        settings(chatwoot={"installation_secrets": {"FB_APP_SECRET": "hunter2"}})
    named = settings(
        chatwoot={"installation_secrets": {"FB_APP_SECRET": "FACEBOOK"}, "environment_secrets": {"X_TOKEN": "TOKEN_X"}}
    )
    assert secret_names.given(named) == ("TOKEN_X", "FACEBOOK")
    assert doubts(settings(chatwoot={"environment_secrets": {"FB_APP_SECRET": "FACEBOOK"}})) == [
        "chatwoot.environment_secrets.FB_APP_SECRET: 4.10.0-ce keeps the value that it sees first in its database and "
        "ignores changes here. Move it to chatwoot.installation_secrets"
    ]


@pytest.mark.parametrize(
    ("name", "hint"),
    [("INSTALATION_NAME", "Did you mean INSTALLATION_NAME?"), ("X", "Correct the name, unless your release has it")],
)
def test_a_row_that_nobody_knows(name: str, hint: str) -> None:
    (said,) = doubts(settings(chatwoot={"installation": {name: "x", "BRAND_NAME": "Acme"}}))
    assert said == f"chatwoot.installation.{name}: no row of Chatwoot 2.10 or 4.10 is called so. {hint}"


def test_the_row_of_sign_up_has_a_setting_of_its_own() -> None:
    with pytest.raises(OperatorError) as caught:
        load(SMALLEST | {"chatwoot": {"installation": {"ENABLE_ACCOUNT_SIGNUP": "true"}}}, "vps1")
    assert str(caught.value) == (
        "vps1: chatwoot.installation: ENABLE_ACCOUNT_SIGNUP is written from chatwoot.sign_up. "
        "Remove it here and set that"
    )
