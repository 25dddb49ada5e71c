"""Custom attributes: words, keys that Chatwoot has itself, patterns as the dashboard keeps them, a fixed type."""

from typing import Any

import pytest

from deploy.errors import OperatorError
from deploy.objects.check import problems
from deploy.objects.immutable import Immutable
from deploy.objects.kinds.custom_attributes import CustomAttributes
from deploy.objects.world import World
from deploy.settings.load import load
from tests.unit.declaration import SMALLEST
from tests.unit.objects_world import MemoryChatwoot, account, client, declared

KIND = CustomAttributes()
WORLD = World((4, 10, 0), 7)
LIVE: dict[str, Any] = {
    "id": 101,
    "attribute_display_name": "Tier",
    "attribute_display_type": "list",
    "attribute_description": None,
    "attribute_key": "tier",
    "attribute_values": ["silver"],
    "attribute_model": "contact_attribute",
    "regex_pattern": None,
    "regex_cue": None,
}
FIELDS = {
    "key": "tier",
    "model": "contact",
    "name": "Tier",
    "type": "list",
    "description": "",
    "values": ["silver"],
    "pattern": "",
    "cue": "",
}


def one(**changed: Any) -> dict[str, Any]:
    """A declared attribute."""
    return {"key": "order_id", "model": "conversation", "name": "Order", **changed}


def loaded(*attributes: dict[str, Any], release: str = "4.10.0") -> Any:
    """A declaration with them."""
    accounts = [{"name": "Acme", "custom_attributes": list(attributes)}]
    return load(SMALLEST | {"accounts": accounts, "chatwoot": {"version": release}}, "vps1")


def test_a_live_one_is_read_in_our_words_and_written_in_theirs() -> None:
    assert KIND.read(LIVE, WORLD) == FIELDS
    old = {key: value for key, value in LIVE.items() if not key.startswith("regex")}
    assert KIND.read(old, World((2, 10, 0))) == {
        key: value for key, value in FIELDS.items() if key not in ("pattern", "cue")
    }
    assert KIND.body(FIELDS, WORLD) == {
        "custom_attribute_definition": {
            "attribute_key": "tier",
            "attribute_model": "contact_attribute",
            "attribute_display_name": "Tier",
            "attribute_display_type": "list",
            "attribute_description": "",
            "attribute_values": ["silver"],
            "regex_cue": "",
        }
    }
    assert KIND.body({**FIELDS, "pattern": "/x/"}, WORLD)["custom_attribute_definition"]["regex_pattern"] == "/x/"
    assert (KIND.key(FIELDS), KIND.reference(FIELDS)) == ("contact:tier", "tier")


def test_another_type_is_told_and_never_sent() -> None:
    server = MemoryChatwoot(custom_attribute_definitions=[dict(LIVE)])
    live = KIND.live(LIVE, WORLD)
    wanted = {**FIELDS, "type": "text", "name": "Level"}
    with pytest.raises(Immutable, match=r"^type of tier cannot be changed later: values of type list exist\. Declare"):
        KIND.update(client(server), live, wanted, frozenset({"type", "name"}), WORLD, "tier")
    (body,) = server.bodies
    assert body["custom_attribute_definition"]["attribute_display_type"] == "list"
    assert body["custom_attribute_definition"]["attribute_display_name"] == "Level"
    with pytest.raises(Immutable):
        KIND.update(client(server), live, wanted, frozenset({"type"}), WORLD, "tier")
    assert len(server.bodies) == 1


def test_it_stays_pending() -> None:
    from deploy.objects.bring import bring
    from tests.unit.objects_world import reader

    server = MemoryChatwoot(custom_attribute_definitions=[dict(LIVE)])
    used = reader(server)
    assert used.client is not None
    wanted = declared(account(custom_attributes=[one(key="tier", model="contact", type="date")]))
    (pending,) = bring(used.client, wanted, used.world, used, lambda text: None).pending
    assert pending.startswith("type of custom attribute contact:tier of account Acme cannot be changed later")
    assert server.rows["/custom_attribute_definitions"][0]["attribute_display_type"] == "list"


def test_a_pattern_gets_the_slashes_of_the_dashboard() -> None:
    (given,) = loaded(one(pattern="^[0-9]+$")).accounts[0].custom_attributes
    assert given.pattern == "/^[0-9]+$/"
    (given,) = loaded(one(pattern="/^[a-z]+$/i")).accounts[0].custom_attributes
    assert given.pattern == "/^[a-z]+$/i"
    loaded(one(pattern="x" * 253))
    with pytest.raises(OperatorError, match=r"pattern: .* is longer than Chatwoot keeps"):
        loaded(one(pattern="x" * 254))
    (given,) = loaded(one(pattern=r"(?<year>[\](-]\()[^\]]$")).accounts[0].custom_attributes
    assert given.pattern.startswith("/(?<year>")


def test_doubles_and_what_a_release_lacks() -> None:
    assert problems(loaded(one(), one(name="Other"))) == [
        "accounts[0].custom_attributes[1]: custom attribute conversation:order_id is declared at "
        "accounts[0].custom_attributes[0] already. Remove or rename one"
    ]
    assert problems(loaded(one(), one(model="contact"))) == []
    assert problems(loaded(one(pattern="x"), release="3.6.0")) == []
    assert problems(loaded(one(pattern="x", cue="y"), release="3.5.2")) == [
        f"accounts[0].custom_attributes[0].{name}: this release has no patterns for custom attributes. Remove it"
        for name in ("pattern", "cue")
    ]


@pytest.mark.parametrize(
    ("attribute", "message"),
    [
        (one(key="order id"), r"\.key: 'order id' is no key. Use letters, digits, _, - and \."),
        (one(key=""), r"\.key: .* is no key"),
        (one(key="status"), "status is an attribute that every conversation has. Choose another key"),
        (one(key="email", model="contact"), "email is an attribute that every contact has"),
        (one(type="blob"), r"\.type: "),
        (one(model="company"), r"\.model: "),
        (one(name=" "), r"\.name: .* is empty. Write some text"),
        (one(type="list"), "a list has nothing to choose from. Add values"),
        (one(type="list", values=["a", "a"]), r"\.values: .*names a twice"),
        (one(values=["a"]), "values are for the type list, not text. Remove them"),
        (one(pattern="(["), r"\.pattern: .* is no regular expression. Close every"),
        (one(pattern="/a)/i"), r"\.pattern: .* is no regular expression"),
        (one(pattern="a\\"), r"\.pattern: .* is no regular expression"),
        (one(type="number", cue="x"), "pattern and cue are for the type text, not number. Remove them"),
    ],
)
def test_wrong_values_are_refused(attribute: dict[str, Any], message: str) -> None:
    with pytest.raises(OperatorError, match=rf"accounts\[0\]\.custom_attributes\[0\].*{message}"):
        loaded(attribute)
