"""The examples of all types put together: accounts as an operator would declare them."""

from copy import deepcopy
from importlib import import_module
from typing import Any

from deploy.objects.registry import KINDS
from deploy.objects.world import Release

Declared = dict[str, Any]

# Keys that exist once in the whole installation: the second account leaves these out (chatwoot.md 1.5).
_UNIQUE_CHANNELS = ("email", "whatsapp", "sms", "line", "telegram", "twilio")


def full(name: str, release: Release) -> Declared:
    """One account with every type of object, every field of each declared."""
    return {"name": name, **_examples("full", release)}


def bent(name: str, release: Release) -> Declared:
    """The same objects with every field that can be changed different."""
    return {"name": name, **_examples("bent", release)}


def second(name: str, release: Release) -> Declared:
    """Another account of the same installation: all that does not exist once for all accounts."""
    found = full(name, release)
    found["inboxes"] = [each for each in found["inboxes"] if each["type"] not in _UNIQUE_CHANNELS]
    for portal in found.get("portals", ()):
        portal["slug"] = f"{portal['slug']}-{name.lower()}"
        portal.pop("custom_domain", None)
    for inbox in found["inboxes"]:
        if "portal" in inbox:
            inbox["portal"] = f"{inbox['portal']}-{name.lower()}"
    return found


def _examples(which: str, release: Release) -> Declared:
    found: Declared = {}
    for section in dict.fromkeys(kind.section for kind in KINDS):
        module = import_module(f"tests.examples.{section or 'account'}")
        given = getattr(module, which.upper(), None)
        value = deepcopy(given) if given is not None else getattr(module, which)(release)
        if section:
            found[section] = value
        else:
            found |= value
    return found
