"""The hand-off file is enough for a dashboard: its six operations, by its address and token alone."""

from pathlib import Path

import pytest

from deploy.chatwoot.needed import needed
from deploy.checks.application import ApplicationState
from deploy.settings.settings import Settings
from tests.vps.dashboard import CANARY, Canary, Dashboard


def test_hand_off_file_is_private(handoff: Path) -> None:
    assert handoff.stat().st_mode & 0o777 == 0o600
    assert handoff.parent.stat().st_mode & 0o777 == 0o700


def test_hand_off_file_names_the_accounts(handoff: Path, settings: Settings, application: ApplicationState) -> None:
    lines = [line for line in handoff.read_text().splitlines() if "TOKEN" not in line]
    assert f"CHATWOOT_BASE_URL={settings.url}" in lines
    first = application.accounts[settings.accounts[0].name]
    assert f"CHATWOOT_ACCOUNT_ID={first}" in lines


def test_everything_declared_is_in_chatwoot(settings: Settings, application: ApplicationState) -> None:
    assert not needed(settings, application)


def test_inboxes_are_listed(settings: Settings, dashboard: Dashboard) -> None:
    # Whether they are as declared, test_objects.py tells.
    live = {inbox["name"] for inbox in dashboard.inboxes()}
    assert {each.name for each in settings.accounts[0].inboxes or ()} <= live


def test_conversations_are_listed_by_status_and_inbox(dashboard: Dashboard, canary: Canary) -> None:
    dashboard.set_status(canary.conversation, "open")
    found = dashboard.conversations("open", canary.inbox)
    assert canary.conversation in [each["id"] for each in found]
    assert {each["inbox_id"] for each in found} == {canary.inbox}
    assert {each["status"] for each in found} == {"open"}
    resolved = dashboard.conversations("resolved", canary.inbox)
    assert canary.conversation not in [each["id"] for each in resolved]


def test_messages_are_listed(dashboard: Dashboard, canary: Canary) -> None:
    incoming = [each["content"] for each in dashboard.messages(canary.conversation) if each["message_type"] == 0]
    assert incoming == [canary.content]


def test_message_is_sent(dashboard: Dashboard, canary: Canary) -> None:
    text = f"Answer to {canary.identifier}"
    sent = dashboard.send(canary.conversation, text)
    assert (sent["content"], sent["message_type"], sent["private"]) == (text, 1, False)
    assert sent["id"] in [each["id"] for each in dashboard.messages(canary.conversation)]


@pytest.mark.parametrize("status", ["resolved", "open"])
def test_status_is_toggled(status: str, dashboard: Dashboard, canary: Canary) -> None:
    assert dashboard.set_status(canary.conversation, status)["current_status"] == status
    assert canary.conversation in [each["id"] for each in dashboard.conversations(status, canary.inbox)]


def test_contacts_are_searched(dashboard: Dashboard, canary: Canary) -> None:
    found = dashboard.contacts(canary.identifier)
    assert [each["id"] for each in found] == [canary.contact]
    assert found[0]["name"] == CANARY
    # Ids alone: what a search that finds too much finds are customers.
    assert [each["id"] for each in dashboard.contacts(f"{canary.identifier}-nobody")] == []
