"""Portals with their categories: the slug is the key, unique in the installation (chatwoot.md 1.3)."""

from collections.abc import Iterable, Mapping
from typing import Any

from deploy.chatwoot.client import Client
from deploy.objects.kind import Fields, Json, Kind, Live, Mention
from deploy.objects.names import Unknown
from deploy.objects.world import AFTER_2_10, World
from deploy.settings.objects.keyed import Keyed

_CONFIG = ("default_locale", "allowed_locales")
_TEXTS = ("custom_domain", "header_text", "homepage_link", "page_title")
_NEW = "en"  # the column's default; a category in another language is a 422 (chatwoot.md 1.3)
_CATEGORY = Keyed("locale", "slug")


class Portals(Kind):
    """`A/portals` and `A/portals/{slug}/categories`.

    Categories come from the database: the API would take a request a portal and page. A change sends the changed
    fields alone, because the JSON column `config` may hold more than the two keys that answers show.
    """

    noun, section, path = "portal", "portals", "/portals"
    refers = ("inbox",)
    looks = True

    def key(self, fields: Fields) -> str:
        slug: str = fields["slug"]
        return slug

    def mentions(self, fields: Fields) -> Iterable[Mention]:
        if "inbox" in fields:
            yield Mention("inbox", "inbox", fields["inbox"])

    def problems(self, fields: Fields, release: tuple[int, int, int]) -> Iterable[tuple[str, str]]:
        if "allowed_locales" not in fields:
            for number, each in enumerate(fields.get("categories", {}).values()):
                if each["locale"] != _NEW:
                    yield (
                        f"categories[{number}].locale",
                        f"a new portal has {_NEW} alone and takes no category in {each['locale']}; "
                        "declare default_locale and allowed_locales of the portal",
                    )
        if release >= AFTER_2_10:
            return
        version = ".".join(str(part) for part in release)
        if "inbox" in fields:
            yield "inbox", f"portals of Chatwoot {version} show no inbox; remove it"
        for number, each in enumerate(fields.get("categories", {}).values()):
            if "icon" in each:
                yield f"categories[{number}].icon", f"categories of Chatwoot {version} have no icon; remove it"

    def list(self, client: Client) -> list[Json]:
        found: list[Json] = client.get(self.path, f"the portals of account {client.name}")["payload"]
        return found

    def read(self, live: Json, world: World) -> Fields:
        inbox = live.get("inbox") or {}
        return {
            "slug": live["slug"],
            "name": live["name"],
            "color": (live["color"] or "").lower(),
            **{key: live[key] or "" for key in _TEXTS},
            "archived": bool(live["archived"]),
            "default_locale": live["meta"]["default_locale"],
            "allowed_locales": sorted(each["code"] for each in live["config"]["allowed_locales"]),
            **({"inbox": world.names.name("inbox", inbox["id"]) if inbox else ""} if world.since(*AFTER_2_10) else {}),
            "categories": _CATEGORY.map(_categories(live["id"], world)),
        }

    def body(self, fields: Fields, world: World) -> Json:
        portal = {key: value for key, value in fields.items() if key not in (*_CONFIG, "inbox", "categories")}
        config = {key: fields[key] for key in _CONFIG if key in fields}
        if not world.since(*AFTER_2_10) and portal.get("custom_domain") == "":
            portal["custom_domain"] = None  # unique, and nobody has seen what 2.10 makes of ""
        found: Json = {"portal": portal | ({"config": config} if config else {})}
        # Beside the wrapper, and never empty: a blank one is passed over.
        return found | ({"inbox_id": world.names.id("inbox", fields["inbox"])} if fields.get("inbox") else {})

    def create(self, client: Client, fields: Fields, world: World, what: str) -> None:
        # 4.10 takes the missing custom_domain apart and answers 500 (chatwoot.md 1.8).
        needed = {"custom_domain": ""} if world.since(*AFTER_2_10) else {}
        client.post(self.path, self.body(needed | dict(fields), world), what)
        self._bring(client, {}, fields, {}, what)

    def update(
        self, client: Client, live: Live, fields: Fields, changed: frozenset[str], world: World, what: str
    ) -> None:
        portal = {key: fields[key] for key in changed if key != "categories"}
        if changed & set(_CONFIG):
            portal |= {key: fields[key] for key in _CONFIG}
        if portal:
            if set(portal) == {"inbox"}:
                # An empty wrapper is passed over with all that stands beside it (portals_controller.rb, 4.10.0).
                portal |= {key: fields[key] for key in ("slug", "name")}
            client.patch(f"{self.path}/{live.key}", self.body(portal, world), what)
        if "categories" in changed:
            ids = {_CATEGORY.of(each): each["id"] for each in world.look.categories.get(_number(live), ())}
            self._bring(client, live.fields["categories"], fields, ids, what)

    def delete(self, client: Client, live: Live, world: World, what: str) -> None:
        client.delete(f"{self.path}/{live.key}", what)

    def _bring(
        self, client: Client, live: Mapping[str, Fields], fields: Fields, ids: Mapping[str, int], what: str
    ) -> None:
        """Make and change categories, parents first.

        live: the categories as they are
        fields: of the portal; its categories as they are to be
        ids: of the live categories
        """
        path, known = f"{self.path}/{fields['slug']}/categories", dict(ids)
        waiting = {key: each for key, each in fields.get("categories", {}).items() if each != live.get(key)}
        while waiting:
            ready = [key for key, each in waiting.items() if _parent(each) not in waiting]
            if not ready:
                raise Unknown("category", next(iter(waiting)))
            for key in ready:
                one = waiting.pop(key)
                about = f"category {key} of {what}"
                if key in known:
                    client.patch(f"{path}/{known[key]}", _body(one, known), about)
                else:
                    known[key] = client.post(path, _body(one, known), about)["payload"]["id"]


def _categories(portal: int, world: World) -> Iterable[Json]:
    rows = world.look.categories.get(portal, ())
    slugs = {each["id"]: each["slug"] for each in rows}
    for each in rows:
        yield {
            "name": each["name"] or "",
            "slug": each["slug"],
            "locale": each["locale"],
            "position": each["position"],
            "description": each["description"] or "",
            **({"icon": each["icon"] or ""} if world.since(*AFTER_2_10) else {}),
            "parent": slugs.get(each["parent"], ""),
        }


def _body(category: Fields, ids: Mapping[str, int]) -> Json:
    found: dict[str, Any] = {key: value for key, value in category.items() if key != "parent" and value is not None}
    if "parent" in category:
        above = _parent(category)
        if above and above not in ids:
            raise Unknown("category", above)
        if above or _CATEGORY.of(category) in ids:
            found["parent_category_id"] = ids[above] if above else None
    return {"category": found}


def _parent(category: Fields) -> str:
    above = category.get("parent")
    return _CATEGORY.of({**category, "slug": above}) if above else ""


def _number(live: Live) -> int:
    assert isinstance(live.id, int)
    return live.id
