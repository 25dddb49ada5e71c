"""What may be declared about backups, and which secrets belong to it."""

import pytest

from deploy.backups.files import backup_tree, repository
from deploy.backups.timers import declared, files
from deploy.errors import OperatorError
from deploy.settings.settings import Settings
from deploy.stack.secrets import Secrets, complete, generated, given
from tests.unit.declaration import settings
from tests.unit.secret_values import SECRETS

REST = {"backup": {"repository": "rest:https://backup.example.com/chat"}}
S3 = {"backup": {"repository": "s3:https://s3.example.com/bucket/chat"}}


def environment(declared: Settings, **secrets: str) -> dict[str, str]:
    """backup.env as shell would read it; no value of these tests needs quotes but the empty one."""
    tree = backup_tree(declared, Secrets(SECRETS | secrets))
    file = next(each for each in tree.files if each.path.endswith("/backup.env"))
    assert (file.mode, file.secret) == ("600", True)
    lines = (line.partition("=") for line in file.content.splitlines() if "=" in line and line[0] != "#")
    return {name: value.strip("'") for name, _, value in lines}


@pytest.mark.parametrize(
    "value",
    [
        "/mnt/backups/chat",
        "sftp:backup@store.example.com:/srv/chat",
        "sftp://backup@store.example.com:2222//srv/chat",
        "s3:https://s3.example.com/bucket/chat",
        "s3:s3.amazonaws.com/bucket",
        "rest:http://172.29.7.1:8000/chat",
    ],
)
def test_repositories_as_restic_writes_them(value: str) -> None:
    assert repository(settings(backup={"repository": value})) == value


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("backups/chat", "is no repository"),
        ("https://backup.example.com/", "is no repository"),
        ("/mnt/my backups", "is no repository"),
        ("rest:https://me:secret1234@backup.example.com/", "BACKUP_REST_PASSWORD"),
        ("s3:https://key:secret1234@s3.example.com/bucket", "BACKUP_ACCESS_KEY_ID"),
    ],
)
def test_bad_repositories_are_refused_without_their_login(value: str, words: str) -> None:
    with pytest.raises(OperatorError, match=words) as error:
        settings(backup={"repository": value})
    assert "secret1234" not in str(error.value)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("/opt/smarter", "lies in /opt/smarter"),
        ("/opt/smarter/backups", "lies in /opt/smarter"),
        ("//opt/./chat/../smarter/backups", "lies in /opt/smarter"),
        ("/var/lib/chatwoot-deploy/smarter/backup", "lies in /var/lib/chatwoot-deploy/smarter"),
        ("/var/cache/chatwoot-deploy/backups", "lies in /var/cache/chatwoot-deploy"),
        ("/var/lib/docker/volumes/backups/_data", "lies in /var/lib/docker"),
        ("/opt", "has /opt/smarter below it"),
        ("/var/lib/chatwoot-deploy", "has /var/lib/chatwoot-deploy/smarter below it"),
        ("/var/lib/backups/..", "has /var/lib/chatwoot-deploy/smarter below it"),
        ("/..", "has /opt/smarter below it"),
    ],
)
def test_a_repository_in_a_directory_of_ours_is_refused(value: str, words: str) -> None:
    """`remove` deletes those, and the backups with them."""
    with pytest.raises(OperatorError) as error:
        settings(project="smarter", backup={"repository": value})
    (line,) = str(error.value).splitlines()
    assert line.startswith(f"vps1: backup.repository: {words},")
    assert line.endswith(". Declare a directory of its own, like /mnt/backups/smarter")


@pytest.mark.parametrize(
    "value",
    [
        "/opt/smarter-backups",
        "/opt/other/backups",
        "/var/backups/chatwoot-deploy/smarter",
        "/var/lib/chatwoot-deploy/backups",
        "sftp:backup@store.example.com:/opt/smarter",
        "s3:https://s3.example.com/opt/smarter",
    ],
)
def test_a_repository_beside_them_is_good(value: str) -> None:
    assert repository(settings(project="smarter", backup={"repository": value})) == value


@pytest.mark.parametrize(
    "value",
    [
        *("*-*-* 02:15:00", "daily", "Weekly Europe/Berlin", "hourly utc", "semiannually", "Sat", "*:0/15", "12-31"),
        *("Mon..Fri 10:00", "Sat,Sun 5:01", "Sun *-*-* 03:15:00 UTC", "*-*~03 10:00", "Mon *-05~07/1", "Sun  04:00"),
        *("Wed..Sat,Tue 12-10-15 1:2:3", "*-*-01..07 4:00:00.5", "03:05 Pacific/Auckland"),
    ],
)
def test_calendars_that_systemd_takes(value: str) -> None:
    assert settings(backup={"schedule": value}).backup.schedule == value


@pytest.mark.parametrize(
    "value",
    [
        *("0 2 * * *", "", "nightly; rm -rf /", "*-*-* 02:15:00\nExecStart=/bin/sh", "*-*-* 02:15:00\n"),
        *("every night", "daily night", "nightly", "UTC", "10", "Mon 5pm", "02:15 every day"),
    ],
)
def test_what_is_no_calendar_is_refused(value: str) -> None:
    with pytest.raises(OperatorError, match=r"backup\.schedule"):
        settings(backup={"schedule": value})


def test_unset_is_a_directory_of_the_project() -> None:
    assert repository(settings(project="smarter")) == "/var/backups/chatwoot-deploy/smarter"


def test_secrets_are_asked_for_where_the_repository_needs_them() -> None:
    assert "RESTIC_PASSWORD" in generated(settings())
    assert [name for name in given(settings(**S3)) if name.startswith("BACKUP_")] == [
        "BACKUP_ACCESS_KEY_ID",
        "BACKUP_SECRET_ACCESS_KEY",
    ]
    assert not [name for name in given(settings(**REST)) if name.startswith("BACKUP_")]
    with pytest.raises(OperatorError, match="CHATWOOT_SECRET_BACKUP_ACCESS_KEY_ID"):
        complete(settings(**S3), SECRETS, {})


def test_rest_login_travels_in_the_environment_and_is_shown_nowhere() -> None:
    found = environment(settings(**REST), BACKUP_REST_USERNAME="me", BACKUP_REST_PASSWORD="a/b@c")
    assert found["RESTIC_REPOSITORY"] == "rest:https://me:a%2Fb%40c@backup.example.com/chat"
    assert found["SHOWN"] == "rest:https://backup.example.com/chat"
    assert environment(settings(**REST))["RESTIC_REPOSITORY"] == "rest:https://backup.example.com/chat"


def test_s3_keys_travel_in_the_environment() -> None:
    found = environment(settings(**S3), BACKUP_ACCESS_KEY_ID="id", BACKUP_SECRET_ACCESS_KEY="key")
    assert (found["AWS_ACCESS_KEY_ID"], found["AWS_SECRET_ACCESS_KEY"]) == ("id", "key")


def test_secrets_stand_in_secret_files_alone() -> None:
    own = settings(postgres={"host": "db.example.com"}, **REST)
    secrets = Secrets(SECRETS | {"BACKUP_REST_USERNAME": "me", "BACKUP_REST_PASSWORD": "restpassword"})
    for file in backup_tree(own, secrets).files:
        if not file.secret:
            assert not [name for name, value in secrets.plain().items() if len(value) > 2 and value in file.content]


def test_switched_off_leaves_the_script_and_stops_the_timers() -> None:
    off = settings(backup={"enabled": False})
    assert files(off) == ()
    assert set(declared(off).values()) == {False}
    assert any(each.path.endswith("/backup.sh") for each in backup_tree(off, Secrets(SECRETS)).files)


def test_units_run_what_is_declared() -> None:
    units = {file.path.rpartition("/")[2]: file.content for file in files(settings(backup={"schedule": "*-*-* 23:00"}))}
    assert set(declared(settings())) == {name for name in units if name.endswith(".timer")}
    assert "OnCalendar=*-*-* 23:00\n" in units["chatwoot-deploy-backup-chatwoot.timer"]
    assert "/opt/chatwoot/backup/backup.sh verify --timer" in units["chatwoot-deploy-backup-chatwoot-verify.service"]
