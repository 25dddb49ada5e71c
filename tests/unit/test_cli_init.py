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


def test_a_domain_with_nothing_above_it_is_the_site_itself() -> None:
    assert '"website_url": "https://example.com"' in init.declaration("example.com", "a@example.com")
    assert '"website_url": "https://example.com"' in init.declaration("chat.example.com", "a@example.com")
    assert "bo@example.com" in init.declaration("example.com", "a@example.com")


def test_half_a_pair_does_not_stay(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "group_data").rmdir()
    with pytest.raises(OperatorError, match=r"group_data/chat_example_com\.py: cannot be written: No such file"):
        run(root)
    assert not list(root.glob("*/*"))
    assert not capsys.readouterr().out


@pytest.mark.parametrize("host", ["203.0.113.10", "2001:db8::7", "fe80::1%eth0", "my-alias", "vps_1.example.com"])
def test_addresses_that_ssh_takes(root: Path, host: str) -> None:
    assert run(root, host=host, user="DOMAIN\\ana") == 0
    (_, data) = read(root / "inventories" / "chat_example_com.py")["hosts"][0]  # type: ignore[index]
    assert (data["ssh_hostname"], data["ssh_user"]) == (host, "DOMAIN\\ana")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"domain": "https://x"}, "init: domain: 'https://x' is not a host name."),
        ({"email": "ana"}, "init: admin.email: 'ana' is not an e-mail address."),
        ({"name": "../x"}, "--name ../x: is no name for a file here."),
        ({"name": "x" * 300}, f"--name {'x' * 300}: is no name for a file here."),
        ({"user": "ro\not"}, "--user 'ro\\not': is no login of a machine. Write it like root"),
        ({"user": "-oProxyCommand=x"}, "--user '-oProxyCommand=x': is no login"),
        ({"host": "user@1.2.3.4"}, "--host 'user@1.2.3.4': is no host name or address. Write it alone"),
        ({"host": "1.2.3.4:2222"}, "--host '1.2.3.4:2222': is no host name or address."),
        ({"host": "https://x.example.com"}, "--host 'https://x.example.com': is no host name or address."),
    ],
)
def test_mistakes(root: Path, changed: dict[str, object], sentence: str) -> None:
    with pytest.raises(OperatorError) as caught:
        run(root, **changed)
    assert str(caught.value).startswith(sentence)
    assert not list(root.glob("*/*"))
