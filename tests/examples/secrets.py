"""Values for the secrets that the examples name."""

import json


def value(name: str) -> str:
    """What a source of secrets would give: a JSON text where the name says DOCUMENT, else a key that the fakes take."""
    return json.dumps({"key": name}) if "DOCUMENT" in name else f"good-{name.lower()}"
