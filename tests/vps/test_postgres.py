"""PostgreSQL: the application's role may do its work and no more."""

import json
from typing import Any

import pytest
from pydantic import SecretStr

from deploy.settings.settings import Settings
from deploy.stack.secrets import Secrets
from deploy.stack.services import EXTENSIONS
from tests.vps.shell import Shell

_LOOK = """\
SELECT json_build_object(
  'rights', (SELECT json_object_agg(key, value) FROM pg_roles r, json_each(row_to_json(r))
             WHERE rolname = :'role' AND key LIKE 'rol%' AND value::text = 'true'),
  'owner', (SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()),
  'public', has_database_privilege('public', current_database(), 'CONNECT'),
  'extensions', (SELECT json_agg(extname) FROM pg_extension),
  'major', current_setting('server_version_num')::int / 10000,
  'superusers', (SELECT json_agg(rolname) FROM pg_roles WHERE rolsuper))
"""

# Not over loop-back, which the image trusts without a password; the container's own name is its address.
_LOGIN = (
    'IFS= read -r PGPASSWORD; export PGPASSWORD; exec psql -w -XAtq -h "$0" -U "$1" -d "$2" -c "SELECT current_user"'
)


@pytest.fixture(scope="module")
def container(settings: Settings) -> str:
    """The container; without one there is nothing of ours to look at."""
    if not settings.postgres.embedded:
        pytest.skip("PostgreSQL is a server of your own")
    return settings.container("postgres")


@pytest.fixture(scope="module")
def database(container: str, settings: Settings, shell: Shell) -> dict[str, Any]:
    """What the catalogue says."""
    options = f"-XAtq -v ON_ERROR_STOP=1 -v role={settings.postgres.username} -d {settings.postgres.database} -f -"
    found: dict[str, Any] = json.loads(shell.must(f"docker exec -i {container} psql -U postgres {options}", _LOOK))
    return found


def test_role_may_log_in_and_nothing_else(database: dict[str, Any]) -> None:
    assert set(database["rights"]) == {"rolcanlogin", "rolinherit"}


def test_only_the_superuser_is_one(database: dict[str, Any]) -> None:
    assert database["superusers"] == ["postgres"]


def test_role_owns_its_database(settings: Settings, database: dict[str, Any]) -> None:
    assert database["owner"] == settings.postgres.username
    assert not database["public"], "every role may connect"


def test_extensions_are_there(database: dict[str, Any]) -> None:
    assert set(EXTENSIONS) <= set(database["extensions"])


def test_major_is_the_declared_one(settings: Settings, database: dict[str, Any]) -> None:
    assert database["major"] == settings.postgres.major


def test_declared_password_opens(container: str, settings: Settings, secrets: Secrets, shell: Shell) -> None:
    said = shell.run(_login(container, settings), SecretStr(secrets["POSTGRES_PASSWORD"] + "\n"))
    assert (said.code, said.stdout.strip(), said.stderr) == (0, settings.postgres.username, "")


def test_wrong_password_does_not(container: str, settings: Settings, shell: Shell) -> None:
    said = shell.run(_login(container, settings), "wrong\n")
    assert said.code != 0
    assert "password authentication failed" in said.stderr


def _login(container: str, settings: Settings) -> str:
    postgres = settings.postgres
    return f"docker exec -i {container} sh -c '{_LOGIN}' {container} {postgres.username} {postgres.database}"
