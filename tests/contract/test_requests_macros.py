"""Macros as we send them, against what the real application was seen to take and to answer."""

from typing import Any

import pytest

from deploy.objects.difference import differences
from deploy.objects.kinds.macros import Macros
from tests.contract.recordings import VERSIONS
from tests.contract.requests import accepted, recorded, same_shape
from tests.examples import macros
from tests.unit.objects_names import one, world

KIND = Macros()
CLOSE = {"name": "Cerrar", "actions": [{"add_label": ["vip2"]}, {"resolve_conversation": True}]}
MINE = {"name": "Mio", "visibility": "personal", "actions": [{"assign_team": "sales"}]}


def release(version: str) -> Any:
    """4.10.0 as numbers."""
    return tuple(int(part) for part in version.split("."))


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("case", "declared"), [("create", CLOSE), ("create-personal", MINE)])
def test_the_recorded_macro_is_sent_and_read_as_it_was(version: str, case: str, declared: dict[str, Any]) -> None:
    fields, there = one("macro", declared).fields, world(release(version))
    said = recorded(version, "macros", case)
    assert KIND.body(fields, there) == said.request["json"]
    assert differences(fields, KIND.read(said.response["json"]["payload"], there)) == ()


@pytest.mark.parametrize("version", VERSIONS)
def test_the_visibility_that_a_change_lost_is_noticed(version: str) -> None:
    fields, there = one("macro", {**CLOSE, "name": "Cerrar ya"}).fields, world(release(version))
    lost = KIND.read(recorded(version, "macros", "update").response["json"]["payload"], there)
    assert [each.field for each in differences(fields, lost)] == ["visibility"]


@pytest.mark.parametrize("version", VERSIONS)
def test_every_example_has_the_recorded_shape(version: str) -> None:
    # The other parameters are recorded with automation rules; of an e-mail to teams only the services tell.
    known = accepted(version, "macros") + [
        {"actions": each["actions"]} for each in accepted(version, "automation_rules") if "actions" in each
    ]
    params: dict[str, Any] = {"actions[].action_params[]": (str, int, dict)}
    more: dict[str, Any] = {"actions[].action_params[].team_ids": list, "actions[].action_params[].message": str}
    for declared in macros.full(release(version)):
        sent = KIND.body(one("macro", declared).fields, world(release(version)))
        assert same_shape(sent, known, {**params, **more}) == []
