"""A tree of files: compared purely, written by one command that this machine's own shell runs here."""

import os
import subprocess
from pathlib import Path

import pytest

from deploy.files.archive import pack
from deploy.files.difference import Found, Seen, difference
from deploy.files.facts import Paths
from deploy.files.operations import manifest, script
from deploy.files.rendered import Directory, Rendered, Tree

OWNER = f"{os.getuid()}:{os.getgid()}"


def tree(root: Path, *files: tuple[str, str, str]) -> Tree:
    rendered = tuple(Rendered(f"{root}/{name}", content, mode, OWNER) for name, content, mode in files)
    return Tree("t", f"{root}/.staging", f"{root}/state", rendered, (Directory(f"{root}/private", "700", OWNER),))


def look(wanted: Tree) -> Seen:
    command = Paths().command([entry.path for entry in wanted.entries], manifest(wanted))
    done = subprocess.run(["sh", "-c", command.get_raw_value()], capture_output=True, text=True, check=True)
    return Paths().process(done.stdout.splitlines())


def write(wanted: Tree) -> None:
    found = difference(wanted, look(wanted))
    subprocess.run(["sh", "-c", script(wanted, found)], input=pack(found.files), text=True, check=True)


def test_written_once_and_current_afterwards(tmp_path: Path) -> None:
    wanted = tree(tmp_path, ("a b/it's.txt", "x\n", "640"), ("private/secret", "über $HOME\n", "600"))
    write(wanted)
    assert (tmp_path / "a b/it's.txt").read_text() == "x\n"
    assert (tmp_path / "private/secret").read_text() == "über $HOME\n"
    assert (tmp_path / "private/secret").stat().st_mode & 0o777 == 0o600
    assert not difference(wanted, look(wanted))


def test_what_is_declared_no_more_is_removed(tmp_path: Path) -> None:
    write(tree(tmp_path, ("a", "1", "644"), ("b", "2", "644")))
    fewer = tree(tmp_path, ("a", "1", "644"))
    assert difference(fewer, look(fewer)).reasons == {f"{tmp_path}/b": "removed"}
    write(fewer)
    assert not (tmp_path / "b").exists()
    assert not difference(fewer, look(fewer))


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (lambda path: path.write_text("2"), "content changed"),
        (lambda path: path.chmod(0o666), "mode 666 becomes 644"),
        (lambda path: path.unlink(), "created"),
    ],
)
def test_drift_is_named_and_mended(tmp_path: Path, harm: object, reason: str) -> None:
    wanted = tree(tmp_path, ("a", "1", "644"))
    write(wanted)
    harm(tmp_path / "a")  # type: ignore[operator]
    assert difference(wanted, look(wanted)).reasons == {f"{tmp_path}/a": reason}
    write(wanted)
    assert not difference(wanted, look(wanted))


def test_a_foreign_owner_is_drift() -> None:
    file = Rendered("/x", "1", "644", "root:root")
    wanted = Tree("t", "/s", "/s", (file,))
    seen = Seen({"/x": Found("644", "1000:1000", "ana:ana", file.digest)}, ("/x",))
    assert difference(wanted, seen).reasons == {"/x": "owner ana:ana becomes root:root"}


@pytest.mark.parametrize("kept", [0, 40, 400])
def test_a_cut_connection_leaves_every_old_file_whole(tmp_path: Path, kept: int) -> None:
    old = tree(tmp_path, ("a", "old", "644"), ("b", "old", "644"))
    write(old)
    new = tree(tmp_path, ("a", "new" * 999, "644"), ("b", "new" * 999, "644"))
    found = difference(new, look(new))
    cut = pack(found.files)[:kept]
    done = subprocess.run(["sh", "-c", script(new, found)], input=cut, text=True, capture_output=True, check=False)
    assert done.returncode != 0
    assert (tmp_path / "a").read_text() == (tmp_path / "b").read_text() == "old"


def test_no_content_in_the_command_or_in_a_repr(tmp_path: Path) -> None:
    wanted = tree(tmp_path, ("a", "hunter2", "600"))
    found = difference(wanted, Seen({}))
    assert "hunter2" not in script(wanted, found)
    assert "hunter2" not in repr(wanted)
