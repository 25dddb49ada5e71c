"""What is said about a key that the schema does not know."""

import re
from difflib import get_close_matches
from functools import cache

from deploy.settings.renamed import RENAMED, SECRETS
from deploy.settings.schema import join, places
from deploy.settings.section import Section
from deploy.settings.settings import Settings

# pyinfra's own: connection data and global arguments; and what the operator keeps for himself.
FOREIGN = ("ssh_", "fake_", "_", "x_")


def foreign(key: str) -> bool:
    """Is a top-level key none of ours, so that anything may stand there?"""
    return key.startswith(FOREIGN)


def unknown(path: str, section: type[Section] | None) -> str:
    """Problem and remedy for an unknown key.

    path: the whole path as written, accounts[0].nmae
    section: the section that lacks the key
    """
    plain = re.sub(r"\[\d+\]", "[]", path)
    if plain in SECRETS:
        return (
            f"is a secret and never stands in the declaration. Give it as {SECRETS[plain]} "
            "by the means that secrets.mode names"
        )
    if plain in RENAMED:
        return f"is called {RENAMED[plain]} here. Write it there"
    around, _, key = path.rpartition(".")
    near = _near(key, section or Settings, around)
    if near:
        return f"is not a known key. Did you mean {near}?"
    if section and section is not Settings:
        return f"is not a known key. Known there: {', '.join(section.model_fields)}"
    return "is not a known key. See docs/settings.md; keys of your own begin with x_"


def _near(key: str, section: type[Section], around: str) -> str | None:
    full = join(around, key)
    # A section and its key run together: smtp_host.
    close = get_close_matches(full, _paths(), n=1, cutoff=0.85) if not around else []
    close = close or [RENAMED[old] for old in get_close_matches(full, RENAMED, n=1, cutoff=0.85)]
    if close:
        return close[0]
    siblings = get_close_matches(key, section.model_fields, n=1, cutoff=0.6)
    if siblings:
        return join(around, siblings[0])
    # The right name at the wrong place.
    elsewhere = [path for path in _paths() if path.rpartition(".")[2] == key]
    elsewhere = elsewhere or get_close_matches(full, _paths(), n=1, cutoff=0.8)
    return elsewhere[0] if elsewhere else None


@cache
def _paths() -> tuple[str, ...]:
    return tuple(dict.fromkeys(place.path for place in places()))
