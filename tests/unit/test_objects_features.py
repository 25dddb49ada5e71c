"""Feature flags before 2.11: the bootstrap's, when the database says that they differ and not otherwise."""

import json
from base64 import b64decode
from dataclasses import replace

from pydantic import SecretStr

from deploy.chatwoot.bootstrap import script
from deploy.chatwoot.needed import needed
from deploy.settings.objects.features import FLAGS, differing, enabled, lacks
from tests.unit.test_chatwoot_needed import DONE, settings

MACROS, LABELS = FLAGS.index("macros"), FLAGS.index("labels")
ACCOUNTS = [{"name": "Acme", "features": {"macros": True, "labels": False}}, {"name": "Ventas"}]


def test_the_place_is_the_bit() -> None:
    assert enabled(1 << MACROS | 1) == {"inbound_emails", "macros"}
    assert differing({"macros": True, "labels": False}, 1 << LABELS) == {"macros": True, "labels": False}
    assert differing({"macros": True, "labels": False}, 1 << MACROS) == {}
    assert (len(FLAGS), len(set(FLAGS))) == (60, 60)


def test_a_release_lacks_what_came_later() -> None:
    assert not lacks("voice_recorder", (2, 10, 0))
    assert lacks("mobile_v2", (2, 10, 0))
    assert not lacks("mobile_v2", (2, 11, 0))
    assert lacks("nonsense", (4, 10, 0))
    assert not lacks("nonsense", (4, 11, 0))


def test_the_runner_is_needed_when_a_flag_differs() -> None:
    old = settings(accounts=ACCOUNTS, chatwoot={"version": "2.10.0"})
    state = replace(DONE, features={"Acme": 1 << LABELS, "Ventas": 0})
    assert needed(old, state) == [
        ("account Acme", "feature macros switched on"),
        ("account Acme", "feature labels switched off"),
    ]
    assert needed(old, replace(DONE, features={"Acme": 1 << MACROS, "Ventas": 0})) == []
    assert needed(settings(accounts=ACCOUNTS), state) == []  # over HTTP since 2.11


def test_the_runner_is_given_them() -> None:
    def given(version: str) -> object:
        text = script(
            settings(accounts=ACCOUNTS, chatwoot={"version": version}), SecretStr("A1!aaaaa"), SecretStr("B1!bbbbb")
        )
        return json.loads(b64decode(text.splitlines()[0].split("'")[1]))["accounts"]

    acme, ventas = {"name": "Acme", "locale": "en"}, {"name": "Ventas", "locale": "en"}
    assert given("2.10.0") == [{**acme, "features": {"macros": True, "labels": False}}, ventas]
    assert given("4.10.0") == [acme, ventas]
