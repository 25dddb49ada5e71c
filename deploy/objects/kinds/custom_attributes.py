"""Custom attributes: model and key together are unique in the account (chatwoot.md 1.3)."""

from collections.abc import Iterable

from deploy.chatwoot.client import Client
from deploy.objects.immutable import Immutable
from deploy.objects.kind import Fields, Json, Kind, Live
from deploy.objects.world import Release, World

PATTERN: Release = (3, 6, 0)  # migration 20240129080827, which is after 3.5.2's schema and before 3.6.0's

# Ours to Chatwoot's.
_WORDS = {
    "key": "attribute_key",
    "model": "attribute_model",
    "name": "attribute_display_name",
    "type": "attribute_display_type",
    "description": "attribute_description",
    "values": "attribute_values",
    "pattern": "regex_pattern",
    "cue": "regex_cue",
}
_LATER = ("pattern", "cue")


class CustomAttributes(Kind):
    """`A/custom_attribute_definitions`. References name the key alone: where one is used tells the model."""

    noun, section, path = "custom attribute", "custom_attributes", "/custom_attribute_definitions"

    def key(self, fields: Fields) -> str:
        return f"{fields['model']}:{fields['key']}"

    def reference(self, fields: Fields) -> str:
        key: str = fields["key"]
        return key

    def problems(self, fields: Fields, release: Release) -> Iterable[tuple[str, str]]:
        for name in _LATER:
            if name in fields and release < PATTERN:
                yield name, "this release has no patterns for custom attributes; remove it"

    def read(self, live: Json, world: World) -> Fields:
        found = {ours: live.get(theirs) or "" for ours, theirs in _WORDS.items()}
        found["model"] = live["attribute_model"].removesuffix("_attribute")
        found["values"] = live["attribute_values"] or []
        if not world.since(*PATTERN):
            found = {name: value for name, value in found.items() if name not in _LATER}
        return found

    def body(self, fields: Fields, world: World) -> Json:
        found = {_WORDS[name]: value for name, value in fields.items()}
        found["attribute_model"] = f"{fields['model']}_attribute"
        if not fields.get("pattern"):
            found.pop("regex_pattern", None)  # none was declared and none is live
        return {"custom_attribute_definition": found}

    def update(
        self, client: Client, live: Live, fields: Fields, changed: frozenset[str], world: World, what: str
    ) -> None:
        # Chatwoot takes another type and loses the values that exist (chatwoot.md 1.3).
        kept = {**fields, "type": live.fields["type"]}
        if changed - {"type"}:
            super().update(client, live, kept, changed - {"type"}, world, what)
        if "type" in changed:
            raise Immutable(
                what,
                "type",
                f"values of type {live.fields['type']} exist. Declare {live.fields['type']}, or delete it in Chatwoot "
                "and run apply again",
            )
