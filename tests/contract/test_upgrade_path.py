"""The stand-in's database prepares, migrates and refuses as the reference says of the real one; its faults are real."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.contract.standin import StandIn

# What an installation of 2.10 holds: an account with seven days of auto-resolve, an agent, an inbox, three messages.
OLD_DATA = """
account = Account.create!(name: 'Old', auto_resolve_duration: 7)
user = User.new(name: 'Ana', email: 'ana@example.com', password: 'Secret!1234')
user.skip_confirmation!
user.save!
AccountUser.create!(account: account, user: user, role: :administrator)
inbox = account.inboxes.create!(name: 'Orders', channel: Channel::Api.create!(account: account))
contact = account.contacts.create!(name: 'Ñandú', email: 'n@example.com')
link = ContactInbox.create!(contact: contact, inbox: inbox)
talk = account.conversations.create!(inbox: inbox, contact: contact, contact_inbox: link)
made = { account: account, inbox: inbox, message_type: :incoming, sender: contact }
3.times { |i| talk.messages.create!(made.merge(content: "marker #{i}")) }
puts '@@1'
"""
# One more, by the models of the release that is played; and what they read.
USED = """
talk = Conversation.first
made = { account: talk.account, inbox: talk.inbox, message_type: :outgoing, sender: User.first }
talk.messages.create!(made.merge(content: Release.version))
puts "@@#{[talk.display_id, talk.contact.name, talk.messages.order(:id).pluck(:content)].to_json}"
"""
CONTENT = """
SELECT md5(string_agg(line, E'\\n' ORDER BY line)) FROM (
  SELECT 'm' || row(id, content, conversation_id, message_type, created_at)::text AS line
    FROM messages WHERE content LIKE 'marker%'
  UNION ALL SELECT 'c' || row(id, display_id, uuid, contact_id, inbox_id, status)::text FROM conversations
  UNION ALL SELECT 'p' || row(id, name, email)::text FROM contacts
  UNION ALL SELECT 'u' || row(id, email, name, encrypted_password)::text FROM users
  UNION ALL SELECT 'a' || row(id, name, locale, feature_flags)::text FROM accounts) AS lines
"""
NEWEST = "SELECT max(version) FROM schema_migrations"


@pytest.fixture(scope="module")
def standin(root_fs: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandIn]:
    """PostgreSQL and Redis with the application beside them; no web."""
    double = StandIn(root_fs, "4.10.0", tmp_path_factory.mktemp("standin"))
    try:
        double.install()
        double.start_servers()
        yield double
    finally:
        double.close()


def test_2_10_needs_a_stop_before_4_1(standin: StandIn) -> None:
    """The squashed first migration meets tables that exist; by way of 3.5.2 all goes well."""
    standin.play("2.10.0")
    assert standin.prepare("ladder") == ""
    standin.play("4.1.0")
    assert 'relation "access_tokens" already exists' in standin.prepare("ladder")
    for version in ("3.5.2", "4.1.0", "4.10.0"):
        standin.play(version)
        assert standin.prepare("ladder") == ""
    assert standin.sql("SELECT max(version) FROM schema_migrations", "ladder") == "20260114201315"


def test_data_of_2_10_survives_every_stop(standin: StandIn) -> None:
    """Nothing is lost on the way to 4.11.0, and every release on it can read and write."""
    standin.play("2.10.0")
    assert standin.prepare("kept") == ""
    standin.runner(OLD_DATA, POSTGRES_DATABASE="kept")
    before, written = standin.sql(CONTENT, "kept"), ["marker 0", "marker 1", "marker 2"]
    assert before
    for version in ("3.5.2", "4.1.0", "4.10.0", "4.11.0"):
        standin.play(version)
        assert standin.prepare("kept") == ""
        assert standin.sql(CONTENT, "kept") == before, version
        written.append(version)
        assert standin.runner(USED, POSTGRES_DATABASE="kept") == [1, "Ñandú", written]
    # Days became minutes on the way.
    assert standin.sql("SELECT settings->>'auto_resolve_after' FROM accounts", "kept") == "10080"
    assert standin.sql(NEWEST, "kept") == "20260220000001"


def test_squashed_migration_over_data_changes_nothing(standin: StandIn) -> None:
    """2.10 with data straight to 4.10: the first pending migration fails in its own transaction."""
    standin.play("2.10.0")
    assert standin.prepare("squashed") == ""
    standin.runner(OLD_DATA, POSTGRES_DATABASE="squashed")
    before = standin.sql(CONTENT, "squashed")
    standin.play("4.10.0")
    assert "PG::DuplicateTable" in standin.prepare("squashed")
    assert standin.sql(CONTENT, "squashed") == before
    assert standin.sql(NEWEST, "squashed") == "20221017201914"


def test_accounts_need_4_1_as_its_own_hop(standin: StandIn) -> None:
    """3.5.2 with an account straight to 4.10: 20250416182131 fails, and what ran before it stays."""
    standin.play("3.5.2")
    assert standin.prepare("trap") == standin.prepare("no_account") == ""
    standin.runner(OLD_DATA, POSTGRES_DATABASE="trap")
    standin.play("4.10.0")
    assert standin.prepare("no_account") == ""
    assert "undefined method 'settings'" in standin.prepare("trap").replace("`", "'")
    assert standin.sql(NEWEST, "trap") == "20250116061033"
    for version in ("4.1.0", "4.10.0"):
        standin.play(version)
        assert standin.prepare("trap") == ""


def test_old_web_serves_while_the_additive_migration_runs(standin: StandIn) -> None:
    """4.10.0 reads and writes before, during and after the migration to 4.11.0."""
    standin.play("4.10.0")
    assert standin.prepare("additive") == ""
    token = standin.runner(
        OLD_DATA.replace("puts '@@1'", 'puts "@@#{user.access_token.token.to_json}"'), POSTGRES_DATABASE="additive"
    )
    standin.start_web(POSTGRES_DATABASE="additive")
    url, headers = f"{standin.url}/api/v1/accounts/1", {"api_access_token": token}
    statuses: Counter[int] = Counter()
    done = threading.Event()

    def use() -> None:
        while not done.is_set():
            statuses[requests.get(f"{url}/conversations", headers=headers, timeout=10).status_code] += 1
            message = {"content": "during"}
            sent = requests.post(f"{url}/conversations/1/messages", json=message, headers=headers, timeout=10)
            statuses[sent.status_code] += 1

    user = threading.Thread(target=use)
    user.start()
    try:
        standin.play("4.11.0")
        assert standin.prepare("additive", STANDIN_FAULTS="migrate_slow=2") == ""
    finally:
        done.set()
        user.join(30)
    assert set(statuses) == {200}
    assert statuses[200] > 20
    assert standin.sql(NEWEST, "additive") == "20260220000001"
    assert requests.get(f"{url}/conversations", headers=headers, timeout=10).status_code == 200
    assert requests.get(f"{standin.url}/api", timeout=10).json()["version"] == "4.10.0"
    written = standin.sql("SELECT count(*) FROM messages WHERE content = 'during'", "additive")
    assert int(written) == statuses[200] // 2
    standin.stop("web")


def test_role_without_rights_cannot_make_the_extensions(standin: StandIn) -> None:
    """A superuser has to make them beforehand."""
    standin.play("4.10.0")
    standin.sql("CREATE ROLE app LOGIN PASSWORD 'x'")
    standin.sql("CREATE DATABASE small OWNER app")
    failure = standin.prepare("small", POSTGRES_USERNAME="app")
    assert 'permission denied to create extension "pg_stat_statements"' in failure
    for name in ("pg_stat_statements", "pg_trgm", "pgcrypto", "vector"):
        standin.sql(f"CREATE EXTENSION IF NOT EXISTS {name}", "small")
    assert standin.prepare("small", POSTGRES_USERNAME="app") == ""
    assert standin.redis("EXISTS", "alfred:CHATWOOT_INSTALLATION_ONBOARDING") == "1"


def test_faults_of_the_migration(standin: StandIn) -> None:
    """Each one fails; a later try without it succeeds."""
    standin.play("4.10.0")
    assert "migrate_fail" in standin.prepare("faulty", STANDIN_FAULTS="migrate_fail")
    assert "migrate_half" in standin.prepare("faulty", STANDIN_FAULTS="migrate_half")
    slow = standin.prepare("faulty", STANDIN_FAULTS="migrate_slow=3", POSTGRES_STATEMENT_TIMEOUT="1s")
    assert "statement timeout" in slow
    assert standin.prepare("faulty", STANDIN_FAULTS="migrate_slow=3", POSTGRES_STATEMENT_TIMEOUT="600s") == ""
