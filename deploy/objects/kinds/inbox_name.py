"""The name of an inbox where a release looks at it: 2.10, for three channels (chatwoot.md 1.4). Pure."""

import re
from collections.abc import Iterable

from deploy.objects.kind import Fields
from deploy.objects.world import AFTER_2_10, Release

_LOOKED_AT = ("email", "api", "web_widget")  # Inbox#check_channel_type?


def problems(fields: Fields, release: Release) -> Iterable[tuple[str, str]]:
    """What this release answers a 422 to (kind.Kind.problems)."""
    if fields["type"] not in _LOOKED_AT or release >= AFTER_2_10:
        return
    name: str = fields["name"]
    if re.search(r"[/\\<>@]", name) or not re.match(r"\w(.*\w)?\Z", name, re.DOTALL):
        remedy = r"begin and end it with a letter or digit, without / \ < > @"
        yield "name", f"this release takes no such name for an inbox of type {fields['type']}; {remedy}"
