"""The data file of releases: the shipped one is good, a bad one is refused in one sentence."""

import re
from collections.abc import Callable
from copy import deepcopy
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from deploy.checkout import ROOT
from deploy.errors import OperatorError
from deploy.releases import ladder as module
from deploy.releases.contradictions import across, within
from deploy.releases.document import Document, read
from deploy.releases.ladder import OURS, Ladder, load
from deploy.releases.planner import plan
from tests.unit.installation import ALL_READ, LADDER, installed, rows

SHIPPED = yaml.safe_load(OURS.read_text())
Data = dict[str, Any]


def complaint(folder: Path, content: object, ours: bool = True) -> str:
    """What `load` says about a file, as the shipped one or as an operator's."""
    path = folder / "ladder.yaml"
    path.write_text(content if isinstance(content, str) else yaml.safe_dump(content, sort_keys=False))
    with pytest.raises(OperatorError) as caught, patch.object(module, "OURS", path if ours else OURS):
        load(None if ours else path)
    text = str(caught.value)
    assert text.startswith(f"{path}: ")
    assert "\n" not in text
    return text.removeprefix(f"{path}: ")


def told(path: Path) -> str:
    """What `read` says about a file; nothing when it is good."""
    try:
        read(path)
    except OperatorError as error:
        return str(error)
    return ""


def extended(folder: Path, text: str) -> Ladder:
    path = folder / "further.yaml"
    path.write_text(text)
    return load(path)


def entry(data: Data, release: str) -> dict[str, Any]:
    """A release or a crossing of the shipped file."""
    return next(
        each for each in [*data["releases"], *data["crossings"]] if release in (each.get("version"), each.get("into"))
    )


def crossing(data: Data, into: str) -> dict[str, Any]:
    return next(each for each in data["crossings"] if each["into"] == into)


def test_shipped_file_holds_the_reference() -> None:
    assert len(LADDER.releases) == 20
    assert (LADDER.releases[0].version, LADDER.newest.version) == ("2.10.0", "4.10.1")
    assert [each.into for each in LADDER.crossings if each.stop] == ["3.5.2", "4.1.0"]
    assert [each.into for each in LADDER.crossings if each.additive] == ["4.4.0", "4.5.2"]
    assert {each.version for each in LADDER.bad} == {"4.5.0", "4.8.0", "4.9.0", "4.14.0"}
    needs = LADDER.needs((4, 10, 0))
    assert (needs.postgres, needs.redis, len(needs.extensions)) == (12, "6.2", 5)


def test_every_word_of_the_shipped_file_has_a_source() -> None:
    def sourceless(value: object) -> list[object]:
        if isinstance(value, list):
            return [found for each in value for found in sourceless(each)]
        if not isinstance(value, dict):
            return []
        own = [] if "source" in value or "into" in value else [value]
        return own + [found for each in value.values() for found in sourceless(each)]

    assert [found for name in SHIPPED for found in sourceless(SHIPPED[name])] == []


BENDS: list[tuple[Callable[[Data], object], str]] = [
    (lambda data: data["releases"].reverse(), "releases has 4.10.0 after 4.10.1; put the older one first."),
    (lambda data: data["crossings"].reverse(), "crossings has 4.7.0 after 4.14.0; put the older one first."),
    (lambda data: data["bad"].reverse(), "bad has 4.9.0 after 4.14.0; put the older one first."),
    (lambda data: data["releases"].append(data["releases"][-1]), "releases has 4.10.1 twice; keep one."),
    (lambda data: data["crossings"].append(data["crossings"][-1]), "crossings has 4.14.0 twice; keep one."),
    (lambda data: data["releases"].clear(), "there is no release in it; write one at least."),
    (lambda data: entry(data, "4.10.0").update(schema=1), "releases[18].schema (4.10.0) is '1', which cannot be; "),
    (lambda data: entry(data, "4.10.0").pop("schema"), "release 4.10.0 has no schema; "),
    (
        lambda data: entry(data, "4.10.0").update(schema="20250101000000"),
        "release 4.10.0 has schema 20250101000000, older than 20251119161025 of 4.9.2; correct one of them.",
    ),
    (lambda data: entry(data, "4.10.0").update(date="2025-01-01"), "release 4.10.0 has the date 2025-01-01, before "),
    (lambda data: entry(data, "4.10.0").update(date="soon"), "releases[18].date (4.10.0) is 'soon', which cannot be; "),
    (lambda data: entry(data, "4.10.0").update(version=4.1), "releases[18].version (4.1) is 4.1 without quotes, "),
    (
        lambda data: entry(data, "4.10.0").update(version="4.10.0-ce"),
        "releases[18].version (4.10.0-ce) is '4.10.0-ce', ",
    ),
    (lambda data: entry(data, "4.10.0").update(shema="1"), "releases[18].shema (4.10.0) is not a known key; "),
    (lambda data: entry(data, "4.10.0").pop("source"), "releases[18].source (4.10.0) is missing; write it."),
    (lambda data: entry(data, "4.10.0").update(source=""), "releases[18].source (4.10.0) is '', which cannot be; "),
    (lambda data: data.update(relases=[]), "relases is not a known key; "),
    (lambda data: data.update(bad=["4.8.0"]), "bad[0] is '4.8.0', which cannot be; "),
    (lambda data: data.update(bad={}), "bad has the wrong form; "),
    (lambda data: crossing(data, "4.1.0")["stop"].pop("reason"), "crossings[5].stop.reason (4.1.0) is missing; "),
    (lambda data: crossing(data, "4.1.0")["stop"].update(reason=""), "crossings[5].stop.reason (4.1.0) is '', "),
    (lambda data: crossing(data, "4.1.0")["stop"].pop("source"), "crossings[5].stop.source (4.1.0) is missing; "),
    (
        lambda data: crossing(data, "4.1.0")["stop"].update(until="20250416182132"),
        "the stop at 4.1.0 waits for migration 20250416182132, which that release (schema 20250416182131) does not ",
    ),
    (lambda data: data["releases"].remove(entry(data, "4.1.0")), "4.1.0 is a forced stop, but that release is not "),
    (
        lambda data: data["bad"].insert(0, {**data["bad"][0], "version": "4.1.0"}),
        "4.1.0 is a forced stop and bad; choose another release for the stop.",
    ),
    (lambda data: data["bad"][1].update(instead="4.9.0"), "4.8.0 is bad and 4.9.0, named instead, is bad too; "),
    (
        lambda data: crossing(data, "4.0.0").update(additive=True),
        "the crossing into 4.0.0 is additive without a source",
    ),
    (
        lambda data: crossing(data, "2.15.0").update(additive=True, source="seen"),
        "the crossing into 2.15.0 is additive, but that release is not listed; list its schema too.",
    ),
    (lambda data: crossing(data, "2.15.0")["drain"][0].update(when="later"), "crossings[1].drain[0].when (2.15.0) is "),
    (lambda data: crossing(data, "2.15.0")["drain"][0].update(queues=[]), "crossings[1].drain[0].queues (2.15.0) has "),
    (
        lambda data: crossing(data, "2.15.0")["drain"][0]["queues"].append("low"),
        "the crossing into 2.15.0 drains all queues and some; keep one of the two.",
    ),
    (lambda data: crossing(data, "2.15.0")["needs"].update(redis=6.2), "crossings[1].needs.redis (2.15.0) is 6.2 "),
    (
        lambda data: crossing(data, "2.15.0")["needs"].update(postgres=11),
        "into 2.15.0 PostgreSQL 11 is needed, less than before; correct one.",
    ),
    (
        lambda data: crossing(data, "4.0.0")["needs"].update(redis="6.0"),
        "into 4.0.0 Redis 6.0 is needed, less than before; correct one.",
    ),
    (lambda data: crossing(data, "2.10.0").update(into="2.9.0"), "the crossing into 2.9.0 lies before the oldest "),
    (
        lambda data: crossing(data, "4.7.0")["changes"][0].update(id="encryption-keys"),
        "the change encryption-keys stands at two crossings; give each an id of its own.",
    ),
    (lambda data: crossing(data, "4.7.0")["changes"][0].update(id="Not so"), "crossings[11].changes[0].id (4.7.0) is "),
    (lambda data: crossing(data, "4.7.0")["changes"][0].pop("acknowledge"), "crossings[11].changes[0].acknowledge "),
]


@pytest.mark.parametrize(("bend", "words"), BENDS)
def test_a_contradiction_is_found(bend: Callable[[Data], object], words: str, tmp_path: Path) -> None:
    data = deepcopy(SHIPPED)
    bend(data)
    assert complaint(tmp_path, data).startswith(words)


def contradictions(data: Data) -> list[str]:
    document = Document.model_validate(data)
    return [*within(document), *across(document)]


@settings(deadline=None)
@given(places=st.lists(st.integers(0, len(SHIPPED["releases"]) - 1), min_size=2, max_size=2, unique=True))
def test_no_two_releases_can_change_places(places: list[int]) -> None:
    """Neither as entries nor by what is said about them."""
    one, other = places
    for key in ("whole", "schema", "date"):
        data = deepcopy(SHIPPED)
        first, second = data["releases"][one], data["releases"][other]
        if key == "whole":
            data["releases"][one], data["releases"][other] = second, first
        else:
            first[key], second[key] = second[key], first[key]
        if key == "whole" or first[key] != second[key]:
            words = "put the older one first|correct one of them"
            assert [each for each in contradictions(data) if re.search(words, each)]


@settings(deadline=None)
@given(place=st.integers(0, len(SHIPPED["releases"]) - 1), name=st.sampled_from(["releases", "crossings", "bad"]))
def test_no_entry_stands_twice(place: int, name: str) -> None:
    data = deepcopy(SHIPPED)
    place %= len(data[name])
    data[name].insert(place, deepcopy(data[name][place]))
    version = data[name][place].get("version") or data[name][place]["into"]
    assert contradictions(data)[0] == f"{name} has {version} twice; keep one."
    del data[name][place]
    assert contradictions(data) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "holds no mapping; "),
        ("- a", "holds no mapping; "),
        ("releases: [", "is no good YAML (line 1: "),
        ("bad: []\nreleases: []\nbad: []\n", "is no good YAML (line 1: bad stands there twice)"),
        ("releases:\n  - {version: 5.0.0, date: 2026-13-45}\n", "is no good YAML (month must be in 1..12)"),
        ("bad: !!python/object/apply:os.getcwd []\n", "is no good YAML (line 1: could not determine a constructor"),
    ],
)
def test_a_file_that_is_none(text: str, words: str, tmp_path: Path) -> None:
    assert complaint(tmp_path, text, ours=False).startswith(words)


NAMES = "releases crossings bad version into schema date source needs stop until drain changes queues extensions redis"
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.dates() | st.just("4.11.0"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.sets(st.text(max_size=3), max_size=2)
        | st.dictionaries(st.sampled_from(NAMES.split()) | st.integers() | st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(
    text=st.text(max_size=40)
    | st.dictionaries(st.sampled_from(["releases", "crossings", "bad"]), VALUES).map(yaml.safe_dump)
)
def test_any_file_is_good_or_told(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("ladder") / "any.yaml"
    path.write_bytes(text.encode(errors="replace"))
    assert told(path).isprintable()


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes(b"bad: \xe4")
    for name, words in (("none.yaml", "No such file"), (".", "Is a directory"), ("latin.yaml", "is no text in UTF-8")):
        with pytest.raises(OperatorError, match=words):
            load(tmp_path / name)


FURTHER = """
releases:
  - {version: 4.11.0, schema: 20260220000001, source: seen}
crossings:
  - {into: 4.11.0, additive: true, source: every migration read}
"""


def test_further_releases_by_the_file_alone(tmp_path: Path) -> None:
    further = extended(tmp_path, FURTHER)
    assert [each.version for each in further.releases[:-1]] == [each.version for each in LADDER.releases]
    found = plan(further, installed("4.10.0-ce"), "4.11.0-ce", [])
    hop = found.hops[0]
    assert (hop.version, hop.safe, hop.schema_changes, found.refusals) == ("4.11.0-ce", True, True, ())
    assert hop.reasons[-1].source == "every migration read"
    assert found.downtime.startswith("none")
    # Safe all the way, or not at all.
    assert plan(further, installed("4.3.0-ce"), "4.11.0-ce", []).hops[0].safe is False
    # Once there, the ladder knows the place, and the way down.
    there = installed("4.11.0-ce", schema_versions=rows("4.10.0") | {"20260220000001"})
    assert plan(further, there, "4.11.0-ce", []).hops == ()
    assert [each.id for each in plan(further, there, "4.10.0-ce", []).refusals] == ["downgrade"]


def test_each_hop_is_safe_by_itself(tmp_path: Path) -> None:
    further = extended(tmp_path, "crossings: [{into: 4.2.0, additive: true, source: seen}]")
    hops = plan(further, installed("4.0.0-ce"), "4.2.0-ce", ALL_READ).hops
    assert [(hop.version, hop.safe) for hop in hops] == [("4.1.0-ce", False), ("4.2.0-ce", True)]


def test_releases_of_one_schema(tmp_path: Path) -> None:
    """A patch release without migrations: known to be code only, and so is what stands between the two."""
    further = extended(tmp_path, "releases: [{version: 4.10.2, schema: 20260114201315, source: seen}]")
    for target in ("4.10.1-ce", "4.10.2-ce"):
        hop = plan(further, installed("4.10.0-ce"), target, []).hops[0]
        assert (hop.version, hop.safe, hop.schema_changes) == (target, True, False)
    there = installed("4.10.2-ce", schema_versions=rows("4.10.0"))
    assert [each.id for each in plan(further, there, "4.10.0-ce", []).refusals] == ["downgrade"]
    assert plan(further, there, "4.10.2-ce", []).notes == ()


def test_an_operators_entry_replaces_ours(tmp_path: Path) -> None:
    further = extended(tmp_path, "bad: [{version: 4.10.0, problem: it hums, instead: 4.3.0, source: seen}]")
    assert [each.id for each in plan(further, installed(), "4.10.0-ce", ALL_READ).refusals] == ["release-regression"]
    assert len(further.bad) == len(LADDER.bad) + 1
    quiet = extended(tmp_path, "crossings: [{into: 4.3.0}]")
    assert len(quiet.crossings) == len(LADDER.crossings)
    assert plan(quiet, installed(), "4.3.0-ce", ["auto-resolve-minutes"]).refusals == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "releases: [{version: 4.11.0, schema: 20260101000000, source: seen}]",
            "release 4.11.0 has schema 20260101000000",
        ),
        ("releases: [{version: 4.11.0, source: seen}]", "release 4.11.0 has no schema"),
        ("crossings: [{into: 4.1.0}]", "the crossing into 4.1.0 leaves out the forced stop that ladder.yaml has there"),
        (
            FURTHER.replace("releases:", "releases:\n  - {version: 4.12.0, source: seen}"),
            "releases has 4.11.0 after 4.12.0",
        ),
    ],
)
def test_an_operators_file_is_held_against_ours(text: str, words: str, tmp_path: Path) -> None:
    assert complaint(tmp_path, text, ours=False).startswith(words)


def test_example_in_the_documentation_is_good(tmp_path: Path) -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs/upgrades.md").read_text(), re.DOTALL)
    assert len(blocks) == 1
    further = extended(tmp_path, blocks[0])
    assert further.newest.version == "4.15.1"
    hop = plan(further, installed("4.10.0-ce"), "4.15.1-ce", ["private-webhooks", "company-condition"]).hops[0]
    assert (hop.safe, hop.schema_changes, hop.drain[0].when) == (False, True, "after")


def test_lookups_of_the_ladder() -> None:
    numbers = [each.number for each in LADDER.releases]
    for below, above in pairwise(numbers):
        between = (below[0], below[1], below[2] + 1)
        if between == above:
            continue
        assert LADDER.release(between) is None
        for number, release in ((LADDER.floor(between), below), (LADDER.above(between), above)):
            assert number
            assert number.number == release
    assert LADDER.floor((2, 9, 9)) is None
    assert LADDER.above((4, 10, 1)) is None
    assert [each.into for each in LADDER.between((4, 1, 0), (4, 3, 0))] == ["4.2.0", "4.3.0"]
