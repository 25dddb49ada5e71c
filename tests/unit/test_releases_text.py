"""A plan as it is printed, and as JSON."""

import json

from deploy.releases.planner import plan
from deploy.releases.text import data, lines
from tests.unit.installation import ALL_READ, LADDER, installed, rows


def test_the_whole_way_as_printed() -> None:
    found = lines(plan(LADDER, installed("2.10.0-ce"), "4.10.0-ce", ALL_READ))
    outline = [line for line in found if not line.startswith("   ")]
    assert outline == [
        "from 2.10.0 to 4.10.0-ce: 3 hops",
        "1. 2.10.0 -> 3.5.2-ce: in a maintenance window",
        "2. 3.5.2 -> 4.1.0-ce: in a maintenance window",
        "3. 4.1.0 -> 4.10.0-ce: in a maintenance window",
        "disk: about 8480 MB needed, 30000 MB free (dumps of the database 600 MB + restored copy beside the live one "
        "856 MB + 3 images 6000 MB + reserve for logs and new uploads 1024 MB)",
        "downtime: 3 maintenance windows, answered with 503 and Retry-After: backup, migration and start of the new "
        "web; how long that takes with your data, upgrade --rehearse measures on a copy",
    ]
    text = "\n".join(found)
    for words in (
        "why: 3.6 put all older migrations into one, 20230426130150",
        "#11727",
        "#12088, #11585, #11777, #12304, #11614]",
        "why: its migrations bring the schema from 20250416182131 to 20260114201315",
        "unknown counts as unsafe [failure mode old-web-on-changed-schema]",
        "it goes over 2.11.0, 2.14.0, 2.16.0, 2.17.0, 3.0.0",
        "needs: PostgreSQL 12; Redis 6.2; extensions plpgsql, pg_stat_statements, pgcrypto, pg_trgm",
        "empty queues webhooks, bots, integrations, events before the workers change: ",
        "empty all queues before the next hop: ",
        "change csml-bots (to be acknowledged): CSML bots",
        "change encryption-keys: with all three",
    ):
        assert words in text


def test_every_line_inside_a_hop_has_its_source() -> None:
    inside = [
        line
        for line in lines(plan(LADDER, installed("2.10.0-ce"), "4.10.0-ce", ALL_READ))
        if line.startswith("   ") and not line.startswith("   needs: ")
    ]
    assert len(inside) > 15
    assert [line for line in inside if not line.endswith("]")] == []


def test_refusals_and_notes_are_told() -> None:
    found = lines(plan(LADDER, installed("4.1.0-ce", schema_versions=rows("4.0.0"), free_mb=5), "4.10.0-ce", []))
    assert found[0] == "from 4.0.0 to 4.10.0-ce: 2 hops"
    assert len([line for line in found if line.startswith("note: the running image is 4.1.0-ce, but its")]) == 1
    refused = [line for line in found if line.startswith("refused: ")]
    assert [line.rpartition("[")[2] for line in refused] == ["change-unread]"] * 4 + ["disk-full]"]


def test_titles() -> None:
    def title(start: str, target: str) -> list[str]:
        return lines(plan(LADDER, installed(start), target, ALL_READ))

    assert title("4.10.0-ce", "4.10.0-ce") == ["from 4.10.0 to 4.10.0-ce: nothing to do"]
    assert title("4.10.0-ce", "4.1.0-ce")[0] == "from 4.10.0 to 4.1.0-ce: not possible"
    assert title("4.10.0-ce", "4.10.0")[:2] == ["from 4.10.0 to 4.10.0: 1 hop", "1. 4.10.0 -> 4.10.0: safe, code only"]
    nowhere = plan(LADDER, installed("4.10.0", schema_versions=frozenset()), "4.10.0", [])
    assert lines(nowhere)[0] == "from an unknown release to 4.10.0: not possible"


def test_json_has_the_same() -> None:
    made = plan(LADDER, installed("4.0.0-ce", free_mb=10), "4.10.0-ce", [])
    found = json.loads(json.dumps(data(made)))
    assert (found["from"], found["running"], found["to"], found["schema"]) == (
        "4.0.0",
        "4.0.0-ce",
        "4.10.0-ce",
        "20250116061033",
    )
    assert [(hop["from"], hop["to"], hop["safe"], hop["schema"]) for hop in found["hops"]] == [
        ("4.0.0", "4.1.0-ce", False, "20250416182131"),
        ("4.1.0", "4.10.0-ce", False, "20260114201315"),
    ]
    assert found["hops"][0]["changes"][0]["id"] == "csml-bots"
    assert {each["id"] for each in found["refusals"]} == {"change-unread", "disk-full"}
    assert found["disk"]["needed_mb"] == made.disk_mb
    assert all(reason["source"] for hop in found["hops"] for reason in hop["reasons"])
