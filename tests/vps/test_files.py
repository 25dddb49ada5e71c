"""Files of the stack and of the operating system: content, mode and owner of each, and nothing beside them."""

from deploy.files.difference import Difference, difference
from deploy.files.facts import Paths
from deploy.files.operations import manifest
from deploy.files.rendered import Tree
from deploy.settings.settings import Settings
from deploy.stack.secrets import Secrets
from tests.vps.shell import Shell

_MARK = "@@ next tree"


def test_every_file_is_as_rendered(trees: tuple[Tree, ...], shell: Shell) -> None:
    found = _differences(trees, shell)
    assert {tree.name: each.reasons for tree, each in zip(trees, found, strict=True) if each} == {}


def test_stack_directory_holds_nothing_else(settings: Settings, trees: tuple[Tree, ...], shell: Shell) -> None:
    declared = {file.path for tree in trees for file in tree.files}
    found = shell.must(f"find {settings.root} -path {settings.root}/.staging -prune -o ! -type d -print").splitlines()
    written = f"{settings.root}/images"  # not rendered: the digests that the registry answered with
    assert set(found) == {written} | {path for path in declared if path.startswith(f"{settings.root}/")}


def test_no_secret_file_is_open_to_others(trees: tuple[Tree, ...], shell: Shell) -> None:
    secret = [file.path for tree in trees for file in tree.files if file.secret]
    assert secret
    assert shell.must(f"find {' '.join(secret)} -perm /077").splitlines() == []


def test_nobody_else_enters_the_state_directory(settings: Settings, shell: Shell) -> None:
    assert shell.must(f"stat -c '%a %U' {settings.state} {settings.root}").splitlines() == ["700 root"] * 2


def test_files_open_to_others_hold_no_secret(trees: tuple[Tree, ...], secrets: Secrets) -> None:
    # The rendered text: test_every_file_is_as_rendered says that it is what lies there.
    assert _inside_open_files(trees, secrets) == []


def _inside_open_files(trees: tuple[Tree, ...], secrets: Secrets) -> list[str]:
    """Names alone: pytest prints what it compares."""
    text = "".join(file.content for tree in trees for file in tree.files if not file.secret)
    public = {name for name in secrets.plain() if name.endswith("_CERTIFICATE")}
    return [name for name, value in secrets.plain().items() if name not in public and value in text]


def _differences(trees: tuple[Tree, ...], shell: Shell) -> list[Difference]:
    commands = [
        Paths().command([entry.path for entry in tree.entries], manifest(tree)).get_raw_value() for tree in trees
    ]
    # A path that is missing makes stat fail: that is an answer, not an error.
    output = shell.must(f"\necho '{_MARK}'\n".join(commands) + "\ntrue")
    parts = output.split(f"{_MARK}\n")
    return [difference(tree, Paths().process(part.splitlines())) for tree, part in zip(trees, parts, strict=True)]
