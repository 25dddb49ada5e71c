"""Integration hooks: apps of the release, settings kept whole, secrets shown to nobody."""

import json
from typing import Any

import pytest

from deploy.chatwoot.refusal import Refused
from deploy.objects.declared import fields as fields_of
from deploy.objects.difference import differences, merged
from deploy.objects.kinds.integrations import Integrations
from deploy.objects.plan import plan
from deploy.objects.secret import Secret
from deploy.settings.accounts import Account
from tests.examples import integrations
from tests.unit.objects_names import NEW, OLD, checked, refused, world
from tests.unit.test_objects_portals import Asked

KIND = Integrations()
KEY = {"type": "service_account", "private_key": "k"}
SECRETS = {"KEY": "sk-1", "DOCUMENT": json.dumps(KEY, indent=4)}


def reveal(name: str) -> Secret:
    """JSON for names of documents."""
    return Secret(json.dumps({"key": name}) if "DOCUMENT" in name and name not in SECRETS else SECRETS.get(name, name))


def declared(**hook: Any) -> dict[str, Any]:
    """The fields of a declared hook."""
    found = Account.model_validate({"name": "Acme", "integrations": [hook]}).integrations
    assert found
    return fields_of(found[0], reveal)


def live(app: str, settings: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """A live hook as the list of apps shows it."""
    return {"id": 1, "app_id": app, "status": True, "inbox": None, "settings": settings, **changed}


def stored(sent: dict[str, Any]) -> dict[str, Any]:
    """What Chatwoot shows after a create."""
    inbox = {"id": sent["inbox_id"], "name": "Web site"} if "inbox_id" in sent else None
    return live(sent["app_id"], sent["settings"], inbox=inbox, status=sent.get("status", "enabled") == "enabled")


@pytest.mark.parametrize("release", [OLD, NEW])
def test_what_is_sent_reads_back_as_declared(release: Any) -> None:
    hooks = integrations.full(release) + integrations.bent(release)
    assert len(hooks) == (4 if release == OLD else 8)
    for hook in hooks:
        fields, there = declared(**hook), world(release)
        assert differences(fields, KIND.read(stored(KIND.body(fields, there)), there)) == ()


def test_2_10_says_false_of_a_new_hook_and_that_is_no_field() -> None:
    assert "enabled" not in KIND.read(live("fullcontact", {"api_key": "k"}, status=False), world(OLD))
    assert KIND.read(live("openai", {"api_key": "k"}, status=False), world())["enabled"] is False


def test_a_key_file_is_compared_by_its_content() -> None:
    hook = {"type": "dialogflow", "inbox": "Web site", "project_id": "p", "credentials": "DOCUMENT"}
    fields = declared(**hook)
    assert KIND.key(fields) == "dialogflow of Web site"
    sent = KIND.body(fields, world())
    assert sent == {"app_id": "dialogflow", "inbox_id": 7, "settings": {"project_id": "p", "credentials": KEY}}
    found = KIND.read(stored(sent), world())
    assert differences(fields, found) == ()
    (other,) = differences({**fields, "credentials": Secret('{"type": "other"}')}, found)
    assert str(other) == "credentials: (secret changed)"
    (broken,) = differences({**fields, "credentials": Secret("no json")}, found)
    assert str(broken) == "credentials: (secret changed)"
    assert "service_account" not in repr(found)
    for text in ("no json", "[1]"):
        with pytest.raises(Refused, match="is no JSON object") as caught:
            KIND.body({**fields, "credentials": Secret(text)}, world())
        assert text not in str(caught.value)


def test_a_change_keeps_what_the_app_noted_beside_our_settings() -> None:
    hook = {"type": "leadsquared", "access_key": "KEY", "secret_key": "KEY", "conversation_activity_score": 3}
    fields = declared(**hook)
    noted = {"access_key": "sk-1", "secret_key": "sk-1", "endpoint_url": "https://ls.example.com"}
    found = KIND.live(live("leadsquared", noted), world())
    assert "endpoint_url" not in found.fields
    assert [each.field for each in differences(fields, found.fields)] == ["conversation_activity_score"]
    asked = Asked()
    changed = frozenset({"conversation_activity_score"})
    KIND.update(asked, found, merged(found.fields, fields), changed, world(), "integration leadsquared")
    settings = {
        "access_key": "sk-1",
        "secret_key": "sk-1",
        "endpoint_url": "https://ls.example.com",
        "conversation_activity_score": "3",
    }
    assert asked.sent == [("PATCH", "/integrations/hooks/1", {"settings": settings})]


@pytest.mark.parametrize("changed", ["access_key", "secret_key", "enabled"])
def test_other_keys_have_it_set_up_anew(changed: str) -> None:
    """Chatwoot would go on writing to the account of before."""
    fields = declared(type="leadsquared", access_key="KEY", secret_key="KEY", enabled=True)
    found = KIND.live(live("leadsquared", {"access_key": "old", "secret_key": "old", "endpoint_url": "x"}), world())
    asked = Asked()
    KIND.update(asked, found, merged(found.fields, fields), frozenset({changed}), world(), "integration leadsquared")
    assert [each[:2] for each in asked.sent] == [("DELETE", "/integrations/hooks/1"), ("POST", "/integrations/hooks")]
    assert asked.sent[1][2] == {
        "app_id": "leadsquared",
        "settings": {"access_key": "sk-1", "secret_key": "sk-1"},
        "status": "enabled",
    }
    asked = Asked()
    off = {**merged(found.fields, fields), "enabled": False}
    KIND.update(asked, found, off, frozenset({"enabled"}), world(), "integration leadsquared")
    assert [each[0] for each in asked.sent] == ["PATCH"]


def test_a_negative_score_reads_back_as_the_number() -> None:
    hook = {"type": "leadsquared", "access_key": "KEY", "secret_key": "KEY", "conversation_activity_score": -3}
    fields = declared(**hook)
    sent = KIND.body(fields, world())
    assert sent["settings"]["conversation_activity_score"] == "-3"
    assert differences(fields, KIND.read(stored(sent), world())) == ()
    odd = {**sent["settings"], "conversation_activity_score": "--3"}
    assert KIND.read(live("leadsquared", odd), world())["conversation_activity_score"] == "--3"


def test_switching_off_sends_the_status() -> None:
    fields = declared(type="openai", api_key="KEY", enabled=False)
    found = KIND.live(live("openai", {"api_key": "sk-1"}), world())
    asked = Asked()
    KIND.update(asked, found, merged(found.fields, fields), frozenset({"enabled"}), world(), "integration openai")
    assert asked.sent == [("PATCH", "/integrations/hooks/1", {"settings": {"api_key": "sk-1"}, "status": "disabled"})]


def test_hooks_of_apps_that_need_a_browser_are_never_orphans() -> None:
    slack = KIND.live(live("slack", {"channel_name": "x"}), world())
    mine = KIND.live(live("openai", {"api_key": "x"}, id=2), world())
    assert [each.key for each in plan(KIND, [], [slack, mine]).orphans] == ["openai"]


def test_all_hooks_come_in_one_request() -> None:
    class Apps(Asked):
        def get(self, path: str, what: str) -> Any:
            self.sent.append(("GET", path, None))
            return {"payload": [{"id": "webhook", "hooks": []}, {"id": "openai", "hooks": [live("openai", {})]}]}

    asked = Apps()
    assert [each["app_id"] for each in KIND.list(asked)] == ["openai"]
    assert asked.sent == [("GET", "/integrations/apps", None)]


@pytest.mark.parametrize(
    ("hook", "said"),
    [
        ({"type": "slack"}, 'integrations[0]: has no known type. Set "type" to'),
        ({"type": "openai"}, "api_key: is missing"),
        ({"type": "openai", "api_key": "KEY", "inbox": "Web site"}, "integrations[0].inbox"),
        ({"type": "dialogflow", "project_id": "p", "credentials": "KEY"}, "integrations[0].inbox: is missing"),
        ({"type": "dyte", "api_key": "KEY"}, "integrations[0].organization_id: is missing"),
        ({"type": "openai", "api_key": "sk-hunter2"}, "here stands the name of a secret"),
    ],
)
def test_wrong_values_are_refused_without_repeating_a_secret(hook: dict[str, Any], said: str) -> None:
    text = refused("integrations", hook)
    assert said in text
    assert "hunter2" not in text


def test_apps_that_the_release_lacks_and_doubles_are_told() -> None:
    key = {"type": "openai", "api_key": "OPENAI_KEY"}
    assert checked({"integrations": [key]}) == []
    (found,) = checked({"integrations": [key]}, version="2.10.0")
    assert found.startswith("accounts[0].integrations[0].type: Chatwoot 2.10.0 has no app openai. Choose one of")
    between = [key | {"enabled": True}, {"type": "fullcontact", "api_key": "KEY"}]
    assert checked({"integrations": between}, version="3.5.0") == []  # nobody knows that it lacks one
    (found,) = checked({"integrations": [{"type": "fullcontact", "api_key": "KEY"}]})
    assert "has no app fullcontact" in found
    (found,) = checked({"integrations": [key, key]})
    assert "integration openai is declared at accounts[0].integrations[0] already" in found
    flow = {"type": "dialogflow", "inbox": "Web site", "project_id": "p", "credentials": "KEY", "region": "x"}
    (found,) = checked({"integrations": [flow]}, version="2.10.0")
    assert found.startswith("accounts[0].integrations[0].region: ")


@pytest.mark.parametrize(("flag", "refused"), [(False, True), (True, False), (None, True)])
def test_an_app_needs_its_feature(flag: bool | None, refused: bool) -> None:
    """It is off by default."""
    hook = {"type": "leadsquared", "access_key": "KEY", "secret_key": "KEY"}
    features = {"features": {"crm_integration": flag}} if flag is not None else {}
    said = checked({"integrations": [{"type": "openai", "api_key": "KEY"}, hook], **features})
    assert (
        said
        == [
            "accounts[0].integrations[1].type: leadsquared does nothing without the feature crm_integration, which "
            "is off by default. Set it to True in the account's features, or remove this integration"
        ]
        * refused
    )
