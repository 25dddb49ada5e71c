"""Portals and categories as we send them, against what the real application was seen to take and to answer."""

from typing import Any

import pytest

from deploy.objects.categories import categories
from deploy.objects.difference import differences, merged
from deploy.objects.kinds.portals import Portals
from tests.contract.recordings import VERSIONS
from tests.contract.requests import accepted, recorded, same_shape, unwrapped, valid
from tests.examples import portals
from tests.unit.objects_names import one, world
from tests.unit.test_objects_portals import Asked

KIND, PATH = Portals(), "/api/v1/accounts/1/portals"
HELP = {
    "name": "Ayuda",
    "slug": "ayuda",
    "color": "#112233",
    "page_title": "Ayuda",
    "header_text": "H",
    "homepage_link": "https://example.com",
    "default_locale": "es",
    "allowed_locales": ["es", "en"],
}
FIRST = {"name": "Uno", "slug": "uno", "locale": "es", "position": 1}


class Recorded(Asked):
    """Answers the recorded list of categories."""

    def __init__(self, version: str) -> None:
        super().__init__()
        self.version = version

    def get(self, path: str, what: str) -> Any:
        if path == "/portals":
            return {"payload": [recorded(self.version, "portals", "show").response["json"]]}
        return recorded(self.version, "portals", "category-list").response["json"]


def release(version: str) -> Any:
    """4.10.0 as numbers."""
    return tuple(int(part) for part in version.split("."))


@pytest.mark.parametrize("version", VERSIONS)
def test_the_recorded_portal_is_sent_and_read_as_it_was(version: str) -> None:
    fields, asked = one("portal", {**HELP, "categories": [FIRST]}).fields, Asked()
    KIND.create(asked, fields, world(release(version)), "portal ayuda")
    (_, _, portal), (_, path, category) = asked.sent
    said = recorded(version, "portals", "create")
    sent = {**portal["portal"], "config": {**portal["portal"]["config"], "allowed_locales": ["es", "en"]}}
    assert {"portal": sent} == said.request["json"]
    assert f"/api/v1/accounts/1{path}" == recorded(version, "portals", "category-create").request["path"]
    assert category == recorded(version, "portals", "category-create").request["json"]
    there = world(release(version), categories=categories(Recorded(version)))
    assert differences(fields, KIND.read(said.response["json"], there)) == ()


@pytest.mark.parametrize("version", VERSIONS)
def test_the_recorded_change_is_sent_as_it_was(version: str) -> None:
    there = world(release(version))
    live = KIND.live(recorded(version, "portals", "create").response["json"], there)
    wanted = {"name": "Centro de ayuda", "custom_domain": "help.example.com"}
    changes = frozenset(each.field for each in differences(wanted, live.fields))
    asked = Asked()
    KIND.update(asked, live, merged(live.fields, wanted), changes, there, "portal ayuda")
    said = recorded(version, "portals", "update")
    assert asked.sent == [("PATCH", said.request["path"].removeprefix("/api/v1/accounts/1"), said.request["json"])]
    assert differences(wanted, KIND.read(said.response["json"], there)) == ()


@pytest.mark.parametrize("version", VERSIONS)
def test_every_example_has_the_recorded_shape(version: str) -> None:
    known = accepted(version, "portals")
    # Of categories only a create was recorded; the rest stands in chatwoot.md 1.3 and the swagger of 4.10.
    more: dict[str, Any] = {"description": str, "icon": str, "parent_category_id": (int, type(None)), "inbox_id": int}
    for declared in portals.full(release(version)):
        asked = Asked()
        KIND.create(asked, one("portal", declared).fields, world(release(version)), "portal help")
        assert len(asked.sent) == 4
        for method, path, sent in asked.sent:
            assert same_shape(sent, known, more) == []
            assert valid(version, method, f"/api/v1/accounts/1{path}", unwrapped(sent)) == []
