"""The smallest good declaration, for tests that bend one key of it."""

from typing import Any

from deploy.settings.load import load
from deploy.settings.settings import Settings

SMALLEST: dict[str, Any] = {
    "domain": "chat.example.com",
    "admin": {"email": "ana@example.com"},
    "accounts": [{"name": "Acme", "inboxes": [{"type": "api", "name": "Orders"}]}],
}


def settings(**changed: Any) -> Settings:
    """The smallest declaration with some keys changed."""
    return load(SMALLEST | changed, "vps1")
