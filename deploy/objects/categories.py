"""Categories of portals without the database: a request for each portal and page."""

from typing import Any

from deploy.chatwoot.client import Client
from deploy.errors import OperatorError

Json = dict[str, Any]
_PAGES = 200  # of 25: a bound for a server whose pages never end


def categories(client: Client) -> dict[int, tuple[Json, ...]]:
    """As World.Look.categories has them; all languages come when none is asked for (app/models/category.rb)."""
    portals = client.get("/portals", "the portals")["payload"]
    return {each["id"]: tuple(_of(client, each["slug"])) for each in portals}


def _of(client: Client, slug: str) -> list[Json]:
    """All pages until one tells nothing new: what `meta` counts need not be what the pages hold."""
    found: dict[int, Json] = {}
    for page in range(1, _PAGES + 1):
        answer = client.get(f"/portals/{slug}/categories?page={page}", f"the categories of portal {slug}")
        new = {each["id"]: each for each in answer["payload"] if each["id"] not in found}
        if not new:
            return [{**each, "icon": each.get("icon"), "parent": _parent(each)} for each in found.values()]
        found |= new
    raise OperatorError(f"the categories of portal {slug} fill more than {_PAGES} pages. Remove those that nobody uses")


def _parent(category: Json) -> int | None:
    above: Json = category.get("parent_category") or {}
    return above.get("id")
