"""What check says, offline, about chatwoot.ladder and chatwoot.acknowledged."""

from pathlib import Path

from deploy.releases.acknowledged import ladder, problems
from deploy.settings import files
from tests.unit.declaration import settings
from tests.unit.installation import LADDER

EXTRA = """
releases: [{version: 4.11.0, schema: 20260220000001, source: seen}]
crossings: [{into: 4.11.0, changes: [{id: new-colours, what: they are new, acknowledge: true, source: seen}]}]
"""


def test_without_either_all_is_well() -> None:
    assert problems(settings()) == []
    assert ladder(settings()) == LADDER


def test_known_ids_are_known() -> None:
    assert problems(settings(chatwoot={"acknowledged": ["csml-bots", "private-webhooks", "edition-change"]})) == []


def test_unknown_id_names_the_nearest() -> None:
    assert problems(settings(chatwoot={"acknowledged": ["csml-bot", "zzz"]})) == [
        "chatwoot.acknowledged: csml-bot is no change between releases. Did you mean csml-bots?",
        "chatwoot.acknowledged: zzz is no change between releases. Known are csml-bots, portal-members, "
        "auto-resolve-minutes, database-over-environment, encryption-keys, encrypted-channel-secrets, "
        "private-webhooks, edition-change",
    ]


def test_an_own_file_brings_its_ids(tmp_path: Path) -> None:
    path = tmp_path / "further.yaml"
    path.write_text(EXTRA)
    declared = settings(chatwoot={"ladder": str(path), "acknowledged": ["new-colours"]})
    assert (problems(declared), files.problems(declared)) == ([], [])
    assert ladder(declared).newest.version == "4.11.0"


def test_a_bad_file_is_told_once(tmp_path: Path) -> None:
    path = tmp_path / "further.yaml"
    declared = settings(chatwoot={"ladder": str(path), "acknowledged": ["zzz"]})
    assert problems(declared) == []
    assert files.problems(declared) == [
        f"chatwoot.ladder: {path} does not exist (looked from {Path.cwd()}). Create it or correct the path"
    ]
    path.write_text("releases: 7")
    assert files.problems(declared) == []
    assert problems(declared) == [
        f"chatwoot.ladder: {path}: releases is 7, which cannot be; write it as the other entries do."
    ]
