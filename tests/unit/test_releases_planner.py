"""Hops and refusals of the planner, for the shipped ladder."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploy.errors import OperatorError
from deploy.releases.ladder import Ladder
from deploy.releases.planner import Plan, plan
from deploy.releases.version import parse
from tests.unit.installation import ALL_READ, EXTENSIONS, LADDER, SQUASHED, installed, rows


def planned(start: str, target: str, read: list[str] = ALL_READ, ladder: Ladder = LADDER, **changes: Any) -> Plan:
    return plan(ladder, installed(start, **changes), target, read)


def stops(found: Plan) -> list[str]:
    return [hop.version for hop in found.hops]


def refused(found: Plan) -> list[str]:
    return [each.id for each in found.refusals]


@pytest.mark.parametrize(
    ("start", "target", "hops"),
    [
        ("2.10.0-ce", "4.10.0-ce", ["3.5.2-ce", "4.1.0-ce", "4.10.0-ce"]),
        ("2.16.0-ce", "4.1.0-ce", ["3.5.2-ce", "4.1.0-ce"]),
        ("2.10.0-ce", "3.5.2-ce", ["3.5.2-ce"]),
        ("2.10.0-ce", "3.0.0-ce", ["3.0.0-ce"]),
        ("2.17.0-ce", "3.16.0-ce", ["3.16.0-ce"]),
        ("3.0.0-ce", "4.10.0-ce", ["4.1.0-ce", "4.10.0-ce"]),
        ("4.0.0-ce", "4.10.0-ce", ["4.1.0-ce", "4.10.0-ce"]),
        ("4.0.0-ce", "4.10.0", ["4.1.0", "4.10.0"]),
        ("4.0.0", "v4.10.0-ce", ["4.1.0-ce", "4.10.0-ce"]),
        ("4.1.0-ce", "4.10.0-ce", ["4.10.0-ce"]),
        ("4.3.0-ce", "4.10.0-ce", ["4.10.0-ce"]),
    ],
)
def test_the_fewest_forced_stops(start: str, target: str, hops: list[str]) -> None:
    found = planned(start, target)
    assert (stops(found), refused(found)) == (hops, [])


def test_hops_follow_each_other() -> None:
    hops = planned("2.10.0-ce", "4.10.0-ce").hops
    assert [hop.start for hop in hops] == ["2.10.0", "3.5.2", "4.1.0"]
    assert [hop.to.schema_version for hop in hops] == ["20231219073832", "20250416182131", "20260114201315"]
    assert [hop.schema_changes for hop in hops] == [True, True, True]
    assert [hop.safe for hop in hops] == [False, False, False]


def test_schema_decides_not_the_version_string() -> None:
    """Issue 11614: v4.1.0 by its own words, its last migration 20250410061725."""
    partly = rows("4.0.0") | {"20250410061725"}
    found = planned("4.1.0-ce", "4.10.0-ce", schema_versions=partly)
    assert stops(found) == ["4.1.0-ce", "4.10.0-ce"]
    assert found.start == "4.0.0"
    assert any("the newest row of schema_migrations is 20250410061725" in each for each in found.notes)
    assert stops(planned("4.1.0-ce", "4.1.0-ce", schema_versions=partly)) == ["4.1.0-ce"]
    assert stops(planned("4.2.0-ce", "4.2.0-ce", schema_versions=partly)) == ["4.1.0-ce", "4.2.0-ce"]


def test_new_image_over_an_old_schema_may_be_taken_back() -> None:
    found = planned("4.1.0-ce", "4.0.0-ce", schema_versions=rows("4.0.0"))
    assert (stops(found), refused(found), found.hops[0].schema_changes) == (["4.0.0-ce"], [], False)


@pytest.mark.parametrize("version", ["4.10.0-ce", "4.1.0", "4.4.1-ce", "4.12.0-ce"])
def test_being_there_is_nothing_to_do(version: str) -> None:
    below = "4.4.0" if version == "4.4.1-ce" else "4.10.0" if version == "4.12.0-ce" else version.removesuffix("-ce")
    found = planned(version, version, read=[], schema_versions=rows(below), free_mb=0, redis=(5, 0))
    assert (found.hops, found.refusals, found.disk_mb) == ((), (), 0)
    assert found.downtime.startswith("none")


def test_after_a_rollback_of_the_code_the_schema_stays() -> None:
    """An additive schema is kept when the code goes back: that is a place to be at, and to go on from."""
    found = planned("4.3.0-ce", "4.3.0-ce", schema_versions=rows("4.10.0"))
    assert (found.hops, found.refusals) == ((), ())
    assert "as after a rollback of the code alone" in found.notes[0]
    again = planned("4.3.0-ce", "4.10.0-ce", schema_versions=rows("4.10.0"))
    assert [(hop.version, hop.safe, hop.schema_changes) for hop in again.hops] == [("4.10.0-ce", True, False)]
    assert refused(planned("4.3.0-ce", "4.4.1-ce", schema_versions=rows("4.10.0"))) == ["downgrade"]


def test_other_edition_is_code_only() -> None:
    found = planned("4.10.0-ce", "4.10.0")
    assert [(hop.version, hop.safe, hop.schema_changes) for hop in found.hops] == [("4.10.0", True, False)]
    assert found.downtime.startswith("none: the old web serves")
    kept = planned("4.3.0-ce", "4.3.0", schema_versions=rows("4.10.0"))
    assert (stops(kept), refused(kept)) == (["4.3.0"], [])


def test_a_forgotten_suffix_does_not_change_the_edition() -> None:
    unread = [each for each in ALL_READ if each != "edition-change"]
    (found,) = planned("4.3.0-ce", "4.10.0", unread).refusals
    assert str(found) == (
        "4.3.0-ce is the community edition, 4.10.0 is the full image. To stay, choose 4.10.0-ce; to change, add "
        '"edition-change" to chatwoot.acknowledged. [edition-change]'
    )
    assert refused(planned("4.10.0", "4.10.0-ce", unread)) == ["edition-change"]
    assert refused(planned("4.3.0-ce", "4.10.0-ce", unread)) == []
    assert refused(plan(LADDER, replace(installed("4.3.0-ce"), version=None), "4.10.0", unread)) == []


def test_without_a_web_the_schema_alone_tells() -> None:
    found = plan(LADDER, replace(installed("4.0.0-ce"), version=None), "4.10.0-ce", ALL_READ)
    assert (stops(found), refused(found), found.start) == (["4.1.0-ce", "4.10.0-ce"], [], "4.0.0")
    assert "no web container" in found.notes[0]


@pytest.mark.parametrize(
    ("start", "target"),
    [("4.10.0-ce", "4.1.0-ce"), ("4.10.0-ce", "4.4.1-ce"), ("4.1.0-ce", "2.10.0-ce"), ("4.10.0", "2.9.1")],
)
def test_downgrade_is_refused(start: str, target: str) -> None:
    found = planned(start, target)
    assert (refused(found), found.hops) == (["downgrade"], ())


def test_half_of_a_newer_schema_is_no_way_down() -> None:
    """4.0.0 with one migration of 4.1.0: to go to 4.0.0 would be a step back, though the numbers are equal."""
    partly = rows("4.0.0") | {"20250410061725"}
    found = plan(LADDER, installed("4.1.0-ce", schema_versions=partly), "4.0.0-ce", ALL_READ)
    assert refused(found) == ["downgrade"]
    assert "20250410061725" in found.refusals[0].problem


def test_release_between_two_known_ones_is_unsafe_with_its_stops() -> None:
    found = planned("4.0.0-ce", "4.4.1-ce")
    assert stops(found) == ["4.1.0-ce", "4.4.1-ce"]
    last = found.hops[-1]
    assert (last.safe, last.schema_changes, last.to.schema_version) == (False, True, None)
    between = planned("4.7.0-ce", "4.7.1-ce").hops[0]
    assert (between.safe, between.schema_changes) == (False, None)
    assert "it stands between 4.7.0 and 4.9.2" in between.reasons[1].text
    assert set(planned("2.14.0-ce", "2.15.0-ce").hops[0].needs.extensions) == EXTENSIONS - {"vector"}


def test_real_hops_that_only_add_are_safe() -> None:
    """As read at the tags; a patch release brings no migrations of its own."""
    for start, target, changes in (
        ("4.3.0-ce", "4.4.0-ce", True),
        ("4.3.0-ce", "4.5.2-ce", True),
        ("4.10.0-ce", "4.10.1-ce", False),
    ):
        (hop,) = planned(start, target).hops
        assert (hop.safe, hop.schema_changes) == (True, changes), target
    for start, target in (("4.5.2-ce", "4.6.0-ce"), ("4.3.0-ce", "4.7.0-ce"), ("4.2.0-ce", "4.4.0-ce")):
        (hop,) = planned(start, target).hops
        assert (hop.safe, hop.schema_changes) == (False, True), target


def test_release_newer_than_the_file_is_refused() -> None:
    found = planned("4.10.0-ce", "4.11.0-ce")
    assert (refused(found), found.hops) == (["release-unknown"], ())
    assert "data file chatwoot.ladder" in found.refusals[0].remedy
    assert refused(planned("4.10.0-ce", "4.14.0-ce")) == ["release-regression", "release-unknown"]


@pytest.mark.parametrize(("target", "issue"), [("4.8.0-ce", "#12934"), ("4.9.0", "#13280")])
def test_known_bad_release_is_refused(target: str, issue: str) -> None:
    found = planned("4.3.0-ce", target)
    assert refused(found) == ["release-regression"]
    assert issue in found.refusals[0].problem
    assert found.refusals[0].remedy == "Choose 4.10.0"
    assert stops(found) == [target]
    assert issue in planned(target, target, schema_versions=rows("4.7.0")).notes[0]


def test_name_that_is_no_release() -> None:
    with pytest.raises(OperatorError, match="'latest' is not a release"):
        planned("4.1.0-ce", "latest")
    with pytest.raises(OperatorError, match="'latest-ce' is not a release"):
        plan(LADDER, installed("latest-ce", schema_versions=rows("4.1.0")), "4.10.0", [])


def test_no_schema_and_one_of_no_known_release() -> None:
    assert refused(planned("4.1.0-ce", "4.10.0-ce", schema_versions=frozenset())) == ["not-prepared"]
    old = planned("2.9.1", "3.5.2", schema_versions=frozenset({"20220802133722"}))
    assert (refused(old), old.start, old.hops) == (["many-releases-jump"], None, ())


@pytest.mark.parametrize(
    ("schemas", "id"),
    [
        (rows("4.10.0") - {SQUASHED}, "many-releases-jump"),
        (rows("4.0.0") | {"20250421082927"}, "accounts-settings-trap"),
    ],
)
def test_state_that_no_release_leaves_behind(schemas: frozenset[str], id: str) -> None:
    target = LADDER.newest.version
    start = plan(LADDER, installed("4.3.0-ce", schema_versions=schemas), target, ALL_READ)
    assert (refused(start), start.hops) == ([id], ())


FINDINGS: list[tuple[dict[str, Any], list[str], str]] = [
    ({"extensions": EXTENSIONS - {"vector"}}, ["pgvector-missing"], "does not offer vector"),
    ({"extensions": EXTENSIONS - {"pg_trgm"}}, ["extension-missing"], "does not offer pg_trgm"),
    ({"postgres_declared": 16}, ["pg-major-on-old-volume"], "PostgreSQL 17 runs and postgres.major declares 16"),
    ({"postgres_major": 11, "postgres_declared": 11}, ["postgres-too-old"], "needs 12 or newer"),
    ({"redis": (6, 0, 16)}, ["redis-too-old"], "Redis 6.0.16 runs"),
    ({"redis": ()}, ["redis-too-old"], "Redis of an unknown release runs"),
    ({"free_mb": 4179}, ["disk-full"], "4179 MB are free and about 4180 MB are needed"),
]


@pytest.mark.parametrize(("changes", "ids", "words"), FINDINGS)
def test_services_and_disk(changes: dict[str, Any], ids: list[str], words: str) -> None:
    found = planned("4.1.0-ce", "4.10.0-ce", **changes)
    assert refused(found) == ids
    assert words in found.refusals[0].problem
    assert stops(found) == ["4.10.0-ce"]


def test_what_is_just_enough_is_enough() -> None:
    assert (
        refused(planned("4.1.0-ce", "4.10.0-ce", redis=(6, 2), free_mb=4180, postgres_major=12, postgres_declared=12))
        == []
    )
    # A server of the operator's own has no declared major, and its restored copy lies on its own disk.
    assert refused(planned("4.1.0-ce", "4.10.0-ce", postgres_declared=None, free_mb=3324)) == []
    # Redis 6.2 is asked since 2.17 only, pg_trgm since 2.15, vector since 4.0.
    before: dict[str, Any] = {"redis": (4, 0), "extensions": EXTENSIONS - {"vector", "pg_trgm"}}
    assert refused(planned("2.10.0-ce", "2.14.0-ce", **before)) == []
    assert refused(planned("2.10.0-ce", "2.16.0-ce", **before)) == ["extension-missing"]
    assert refused(planned("2.10.0-ce", "2.17.0-ce", **before)) == ["extension-missing", "redis-too-old"]


def test_disk_is_the_sum_that_it_says() -> None:
    found = planned("2.10.0-ce", "4.10.0-ce", storage_mb=50)
    assert found.disk_mb == 2 * 300 + (2 * 300 + 256) + 50 + 3 * 2000 + 1024
    assert "dumps of the database 600 MB + " in found.disk
    assert "3 images 6000 MB" in found.disk
    assert planned("4.10.0-ce", "4.10.0").disk_mb == 300 + 2000 + 1024


def test_changes_of_meaning_have_to_be_read() -> None:
    found = planned("4.0.0-ce", "4.10.0-ce", read=["csml-bots"])
    assert refused(found) == ["change-unread"] * 3
    asked = [each.problem.partition(":")[0] for each in found.refusals]
    assert asked == ["portal-members", "auto-resolve-minutes", "database-over-environment"]
    assert refused(planned("4.3.0-ce", "4.10.0-ce", read=[])) == []
    assert [change.id for change in planned("4.3.0-ce", "4.6.0-ce").hops[0].changes] == ["encryption-keys"]


def test_queues_to_drain() -> None:
    first, second, last = planned("2.10.0-ce", "4.10.0-ce").hops
    assert first.queues("before") == ("webhooks", "bots", "integrations", "events")
    assert first.queues("after") == ("*",)
    assert [(hop.queues("before"), hop.queues("after")) for hop in (second, last)] == [((), ()), ((), ())]
    # Whoever goes there in two commands has the same protection.
    later, *_ = planned("3.5.2-ce", "4.10.0-ce").hops
    assert (later.first_queues, first.first_queues, second.first_queues) == (("*",), (), ())


KNOWN = [each.version for each in LADDER.releases]


@settings(deadline=None, max_examples=300)
@given(
    start=st.sampled_from(KNOWN),
    target=st.sampled_from([*KNOWN, "2.15.0", "3.5.9", "3.9.0", "4.0.3", "4.1.1", "4.4.1", "4.9.2"]),
    editions=st.tuples(st.sampled_from(["", "-ce"]), st.sampled_from(["", "-ce"])),
    half=st.sampled_from(["", "20230426130151", "20250410061725", "20251001000000"]),
)
def test_no_plan_skips_a_forced_stop_or_goes_back(
    start: str, target: str, editions: tuple[str, str], half: str
) -> None:
    """Walks every plan with the rows that its hops leave behind, as the next hop would find them."""
    schemas = rows(start) | ({half} if half else set())
    seen = installed(start + editions[0], schema_versions=schemas)
    found = plan(LADDER, seen, target + editions[1], ALL_READ)
    if parse(target).number < parse(start).number:
        assert "downgrade" in refused(found)
        assert found.hops == ()
    if not found.hops:
        assert found.refusals or start + editions[0] == target + editions[1]
        return
    assert found.hops[-1].version == target + editions[1]
    at = parse(start).number
    for hop in found.hops:
        number = parse(hop.version).number
        assert at <= number
        assert hop.version.endswith("-ce") == bool(editions[1])
        for crossing in LADDER.between(at, number):
            stop = crossing.stop
            if stop and crossing.number != number:
                assert stop.until in schemas
        if hop.to.schema_version:
            # Another edition of the release that runs meets the schema that this one meets.
            assert hop.to.schema_version >= max(schemas) or number == parse(start).number
            # The release brings everything that stands in its schema: what its stop waits for among it.
            schemas |= {hop.to.schema_version, SQUASHED} if number >= (2, 17, 0) else {hop.to.schema_version}
        at = number
