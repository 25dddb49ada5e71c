"""What status says about backups."""

from deploy.backups import kit
from deploy.backups.meta import fingerprint
from deploy.backups.standing import told, warnings
from tests.unit.secret_values import SECRETS

NOW = 1795402256
NOW_KEYS = fingerprint(SECRETS, kit.NAMES)
TAKEN = [kit.marker(SECRETS, "ana@laptop", "2026-11-23T02:50:56Z").strip(), NOW_KEYS]


def status(*lines: str) -> list[str]:
    return [*lines, f"now={NOW}"]


def good(hours: int) -> list[str]:
    return status("run_ok=1", f"last_success_timestamp_seconds={NOW - hours * 3600}", "last_snapshot=6f605eaf")


def test_a_good_backup_is_told_with_its_verification() -> None:
    assert told(good(0)) == "6f605eaf of 2026-11-23T02:50:56Z, none was verified yet"
    assert told([*good(0), f"last_verified_timestamp_seconds={NOW}"]).endswith("last verified 2026-11-23T02:50:56Z")
    assert warnings(good(0), TAKEN) == ()


def test_a_host_without_backups_says_so() -> None:
    assert told(status()) == "none yet"
    assert told([]) == ""


def test_failures_and_old_backups_are_warned_of() -> None:
    assert warnings([*good(51)], TAKEN) == ("the last good backup is 51 hours old; see backup --list",)
    failed = status("run_ok=0", "run_reason=the repository X=1 cannot be reached")
    assert warnings(failed, TAKEN) == ("the last backup failed: the repository X=1 cannot be reached",)


def test_a_kit_that_was_never_taken_is_warned_of() -> None:
    assert [each.split(";")[0] for each in warnings(good(0), [NOW_KEYS])] == ["no recovery kit was taken off this host"]
