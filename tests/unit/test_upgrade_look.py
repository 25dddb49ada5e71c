"""The look at an installation before an upgrade: one command, run here by a shell with stand-ins, and its answer."""

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from deploy.errors import OperatorError
from deploy.host import connection
from deploy.host.connection import Output
from deploy.upgrades import look
from tests.unit.declaration import settings
from tests.unit.upgrade_world import host

DATABASE = '{"versions": ["1", "20260114201315"], "major": 17, "extensions": ["vector", "plpgsql"], "megabytes": 9}'
ANSWER = f"database {DATABASE}\nredis 8.0.2\nstorage 31\nimage 2100000000\nfree 15000\n"
RUNNING = "registry.example.com:5000/chatwoot/chatwoot:v4.10.0-ce"
DOCKER = """#!/bin/sh
printf '%s\\n' "$@" >> "$LOG"
case "$*" in
  *psql*) cat > "$LOG.sql"; cat "$ANSWERS/database" ;;
  *redis-cli*) printf '# Server\\r\\nredis_version:8.0.2\\r\\nredis_mode:standalone\\r\\n' ;;
  "image inspect -f image {{.Size}} "*) echo image 2100000000 ;;
esac
"""
TOOLS = {
    "docker": DOCKER,
    "du": "#!/bin/sh\nprintf '31\\t%s\\n' \"$2\"\n",
    "df": "#!/bin/sh\nprintf 'Avail\\n  20000\\n  15000\\n'\n",
}


def run(folder: Path, database: str = DATABASE, running: str | None = RUNNING, **declared: Any) -> str:
    """What the command prints on a host."""
    (folder / "bin").mkdir()
    for name, text in TOOLS.items():
        (folder / "bin" / name).write_text(text)
        (folder / "bin" / name).chmod(0o755)
    (folder / "database").write_text(database)
    path = f"{folder / 'bin'}:{os.environ['PATH']}"
    environment = {"PATH": path, "LOG": str(folder / "log"), "ANSWERS": str(folder)}
    command = look.command(settings(project="p", **declared), running)
    done = subprocess.run(["sh", "-c", command], env=environment, capture_output=True, check=True)
    assert done.stderr == b""
    return done.stdout.decode()


def test_one_command_asks_for_everything(tmp_path: Path) -> None:
    assert run(tmp_path) == ANSWER
    asked = (tmp_path / "log.sql").read_text()
    assert asked.startswith("SELECT jsonb_build_object(")
    assert "--" not in asked
    assert "no secret" not in asked


def test_names_with_quotes_reach_docker_as_they_are(tmp_path: Path) -> None:
    run(tmp_path, running="it's a $(touch pwned):v1", postgres={"database": "chat_woot"})
    words = (tmp_path / "log").read_text().splitlines()
    assert "it's a $(touch pwned):v1" in words
    assert words[words.index("-d") + 1] == "chat_woot"


def test_an_absent_database_leaves_the_other_answers(tmp_path: Path) -> None:
    answer = run(tmp_path, database="")
    assert answer.splitlines()[0] == "database "
    assert look.parse(settings(), RUNNING, answer) is None


def test_uploads_count_only_where_a_backup_copies_them(tmp_path: Path) -> None:
    assert "storage 0\n" in run(tmp_path, backup={"repository": "rest:https://backup.example.com/"})


def test_a_server_of_the_operators_own_is_asked_through_web() -> None:
    command = look.command(settings(project="p", postgres={"host": "db"}, redis={"url": "redis://r:6379"}), RUNNING)
    assert "docker exec -i p-chatwoot sh -c" in command
    assert "docker exec p-chatwoot bundle exec ruby" in command
    assert "p-postgres" not in command.replace("p-postgres-17", "")


def test_the_answer_as_data() -> None:
    found = look.parse(settings(), RUNNING, ANSWER)
    assert found is not None
    assert found.version == "4.10.0-ce"
    assert found.schema_versions == frozenset({"1", "20260114201315"})
    assert (found.postgres_major, found.postgres_declared) == (17, 17)
    assert found.extensions == frozenset({"vector", "plpgsql"})
    assert found.redis == (8, 0, 2)
    assert (found.database_mb, found.storage_mb, found.free_mb, found.image_mb) == (9, 31, 15000, 2100)


def test_what_is_not_told_is_not_invented() -> None:
    found = look.parse(settings(postgres={"host": "db"}), None, f"database {DATABASE}\nstorage \nfree \n")
    assert found is not None
    assert (found.version, found.postgres_declared) == (None, None)
    assert (found.redis, found.storage_mb, found.free_mb) == ((0,), 0, 0)
    assert found.image_mb > 0  # an assumption, by which the estimate stays an upper bound


@pytest.mark.parametrize("answer", ["", "database \n", "database ERROR: no\n", "redis 8.0\n"])
def test_without_the_database_nothing_is_known(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr(connection, "run", lambda *_, **__: Output(False, answer, ""))
    with pytest.raises(OperatorError, match="vps1: the database does not answer, so the release cannot be told"):
        look.look(host(), settings(), RUNNING)
