"""The stand-in's database prepares, migrates and refuses as the reference says of the real one; its faults are real."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.standin import StandIn


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
