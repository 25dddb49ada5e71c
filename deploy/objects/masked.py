"""Addresses that get events, as messages may show them: their paths are secrets, Chatwoot signs nothing. Pure."""

import re
from collections.abc import Mapping
from typing import Any

# Keys of a declaration that hold one (settings/objects: webhooks, dashboard apps, api inboxes, agent bots, actions).
RECEIVERS = frozenset({"url", "webhook_url", "outgoing_url", "send_webhook_event"})
_ADDRESS = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*://)(?P<login>[^/?#]*@)?(?P<host>[^/?#]*)(?P<rest>.*)", re.I | re.S)


def masked(address: str) -> str:
    """Scheme and host; login, path, query and fragment as `…`. What is no address stays as it is."""
    found = _ADDRESS.fullmatch(address)
    if not found:
        return address
    rest = "/…" if found["rest"] not in ("", "/") else found["rest"]
    return f"{found['scheme']}{'…@' if found['login'] else ''}{found['host']}{rest}"


def without_paths(value: Any, key: str) -> Any:
    """A value with every receiver's address in it masked.

    key: under which it stands: webhook_url
    """
    if isinstance(value, Mapping):
        return {name: without_paths(each, name) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [without_paths(each, key) for each in value]
    return masked(value) if isinstance(value, str) and key in RECEIVERS else value
