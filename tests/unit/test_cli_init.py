"""`init` writes a pair of files that `check` accepts."""

from argparse import Namespace
from pathlib import Path

import pytest

from deploy.errors import OperatorError
from deploy.settings.load import load
from deploy.verbs import init


def run(root: Path, **changed: object) -> int:
    given = {"domain": "chat.example.com", "host": None, "user": "root", "email": None, "name": None, "root": root}
    return init.run(Namespace(**given | changed), [])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "inventories").mkdir()
    (tmp_path / "group_data").mkdir()
    return tmp_path


def read(path: Path) -> dict[str, object]:
    data: dict[str, object] = {}
    exec(path.read_text(), {}, data)  # noqa: S102
    data.pop("__doc__")
    return data


def test_both_files_are_good(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, host="203.0.113.10", user="ana") == 0
    assert read(root / "inventories" / "chat_example_com.py") == {
        "hosts": [("chat", {"ssh_hostname": "203.0.113.10", "ssh_user": "ana", "_sudo": True})]
    }
    settings = load(read(root / "group_data" / "chat_example_com.py"), "chat")
    assert settings.admin.email == "admin@chat.example.com"
    assert "chatwoot-deploy plan inventories/chat_example_com.py" in capsys.readouterr().out.splitlines()[-1]


def test_nothing_is_overwritten(root: Path) -> None:
    (root / "group_data" / "chat_example_com.py").write_text("mine\n")
    with pytest.raises(OperatorError, match=r"group_data/chat_example_com\.py: exists already\. Edit it, or choose"):
        run(root)
    assert not (root / "inventories" / "chat_example_com.py").exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"domain": "https://x"}, "init: domain: 'https://x' is not a host name."),
        ({"email": "ana"}, "init: admin.email: 'ana' is not an e-mail address."),
        ({"name": "../x"}, "--name ../x: is no name for a file here."),
    ],
)
def test_mistakes(root: Path, changed: dict[str, object], sentence: str) -> None:
    with pytest.raises(OperatorError) as caught:
        run(root, **changed)
    assert str(caught.value).startswith(sentence)
    assert not list(root.glob("*/*"))
