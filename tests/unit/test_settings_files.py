"""Files on the operator's side: what is found good is what is rendered, ~ and all."""

from pathlib import Path
from typing import Any

import pytest

from deploy.backups.files import backup_tree
from deploy.errors import OperatorError
from deploy.files.rendered import Tree
from deploy.settings import files
from deploy.stack.render import stack_tree
from deploy.stack.secrets import Secrets
from tests.unit.declaration import settings
from tests.unit.secret_values import SECRETS

PEM = "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def content(tree: Tree, name: str) -> str:
    return next(str(each.content) for each in tree.files if each.path.endswith(name))


def test_the_operators_home_is_expanded_where_files_are_rendered(home: Path) -> None:
    for name in ("site.crt", "site.key", "roots.pem"):
        (home / name).write_text(f"# {name}\n{PEM}")
    own = settings(
        tls={"mode": "files", "certificate": "~/site.crt", "key": "~/site.key"},
        backup={"ca_certificates": "~/roots.pem"},
    )
    acme = settings(tls={"ca_certificates": "~/roots.pem"})
    assert files.problems(own) == files.problems(acme) == []
    secrets = Secrets(SECRETS)
    tree = stack_tree(own, own.sizing.resolve(4096), secrets)
    assert content(tree, "/site.crt").startswith("# site.crt")
    assert content(tree, "/site.key").startswith("# site.key")
    assert content(stack_tree(acme, acme.sizing.resolve(4096), secrets), "/acme-roots.pem").startswith("# roots.pem")
    assert content(backup_tree(own, secrets), "/roots.pem").startswith("# roots.pem")


def test_a_pem_of_another_encoding_is_refused(home: Path) -> None:
    (home / "roots.pem").write_bytes(b"# Raiz de la compa\xf1\xeda\n" + PEM.encode())
    (problem,) = files.problems(settings(tls={"ca_certificates": "~/roots.pem"}))
    assert problem == (
        f"tls.ca_certificates: {home}/roots.pem is not UTF-8 text. Leave only its PEM blocks in it, or save it as UTF-8"
    )


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"tls": {"mode": "files", "certificate": "~nosuchuser/x", "key": "x"}}, "tls.certificate"),
        ({"tls": {"ca_certificates": "~nosuchuser/x"}}, "tls.ca_certificates"),
        ({"backup": {"ca_certificates": "~nosuchuser/x"}}, "backup.ca_certificates"),
        ({"chatwoot": {"ladder": "~nosuchuser/x"}}, "chatwoot.ladder"),
        ({"secrets": {"mode": "file", "file": "~nosuchuser/x"}}, "secrets.file"),
    ],
)
def test_the_home_of_nobody_is_one_sentence(changed: dict[str, Any], key: str) -> None:
    with pytest.raises(OperatorError, match="is in the home of a user that this machine does not have") as caught:
        settings(**changed)
    assert str(caught.value).startswith(f"vps1: {key}: ")


def test_a_name_that_no_file_has_is_one_sentence() -> None:
    with pytest.raises(OperatorError, match=r"chatwoot\.ladder: .* is too long for a file's name\. Correct the path"):
        settings(chatwoot={"ladder": "x" * 300})
    (problem,) = files.problems(settings(tls={"ca_certificates": "x/" * 3000 + "y"}))
    assert problem.endswith("cannot be read (File name too long). Correct the path")
