"""The stand-in's database prepares, migrates and refuses as the reference says of the real one; its faults are real."""

from __future__ import annotations

import threading
from collections import Counter

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


def test_2_10_needs_a_stop_before_4_1(servers: StandIn) -> None:
    """The squashed first migration meets tables that exist; by way of 3.5.2 all goes well."""
    servers.play("2.10.0")
    assert servers.prepare("ladder") == ""
    servers.play("4.1.0")
    assert 'relation "access_tokens" already exists' in servers.prepare("ladder")
    for version in ("3.5.2", "4.1.0", "4.10.0"):
        servers.play(version)
        assert servers.prepare("ladder") == ""
    assert servers.sql("SELECT max(version) FROM schema_migrations", "ladder") == "20260114201315"


def test_data_of_2_10_survives_every_stop(servers: StandIn) -> None:
    """Nothing is lost on the way to 4.11.0, and every release on it can read and write."""
    servers.play("2.10.0")
    assert servers.prepare("kept") == ""
    servers.runner(OLD_DATA, POSTGRES_DATABASE="kept")
    before, written = servers.sql(CONTENT, "kept"), ["marker 0", "marker 1", "marker 2"]
    assert before
    for version in ("3.5.2", "4.1.0", "4.10.0", "4.11.0"):
        servers.play(version)
        assert servers.prepare("kept") == ""
        assert servers.sql(CONTENT, "kept") == before, version
        written.append(version)
        assert servers.runner(USED, POSTGRES_DATABASE="kept") == [1, "Ñandú", written]
    # Days became minutes on the way.
    assert servers.sql("SELECT settings->>'auto_resolve_after' FROM accounts", "kept") == "10080"
    assert servers.sql(NEWEST, "kept") == "20260220000001"


def test_squashed_migration_over_data_changes_nothing(servers: StandIn) -> None:
    """2.10 with data straight to 4.10: the first pending migration fails in its own transaction."""
    servers.play("2.10.0")
    assert servers.prepare("squashed") == ""
    servers.runner(OLD_DATA, POSTGRES_DATABASE="squashed")
    before = servers.sql(CONTENT, "squashed")
    servers.play("4.10.0")
    assert "PG::DuplicateTable" in servers.prepare("squashed")
    assert servers.sql(CONTENT, "squashed") == before
    assert servers.sql(NEWEST, "squashed") == "20221017201914"


def test_accounts_need_4_1_as_its_own_hop(servers: StandIn) -> None:
    """3.5.2 with an account straight to 4.10: 20250416182131 fails, and what ran before it stays."""
    servers.play("3.5.2")
    assert servers.prepare("trap") == servers.prepare("no_account") == ""
    servers.runner(OLD_DATA, POSTGRES_DATABASE="trap")
    servers.play("4.10.0")
    assert servers.prepare("no_account") == ""
    assert "undefined method 'settings'" in servers.prepare("trap").replace("`", "'")
    assert servers.sql(NEWEST, "trap") == "20250116061033"
    for version in ("4.1.0", "4.10.0"):
        servers.play(version)
        assert servers.prepare("trap") == ""


def test_old_web_serves_while_the_additive_migration_runs(servers: StandIn) -> None:
    """4.10.0 reads and writes before, during and after the migration to 4.11.0."""
    servers.play("4.10.0")
    assert servers.prepare("additive") == ""
    token = servers.runner(
        OLD_DATA.replace("puts '@@1'", 'puts "@@#{user.access_token.token.to_json}"'), POSTGRES_DATABASE="additive"
    )
    servers.start_web(POSTGRES_DATABASE="additive")
    url, headers = f"{servers.url}/api/v1/accounts/1", {"api_access_token": token}
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
        servers.play("4.11.0")
        assert servers.prepare("additive", STANDIN_FAULTS="migrate_slow=2") == ""
    finally:
        done.set()
        user.join(30)
    assert set(statuses) == {200}
    assert statuses[200] > 20
    assert servers.sql(NEWEST, "additive") == "20260220000001"
    assert requests.get(f"{url}/conversations", headers=headers, timeout=10).status_code == 200
    assert requests.get(f"{servers.url}/api", timeout=10).json()["version"] == "4.10.0"
    written = servers.sql("SELECT count(*) FROM messages WHERE content = 'during'", "additive")
    assert int(written) == statuses[200] // 2
    servers.stop("web")


def test_role_without_rights_cannot_make_the_extensions(servers: StandIn) -> None:
    """A superuser has to make them beforehand."""
    servers.play("4.10.0")
    servers.sql("CREATE ROLE app LOGIN PASSWORD 'x'")
    servers.sql("CREATE DATABASE small OWNER app")
    failure = servers.prepare("small", POSTGRES_USERNAME="app")
    assert 'permission denied to create extension "pg_stat_statements"' in failure
    for name in ("pg_stat_statements", "pg_trgm", "pgcrypto", "vector"):
        servers.sql(f"CREATE EXTENSION IF NOT EXISTS {name}", "small")
    assert servers.prepare("small", POSTGRES_USERNAME="app") == ""
    assert servers.redis("EXISTS", "alfred:CHATWOOT_INSTALLATION_ONBOARDING") == "1"


def test_faults_of_the_migration(servers: StandIn) -> None:
    """Each one fails; a later try without it succeeds."""
    servers.play("4.10.0")
    assert "migrate_fail" in servers.prepare("faulty", STANDIN_FAULTS="migrate_fail")
    assert "migrate_half" in servers.prepare("faulty", STANDIN_FAULTS="migrate_half")
    slow = servers.prepare("faulty", STANDIN_FAULTS="migrate_slow=3", POSTGRES_STATEMENT_TIMEOUT="1s")
    assert "statement timeout" in slow
    assert servers.prepare("faulty", STANDIN_FAULTS="migrate_slow=3", POSTGRES_STATEMENT_TIMEOUT="600s") == ""
