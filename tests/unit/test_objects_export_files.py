"""The export of an installation: what is read, and the two files that are written."""

import stat
from argparse import Namespace
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from deploy.errors import OperatorError
from deploy.objects.account import Reader
from deploy.objects.found_secrets import FoundSecrets
from deploy.objects.registry import by_noun
from deploy.objects.secret import Secret
from deploy.objects.world import World
from deploy.settings.load import load
from deploy.stack.sources import in_one_line
from deploy.verbs import export, exporting, options
from tests.unit.declaration import SMALLEST
from tests.unit.objects_exported import data, lines
from tests.unit.objects_names import OLD


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> None:
    found = FoundSecrets()
    found.keep(("Acme", 1), 1, "key", Secret("-----\r\x85pem\n"))
    monkeypatch.setattr(exporting, "remote", lambda *_: exporting.Found([lines()], found))
    monkeypatch.setenv(options.TOKEN, "token")


class There:
    """The accounts of a host of ours; what is read of each is remembered."""

    def __init__(self, patch: pytest.MonkeyPatch, *accounts: str) -> None:
        self.worlds: list[World] = []
        self.sites: list[Collection[str]] = []
        found = SimpleNamespace(accounts={name: number for number, name in enumerate(accounts, 1)})
        patch.setattr(exporting, "access", lambda *_: found)
        patch.setattr(exporting, "client", lambda *_: None)
        patch.setattr(exporting, "_account", self._account)

    def read(self, *names: str) -> list[list[str]]:
        settings = load(SMALLEST | {"accounts": [{"name": "Acme"}, {"name": "Beta"}]}, "vps1")
        return exporting._own(SimpleNamespace(name="vps1"), settings, names).accounts  # type: ignore[arg-type]

    def _account(self, name: str, reader: Reader, _: FoundSecrets, site: Collection[str], *__: Any) -> list[str]:
        self.worlds.append(reader.world)
        self.sites.append(site)
        return [name]


def test_an_account_that_cannot_be_read_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    there = There(monkeypatch, "Acme", "Gamma")
    assert there.read("Acme") == [["Acme"]]
    assert there.sites == [("chat.example.com",)]
    for name, said in (
        ("Nobody", "no account Nobody there. vps1 has Acme, Gamma"),
        ("Beta", "no account Beta there"),
        ("Gamma", "account Gamma of vps1 is not declared. Export it with --url"),
    ):
        with pytest.raises(OperatorError, match=said):
            there.read("Acme", name)
    assert capsys.readouterr().err == ""
    assert there.read() == [["Acme"]]
    assert [line.split(",")[0] for line in capsys.readouterr().err.splitlines()] == [
        "vps1: account Beta is declared and not there",
        "vps1: account Gamma is not declared",
    ]


def test_flags_that_the_bootstrap_brings_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    there = There(monkeypatch, "Acme", "Beta")
    there.read()
    assert [each.bootstrapped for each in there.worlds] == [False, False]
    answer = {"id": 1, "name": "Acme", "locale": "en", "auto_resolve_duration": None, "features": {"macros": True}}
    own = by_noun("account").live(answer, replace(there.worlds[0], release=OLD))
    (account,) = data(lines(("account", own), release=OLD))
    assert account["features"]["macros"] is True


def arguments(folder: Path, **given: Any) -> Namespace:
    return Namespace(
        **{"url": "https://chat.example.com", "inventory": None, "account": [], "cwd": folder, "output": None} | given
    )


@pytest.mark.usefixtures("read")
def test_both_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    assert export.run(arguments(tmp_path, output="all.py", secrets="secrets"), []) == 0
    assert [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("all.py", "secrets")] == [0o600, 0o600]
    assert (
        tmp_path / "secrets"
    ).read_text() == f"ACME_KEY={in_one_line('-----' + chr(13) + chr(0x85) + 'pem' + chr(10))}\n"
    assert len((tmp_path / "secrets").read_text().splitlines()) == 1


@pytest.mark.usefixtures("read")
@pytest.mark.parametrize(
    ("output", "secrets", "said"),
    [
        ("same", "./same", "Name two files"),
        ("there", None, "exists already"),
        ("dangling", None, "exists already"),
        ("nowhere/x", None, "is no folder"),
        ("/proc/x", None, "/proc"),
        ("x" * 300, None, "Name a file elsewhere"),
    ],
)
def test_files_that_cannot_be_written(tmp_path: Path, output: str, secrets: str | None, said: str) -> None:
    (tmp_path / "there").write_text("mine")
    (tmp_path / "dangling").symlink_to(tmp_path / "gone")
    with pytest.raises(OperatorError, match=said):
        export.run(arguments(tmp_path, output=output, secrets=secrets), [])
    assert (tmp_path / "there").read_text() == "mine"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["dangling", "there"]
