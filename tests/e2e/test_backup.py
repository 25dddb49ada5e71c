"""Backups into a real REST server: taken, read back, refused when something is wrong, and restored."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from tests.e2e import stack, transcript
from tests.e2e.aftermath import FORGET_VISITORS
from tests.e2e.conftest import Vps
from tests.e2e.customers import Customers
from tests.e2e.refusal import said as told
from tests.e2e.repository import Repository
from tests.e2e.site import Site
from tests.e2e.visitors import visited
from tests.e2e.wrapper import Running, planned, run
from tests.sandbox.deadline import wait_until

# restic also keeps the oldest of a span that is not full yet.
SIGN_UP = """UPDATE installation_configs SET serialized_value = replace(serialized_value::text, '{}', '{}')::jsonb
WHERE name = 'ENABLE_ACCOUNT_SIGNUP'"""
KEEP = {"keep_last": 2, "keep_daily": 0, "keep_weekly": 0, "keep_monthly": 0}


# What a removal must not leave: images, networks, firewall, swap, and files outside of its own directories.
OURS = """docker images -q; docker network ls --format '{{.Name}}' | grep -vxE 'bridge|host|none'
nft list tables | grep chatwoot; swapon --noheadings | grep chatwoot; ls -d /var/swap.chatwoot 2>/dev/null
find /etc /usr/local /var/lib/prometheus /var/cache/chatwoot-deploy -name '*chatwoot*' 2>/dev/null; true"""


@dataclass(frozen=True)
class Saved:
    """A site with two customers and a verified backup of them."""

    site: Site
    repository: Repository
    customers: Customers

    @property
    def words(self) -> str:
        """Without these nothing live is replaced."""
        return f"replace {self.site.machine.domain}"

    @property
    def script(self) -> str:
        """The script on the host."""
        return f"{self.site.root}/backup/backup.sh"


@pytest.fixture(scope="module")
def saved(provisioned: Vps, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Saved]:
    """Its tests follow each other; the next module gets the machine from the snapshot."""
    if provisioned.spoiled:
        provisioned.restore()
    provisioned.spoiled = True
    with Repository(tmp_path_factory.mktemp("repository")) as repository:
        site = provisioned.site.changed(
            tmp_path_factory.mktemp("saved"), backup={"repository": repository.address, **KEEP}
        )
        run("apply", site).must()
        transcript.note(site)
        customers = Customers(site)
        customers.come("Ana", "Bernd")
        yield Saved(site, repository, customers)


def snapshots(site: Site) -> list[dict[str, object]]:
    """What `backup --list` tells."""
    found: list[dict[str, object]] = run("backup", site, "--list", "--json").must().json["hosts"][site.machine.name]
    return found


def numbers(site: Site) -> dict[str, float]:
    """What Prometheus would read."""
    text = site.machine.run("cat /var/lib/prometheus/node-exporter/chatwoot_backup_*.prom").stdout
    return {line.split("{")[0]: float(line.split()[-1]) for line in text.splitlines()}


def test_backup_is_read_back(saved: Saved) -> None:
    """Taken and verified; the operator is told that the kit is still on the host alone, and once it is not, no more."""
    ran = run("backup", saved.site, "--verify", "--json").must()
    print(f"backup and verification of an almost empty site: {ran.seconds:.1f} s")
    host = ran.json["hosts"][saved.site.machine.name]
    assert [each["what"].split(":")[0] for each in host["changes"] if each["what"].startswith("verified")], host
    assert any("no recovery kit" in each for each in host["problems"])
    assert [each["conversations"] for each in snapshots(saved.site)] == [2]
    kit = saved.site.folder / "kit"
    run("secrets", saved.site, "--kit", str(kit)).must()
    assert "RESTIC_PASSWORD=" in kit.read_text()
    again = run("backup", saved.site, "--json").must().json["hosts"][saved.site.machine.name]
    assert again["problems"] == []
    assert "nothing to do" in planned(saved.site, 0)


def test_result_is_in_journal_and_numbers(saved: Saved) -> None:
    """One line each for the journal; a whole file for Prometheus."""
    lines = saved.site.machine.run(f"cat {saved.site.state}/journal.jsonl").stdout.splitlines()
    entries = [json.loads(line) for line in lines]
    assert [each["result"] for each in entries if each["verb"] in ("backup", "backup verify")] == ["ok"] * 3
    values = numbers(saved.site)
    assert values["chatwoot_backup_run_ok"] == values["chatwoot_backup_verify_ok"] == 1
    now = float(saved.site.machine.run("date +%s").stdout)
    assert 0 <= now - values["chatwoot_backup_last_success_timestamp_seconds"] < 600
    assert values["chatwoot_backup_last_size_bytes"] > 10000


def test_backup_while_visitors_write(saved: Saved) -> None:
    """Counts and dump are of one moment, or the backup would not be what its description says."""
    with visited(saved.site):
        run("backup", saved.site, "--verify").must()
    stack.sql(saved.site, FORGET_VISITORS)
    assert saved.customers.there() == ["Ana", "Bernd"]


def test_timer_makes_a_backup(saved: Saved) -> None:
    """The units are scheduled, and what they start works without an operator. Old backups are forgotten."""
    unit = f"chatwoot-deploy-backup-{saved.site.project}"
    timers = saved.site.machine.run("systemctl list-timers --all --no-legend").stdout
    assert [timers.count(f"{unit}{each}.timer") for each in ("", "-verify", "-check")] == [1, 1, 1]
    saved.site.machine.run(f"systemctl start {unit}.service", timeout=120)
    saved.site.machine.run(f"systemctl start {unit}-verify.service", timeout=120)
    saved.site.machine.run(f"systemctl start {unit}-check.service", timeout=120)
    journal = saved.site.machine.run(f"journalctl -o cat -u {unit}.service").stdout
    assert "backup: ok (snapshot " in journal
    values = numbers(saved.site)
    for each in ("run", "verify", "check"):
        assert values[f"chatwoot_backup_{each}_ok"] == 1
        assert values[f"chatwoot_backup_{each}_duration_seconds"] >= 0
    assert len(snapshots(saved.site)) == KEEP["keep_last"]


def test_wrong_passphrase(saved: Saved) -> None:
    """One sentence for each verb; the site serves on."""
    environment = f"{saved.site.root}/backup/backup.env"
    saved.site.machine.run(f"sed -i 's/^RESTIC_PASSWORD=.*/RESTIC_PASSWORD=wrong/' {environment}")
    try:
        told(run("backup", saved.site).must(1), "passphrase does not open the repository", "recovery kit")
        told(
            run("restore", saved.site, "--words", saved.words).must(1),
            "passphrase does not open",
            "Nothing was changed",
        )
    finally:
        run("apply", saved.site).must()
    assert saved.customers.there() == ["Ana", "Bernd"]


@pytest.mark.full
def test_repository_out_of_reach(saved: Saved) -> None:
    """Server down, then the disk under it away: never taken for a repository that is yet to be made."""
    saved.repository.stop()
    try:
        told(run("backup", saved.site, seconds=180).must(1), "cannot be reached", saved.repository.address)
    finally:
        saved.repository.start()
    saved.repository.away()
    try:
        told(run("backup", saved.site).must(1), "is gone", "not mounted")
    finally:
        saved.repository.back()
    assert saved.customers.there() == ["Ana", "Bernd"]


@pytest.mark.parametrize("damage", [pytest.param("truncated", marks=pytest.mark.full), "missing"])
def test_damaged_repository(saved: Saved, damage: str) -> None:
    """A pack is cut off or lost: restore and verification say so, and touch nothing."""
    whole = {path: path.read_bytes() for path in saved.repository.packs}
    for path in whole:
        path.unlink() if damage == "missing" else path.write_bytes(whole[path][: len(whole[path]) // 2])
    try:
        told(
            run("restore", saved.site, "--words", saved.words, seconds=600).must(1), "is damaged", "Nothing was changed"
        )
        told(run("backup", saved.site, "--check", seconds=600).must(1), "is damaged")
    finally:
        for path, content in whole.items():
            path.write_bytes(content)
    assert saved.customers.there() == ["Ana", "Bernd"]
    assert saved.site.machine.run(f"ls {saved.site.state}/backup").stdout.split() == ["hashes", "lock", "status"]


def test_disk_too_full_for_a_restore(saved: Saved) -> None:
    """Told before anything is fetched."""
    machine = saved.site.machine
    machine.run(
        "fallocate -l $(( ($(df -Pk /var/lib | tail -n 1 | awk '{print $4}') - 100 * 1024) ))K /var/tmp/filling"
    )
    try:
        ran = run("restore", saved.site, "--words", saved.words, "--data", 'preflight.skip=["disk-full"]').must(1)
        told(ran, "are free", "[disk-full]")
        told(run("backup", saved.site, "--verify").must(1), "are free", "[disk-full]")
    finally:
        machine.run("rm -f /var/tmp/filling")
    assert saved.customers.there() == ["Ana", "Bernd"]


def test_live_data_is_not_replaced_without_the_words(saved: Saved) -> None:
    """The refusal says what would be lost, and what to type."""
    ran = run("restore", saved.site).must(1)
    told(ran, "2 conversations and 2 contacts", f'--words "{saved.words}"')
    told(run("restore", saved.site, "--words", "yes").must(1), f'--words "{saved.words}"')
    assert saved.customers.there() == ["Ana", "Bernd"]


def test_restore_after_damage(saved: Saved) -> None:
    """A conversation and its upload are deleted, somebody comes later: all as at the backup, but for both doors.

    Sign-up stood open in it, and the installation page does now.
    """
    site = saved.site
    stack.sql(site, SIGN_UP.format("false", "true"))
    run("backup", site).must()
    saved.customers.lose("Bernd")
    saved.customers.come("Late")
    stack.redis(site, "SET", "alfred:CHATWOOT_INSTALLATION_ONBOARDING", "true")
    stack.redis(site, "SET", "alfred:V1:GLOBAL_CONFIG:INSTALLATION_NAME", "stale")
    stack.redis(site, "LPUSH", "queue:low", "{}")
    stack.redis(site, "SADD", "queues", "low")
    ran = run("restore", site, "--words", saved.words, "--json").must()
    print(f"restore of an almost empty site: {ran.seconds:.1f} s, commands {ran.json['hosts'][site.machine.name]}")
    assert saved.customers.there() == ["Ana", "Bernd"]
    assert stack.redis(site, "EXISTS", "alfred:CHATWOOT_INSTALLATION_ONBOARDING") == "0"
    assert stack.redis(site, "GET", "alfred:V1:GLOBAL_CONFIG:INSTALLATION_NAME") != "stale"
    assert int(stack.redis(site, "SCARD", "cron_jobs")) > 0
    databases = stack.sql(site, "SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY 1").split()
    assert databases == ["chatwoot", "postgres"]
    saved.customers.come("Dora")  # sequences go on without a clash
    assert saved.customers.there() == ["Ana", "Bernd", "Dora"]
    assert "nothing to do" in planned(site, 0)
    run("verify", site).must()  # sign-up is shut


@pytest.mark.full
@pytest.mark.parametrize(
    "step",
    [
        "Restore the database beside",
        "Close the site",
        "Let database and uploads",
        "Ensure the containers are up",
        "Prove",
    ],
)
def test_power_off_during_a_restore(saved: Saved, step: str) -> None:
    """Whatever step it hits: the machine has a whole database afterwards, and the same verb finishes."""
    site = saved.site
    run("backup", site).must()
    expected = saved.customers.there()
    with Running("restore", site, ("--words", saved.words)) as running:
        running.wait_for(f"Starting operation: {step}")
        site.machine.power_off()
        running.end()
    site.machine.up()
    run("apply", site).must()
    assert saved.customers.there() == expected
    run("restore", site, "--words", saved.words).must()
    assert saved.customers.there() == expected


@pytest.mark.full
def test_power_off_between_the_swap_and_forgetting_the_jobs(saved: Saved) -> None:
    """A worker must not do the old database's jobs on the restored one: apply forgets them first, upgrade refuses."""
    site = saved.site
    run("backup", site).must()
    expected = saved.customers.there()
    saved.customers.come("Replaced")
    stack.redis(site, "ZADD", "schedule", "4102444800", '{"class":"OfTheDatabaseBefore"}')  # due in the year 2100
    time.sleep(2)  # Redis writes to its disk each second
    before = "SELECT count(*) FROM pg_database WHERE datname LIKE '%_before_%'"
    with Running("restore", site, ("--words", saved.words)) as running:
        running.wait_for("Starting operation: Ensure the restored installation's keys")
        # So that nothing is forgotten; docker's own kill would keep it from starting at the next boot.
        site.machine.run(f"kill -STOP $(docker inspect -f '{{{{.State.Pid}}}}' {site.project}-redis)")
        deadline = time.monotonic() + 120
        while stack.sql(site, before).strip() != "1":
            assert time.monotonic() < deadline, "the databases were not swapped"
            time.sleep(0.2)
        site.machine.power_off()
        running.end()
    site.machine.up()
    # Redis reads its file first.
    kept = partial(stack.redis, site, "ZRANGE", "schedule", "0", "-1")
    wait_until(lambda: "OfTheDatabaseBefore" in kept(), 60, "the old database's job to be there after the boot", 1)
    told(run("rollback", site).must(1), "[restore-unfinished]")
    assert "one that was cut is finished" in planned(site, 2)
    run("apply", site).must()
    assert "OfTheDatabaseBefore" not in stack.redis(site, "ZRANGE", "schedule", "0", "-1")
    assert saved.customers.there() == expected
    assert "nothing to do" in planned(site, 0)
    run("restore", site, "--words", saved.words).must()
    assert stack.sql(site, before).strip() == "0"
    assert saved.customers.there() == expected


@pytest.mark.full
def test_wipe_and_restore_on_a_new_host(saved: Saved, tmp_path: Path) -> None:
    """The machine is gone. A bare one gets the passphrase from the kit, apply, restore; then all is there."""
    kit = tmp_path / "kit"
    run("secrets", saved.site, "--kit", str(kit)).must()
    run("backup", saved.site).must()
    expected = saved.customers.there()
    transcript.note(saved.site)
    saved.site.machine.reset()
    passphrase = next(line for line in kit.read_text().splitlines() if line.startswith("RESTIC_PASSWORD="))
    only = tmp_path / "only"
    only.write_text(passphrase + "\n")
    only.chmod(0o600)
    site = saved.site.changed(tmp_path / "new", secrets={"mode": "file", "file": str(only)})
    run("apply", site).must()
    transcript.note(site)
    # The timer was quicker than the operator: the newest backup is that of an empty site.
    site.machine.run(f"bash {saved.script} run", timeout=120)
    told(run("restore", site).must(1), "holds no conversation", "Name the one you mean")
    full = [each for each in snapshots(site) if each["conversations"]][-1]
    # In use under keys of its own, what they have encrypted would be lost.
    new = Customers(site)
    new.come("Zoe")
    told(run("restore", site, str(full["id"]), "--words", saved.words).must(1), "[encryption-keys-lost]")
    assert new.there() == ["Zoe"]
    new.lose("Zoe")
    ran = run("restore", site, str(full["id"])).must()
    print(f"restore on a new host: {ran.seconds:.1f} s")
    transcript.note(site)
    assert Customers(site).there() == expected
    assert "nothing to do" in planned(site, 0)
    run("verify", site).must()


@pytest.mark.full
def test_removal_keeps_the_data_until_the_words_are_said(saved: Saved) -> None:
    """Off the host after a verified backup, and back by apply with everything; then for good."""
    site = saved.site
    expected = saved.customers.there()
    run("secrets", site, "--kit", str(site.folder / "last-kit")).must()
    transcript.note(site)
    saved.repository.stop()
    told(run("remove", site, seconds=180).must(1), "cannot be reached")
    saved.repository.start()
    assert stack.arrived(site)  # without a backup nothing was removed
    run("remove", site).must()
    entries = [json.loads(line) for line in site.machine.run(f"cat {site.state}/journal.jsonl").stdout.splitlines()]
    done = [each["verb"] for each in entries if each.get("result") == "ok"]
    assert done[-3:] == ["backup", "backup verify", "remove"]
    assert site.machine.run(OURS).stdout == ""
    left = site.machine.run(f"docker ps -aq; ls -d {site.root} /etc/chatwoot-deploy 2>/dev/null; true").stdout
    assert left == ""
    assert site.machine.run("systemctl list-timers --all").stdout.count("chatwoot-deploy") == 0
    run("apply", site).must()
    assert saved.customers.there() == expected
    told(run("remove", site, "--delete-data").must(1), "delete the data of", "Nothing was changed")
    assert saved.customers.there() == expected
    run("remove", site, "--delete-data", "--words", f"delete the data of {site.machine.domain}").must()
    assert site.machine.run(f"docker volume ls -q; ls -d {site.state} 2>/dev/null; true").stdout == ""
