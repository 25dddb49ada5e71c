"""Custom attributes; key, model and type cannot be changed."""

from typing import Any

from deploy.objects.world import Release

_LATER = ("pattern", "cue")
_FULL: list[dict[str, Any]] = [
    {
        "key": "order_id",
        "model": "conversation",
        "name": "Order number",
        "type": "text",
        "description": "As printed on the invoice",
        "pattern": "^[0-9]+$",
        "cue": "Digits alone",
    },
    {
        "key": "tier",
        "model": "contact",
        "name": "Tier",
        "type": "list",
        "description": "What he pays",
        "values": ["silver", "gold"],
    },
    *(
        {"key": f"a_{type_}", "model": "contact", "name": type_.title(), "type": type_, "description": ""}
        for type_ in ("number", "currency", "percent", "link", "date", "checkbox")
    ),
]
_BENT: list[dict[str, Any]] = [
    {**_FULL[0], "name": "Order", "description": "", "pattern": "/^[a-z]+$/i", "cue": "Letters alone"},
    {**_FULL[1], "name": "Level", "description": "What he gets", "values": ["gold", "silver", "bronze"]},
    *({**each, "name": f"{each['name']} 2", "description": "Other"} for each in _FULL[2:]),
]


def full(release: Release) -> list[dict[str, Any]]:
    """Each type once; patterns where the release has them."""
    return _of(release, _FULL)


def bent(release: Release) -> list[dict[str, Any]]:
    """The same, changed."""
    return _of(release, _BENT)


def _of(release: Release, given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: value for key, value in each.items() if release >= (3, 0, 0) or key not in _LATER} for each in given]
