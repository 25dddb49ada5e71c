"""Keep the secrets, pull the images, bring the containers to their declared state."""

from collections.abc import Generator, Mapping, Sequence
from typing import Any

from pyinfra import host
from pyinfra.api import operation
from pyinfra.api.command import PyinfraCommand, QuoteString, StringCommand
from pyinfra.api.exceptions import OperationError

from deploy import report
from deploy.errors import OperatorError
from deploy.files.facts import Paths
from deploy.files.operations import manifest, tree
from deploy.files.rendered import Tree
from deploy.host.steps import step
from deploy.stack import bring_up, stages
from deploy.stack.compose import revision
from deploy.stack.facts import Stack
from deploy.stack.state import changes, missing


@operation()
def keep(tree_of_store: Tree, read_digest: str | None) -> Generator[PyinfraCommand]:
    """
    Keep the secrets on the host, unless somebody else wrote the store since this run read it.

    + tree_of_store: the store as a tree of one file
    + read_digest: sha256 of the store when its secrets were read, None when there was none
    """
    store = tree_of_store.files[0]
    seen = host.get_fact(Paths, paths=[store.path], manifest=manifest(tree_of_store))
    now = seen.paths[store.path].digest if store.path in seen.paths else None
    if now not in (read_digest, store.digest):
        raise OperationError(f"{store.path} was changed by another run. Nothing was touched; run again")
    yield from tree._inner(tree=tree_of_store)


@operation()
def pull(project: str, root: str, images: Sequence[str]) -> Generator[PyinfraCommand]:
    """
    Begin to pull the images that are not on the host, in the background; `up` waits for them.

    + project: Compose project
    + root: directory of the Compose file
    + images: every image that is needed
    """
    wanted = missing(tuple(images), host.get_fact(Stack, project=project, images=images))
    if not wanted:
        host.noop(f"all {len(images)} images are on the host")
        return
    for image in wanted:
        report.change(host.name, f"image {image}", "pulled")
    unit = QuoteString(stages.unit(project))
    yield StringCommand(
        *("systemctl is-active -q", unit, "||"),
        # Survives a lost connection; an interrupted run finds it still pulling, or done.
        *("systemd-run -q --collect --unit", unit, "--working-directory", QuoteString(root)),
        "docker compose pull --quiet",
    )


@operation()
def up(
    project: str,
    root: str,
    definitions: Mapping[str, Mapping[str, Any]],
    opened: Mapping[str, Any],
    images: Sequence[str],
    wait_seconds: int,
) -> Generator[PyinfraCommand]:
    """
    Bring the containers to their declared state by the smallest change, and wait until they are healthy.

    + project: Compose project
    + root: directory of the Compose file
    + definitions: services of the rendered Compose file
    + opened: web as it runs once the site is open
    + images: every image that is needed
    + wait_seconds: patience with containers that start
    """
    state = host.get_fact(Stack, project=project, images=images)
    found = changes(definitions, state, opened)
    if not found:
        _await(project, root, wait_seconds, [name for name, each in state.containers.items() if not each.settled])
        host.noop(f"{len(definitions)} services of {project} are up and current")
        return
    for service, reason in found.items():
        report.change(host.name, f"service {service}", reason)
    yield step(bring_up.bring_up, project, root, definitions, tuple(images), found, wait_seconds)


@operation()
def publish(
    project: str, root: str, closed: Mapping[str, Any], opened: Mapping[str, Any], wait_seconds: int
) -> Generator[PyinfraCommand]:
    """
    Let a proxy of the operator's own reach web; with our Traefik web is as it should be already.

    + project: Compose project
    + root: directory of the Compose file
    + closed: web before the site is open
    + opened: web as it runs once the site is open
    + wait_seconds: patience with containers that start
    """
    web = host.get_fact(Stack, project=project).containers.get("chatwoot")
    # While planning, web is still to be brought up as `closed` by an earlier operation.
    running = (
        web.revision if web and (host.state.is_executing or web.revision == revision(opened)) else revision(closed)
    )
    if running == revision(opened):
        host.noop("web is as its proxy needs it")
        return
    report.change(host.name, "service chatwoot", "made reachable for its proxy")
    yield step(bring_up.publish, project, root, wait_seconds)


def _await(project: str, root: str, wait_seconds: int, starting: list[str]) -> None:
    """After a reboot all may be as declared and not yet up: what follows needs it up. Waiting is no change."""
    services = [name for name in starting if name != "migrate"]
    if not (host.state.is_executing and services):
        return
    try:
        stages.Stages(host, project, root, wait_seconds).arrive(services)
    except OperatorError as error:
        raise OperationError(str(error)) from None
