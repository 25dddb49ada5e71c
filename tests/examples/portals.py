"""Portals with categories."""

from typing import Any

from deploy.objects.world import Release

Declared = list[dict[str, Any]]


def full(release: Release) -> Declared:
    """One portal in two languages."""
    return [
        {
            "slug": "help",
            "name": "Help",
            "color": "#112233",
            "custom_domain": "help.example.com",
            "header_text": "How can we help?",
            "homepage_link": "https://www.example.com",
            "page_title": "Help center",
            "archived": False,
            "default_locale": "en",
            "allowed_locales": ["en", "es"],
            **({"inbox": "Web site"} if release >= (4, 10, 0) else {}),
            "categories": [
                _category(release, "Billing", "billing", "en", 2, parent="start"),
                _category(release, "Start", "start", "en", 1),
                _category(release, "Inicio", "start", "es", 1),
            ],
        },
    ]


def bent(release: Release) -> Declared:
    """The same portal and categories with every field different."""
    (portal,) = full(release)
    return [
        {
            **portal,
            "name": "Support",
            "color": "#332211",
            "custom_domain": "",
            "header_text": "",
            "homepage_link": "",
            "page_title": "Support",
            "archived": True,
            "default_locale": "es",
            "allowed_locales": ["en", "es", "pt_BR"],
            **({"inbox": "Shop"} if release >= (4, 10, 0) else {}),
            "categories": [
                _category(release, "Money", "billing", "en", 3, "Invoices", "💶", parent=""),
                _category(release, "Begin", "start", "en", 4, "First steps", "🚀"),
                _category(release, "Primero", "start", "es", 5, "Primeros pasos", "🚀"),
            ],
        },
    ]


def _category(
    release: Release,
    name: str,
    slug: str,
    locale: str,
    position: int,
    description: str = "",
    icon: str = "📚",
    parent: str = "",
) -> dict[str, Any]:
    found = {"name": name, "slug": slug, "locale": locale, "position": position, "description": description}
    return {**found, "parent": parent, **({"icon": icon} if release >= (4, 10, 0) else {})}
