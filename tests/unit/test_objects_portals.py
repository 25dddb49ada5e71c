"""Portals and their categories."""

from ast import literal_eval
from collections.abc import Mapping
from typing import Any

import pytest

from deploy.chatwoot.client import Client
from deploy.objects.categories import categories
from deploy.objects.difference import differences, merged
from deploy.objects.export import Exporter
from deploy.objects.found_secrets import FoundSecrets
from deploy.objects.kinds.portals import Portals
from deploy.objects.world import World
from deploy.settings.accounts import Account
from tests.examples import portals
from tests.unit.objects_names import INBOXES, NEW, OLD, checked, one, refused, world

KIND = Portals()
PORTAL: dict[str, Any] = {"slug": "help", "name": "Help", "default_locale": "en", "allowed_locales": ["es", "en"]}
START = {"name": "Start", "slug": "start", "locale": "en"}
ROWS = (
    {"id": 1, "name": "Start", "slug": "start", "locale": "en", "position": 1, "description": None, "icon": "",
     "parent": None},
    {"id": 2, "name": "Bills", "slug": "bills", "locale": "en", "position": None, "description": "d", "icon": "",
     "parent": 1},
)  # fmt: skip


def live(**changed: Any) -> dict[str, Any]:
    """A live portal as the list shows it."""
    return {
        "id": 3,
        "slug": "help",
        "name": "Help",
        "color": None,
        "custom_domain": None,
        "header_text": None,
        "homepage_link": None,
        "page_title": None,
        "archived": False,
        "config": {"allowed_locales": [{"code": "es", "articles_count": 0}, {"code": "en", "articles_count": 0}]},
        "meta": {"default_locale": "en"},
        **changed,
    }


class Asked(Client):
    """A client that notes what it is asked and answers ids, or pages of categories."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, Any]] = []
        self.name, self.number = "Acme", 10

    def get(self, path: str, what: str) -> Any:
        self.sent.append(("GET", path, None))
        if path == "/portals":
            return {"payload": [live()]}
        rows = [dict(ROWS[0]), {**ROWS[1], "parent_category": {"id": 1}}]
        page = int(path.rpartition("=")[2])
        return {"payload": rows[page - 1 : page], "meta": {"categories_count": 2}}

    def post(self, path: str, body: Any, what: str) -> Any:
        self.sent.append(("POST", path, body))
        self.number += 1
        return {"id": self.number, "payload": {"id": self.number}}

    def patch(self, path: str, body: Any, what: str) -> Any:
        self.sent.append(("PATCH", path, body))

    def delete(self, path: str, what: str, body: Any = None) -> None:
        self.sent.append(("DELETE", path, body))


def update(fields: Mapping[str, Any], there: World) -> Asked:
    """What is sent to bring the live portal to these fields."""
    asked, found = Asked(), KIND.live(live(), there)
    changed = frozenset(each.field.partition(".")[0] for each in differences(fields, found.fields))
    KIND.update(asked, found, merged(found.fields, fields), changed, there, "portal help")
    return asked


@pytest.mark.parametrize("release", [OLD, NEW])
def test_what_is_sent_reads_back_as_declared(release: Any) -> None:
    for declared in portals.full(release) + portals.bent(release):
        there, asked = world(release), Asked()
        fields = one("portal", declared).fields
        KIND.create(asked, fields, there, "portal help")
        (_, path, sent), *made = asked.sent
        assert path == "/portals"
        config = sent["portal"].pop("config")
        shown = {
            **live(),
            **sent["portal"],
            "config": {"allowed_locales": [{"code": each} for each in config["allowed_locales"]]},
            "meta": {"default_locale": config["default_locale"]},
        }
        if "inbox_id" in sent:
            shown["inbox"] = {"id": sent["inbox_id"], "name": fields["inbox"]}
        rows = [
            {
                **each["category"],
                "id": 12 + number,
                "parent": each["category"].get("parent_category_id"),
                "icon": each["category"].get("icon"),
            }
            for number, (_, _, each) in enumerate(made)
        ]
        assert len(rows) == 3
        assert differences(fields, KIND.read(shown, world(release, categories={3: tuple(rows)}))) == ()


def test_4_10_gets_an_empty_domain_and_2_10_none() -> None:
    fields = one("portal", PORTAL).fields
    sent = {}
    for release in (OLD, NEW):
        asked = Asked()
        KIND.create(asked, fields, world(release), "portal help")
        sent[release] = asked.sent[0][2]["portal"].get("custom_domain", "nothing")
    assert sent == {OLD: "nothing", NEW: ""}
    empty = one("portal", {**PORTAL, "custom_domain": ""}).fields
    assert KIND.body(empty, world(OLD))["portal"]["custom_domain"] is None


def test_a_change_sends_the_changed_fields_and_never_half_a_config() -> None:
    assert update({"name": "Other"}, world()).sent == [("PATCH", "/portals/help", {"portal": {"name": "Other"}})]
    ((_, _, body),) = update({"allowed_locales": ["en", "es", "fr"]}, world()).sent
    assert body == {"portal": {"config": {"default_locale": "en", "allowed_locales": ["en", "es", "fr"]}}}
    ((_, _, body),) = update({"inbox": "Web site"}, world()).sent
    # Beside an empty wrapper Chatwoot would pass over the inbox.
    assert body == {"portal": {"slug": "help", "name": "Help"}, "inbox_id": INBOXES["Web site"]}
    ((_, _, body),) = update({"inbox": "Web site", "archived": True}, world()).sent
    assert body == {"portal": {"archived": True}, "inbox_id": INBOXES["Web site"]}
    asked = Asked()
    KIND.delete(asked, KIND.live(live(), world()), world(), "portal help")
    assert asked.sent == [("DELETE", "/portals/help", None)]


def test_categories_are_made_below_their_parents_and_others_are_left_alone() -> None:
    declared = [{**START, "slug": "leaf", "parent": "bills"}, {**START, "slug": "bills", "parent": "start"}, START]
    fields = one("portal", {**PORTAL, "categories": declared}).fields
    asked = Asked()
    KIND.create(asked, fields, world(), "portal help")
    assert [
        (each["category"]["slug"], each["category"].get("parent_category_id")) for _, _, each in asked.sent[1:]
    ] == [
        ("start", None),
        ("bills", 12),
        ("leaf", 13),
    ]
    there = world(categories={3: ROWS})
    fields = one("portal", {**PORTAL, "categories": [{**START, "position": 5}]}).fields
    found = differences(fields, KIND.read(live(), there))
    assert [str(each) for each in found] == ["categories.en/start.position: 1 becomes 5"]
    ((method, path, body),) = update(fields, there).sent
    assert (method, path) == ("PATCH", "/portals/help/categories/1")
    assert body["category"]["position"] == 5
    assert body["category"]["parent_category_id"] is None


def test_an_export_writes_categories_as_a_list() -> None:
    exporter = Exporter("Acme", 1, NEW, FoundSecrets(), ())
    lines = exporter.lines([(KIND, [KIND.live(live(), world(categories={3: ROWS}))])])
    written = Account.model_validate(literal_eval("\n".join(lines).strip().rstrip(","))).portals
    assert written is not None
    found = written[0]
    assert [(each.slug, each.parent) for each in found.categories or ()] == [("start", None), ("bills", "start")]
    assert found.allowed_locales == ["en", "es"]


def test_an_export_cannot_declare_a_portal_at_the_site_s_own_name() -> None:
    """`check` refuses it: nobody ever sees it there."""
    found = live(custom_domain="chat.example.com")
    for site, live_line in ((("chat.example.com",), False), (("other.example.com",), True)):
        exporter = Exporter("Acme", 1, NEW, FoundSecrets(), site)
        lines = exporter.lines([(KIND, [KIND.live(found, world(categories={3: []}))])])
        assert (
            any(line.strip().startswith('"slug"') or line.strip().startswith('{"slug"') for line in lines) is live_line
        )
        assert any("custom_domain is the site's own. Leave it out" in line for line in lines) is not live_line


def test_without_the_database_categories_take_a_request_a_page() -> None:
    asked = Asked()
    found = categories(asked)
    assert len(asked.sent) == 4  # the portals, a page for each of two categories, an empty one
    assert [(each["slug"], each["parent"]) for each in found[3]] == [("start", None), ("bills", 1)]
    assert KIND.read(live(), world(categories=found)) == KIND.read(live(), world(categories={3: ROWS}))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"slug": "Help me"}, "portals[0].slug: 'Help me' is no slug"),
        ({"color": "red"}, "portals[0].color: 'red' is no colour"),
        ({"custom_domain": "https://help.example.com"}, "is not a host name"),
        ({"homepage_link": "example.com"}, "is not a URL"),
        ({"homepage_link": "https://www.example.com/" + "x" * 255}, "portals[0].homepage_link: is too long"),
        ({"page_title": "x" * 256}, "portals[0].page_title: is too long"),
        ({"name": " "}, "portals[0].name: ' ' is empty"),
        ({"categories": [{**START, "icon": "x" * 256}]}, "portals[0].categories[0].icon: is too long"),
        ({"allowed_locales": ["en", "xx"]}, "'xx' is not a language of Chatwoot"),
        ({"allowed_locales": ["en", "en"]}, "names en twice"),
        ({"default_locale": "fr"}, "default_locale fr is not in allowed_locales"),
        ({"default_locale": None}, "Set both or neither"),
        ({"categories": []}, "portals[0].categories"),
        ({"categories": [{**START, "locale": "fr"}]}, "category start is in fr, which allowed_locales lacks"),
        ({"categories": [{**START, "locale": "xx"}]}, "portals[0].categories[0].locale: 'xx' is not a language"),
        ({"categories": [{**START, "position": 3_000_000_000}]}, "portals[0].categories[0].position"),
        ({"categories": [START, START]}, "category start stands there twice in en"),
        ({"categories": [{**START, "parent": "nope"}]}, "names the parent nope, which is not declared in en"),
        ({"categories": [{**START, "parent": "start"}]}, "category start is above itself"),
        ({"categories": [{**START, "title": "x"}]}, "portals[0].categories[0].title"),
    ],
)
def test_wrong_values_are_refused(changed: dict[str, Any], said: str) -> None:
    assert said in refused("portals", {**PORTAL, **changed})


def test_what_the_release_lacks_is_told() -> None:
    declared = {**PORTAL, "inbox": "Web site", "categories": [{**START, "icon": "x"}]}
    assert checked({"portals": [declared]}) == []
    assert checked({"portals": [declared]}, version="3.5.0") == []  # nobody knows that it lacks them
    assert [each.partition(":")[0] for each in checked({"portals": [declared]}, version="2.10.0")] == [
        "accounts[0].portals[0].inbox",
        "accounts[0].portals[0].categories[0].icon",
    ]


def test_slug_and_domain_belong_to_one_account_of_the_installation() -> None:
    mine = {**PORTAL, "custom_domain": "help.example.com"}
    other = {**PORTAL, "slug": "other", "custom_domain": ""}
    assert checked({"portals": [mine, other]}, {"portals": [{**other, "slug": "third"}]}) == []
    assert checked({"portals": [mine]}, {"portals": [mine]}) == [
        "accounts[1].portals[0].slug: help is that of accounts[0].portals[0].slug, and unique in the installation. "
        "Choose another",
        "accounts[1].portals[0].custom_domain: help.example.com is that of accounts[0].portals[0].custom_domain, and "
        "unique in the installation. Choose another",
    ]
    assert [each.partition(":")[0] for each in checked({"portals": [mine, {**mine, "slug": "other"}]})] == [
        "accounts[0].portals[1].custom_domain"
    ]
    (double,) = checked({"portals": [PORTAL, PORTAL]})
    assert "portal help is declared at" in double


def test_only_a_widget_can_be_shown_in_a_portal() -> None:
    boxes = [{"type": "api", "name": "Orders"}]
    assert checked({"portals": [{**PORTAL, "inbox": "Orders"}], "inboxes": boxes}) == [
        "accounts[0].portals[0].inbox: Orders is of type api. Name a web_widget inbox"
    ]


@pytest.mark.parametrize("version", ["2.10.0", "4.10.0"])
def test_a_new_portal_has_english_alone(version: str) -> None:
    silent = {"slug": "help", "name": "Help", "categories": [START, {**START, "locale": "es"}]}
    assert checked({"portals": [silent]}, version=version) == [
        "accounts[0].portals[0].categories[1].locale: a new portal has en alone and takes no category in es. "
        "Declare default_locale and allowed_locales of the portal"
    ]
    assert checked({"portals": [{**silent, "categories": [START]}]}, version=version) == []
    assert checked({"portals": [{**PORTAL, **silent}]}, version=version) == []
