"""Can this stack be brought up here? Asked before anything is touched."""

from collections.abc import Sequence
from functools import partial

from pyinfra.api.exceptions import DeployError
from pyinfra.api.host import Host

from deploy import report
from deploy.checks.check import Finding, findings
from deploy.checks.observed import HostState
from deploy.checks.stack import STACK_CHECKS, Installed
from deploy.errors import OperatorError
from deploy.host import channel
from deploy.host.notice import notice
from deploy.settings.settings import Settings
from deploy.stack import authority, registry, store
from deploy.stack.facts import Stack
from deploy.stack.secrets import Secrets, rendered
from deploy.stack.services import images, volume
from deploy.stack.state import StackState, missing, unfinished
from deploy.stack.store import Kept

CUT = ("restore-unfinished",)  # what apply and restore finish
UPGRADE = ("release-changed", "upgrade-unfinished")  # what an upgrade itself is the answer to
ROLLBACK = (*UPGRADE, "image-vanished")  # the release before is on the host; nothing is pulled


def preflight(host: Host, settings: Settings, seen: HostState, leave_out: Sequence[str] = ()) -> StackState:
    """Check the installed release and ask the registries for the images that the host does not have.

    seen: the machine; without a database on it no release is installed, whatever files say
    leave_out: ids of checks that do not concern this verb
    Raises DeployError with one line for each finding.
    """
    state = host.get_fact(
        Stack, project=settings.project, images=images(settings), root=settings.root, state=settings.state
    )
    # A Compose file may outlive its volume.
    live = state.major if f"{settings.project}-postgres-{state.major}" in seen.volumes else None
    installed = live is not None or volume(settings, "postgres") in seen.volumes or not settings.postgres.embedded
    skip = [*settings.preflight.skip, *leave_out]
    lacking = () if "image-vanished" in skip else missing(images(settings), state)
    stack = Installed(
        state.release if installed else None,
        _unavailable(host, settings, lacking),
        unfinished(state.upgrade),
        state.restored,
        live,
    )
    found = findings(STACK_CHECKS, settings, stack, skip)
    for each in found:
        report.problem(host.name, str(each))
    if found:
        raise DeployError("\n".join(f"{host.name}: {each}" for each in found))
    return state


def _unavailable(host: Host, settings: Settings, references: tuple[str, ...]) -> tuple[str, ...]:
    if getattr(host.connector, "client", None) is None:
        return ()  # @fake and @local: nobody to ask through
    sessions = partial(channel.session, host, timeout=(10.0, 20.0))
    mirrors = settings.machine.docker.registry_mirrors
    found = []
    try:
        for reference in references:
            answer = registry.ask(sessions, reference, mirrors)
            if answer.sentence:
                found.append(answer.sentence)
            if answer.found == "silent":
                break  # the others would be told the same, each after a time-out
    except OperatorError as error:
        raise DeployError(str(error)) from None
    return tuple(found)


def begun(settings: Settings, state: StackState) -> list[Finding]:
    """What a run that was cut has left for the next one, told to who only looks."""
    found = Installed(None, (), unfinished(state.upgrade), state.restored, None)
    return [each for each in findings(STACK_CHECKS, settings, found, ()) if each.id in ("upgrade-unfinished", *CUT)]


def unlock(host: Host, settings: Settings, *, rotating: bool = False, finishing: bool = False) -> tuple[Kept, Secrets]:
    """The store as it was read, and the full set of secrets for this run.

    rotating: does the run keep the set, and bring new values to where the old ones are used? Else they would be
    rendered and refused, or made again by the next run
    finishing: it ends what was begun with the old values, and goes on with them
    Raises DeployError when the store is damaged, or a secret is missing or new.
    """
    try:
        kept = store.read(host, settings)
        found = store.secrets(host, settings, kept)
    except OperatorError as error:
        raise DeployError(str(error)) from None
    old = {} if rotating else _kept(kept, found)
    if old and not finishing:
        raise DeployError(
            f"{host.name}: secret {next(iter(old))}: is another than the host's, and this verb changes no secrets. Run "
            "apply at the present release first, or leave it out"
        )
    unkept = [] if rotating else [name for name in rendered(settings, found) if name not in (kept.values or {})]
    if unkept and not finishing:
        raise DeployError(
            f"{host.name}: secret {unkept[0]}: is not among those that the host keeps, and this verb keeps none. Run "
            "apply at the present release first, or take what needs it out of the declaration"
        )
    for name in unkept:
        notice(host, f"secret {name}: is used, and not kept before the next apply. Run apply afterwards")
    for name in old:
        why = "the host's own is used, since this ends what was begun with it. Run apply afterwards"
        notice(host, f"secret {name}: {why}")
    return kept, Secrets(found.plain() | old) if old else found


def _kept(kept: Kept, found: Secrets) -> dict[str, str]:
    """The host's values of those secrets that the operator has brought anew."""
    there, now = kept.values or {}, found.plain()
    return {
        name: there[name] for name in now if name in there and now[name] != there[name] and name not in authority.NAMES
    }
