"""Live objects as a declaration: nothing that somebody wrote in a Chatwoot can be more than data."""

import ast
from typing import Any

import pytest

from deploy.errors import OperatorError
from deploy.objects.account import sections
from deploy.objects.check import problems
from deploy.objects.difference import differences
from deploy.objects.export import Exporter
from deploy.objects.found_secrets import FoundSecrets
from deploy.objects.kind import Live
from deploy.objects.registry import by_noun
from deploy.objects.secret import Secret
from deploy.objects.source import proven
from deploy.objects.world import Release
from deploy.settings.accounts import Account
from deploy.settings.example import literal
from deploy.settings.load import load
from tests.examples import whole
from tests.unit.declaration import SMALLEST
from tests.unit.objects_exported import EVIL, HOOK, data, lines, live
from tests.unit.objects_names import NEW, OLD


@pytest.mark.parametrize("character", [*map(chr, range(0x20)), "\x7f", "\x85", "\u2028", "\u2029", "\u202e", "\ud800"])
def test_a_literal_is_one_line_and_the_same_value(character: str) -> None:
    value = {f"key{character}": [f'a{character}b"\\', "é \U0001f600"]}
    found = literal(value)
    assert character in " " or character not in found
    assert len(found.splitlines()) == 1
    assert ast.literal_eval(found) == value
    assert "é \U0001f600" in found


@pytest.mark.parametrize("release", [OLD, NEW])
def test_every_type_comes_back_as_it_was(release: Release) -> None:
    """Nothing of the full example is commented out, and what was written declares the same."""
    meant = sections(Account.model_validate(whole.full("Acme", release)), "accounts[0]", Secret)
    objects = [(kind, each) for kind, each in meant if kind.noun != "portal of inbox"]
    secrets = FoundSecrets()
    written = Exporter("Acme", 7, release, secrets, ()).lines(
        [(kind, [Live(one.key, number, one.fields, {}) for number, one in enumerate(each)]) for kind, each in objects]
    )
    assert not [line for line in written if line.lstrip().startswith("#")]
    (found,) = data(written)
    again = dict(
        sections(Account.model_validate(found), "accounts[0]", lambda name: Secret(secrets.values[name] or ""))
    )
    told = 0
    for kind, each in objects:
        for one, other in zip(each, again[kind], strict=True):
            assert differences(other.fields, one.fields) == (), one.key
            # What is empty is not written: undeclared it is left alone.
            assert set(other.fields) == {key for key, value in one.fields.items() if value not in ("", [], {})}
            told += 1
    assert told > 30


def test_texts_of_users_come_back_as_they_are() -> None:
    kept = EVIL.translate({0: None, 0xD800: None})  # no database holds those two, and no declaration takes them
    response = live("canned response", short_code="hi", content=kept)
    (account,) = data(lines(("canned response", response), name=EVIL))
    assert account == {"name": EVIL, "canned_responses": [{"short_code": "hi", "content": kept}]}


def test_a_line_end_leaves_no_comment() -> None:
    """The key and the reason of an object that cannot be declared stand behind `#`."""
    label = live("label", title="ok\nimport os\u2028x", color="#ff0000")
    found = lines(("label", label))
    assert any("cannot be declared as it is" in line and "import os x" in line for line in found)
    assert data(found) == [{"name": "Acme", "labels": []}]


@pytest.mark.parametrize("wrong", ["import os\naccounts = []", "accounts = f()", "other = 1", "accounts = [", "a\0"])
def test_a_declaration_that_is_more_than_data_is_not_written(wrong: str) -> None:
    with pytest.raises(OperatorError, match="nothing was written"):
        proven(f'"""Doc."""\n{wrong}\n', ["accounts"])


def test_digits_of_a_colour_are_no_missing_reference() -> None:
    found = data(lines(("label", live("label", title="vip", color="#112233"))))
    assert found[0]["labels"] == [{"title": "vip", "color": "#112233"}]


def test_what_refers_to_something_gone_is_commented_out() -> None:
    macro = live("macro", name="M", visibility="global", actions=[{"assign_team": "#17"}])
    found = lines(("macro", macro))
    assert data(found)[0]["macros"] == []
    assert sum("no longer exists (actions[0].assign_team #17)" in line for line in found) == 1


def rule(number: int, name: str, **condition: Any) -> tuple[str, Live]:
    """A rule with one condition."""
    fields = {"name": name, "event": "conversation_created", "match": "all", "actions": [{"mute_conversation": True}]}
    return "automation rule", live("automation rule", number, **fields, conditions=[condition])


def written(found: list[str]) -> tuple[dict[str, Any], str]:
    """What the account declares, without empty lists, and the reasons for the rest. `check` takes all of it."""
    (account,) = data(found)
    settings = load(SMALLEST | {"accounts": [account], "chatwoot": {"version": "4.10.0"}}, "vps1")
    assert problems(settings) == []
    reasons = [line for line in found if "cannot be declared as it is" in line]
    return {key: value for key, value in account.items() if value and key != "name"}, "\n".join(reasons)


def test_what_names_an_object_that_is_not_written_is_commented_out_too() -> None:
    """And what names that: here an attribute, the inbox that asks for it, the webhook of the inbox."""
    question = {"field_type": "contact_attribute", "name": "tier", "label": "Tier", "type": "text"}
    tier = {"model": "contact", "key": "tier", "name": "Tier", "type": "no such type"}
    widget = {"type": "web_widget", "name": "Site", "website_url": "https://www.example.com"}
    found, reasons = written(
        lines(
            ("account", live("account", name="Acme", locale="es", auto_resolve_label="gone")),
            ("custom attribute", live("custom attribute", 1, **tier)),
            ("inbox", live("inbox", 2, **widget, pre_chat_fields=[question])),
            ("webhook", live("webhook", 3, url="https://a.example.com", inbox="Site")),
            rule(4, "Of the tier", attribute="tier", of="contact", operator="is_present"),
            rule(5, "Of a label", attribute="labels", operator="equal_to", values=["gone"]),
            rule(6, "Of a status", attribute="status", operator="equal_to", values=["open"]),
        )
    )
    assert found.pop("locale") == "es"
    assert [each["name"] for each in found.pop("automation_rules")] == ["Of a status"]
    assert found == {}
    assert "it refers to custom attribute that is not declared here (conditions[0].attribute tier)" in reasons
    assert "it refers to inbox that is not declared here (inbox Site)" in reasons
    assert "auto_resolve_label cannot be declared as it is: it refers to label that is not there" in reasons


def test_a_condition_on_an_attribute_of_the_other_model_is_commented_out() -> None:
    tier = live("custom attribute", 1, model="contact", key="tier", name="Tier", type="text")
    found, reasons = written(
        lines(("custom attribute", tier), rule(2, "R", attribute="tier", of="conversation", operator="is_present"))
    )
    assert list(found) == ["custom_attributes"]
    assert "conditions[0].of: tier belongs to the contact" in reasons


def test_an_inbox_of_the_browser_can_be_named_and_the_admin_too() -> None:
    facebook = Live("Channel::FacebookPage Page", 1, {"type": "Channel::FacebookPage", "name": "Page"}, {}, True)
    admin = {**HOOK, "members": ["ana@example.com"]}
    objects = [
        ("inbox", facebook),
        rule(2, "R", attribute="inbox", operator="equal_to", values=["Page"]),
        ("inbox", live("inbox", 3, **admin)),
        ("agent", Live("ana@example.com", 1, {"email": "ana@example.com"}, {}, True)),
    ]
    found, _ = written(lines(*objects, admin="ana@example.com"))
    assert [len(found[each]) for each in ("automation_rules", "inboxes")] == [1, 1]
    assert found["browser_inboxes"] == ["Page"]
    found, reasons = written(lines(*objects))
    assert "inboxes" not in found
    assert "it refers to agent that is not declared here (members[0] ana@example.com)" in reasons
    twin = ("inbox", Live("Channel::TikTok Page", 9, {"type": "Channel::TikTok", "name": "Page"}, {}, True))
    found, reasons = written(lines(*objects, twin, admin="ana@example.com"))
    assert list(found) == ["inboxes"]
    assert "it refers to inbox that is not declared here" in reasons


def test_of_two_of_one_key_the_older_is_written() -> None:
    two = [live("agent bot", number, name="Bot", outgoing_url=f"https://{number}.example.com") for number in (2, 1)]
    found, reasons = written(lines(*[("agent bot", each) for each in two]))
    assert found == {"agent_bots": [{"name": "Bot", "outgoing_url": "https://1.example.com"}]}
    assert "it shares its key with another agent bot, which is older" in reasons


def test_a_name_of_two_is_not_called_gone() -> None:
    """By number for the younger, by name for the older."""
    older, younger = (
        Live(by_noun("inbox").key(fields), number, fields, {"id": number})
        for number, fields in ((3, HOOK), (4, HOOK | {"type": "telegram", "bot_token": Secret("t")}))
    )
    hooks = [live("webhook", n, url=f"https://{n}.example.com", inbox=name) for n, name in enumerate(("#4", "Shop"))]
    found, reasons = written(lines(("inbox", older), ("inbox", younger), *[("webhook", each) for each in hooks]))
    assert list(found) == ["inboxes"]
    assert reasons.count("inbox that shares its name with another") == 2
    assert "no longer exists" not in reasons


def test_taking_a_conversation_from_its_team_is_no_missing_reference() -> None:
    macro = live("macro", name="M", visibility="global", actions=[{"assign_team": "#0"}])
    assert len(data(lines(("macro", macro)))[0]["macros"]) == 1


def test_what_this_release_refuses_is_commented_out_with_the_reason() -> None:
    """Stored by a later release, or by Chatwoot without a look: `check` would stop at it."""
    hook = live("webhook", url="https://crm.example.com/e", subscriptions=["conversation_typing_on", "message_created"])
    assert len(data(lines(("webhook", hook)))[0]["webhooks"]) == 1
    old = lines(("webhook", hook), release=OLD)
    assert data(old)[0]["webhooks"] == []
    assert any("conversation_typing_on came with 4.2" in line and line.lstrip().startswith("#") for line in old)


def test_settings_of_an_account_are_judged_one_by_one() -> None:
    flags = {"macros": True, "of_a_later_release": False}
    own = live("account", name="Acme", locale="es", support_email="not an address", features=flags)
    found = lines(("account", own))
    assert data(found) == [{"name": "Acme", "locale": "es", "features": {"macros": True}}]
    assert sum("cannot be declared as it is" in line for line in found) == 2


def bot(number: int, name: str, secret: str) -> tuple[str, Live]:
    """An integration with a secret."""
    fields = {"type": "openai", "api_key": Secret(secret)}
    return "integration", Live(name, number, fields, {})


def test_every_secret_has_a_name_of_its_own() -> None:
    """Accounts of one slug, of no letter of ours, objects alike or too long."""
    secrets, long = FoundSecrets(), "x" * 80
    names = [("Acme", 1), ("acme!", 2), ("Магазин", 3), ("Склад", 4), ("9 lives", 5)]
    kept: dict[str, str] = {}
    for account in names:
        for number, words in enumerate(("bot почта", "bot почта", f"{long} imap", f"{long} smtp", f"{long} smtp")):
            value = f"{account[1]}-{number}"
            kept[secrets.keep(account, 4, words, Secret(value))] = value
    assert len(kept) == 25
    assert secrets.values == kept
    for name in kept:
        Account.model_validate({"name": "A", "integrations": [{"type": "openai", "api_key": name}]})


def test_secrets_of_two_accounts_are_kept_apart() -> None:
    secrets = FoundSecrets()
    both = [lines(bot(1, "openai", value), secrets=secrets, name=name) for name, value in (("A B", "1"), ("A-B", "2"))]
    asked = [each["integrations"][0]["api_key"] for each in data(*both)]
    assert [secrets.values[each] for each in asked] == ["1", "2"]


def test_inboxes_of_any_name_and_site_are_live_lines() -> None:
    """As the application takes them; 2.10 could not have taken the names."""
    named = {"name": "Sales (EU)"}
    widget = live("inbox", 1, type="web_widget", website_url="acme.com", **named)
    program = live("inbox", 2, type="api", name="Support \U0001f642")
    hook = live("webhook", 3, url="https://crm.example.com/e", inbox="Sales (EU)")
    found, reasons = written(lines(("inbox", widget), ("inbox", program), ("webhook", hook)))
    assert found["inboxes"] == [widget.fields, program.fields]
    assert found["webhooks"] == [hook.fields]
    assert reasons == ""
    old = lines(("inbox", widget), release=OLD)
    assert data(old)[0]["inboxes"] == []
    assert any("name this release takes no such name for an inbox of type web_widget" in line for line in old)


def test_a_macro_that_lost_its_visibility_is_commented_out() -> None:
    """Left out it is declared as global, which the next plan would tell as a change (2.10; chatwoot.md 1.8)."""
    actions = [{"mute_conversation": True}]
    lost, kept = (
        live("macro", n, name=f"M{n}", visibility=each, actions=actions) for n, each in ((1, None), (2, "global"))
    )
    found = lines(("macro", lost), ("macro", kept), release=OLD)
    assert [each["name"] for each in data(found)[0]["macros"]] == ["M2"]
    (said,) = [line for line in found if "cannot be declared as it is" in line]
    assert (
        'macro M1 cannot be declared as it is: visibility is not set in Chatwoot, and left out means "global"' in said
    )


def test_a_hook_whose_feature_is_off_is_commented_out() -> None:
    fields = {"type": "leadsquared", "access_key": Secret("a"), "secret_key": Secret("s")}
    hook = "integration", Live("leadsquared", 1, fields, {})
    for on in (True, False):
        own = live("account", name="Acme", features={"crm_integration": on})
        found, reasons = written(lines(("account", own), hook))
        assert len(found.get("integrations", ())) == on
        assert ("leadsquared does nothing without the feature crm_integration" in reasons) is not on
