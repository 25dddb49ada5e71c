"""What is handed over to the operator's side."""

from pathlib import Path
from typing import Any

import pytest

from deploy.chatwoot import handoff
from deploy.errors import OperatorError
from tests.unit.test_chatwoot_needed import settings

SCRIPT = "\n    <script>\n      run({\n        websiteToken: 'abc'\n      })\n    </script>\n    "


def declared(**more: Any) -> Any:
    """Two accounts, a widget in the first."""
    return settings(
        accounts=[
            {
                "name": "Acme",
                "inboxes": [{"type": "web_widget", "name": "Site", "website_url": "https://www.example.com"}],
            },
            {"name": "Café Ñandú"},
            {"name": "Cafe Nandu!"},
            {"name": "商店"},
        ],
        **more,
    )


def made(directory: Path, **more: Any) -> handoff.Files:
    """The files for that declaration."""
    live = [
        {"id": 1, "name": "Site", "website_url": "https://www.example.com", "web_widget_script": SCRIPT},
        {"id": 2, "name": "Made by hand", "website_url": "https://x", "web_widget_script": SCRIPT},
        {"id": 3, "name": "Site", "web_widget_script": None},
    ]
    accounts = {"Acme": 1, "Café Ñandú": 2, "Cafe Nandu!": 3, "商店": 4, "Other": 9}
    return handoff.files(declared(**more), "vps1", "t0ken", accounts, {"Acme": live}, str(directory))


def test_the_file_has_address_account_and_token(tmp_path: Path) -> None:
    files = made(tmp_path, dashboard_domain="app.example.com")
    assert files[tmp_path / "vps1.env"].splitlines()[1:] == [
        "CHATWOOT_BASE_URL=https://chat.example.com",
        "CHATWOOT_ACCOUNT_ID=1",
        "CHATWOOT_ACCESS_TOKEN=t0ken",
        "CHATWOOT_ADMIN_EMAIL=ana@example.com",
        "CHATWOOT_ACCOUNT_ID_CAFE_NANDU=2",
        "CHATWOOT_ACCOUNT_ID_CAFE_NANDU_3=3",
        "CHATWOOT_ACCOUNT_ID_4=4",
        "DASHBOARD_URL=https://app.example.com",
    ]


def test_the_page_has_declared_widgets_only(tmp_path: Path) -> None:
    page = made(tmp_path)[tmp_path / "vps1.widgets.html"]
    assert page == (
        "<!-- Acme: Site, for https://www.example.com -->\n"
        "<script>\n  run({\n    websiteToken: 'abc'\n  })\n</script>\n"
    )


def test_written_once_private_and_ignored_by_git(tmp_path: Path) -> None:
    folder = tmp_path / "handoff"
    files = made(folder)
    assert handoff.stale(files) == list(files)
    handoff.write(files)
    assert handoff.stale(files) == []
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()} == {
        "vps1.env": 0o600,
        "vps1.widgets.html": 0o600,
        ".gitignore": 0o600,
    }
    (folder / "vps1.env").chmod(0o644)
    assert handoff.stale(files) == [folder / "vps1.env"]


def test_odd_host_names_stay_in_the_folder(tmp_path: Path) -> None:
    assert handoff.path(str(tmp_path), "../../etc/passwd").parent == tmp_path
    assert handoff.path(str(tmp_path), "@local").name == "local.env"


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OperatorError, match=r"hand-off file cannot be written on this machine .* with chown, and run"):
        handoff.write(made(tmp_path / "file"))


def test_a_folder_that_could_not_be_written_is_told_before_the_run(tmp_path: Path) -> None:
    handoff.require_writable(tmp_path)
    handoff.require_writable(tmp_path / "new")
    (tmp_path / "file").write_text("")
    for name in ("file", "nowhere/new"):
        with pytest.raises(OperatorError, match=rf"{name}: the hand-off file cannot be written there\. Remove what is"):
            handoff.require_writable(tmp_path / name)
