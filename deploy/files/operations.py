"""Write a tree of files."""

import shlex
from collections.abc import Generator

from pyinfra import host
from pyinfra.api import operation
from pyinfra.api.command import PyinfraCommand, StringCommand

from deploy import report
from deploy.files.archive import pack
from deploy.files.difference import Difference, difference
from deploy.files.facts import Paths
from deploy.files.rendered import Tree


@operation()
def tree(tree: Tree) -> Generator[PyinfraCommand]:
    """
    Bring all files of a tree to their rendered state: one look, at most one command.

    Contents travel on standard input into a private directory, get mode and owner there, and are renamed into
    place last; a cut connection leaves every old file whole. Files written before and declared no more are removed.

    + tree: the files
    """
    paths = [entry.path for entry in tree.entries]
    seen = host.get_fact(Paths, paths=paths, manifest=manifest(tree))
    found = difference(tree, seen)
    if not found:
        host.noop(f"{len(tree.files)} files of {tree.name} are current")
        return
    for path, reason in found.reasons.items():
        report.change(host.name, path, reason)
    yield StringCommand(script(tree, found), _stdin=pack(found.files))


def manifest(tree: Tree) -> str:
    """Path of the list of files that the tree wrote."""
    return f"{tree.state}/manifest-{tree.name}"


def script(tree: Tree, found: Difference) -> str:
    """The one command that applies a difference; file contents come on standard input."""
    q = shlex.quote
    staging, listing = q(tree.staging), q(manifest(tree))
    lines = ["set -eu; umask 077", f"install -d -m 700 {staging} {q(tree.state)}", f"cd {staging}; rm -f ./*"]
    lines += ["base64 -d | tar -xf -"]
    for each in found.directories:
        lines.append(f"mkdir -p {q(each.path)}; chown {q(each.owner)} {q(each.path)}; chmod {each.mode} {q(each.path)}")
    for number, file in enumerate(found.files):
        lines.append(f"chown {q(file.owner)} {number}; chmod {file.mode} {number}; sync {number}")
    # Renames come after everything that can fail.
    for number, file in enumerate(found.files):
        parent = file.path.rpartition("/")[0] or "/"
        lines.append(f"(umask 022; mkdir -p {q(parent)}); mv -fT {number} {q(file.path)}")
    lines += [f"rm -f {q(path)}" for path in found.removed]
    names = " ".join(q(file.path) for file in tree.files)
    lines.append(f"printf '%s\\n' {names} > {listing}.new; mv -fT {listing}.new {listing}")
    return "\n".join(lines)
