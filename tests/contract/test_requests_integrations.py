"""Integration hooks as we send them, against what the real application was seen to take and to answer."""

from typing import Any

import pytest

from deploy.objects.difference import differences
from deploy.objects.kinds.integrations import Integrations
from deploy.settings.objects.integrations import HOOKS
from tests.contract.recordings import VERSIONS
from tests.contract.requests import accepted, recorded, same_shape, valid
from tests.examples import integrations
from tests.unit.objects_names import INBOXES, world
from tests.unit.test_objects_integrations import SECRETS, declared

KIND, PATH = Integrations(), "/api/v1/accounts/1/integrations/hooks"
FLOW = {"type": "dialogflow", "inbox": "Web site", "project_id": "p", "credentials": "DOCUMENT"}


def release(version: str) -> Any:
    """4.10.0 as numbers."""
    return tuple(int(part) for part in version.split("."))


@pytest.mark.parametrize("version", VERSIONS)
def test_the_recorded_hook_is_sent_and_read_as_it_was(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SECRETS, "DOCUMENT", '{"type": "service_account"}')
    monkeypatch.setitem(SECRETS, "KEY", "k" if version == "2.10.0" else "sk-example")
    account = {"type": "fullcontact" if version == "2.10.0" else "openai", "api_key": "KEY"}
    assert INBOXES["Web site"] == 7
    for case, hook in (("hook-create", account), ("hook-dialogflow", FLOW)):
        fields, there = declared(**hook), world(release(version))
        said = recorded(version, "integrations", case)
        assert KIND.body(fields, there) == said.request["json"]
        assert differences(fields, KIND.read(said.response["json"], there)) == ()


@pytest.mark.parametrize("version", VERSIONS)
def test_the_settings_are_those_of_the_recorded_apps(version: str) -> None:
    apps = recorded(version, "integrations", "apps").response["json"]["payload"]
    schemas = {each["id"]: each["settings_json_schema"] for each in apps if "settings_json_schema" in each}
    ours = {
        hook["type"]: KIND.body(declared(**hook), world(release(version)))["settings"]
        for hook in integrations.full(release(version))
    }
    assert ours.keys() == schemas.keys()
    for app, schema in schemas.items():
        assert ours[app].keys() == schema["properties"].keys()
        required = {key for key, field in HOOKS[app].model_fields.items() if field.is_required()} - {"inbox"}
        assert required == set(schema["required"])


@pytest.mark.parametrize("version", VERSIONS)
def test_every_example_has_the_recorded_shape(version: str) -> None:
    known, apps = accepted(version, "integrations"), recorded(version, "integrations", "apps").response["json"]
    # Settings of the other apps: settings_json_schema of the recorded apps.
    types = {"string": str, "object": dict, "boolean": bool}
    writable: dict[str, Any] = {
        f"settings.{key}": types[each["type"]]
        for app in apps["payload"]
        for key, each in app.get("settings_json_schema", {}).get("properties", {}).items()
    }
    for hook in integrations.full(release(version)):
        fields = declared(**{**hook, "credentials": "DOCUMENT"} if "credentials" in hook else hook)
        sent = KIND.body(fields, world(release(version)))
        more = {"settings.credentials.private_key": str, "settings.credentials.key": str, "status": str}
        assert same_shape(sent, [*known, {"settings": {"organization_id": "Dyte's, a text"}}], writable | more) == []
        assert valid(version, "POST", PATH, {key: each for key, each in sent.items() if key != "status"}) == []
