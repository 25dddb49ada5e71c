"""Everything that was said during the session, and every secret that there was: the two must never meet."""

import json
from pathlib import Path

from tests.e2e.site import Site

_texts: list[str] = []
_secrets: dict[str, str] = {}  # value -> name


def heard(text: str) -> None:
    """Remember an output, or the command lines of a sample."""
    _texts.append(text)


def note(site: Site) -> None:
    """Remember the secrets that a machine keeps; call it before they are gone."""
    text = site.machine.run(f"! test -e {site.state}/secrets.json || cat {site.state}/secrets.json").stdout
    for name, value in json.loads(text or "{}").items():
        # Of PEM text every line but the frame.
        for line in value.splitlines():
            if len(line) >= 12 and not line.startswith("-----"):
                _secrets[line] = f"{site.machine.name} {name}"
    handoff = handoff_of(site)
    if handoff.exists():
        token = dict(line.split("=", 1) for line in handoff.read_text().splitlines() if "=" in line and line[0] != "#")
        _secrets[token["CHATWOOT_ACCESS_TOKEN"]] = f"{site.machine.name} access token"


def handoff_of(site: Site) -> Path:
    """The hand-off file of a site."""
    return Path(__file__).parents[2] / ".handoff" / f"{site.machine.name}.env"


def heard_texts() -> int:
    """How many texts were heard."""
    return len(_texts)


def known() -> int:
    """How many secrets are known."""
    return len(_secrets)


def leaks() -> list[str]:
    """Names of secrets whose values were said, each with a word about where; never the values."""
    return sorted(
        f"{name} in: {text[max(text.index(value) - 80, 0) : text.index(value)]!r}"
        for value, name in _secrets.items()
        for text in _texts
        if value in text
    )
