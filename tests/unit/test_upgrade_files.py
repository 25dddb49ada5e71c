"""The scripts that keep the tree of the running release and put it back, run by this machine's own shell."""

import subprocess
from pathlib import Path

import pytest

from deploy.errors import OperatorError
from deploy.host import connection
from deploy.upgrades import files
from tests.unit.upgrade_world import host

TREE = {
    "compose.yaml": "old",
    "env/chatwoot.env": "A='old'",
    "rails/with space.rb": "old",
    "traefik/dynamic/base.yaml": "old",
    "traefik/dynamic/route.yaml": "to the service",
    ".staging/left over": "of an earlier run",
}
MANIFESTS = {"manifest-stack": "old list", "manifest-route": "old route"}


class Stack:
    """An installation below a directory, and the two scripts over it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root, self.state = folder / "opt it's" / "p", folder / "var" / "p"
        self.folder = self.state / "upgrade"
        self.folder.mkdir(parents=True)
        self.write(self.root, TREE)
        self.write(self.state, MANIFESTS)
        (self.root / "env").chmod(0o700)
        (self.root / "env/chatwoot.env").chmod(0o600)
        self.last = ""
        monkeypatch.setattr(connection, "must", self._must)

    def _must(self, host: object, command: str, what: str) -> str:
        self.last = command
        done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
        if done.returncode:
            raise OperatorError(f"{what} failed: {done.stderr}")
        return done.stdout

    @staticmethod
    def write(folder: Path, contents: dict[str, str]) -> None:
        """Write files."""
        for name, content in contents.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(content)

    def keep(self) -> None:
        """Keep the tree as it is."""
        files.copy(host(), str(self.root), str(self.folder))
        files.keep(host(), str(self.folder))

    def put_back(self) -> None:
        """Put the kept one back."""
        files.put_back(host(), str(self.root), str(self.folder))

    def upgraded(self) -> None:
        """What a newer release makes of it: other contents, another file, the route switched."""
        self.write(self.root, {name: "new" for name in TREE if name.count("left over") == 0})
        self.write(self.root, {"traefik/dynamic/route.yaml": "to the next one", "rails/further.rb": "new"})
        self.write(self.state, dict.fromkeys(MANIFESTS, "new list"))

    def found(self) -> dict[str, str]:
        """Every file below the root."""
        there = [each for each in self.root.rglob("*") if each.is_file()]
        return {str(each.relative_to(self.root)): each.read_text() for each in there}


@pytest.fixture
def stack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stack:
    return Stack(tmp_path, monkeypatch)


def back(stack: Stack) -> None:
    """Is it the tree of the release before, with the route where it led?"""
    found = stack.found()
    for name in ("compose.yaml", "rails/with space.rb", "traefik/dynamic/base.yaml"):
        assert found[name] == "old", name
    assert found["env/chatwoot.env"] == "A='old'"
    assert found["traefik/dynamic/route.yaml"] == "to the next one"  # where it leads the way back decides
    assert found["rails/further.rb"] == "new"  # nothing reads it
    assert not [name for name in found if ".manifests" in name or name.startswith(".staging/back")]
    assert (stack.state / "manifest-stack").read_text() == "old list"
    assert (stack.state / "manifest-route").read_text() == "new list"
    assert (stack.root / "env/chatwoot.env").stat().st_mode & 0o777 == 0o600
    assert (stack.root / "env").stat().st_mode & 0o777 == 0o700


def test_the_tree_comes_back_file_by_file(stack: Stack) -> None:
    stack.keep()
    stack.upgraded()
    stack.put_back()
    back(stack)


def test_it_is_kept_for_another_time(stack: Stack) -> None:
    stack.keep()
    for _ in range(2):
        stack.upgraded()
        stack.put_back()
        back(stack)


def test_keeping_again_takes_the_tree_of_now(stack: Stack) -> None:
    stack.keep()
    stack.write(stack.root, {"compose.yaml": "of another hop"})
    stack.keep()
    stack.upgraded()
    stack.put_back()
    assert stack.found()["compose.yaml"] == "of another hop"
    assert not (stack.folder / "tree.new").exists()


def test_a_keeping_that_was_cut_leaves_no_tree_that_looks_whole(stack: Stack) -> None:
    (stack.state / "manifest-route").unlink()
    with pytest.raises(OperatorError):
        stack.keep()
    stack.upgraded()
    with pytest.raises(OperatorError, match="putting the files of the release before back failed"):
        stack.put_back()
    assert stack.found()["compose.yaml"] == "new"


def test_a_copy_that_fails_leaves_the_one_of_the_upgrade_before(stack: Stack) -> None:
    stack.keep()
    stack.upgraded()
    (stack.state / "manifest-route").unlink()  # as a full disk would
    with pytest.raises(OperatorError, match="copying the files of the running release failed"):
        stack.keep()
    stack.write(stack.state, {"manifest-route": "new list"})
    stack.put_back()
    back(stack)


@pytest.mark.parametrize("moves", [0, 1, 3])
def test_cut_while_files_come_back_and_begun_again(stack: Stack, moves: int) -> None:
    stack.keep()
    stack.upgraded()
    stack.put_back()
    whole = stack.last
    stack.upgraded()
    # Ends after some of the renames, as a power cut would; twice.
    cut = whole.replace(
        'mv -fT "$2" "$1/$2"',
        'test $(ls "$1/.cut" | wc -l) -lt '
        f'{moves} || kill -9 $PPID; mktemp -p "$1/.cut" >/dev/null; mv -fT "$2" "$1/$2"',
    )
    assert cut != whole
    (stack.root / ".cut").mkdir()
    for _ in range(2):
        done = subprocess.run(["sh", "-c", cut], capture_output=True, check=False)
        assert done.returncode
    for each in (stack.root / ".cut").iterdir():
        each.unlink()
    assert "new" in stack.found().values()
    stack.put_back()
    back(stack)


def test_a_directory_that_is_gone_comes_back_too(stack: Stack) -> None:
    stack.keep()
    stack.upgraded()
    (stack.root / "rails/with space.rb").unlink()
    (stack.root / "rails/further.rb").rename(stack.root / "further.rb")
    (stack.root / "rails").rmdir()
    stack.put_back()
    assert stack.found()["rails/with space.rb"] == "old"


def test_a_file_that_cannot_come_back_is_a_failure(stack: Stack) -> None:
    stack.keep()
    stack.upgraded()
    (stack.root / "compose.yaml").unlink()
    (stack.root / "compose.yaml").mkdir()
    (stack.root / "compose.yaml" / "in the way").touch()
    with pytest.raises(OperatorError, match="putting the files of the release before back failed"):
        stack.put_back()
