"""Categories of portals without the database: a request for each portal and page."""

from typing import Any

from deploy.chatwoot.client import Client

Json = dict[str, Any]


def categories(client: Client) -> dict[int, tuple[Json, ...]]:
    """As World.Look.categories has them; all languages come when none is asked for (app/models/category.rb)."""
    portals = client.get("/portals", "the portals")["payload"]
    return {each["id"]: tuple(_of(client, each["slug"])) for each in portals}


def _of(client: Client, slug: str) -> list[Json]:
    found: list[Json] = []
    page = 1
    while True:
        answer = client.get(f"/portals/{slug}/categories?page={page}", f"the categories of portal {slug}")
        found += answer["payload"]
        page += 1
        if not answer["payload"] or len(found) >= answer["meta"]["categories_count"]:
            return [{**each, "icon": each.get("icon"), "parent": _parent(each)} for each in found]


def _parent(category: Json) -> int | None:
    above: Json = category.get("parent_category") or {}
    return above.get("id")
