"""The example of all types, by which every field is bent and repaired: does it have every key of the schema?"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from deploy.objects.world import Release
from deploy.settings import schema
from deploy.settings.accounts import Account
from deploy.settings.objects.inboxes.common import CommonInbox
from deploy.settings.objects.inboxes.telegram import TelegramInbox
from deploy.settings.objects.inboxes.twilio import TwilioInbox
from deploy.settings.objects.integrations import LeadSquaredHook
from deploy.settings.section import Section
from tests.examples import inboxes, whole
from tests.unit.objects_names import NEW, OLD

Keys = dict[type[Section], set[str]]


def pairs(section: type[Section], data: Mapping[str, Any]) -> Iterator[tuple[type[Section], str]]:
    """Every key of a declaration with the section it belongs to."""
    for key, value in data.items():
        yield section, key
        annotation = section.model_fields[key].annotation
        inside = value if isinstance(value, list) else [value]
        sections = schema.variants(schema.element(annotation) if isinstance(value, list) else annotation)
        for each in inside if sections else ():
            chosen = next((one for one in sections if schema.tag(one) == each.get("type")), sections[0])
            yield from pairs(chosen, each)


def keys(data: Mapping[str, Any]) -> Keys:
    """The keys that a declaration uses, by section."""
    found: Keys = defaultdict(set)
    for section, key in pairs(Account, data):
        found[section].add(key)
    return found


def known(section: type[Section] = Account) -> Keys:
    """The keys that the schema has, by section."""
    found: Keys = defaultdict(set)
    for place in schema.places(section):
        assert place.parent
        found[place.parent].add(place.path.rpartition(".")[2])
    return found


PROVIDERS = {"inboxes": inboxes.PROVIDER_ONLY}  # Chatwoot asks them at once, and nothing leads their names elsewhere
UNTRIED = {LeadSquaredHook}  # needs a feature of the account that no recording has


NAMES_ONLY = {"browser_inboxes"}  # nothing of it is written: other objects may use these names
FIXED = {
    *("agents.email", "labels.title", "teams.name", "agent_bots.name", "webhooks.url", "canned_responses.short_code"),
    *("dashboard_apps.title", "custom_filters.name", "custom_filters.type", "macros.name", "macros.visibility"),
    *("automation_rules.name", "portals.slug", "integrations.type", "integrations.inbox", "agent_bots.bot_type"),
    *("custom_attributes.key", "custom_attributes.model", "custom_attributes.type", "inboxes.type"),
    *("inboxes.email", "inboxes.phone_number", "inboxes.provider", "inboxes.line_channel_id"),
}


def test_the_examples_use_every_key_of_the_schema() -> None:
    used: Keys = defaultdict(set)
    declared = [make("Acme", release) for make in (whole.full, whole.bent) for release in (OLD, NEW)]
    for each in [*declared, PROVIDERS]:
        for section, found in keys(each).items():
            used[section] |= found
    shared = set(CommonInbox.model_fields)  # those that all channels have are tried with the others
    for section, wanted in known().items():
        if section not in UNTRIED:
            left = wanted - used[section] - NAMES_ONLY - (shared if section in (TelegramInbox, TwilioInbox) else set())
            assert left == set(), section.__name__


@pytest.mark.parametrize("release", [OLD, NEW])
def test_every_key_that_can_be_changed_is_bent(release: Release) -> None:
    """What stays is the key of its object, or what Chatwoot never changes."""
    full, other = whole.full("Acme", release), whole.bent("Acme", release)
    never = set()
    for section in (each for each in full if isinstance(full[each], list) and isinstance(full[each][0], dict)):
        pairs_ = list(zip(full[section], other[section], strict=True))
        used = {key for one, _ in pairs_ for key in one}
        never |= {f"{section}.{key}" for key in used if all(one.get(key) == bent.get(key) for one, bent in pairs_)}
    assert never == FIXED
