"""Every type of object on the running stand-in, in both releases: made once, drift found and mended, exported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from deploy.objects import check
from deploy.objects.registry import KINDS
from deploy.settings.accounts import Account
from deploy.settings.settings import Settings
from tests.contract.installation import Installation, changes
from tests.contract.provider import Provider
from tests.contract.recordings import VERSIONS
from tests.contract.standin import StandIn
from tests.contract.test_client_bootstrap import DATABASE, Running
from tests.examples import whole

# Chatwoot signs in at a mailbox that is switched on, and here is none: these are changed in the database.
TRIED_AT_ONCE = ("imap_enabled", "smtp_enabled")
BUDGET = {"custom_filters": 3}  # GETs of one type and account; all others one


@pytest.fixture(scope="module", params=VERSIONS)
def installation(
    root_fs: Path, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """A bootstrapped installation of each release with two accounts."""
    with (
        closing(Provider()) as provider,
        StandIn(root_fs, request.param, tmp_path_factory.mktemp("objects"), provider.environment) as standin,
    ):
        standin.start()
        standin.start_worker()
        running = Running(standin, request.param, accounts(request.param))
        yield Installation(running, provider.environment["WHATSAPP_CLOUD_BASE_URL"])


def accounts(version: str) -> list[dict[str, Any]]:
    """The full example: two accounts, every type of object."""
    release = tuple(int(part) for part in version.split("."))
    return [whole.full("Acme", release), whole.second("Globex", release)]  # type: ignore[arg-type]


def test_the_example_is_a_good_declaration_of_every_type(installation: Installation) -> None:
    assert check.problems(installation.running.settings) == []
    declared = accounts(".".join(str(part) for part in installation.release))[0]
    for kind in KINDS:
        if kind.section:
            assert declared[kind.section], kind.section


def test_made_once_and_again_without_a_change(installation: Installation) -> None:
    for declared in accounts(".".join(str(part) for part in installation.release)):
        made = installation.client(declared["name"])
        assert installation.bring(declared, made) == []
        again = installation.client(declared["name"])
        installation.read.clear()
        assert changes(installation.plan(declared, again)) == []
        # One list of each type, however many there are of it: /api/v1/accounts/1/labels
        types = Counter(path.split("/")[5] if path.count("/") > 4 else "" for path in installation.read)
        assert all(count <= BUDGET.get(each, 1) for each, count in types.items()), types
        agents = installation.client(declared["name"]).get("/agents", "the agents")
        assert [each["email"] for each in agents if not each["confirmed"]] == []
        budget = sum(BUDGET.get(section, 1) for section in {kind.section for kind in KINDS})
        assert again.requests <= budget < 20
        assert not installation.against_swagger(), "\n".join(installation.against_swagger())
        print(f"\n{declared['name']}: {made.requests} requests to make, {again.requests} to compare (budget {budget})")


def test_every_field_changed_behind_our_back_is_named_and_repaired(
    installation: Installation, request: pytest.FixtureRequest
) -> None:
    """All of them with --full; in CI each release has every eleventh, others each, since all take a quarter hour."""
    release = installation.release
    full, other = whole.full("Acme", release), whole.bent("Acme", release)
    assert installation.bring(full) == []
    bends = list(_bends(full, other, installation.running.settings))
    assert len(bends) > 100
    if not request.config.getoption("--full"):
        bends = bends[VERSIONS.index(".".join(str(part) for part in release)) :: 11]
    wrong: list[str] = []
    for where, field, bent in bends:
        if field in TRIED_AT_ONCE:
            pending = []
            installation.running.standin.sql(
                f"UPDATE channel_email SET {field} = NOT {field}",  # noqa: S608
                DATABASE,
            )
        else:
            pending = installation.bring(bent)
        found = changes(installation.plan(full))
        if pending or len(found) != 1 or field not in found[0]:
            wrong.append(f"{where}: {pending or found}")
        # That the repair took, bring reads back itself, and the next plan would name what it missed.
        left = installation.bring(full)
        if left:
            wrong.append(f"{where}: not repaired: {left}")
            break
    print(f"\n{len(bends)} fields bent, one at a time")
    assert not wrong, "\n".join(wrong)
    assert changes(installation.plan(full)) == []
    assert not installation.against_swagger(), "\n".join(installation.against_swagger())


def _good(declared: dict[str, Any], settings: Settings) -> bool:
    try:
        account = Account.model_validate(declared)
    except ValidationError:
        return False
    return not check.problems(settings.model_copy(update={"accounts": [account]}))


def _bends(
    full: dict[str, Any], other: dict[str, Any], settings: Settings
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The full declaration with one field of one object as in the other, for every field that differs.

    Gives its path, its name, the declaration.
    """
    parts: set[str] = set()  # of what all inboxes share, the parts of one inbox are enough
    for section, value in full.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for number, one in enumerate(value):
                for field in one:
                    if other[section][number].get(field) == one[field]:
                        continue
                    with_it = partial(_with, full, section, number, field)
                    where, bent = f"{section}[{number}].{field}", other[section][number][field]
                    whole_bend = with_it(bent)
                    if not _good(whole_bend, settings):  # it goes with others only: all of the object
                        off = {key: one[key] for key in (*TRIED_AT_ONCE, "portal") if key in one}
                        whole_bend[section][number] = {**other[section][number], **off}
                    yield where, field, whole_bend
                    for below, part in _parts(one[field], bent):
                        name = f"{section}.{field}{below}"
                        if name not in parts or section != "inboxes":
                            parts.add(name)
                            if _good(with_it(part), settings):
                                yield f"{where}{below}", field, with_it(part)
        elif other.get(section) != value:
            yield section, section, {**full, section: other[section]}
            for below, part in _parts(value, other[section]):
                yield f"{section}{below}", section, {**full, section: part}


def _with(full: dict[str, Any], section: str, number: int, field: str, value: Any) -> dict[str, Any]:
    """The declaration with another value of one object's field."""
    objects = list(full[section])
    objects[number] = {**objects[number], field: value}
    return {**full, section: objects}


def _parts(value: Any, other: Any) -> Iterator[tuple[str, Any]]:
    """Copies of a structure with one leaf, or one entry of another form, as in the other; none of a single value."""
    keys: list[Any] = []
    if isinstance(value, dict) and isinstance(other, dict):
        keys = [key for key in value if key in other]
    elif isinstance(value, list) and isinstance(other, list) and any(isinstance(each, dict) for each in value):
        keys = list(range(min(len(value), len(other))))
    for key in keys:
        if value[key] == other[key]:
            continue
        step = f".{key}" if isinstance(value, dict) else f"[{key}]"
        inner = list(_parts(value[key], other[key])) or [("", other[key])]
        for below, changed in inner:
            copied = {**value} if isinstance(value, dict) else [*value]
            copied[key] = changed
            if copied != other:
                yield f"{step}{below}", copied
