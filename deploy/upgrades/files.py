"""Files of the host in the middle of an upgrade: the new tree in, the old one kept and put back. Runs in Execute."""

import shlex

from pyinfra.api.host import Host

from deploy.files.archive import pack
from deploy.files.difference import difference
from deploy.files.facts import Paths
from deploy.files.operations import manifest, script
from deploy.files.rendered import Tree
from deploy.host import connection


def write(host: Host, *trees: Tree) -> None:
    """Bring trees to their rendered state, as the operation `files.tree` does.

    Raises OperatorError.
    """
    for tree in trees:
        paths = [entry.path for entry in tree.entries]
        found = difference(tree, host.get_fact(Paths, paths=paths, manifest=manifest(tree)))
        if found:
            connection.must(host, script(tree, found), f"writing the files of {tree.name}", stdin=pack(found.files))


def copy(host: Host, root: str, folder: str) -> None:
    """Copy the rendered tree of the running release, with the manifests, beside the one kept by an earlier upgrade.

    root: directory of the stack
    folder: the upgrade's directory
    Raises OperatorError; the way back of the earlier upgrade is as it was then.
    """
    there, new, state = shlex.quote(root), shlex.quote(f"{folder}/tree.new"), shlex.quote(f"{folder}/..")
    connection.must(
        host,
        f"set -e; umask 077; rm -rf {new}; mkdir -p {shlex.quote(folder)}; cp -a {there} {new}; "
        f"mkdir {new}/.manifests; cp -a {state}/manifest-stack {state}/manifest-route {new}/.manifests/; sync -f {new}",
        "copying the files of the running release",
    )


def keep(host: Host, folder: str) -> None:
    """Let the copy be what `put_back` takes.

    folder: the upgrade's directory
    Raises OperatorError.
    """
    connection.must(
        host,
        f"set -e; cd {shlex.quote(folder)}; test -d tree.new; rm -rf tree; mv -T tree.new tree; sync .",
        "keeping the files of the running release",
    )


def put_back(host: Host, root: str, folder: str) -> None:
    """Put the kept tree back, each file by a rename, so that what watches them sees whole files only.

    Files that the newer release brought stay where nothing reads them; the manifest then forgets nothing of ours.
    Raises OperatorError.
    """
    there, kept, state = shlex.quote(root), shlex.quote(f"{folder}/tree"), shlex.quote(f"{folder}/..")
    # Not the route: what it leads to is decided by the steps of the rollback.
    connection.must(
        host,
        f"set -e; umask 077; test -d {kept}; rm -rf {there}/.staging/back; mkdir -p {there}/.staging/back; "
        f"cp -a {kept}/. {there}/.staging/back/; cd {there}/.staging/back; rm -rf .staging; "
        f"cp -a .manifests/manifest-stack {state}/manifest-stack.new; "
        f"mv -fT {state}/manifest-stack.new {state}/manifest-stack; "
        "rm -rf .manifests traefik/dynamic/route.yaml; "
        # find forgets how its commands ended: what is left over tells.
        f'find . -type f -exec sh -c \'mkdir -p "$(dirname "$1/$2")" && mv -fT "$2" "$1/$2"\' - {there} {{}} \\;; '
        f'test -z "$(find . -type f)"; cd {there}; rm -rf .staging/back',
        "putting the files of the release before back",
    )
