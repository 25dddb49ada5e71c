"""Everything that lives inside Chatwoot, declared: made over SSH, kept, found when it drifts, exported."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deploy.objects.declared import secret_names
from deploy.settings.accounts import Account
from tests.bench.load import conversation
from tests.e2e import stack
from tests.e2e.conftest import Vps
from tests.e2e.everything import everything
from tests.e2e.proxy import proxy
from tests.e2e.public import Public
from tests.e2e.site import Site
from tests.e2e.wrapper import COMMAND, Ran, planned, run
from tests.sandbox.acme import Acme


@pytest.fixture(scope="module")
def declared(provisioned: Vps, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The provisioned machine with the full example declared, two accounts with every type of object.

    These tests follow each other; every one of them leaves everything as declared.
    """
    if provisioned.spoiled:
        provisioned.restore()
    provisioned.spoiled = True
    declared, environment = everything((4, 10, 0))
    with pytest.MonkeyPatch.context() as patch:
        for name, text in environment.items():
            patch.setenv(name, text)
        yield provisioned.site.changed(tmp_path_factory.mktemp("objects"), **declared)


def test_made_once_then_kept_then_repaired(declared: Site) -> None:
    said = planned(declared, 2)
    assert "label vip of account Acme: created" in said
    made = run("apply", declared, "--json").must().json["hosts"][declared.machine.name]
    assert made["problems"] == []
    again = run("apply", declared, "--json").must().json["hosts"][declared.machine.name]
    assert (again["changed"], again["changes"]) == (0, [])
    assert "nothing to do" in planned(declared, 0)
    assert all(count < 20 for count in again["requests"].values()), again["requests"]
    print(f"\nrequests: {made['requests']} to make, {again['requests']} to compare")

    public = Public(declared)
    (label,) = [each for each in public.ask("GET", "labels")["payload"] if each["title"] == "vip"]
    public.ask("PATCH", f"labels/{label['id']}", {"color": "#010203"})
    stack.sql(declared, "DELETE FROM team_members")
    said = planned(declared, 2)
    assert 'color: "#010203" becomes' in said
    assert "members: [] becomes" in said
    told = run("plan", declared, "--json").must(2).json["hosts"][declared.machine.name]
    done = run("apply", declared, "--json").must().json["hosts"][declared.machine.name]
    assert [each for operation in told["changes"] for each in operation["changes"]] == done["changes"]
    assert "nothing to do" in planned(declared, 0)


def test_an_orphan_is_named_and_goes_with_prune_alone(declared: Site) -> None:
    public = Public(declared)
    public.ask("POST", "labels", {"title": "stranger"})
    public.ask("POST", "inboxes", {"name": "Old site", "channel": {"type": "api"}})
    stack.sql(declared, "INSERT INTO accounts (name, created_at, updated_at) VALUES ('Left', now(), now())")
    assert "accounts that nobody declared: Left. They are left alone" in run("plan", declared).must(0).text
    stack.sql(declared, "DELETE FROM accounts WHERE name = 'Left'")
    orphan = "labels of account Acme that nobody declared: stranger"
    assert orphan in run("plan", declared).must(0).text
    assert orphan in " ".join(run("plan", declared, "--json").must(0).json["hosts"][declared.machine.name]["notices"])
    assert orphan in run("apply", declared).must().text
    assert "stranger" in stack.sql(declared, "SELECT string_agg(title, ',') FROM labels")
    assert "label stranger of account Acme: deleted" in run("plan", declared, "--prune").must(2).stdout
    run("apply", declared, "--prune").must()
    assert "stranger" not in stack.sql(declared, "SELECT string_agg(title, ',') FROM labels")
    assert "Old site" not in stack.sql(declared, "SELECT string_agg(name, ',') FROM inboxes")
    assert "nothing to do" in planned(declared, 0)


def test_an_inbox_with_conversations_goes_by_its_name_alone(declared: Site) -> None:
    public = Public(declared)
    public.ask("POST", "inboxes", {"name": "Old shop", "channel": {"type": "api"}})
    conversation(public, "Old shop")
    there = "SELECT count(*) FROM conversations WHERE inbox_id IN (SELECT id FROM inboxes WHERE name = 'Old shop')"
    assert "Old shop" in run("apply", declared, "--prune").must().text
    assert stack.sql(declared, there) == "1"
    run("apply", declared, "--prune", "--prune-inbox", "Acme/Old shop").must()
    assert "Old shop" not in stack.sql(declared, "SELECT string_agg(name, ',') FROM inboxes")
    assert "nothing to do" in planned(declared, 0)


def test_an_exported_installation_needs_no_change(declared: Site, tmp_path: Path) -> None:
    """By its public address and a token alone, as somebody who comes to us would do it."""
    url = f"https://{declared.machine.domain}"
    output, secrets = tmp_path / "exported.py", tmp_path / "secrets"
    with proxy(declared.machine.ip) as way:
        known = {
            "CHATWOOT_TOKEN": Public(declared).token,
            "REQUESTS_CA_BUNDLE": str(Acme.root_file),
            "HTTPS_PROXY": way,
        }
        _export("--url", url, "--output", str(output), "--secrets", str(secrets), environment=known)
        assert output.stat().st_mode & 0o777 == secrets.stat().st_mode & 0o777 == 0o600
        text = output.read_text()
        for line in secrets.read_text().splitlines():
            assert line.partition("=")[2] not in text
        found: dict[str, Any] = {}
        exec(text, {}, found)  # noqa: S102
        # With the token of a provisioning user nobody can tell who the admin will be: `check` asks to take him out.
        for account in found["accounts"]:
            account["agents"] = [
                each for each in account["agents"] if each["email"] != declared.declared["admin"]["email"]
            ]
        moved = declared.changed(
            tmp_path / "moved", accounts=found["accounts"], secrets={"mode": "file", "file": str(secrets)}
        )
        # What Chatwoot shows to nobody has to be looked up by the operator.
        with secrets.open("a") as file:
            for account in found["accounts"]:
                for name in secret_names(Account.model_validate(account)):
                    if f"{name}=" not in secrets.read_text():
                        file.write(f"{name}=looked-up\n")
        ran = run("plan", moved, "--url", url, environment=known)
    assert ran.code == 0, ran.tail
    assert "nothing to do" in ran.stdout


def _export(*words: str, environment: dict[str, str]) -> None:
    done = subprocess.run(
        [COMMAND, "export", *words],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]


def test_a_refused_object_leaves_the_rest_applied(declared: Site, tmp_path: Path) -> None:
    accounts = declared.declared["accounts"]
    # A phone number that another account's inbox has, which is declared no more: nobody can know that offline.
    (sms,) = [each for each in accounts[0]["inboxes"] if each["type"] == "sms"]
    taken = {
        **accounts[0],
        "labels": [*accounts[0]["labels"], {"title": "fresh"}],
        "inboxes": [each for each in accounts[0]["inboxes"] if each is not sms],
    }
    keys = ("phone_number", "account_id", "application_id", "api_key", "api_secret")
    stolen = {"type": "sms", "name": "Stolen", **{key: sms[key] for key in keys}}
    wrong = declared.changed(
        tmp_path / "wrong", accounts=[taken, {**accounts[1], "inboxes": [*accounts[1]["inboxes"], stolen]}]
    )
    ran: Ran = run("apply", wrong).must(1)
    assert f"inbox sms {sms['phone_number']} of account Globex" in ran.text
    assert "fresh" in stack.sql(declared, "SELECT string_agg(title, ',') FROM labels")
    assert "1 object is not as declared, see above; everything else is" in ran.text
