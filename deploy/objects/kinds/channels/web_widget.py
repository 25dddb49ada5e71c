"""The chat window on a web site: nothing but the name tells one from another that may be changed (chatwoot.md 1.5)."""

from collections.abc import Iterable
from typing import Any

from deploy.chatwoot.client import Client
from deploy.objects.kind import Fields, Json, Live
from deploy.objects.kinds.channels.channel import Channel, text
from deploy.objects.kinds.custom_attributes import PATTERN
from deploy.objects.world import AFTER_2_10, Release, World

_PLAIN = ("website_url", "welcome_title", "welcome_tagline", "reply_time", "pre_chat_form_enabled")
_FORM = frozenset({"pre_chat_message", "pre_chat_fields"})
_FLAGS = ("continuity_via_email", "hmac_mandatory", "selected_feature_flags")
_DOMAINS = (4, 6, 0)  # allowed_domains (chatwoot.md 1.5)
_QUESTION = {"field_type": "standard", "name": "", "label": "", "type": "text", "required": False, "enabled": False}
_QUESTION_MORE: Json = {"placeholder": "", "values": [], "regex_pattern": "", "regex_cue": ""}
# What Chatwoot puts in when it gets no questions, and then over the message too (web_widget.rb, 4.10.0).
_STANDARD = [
    _QUESTION | {"label": "Email Id", "name": "emailAddress", "type": "email", "required": True},
    _QUESTION | {"label": "Full name", "name": "fullName"},
    _QUESTION | {"label": "Phone number", "name": "phoneNumber"},
]


class WebWidget(Channel):
    """`pre_chat_form_options` is replaced as a whole (chatwoot.md 1.8)."""

    type, stored = "web_widget", "Channel::WebWidget"
    fields = frozenset({*_PLAIN, *_FLAGS, *_FORM, "color", "allowed_domains"})

    def key(self, fields: Fields) -> str:
        name: str = fields["name"]
        return name

    def problems(self, fields: Fields, release: Release) -> Iterable[tuple[str, str]]:
        if "allowed_domains" in fields and release < _DOMAINS:
            yield "allowed_domains", "this release does not know it; remove it or declare Chatwoot 4.6 or later"
        if "use_inbox_avatar_for_bot" in fields.get("selected_feature_flags", ()) and release < AFTER_2_10:
            # Not in 2.10, which answers 500 to it (chatwoot.md 1.5, 1.8).
            yield "selected_feature_flags", "this release has no use_inbox_avatar_for_bot; remove it"
        for number, question in enumerate(fields.get("pre_chat_fields", ())):
            for name in ("regex_pattern", "regex_cue"):
                if question[name] and release < PATTERN:
                    yield f"pre_chat_fields[{number}].{name}", "this release has no patterns; remove it"

    def read(self, live: Json, world: World) -> dict[str, object]:
        options = live.get("pre_chat_form_options") or {}
        found: dict[str, object] = {
            "website_url": text(live, "website_url"),
            "color": text(live, "widget_color").lower(),
            "welcome_title": text(live, "welcome_title"),
            "welcome_tagline": text(live, "welcome_tagline"),
            "reply_time": live.get("reply_time"),
            "selected_feature_flags": sorted(live.get("selected_feature_flags") or ()),
            "pre_chat_form_enabled": bool(live.get("pre_chat_form_enabled")),
            "pre_chat_message": text(options, "pre_chat_message"),
            "pre_chat_fields": [_question(each) for each in options.get("pre_chat_fields") or ()],
            "continuity_via_email": bool(live.get("continuity_via_email")),
            "hmac_mandatory": bool(live.get("hmac_mandatory")),
        }
        if world.since(*_DOMAINS):
            sites = text(live, "allowed_domains").split(",")
            found["allowed_domains"] = sorted(each.strip() for each in sites if each.strip())
        return found

    def body(self, fields: Fields, raw: Json) -> Json:
        found: Json = {name: fields[name] for name in (*_PLAIN, *_FLAGS) if name in fields}
        if "color" in fields:
            found["widget_color"] = fields["color"]
        if "allowed_domains" in fields:
            found["allowed_domains"] = ",".join(fields["allowed_domains"])
        if fields.get("pre_chat_message") or fields.get("pre_chat_fields"):
            options = raw.get("pre_chat_form_options") or {}
            asked = {each.get("name"): each for each in options.get("pre_chat_fields") or ()}
            found["pre_chat_form_options"] = {
                **options,
                "pre_chat_message": fields.get("pre_chat_message", ""),
                "pre_chat_fields": [
                    _sent(each, asked.get(each["name"], {})) for each in fields.get("pre_chat_fields") or _STANDARD
                ],
            }
        return found

    def update(
        self, client: Client, live: Live, fields: Fields, changed: frozenset[str], world: World, what: str
    ) -> None:
        # The form is replaced as a whole, so it stays out of changes that have nothing to do with it.
        sent = fields if changed & _FORM else {key: value for key, value in fields.items() if key not in _FORM}
        super().update(client, live, sent, changed, world, what)


def _question(live: Json) -> dict[str, Any]:
    """A question as declared: every key."""
    return {key: live.get(key) or default for key, default in (_QUESTION | _QUESTION_MORE).items()}


def _sent(question: Fields, live: Fields) -> Json:
    """A question as the dashboard sends it: without what is empty and need not be there.

    live: the one of this name that is asked now; what it holds beside our keys is kept
    """
    others = {key: value for key, value in live.items() if key not in _QUESTION | _QUESTION_MORE}
    return others | {key: value for key, value in question.items() if value or key not in _QUESTION_MORE}
