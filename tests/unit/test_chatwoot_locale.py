"""Which accounts' languages differ from the declared ones."""

import pytest

from deploy.chatwoot.locale import differing, planned
from deploy.settings.locales import LOCALES, ORDER, stored
from tests.unit.test_chatwoot_needed import settings

DECLARED = settings(locale="es", accounts=[{"name": "Acme", "locale": "en"}, {"name": "Ventas"}])


@pytest.mark.parametrize(
    ("live", "changes"),
    [
        ({"Acme": "en", "Ventas": "fr"}, {}),  # Ventas declares none: what its people chose stays
        ({"Acme": "fr", "Ventas": "es", "Other": "fr"}, {"Acme": "en"}),
        ({"Acme": "number None"}, {"Acme": "en"}),
        ({}, {}),  # the bootstrap makes it as declared
    ],
)
def test_declared_languages_alone_are_compared(live: dict[str, str], changes: dict[str, str]) -> None:
    assert differing(DECLARED, live) == changes
    assert [subject for subject, _ in planned(DECLARED, live)] == [f"account {name}" for name in changes]


def test_the_column_is_the_place_in_chatwoots_list() -> None:
    places = {0: "en", 12: "es", 16: "pt_BR", 20: "zh_TW", 40: "bg", 41: "number 41", None: "number None"}
    assert {number: stored(number) for number in places} == places
    assert len(ORDER) == len(LOCALES)
