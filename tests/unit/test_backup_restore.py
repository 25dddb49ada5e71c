"""Which backup is meant, whether it fits, and whose keys win."""

import json

import pytest

from deploy.backups import kit, meta, script
from deploy.backups.adopt import adopted
from deploy.backups.database import command
from deploy.backups.meta import Meta, fingerprint, problems
from deploy.backups.request import Request, read
from deploy.backups.snapshots import Snapshot, choose, parse
from deploy.errors import OperatorError
from deploy.stack import sources
from tests.unit.declaration import settings
from tests.unit.secret_values import SECRETS

META = {
    "format": 1,
    "made": "2026-11-23T02:50:56Z",
    "domain": "chat.example.com",
    "database": "chatwoot",
    "image": "chatwoot/chatwoot:v4.10.0-ce",
    "schema_version": "20260114201315",
    "postgres": "17.5",
    "keys": "k",
    "storage": "local",
    "tables": {"accounts": 1},
}


def entry(name: str, time: str, *tags: str, host: str = "chat.example.com") -> dict[str, object]:
    return {"id": name * 8 + "0" * 56, "time": time, "hostname": host, "tags": ["chatwoot-deploy", *tags]}


def listed(*entries: dict[str, object]) -> list[Snapshot]:
    return parse(json.dumps(entries))


A = entry("a", "2026-11-21T02:00:00.123456789Z", "v4.10.0-ce", "conversations=7")
B = entry("b", "2026-11-22T04:00:00.5+02:00", "v4.10.0-ce", "conversations=9", "upgrade")
EMPTY = entry("e", "2026-11-23T02:00:00Z", "v4.10.0-ce", "conversations=0")


def test_a_list_is_read_oldest_first_and_in_utc() -> None:
    found = listed(B, A, {"id": "f" * 64, "time": "2026-11-22T02:00:00Z", "hostname": "chat.example.com", "tags": None})
    assert [(each.id, each.made, each.conversations, each.release) for each in found] == [
        ("aaaaaaaa", "2026-11-21T02:00:00Z", 7, "v4.10.0-ce"),
        ("bbbbbbbb", "2026-11-22T02:00:00Z", 9, "v4.10.0-ce"),
    ]
    assert found[1].tags == ("upgrade",)


def test_an_empty_repository_is_an_empty_list() -> None:
    assert parse("null") == []
    assert parse("[]") == []


def test_the_newest_of_the_domain_is_meant() -> None:
    foreign = entry("c", "2026-11-24T02:00:00Z", "conversations=5", host="other.example.com")
    assert choose(listed(A, B, foreign), "chat.example.com", None).id == "bbbbbbbb"
    assert choose(listed(A, B, foreign), "chat.example.com", "latest").id == "bbbbbbbb"
    assert choose(listed(A, B, foreign), "chat.example.com", "ccc").id == "cccccccc"


def test_a_backup_from_the_middle_of_an_upgrade_has_to_be_named() -> None:
    between = entry("c", "2026-11-24T02:00:00Z", "conversations=9", "upgrade-unfinished")
    assert choose(listed(A, B, between), "chat.example.com", None).id == "bbbbbbbb"
    assert choose(listed(A, B, between), "chat.example.com", "ccc").id == "cccccccc"


@pytest.mark.parametrize(
    ("entries", "word", "words"),
    [
        ([A, EMPTY], None, "holds no conversation, an older one does: aaaaaaaa"),
        ([], None, "holds none at all"),
        ([A, B], "f00", "names no backup"),
        ([A, entry("ab", "2026-11-20T00:00:00Z")], "a", "names several"),
    ],
)
def test_no_backup_is_guessed(entries: list[dict[str, object]], word: str | None, words: str) -> None:
    with pytest.raises(OperatorError, match=words):
        choose(listed(*entries), "chat.example.com", word)


def test_an_empty_installation_can_be_restored() -> None:
    assert choose(listed(EMPTY), "chat.example.com", None).id == "eeeeeeee"


def test_a_description_is_read() -> None:
    found = meta.parse(json.dumps(META))
    assert (found.tag, found.tables) == ("v4.10.0-ce", {"accounts": 1})
    assert problems(found, settings()) == []


@pytest.mark.parametrize("text", ["", "[]", '{"format": 1}', "{", json.dumps({**META, "tables": []})])
def test_a_damaged_description_is_one_sentence(text: str) -> None:
    with pytest.raises(OperatorError, match="damaged"):
        meta.parse(text)


def test_a_newer_format_is_told_apart() -> None:
    with pytest.raises(OperatorError, match="newer chatwoot-deploy"):
        meta.parse(json.dumps({**META, "format": 2}))


@pytest.mark.parametrize(
    ("changed", "over", "words"),
    [
        ({"image": "chatwoot/chatwoot:v4.1.0-ce"}, {}, "Declare 4.1.0-ce for the restore"),
        ({}, {"postgres": {"major": 15}, "images": {"postgres": "pgvector/pgvector:pg15"}}, "made by PostgreSQL 17"),
        ({}, {"postgres": {"host": "db.example.com"}}, "server of your own"),
        ({}, {"storage": {"mode": "s3", "bucket": "b", "region": "r"}}, "storage.mode local"),
    ],
)
def test_what_does_not_fit_is_refused(changed: dict[str, str], over: dict[str, object], words: str) -> None:
    found = problems(meta.parse(json.dumps({**META, **changed})), settings(**over))
    assert len(found) == 1
    assert words in found[0]


def test_a_mirror_is_no_other_release() -> None:
    mirrored = settings(images={"registry_prefix": "registry.example.com/mirror"})
    assert problems(meta.parse(json.dumps(META)), mirrored) == []


OTHER = {name: f"other-{name}" for name in SECRETS}


def test_a_bare_host_takes_the_keys_and_keeps_its_passwords() -> None:
    found = adopted(SECRETS, OTHER, live=False)
    assert fingerprint(found) == fingerprint(OTHER)
    assert found["ADMIN_PASSWORD"] == OTHER["ADMIN_PASSWORD"]
    for name in ("POSTGRES_PASSWORD", "POSTGRES_SUPERUSER_PASSWORD", "REDIS_PASSWORD", "RESTIC_PASSWORD"):
        assert found[name] == SECRETS[name]


def test_keys_that_the_backup_did_not_have_are_not_kept() -> None:
    old = {name: value for name, value in OTHER.items() if not name.startswith("ACTIVE_RECORD")}
    assert fingerprint(adopted(SECRETS, old, live=False)) == fingerprint(old)


def test_a_host_in_use_never_loses_its_keys() -> None:
    with pytest.raises(OperatorError, match="encryption-keys-lost") as error:
        adopted(SECRETS, OTHER, live=True)
    assert SECRETS["SECRET_KEY_BASE"] not in str(error.value)
    assert adopted(SECRETS, {**OTHER, **{name: SECRETS[name] for name in meta.KEYS}}, live=True) == SECRETS


def test_the_kit_is_missed_until_it_is_taken_and_again_when_keys_change() -> None:
    assert "no recovery kit" in str(kit.lacking(fingerprint(SECRETS, kit.NAMES) + "\n"))
    marker = kit.marker(SECRETS, "ana@laptop", "2026-11-23T02:50:56Z")
    assert kit.lacking(marker + fingerprint(SECRETS, kit.NAMES) + "\n") is None
    changed = {**SECRETS, "RESTIC_PASSWORD": "another"}
    assert "were changed" in str(kit.lacking(marker + fingerprint(changed, kit.NAMES) + "\n"))
    assert not [value for value in SECRETS.values() if value in marker]


def test_secrets_of_several_lines_travel_through_the_kit() -> None:
    pem = "-----BEGIN PRIVATE KEY-----\nabc=\n-----END PRIVATE KEY-----\n"
    line = f"INTERNAL_CA_KEY={sources.in_one_line(pem)}"
    assert "\n" not in line
    assert sources._lines(line, "kit") == {"INTERNAL_CA_KEY": pem}
    assert sources.in_one_line("plain") == "plain"
    with pytest.raises(OperatorError, match="cut off"):
        sources._lines(line[:-3], "kit")


def test_a_request_travels_through_the_environment() -> None:
    asked = Request(snapshot="00000012", words="replace chat.example.com", verify=True)
    assert read(asked.environment()) == asked
    assert read({}) == Request()


def test_the_script_answers_with_its_last_line() -> None:
    assert script.answer("vps1", 'progress\n{"ok": true, "seconds": 1}\n') == {"ok": True, "seconds": 1}
    for text in ("", "progress\n", "[1]\n"):
        with pytest.raises(OperatorError, match="no answer"):
            script.answer("vps1", text)
    assert script.sentence("dumping\nthe disk is full\n") == "the disk is full"


def test_the_cache_is_cleared_through_the_redis_there_is() -> None:
    assert "docker exec chatwoot-redis redis-cli EVAL" in command(settings())
    own = command(settings(redis={"url": "redis://redis.example.com:6379"}))
    assert "docker compose run" in own
    assert "alfred:V1:GLOBAL_CONFIG*" in own


def test_meta_has_every_field() -> None:
    assert set(Meta.__annotations__) <= set(META)
