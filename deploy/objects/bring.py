"""Bring the objects of one account to what is declared, type by type, and read back that they are."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from deploy.chatwoot.client import Client
from deploy.chatwoot.refusal import Refused, Unsure
from deploy.errors import OperatorError
from deploy.objects.account import Reader, Sections
from deploy.objects.difference import merged
from deploy.objects.names import Unknown
from deploy.objects.plan import Step, plan
from deploy.objects.sealed import remember
from deploy.objects.world import World


@dataclass
class Outcome:
    """What came of it.

    pending: one sentence for each object that is not as declared yet; everything else is
    """

    pending: list[str] = field(default_factory=list)


def bring(client: Client, sections: Sections, world: World, reader: Reader, say: Callable[[str], None]) -> Outcome:
    """Create and change what differs; a refusal leaves that object pending and the rest goes on.

    sections: the declared types in the order in which they are made
    Raises Unreachable when nobody answers any more.
    """
    outcome = Outcome()
    for kind, declared in sections:
        live = reader.live(kind)
        steps = plan(kind, declared, live).steps
        if not steps:
            continue
        failed: set[str] = set()
        for number, step in enumerate(steps, 1):
            if len(steps) >= 20 and number % 20 == 0:
                say(f"account {client.name}: {kind.section.replace('_', ' ')} {number} of {len(steps)}")
            problem = _take(client, step, world, reader)
            if problem:
                failed.add(step.key)
                outcome.pending.append(problem)
        reader.refresh(kind)
        _read_back(client, steps, failed, reader, outcome)
    return outcome


def delete(client: Client, steps: Iterable[Step], world: World) -> Outcome:
    """Delete orphans, the ones that refer to others first."""
    outcome = Outcome()
    for step in reversed(list(steps)):
        assert step.live is not None
        try:
            step.kind.delete(client, step.live, world, step.subject(client.name))
        except (Refused, Unsure) as error:
            outcome.pending.append(_sentence(step, client.name, error))
    return outcome


def _read_back(client: Client, steps: Iterable[Step], failed: set[str], reader: Reader, outcome: Outcome) -> None:
    """What was written must be there (chatwoot.md 1.8 names the calls that answer 200 and do something else)."""
    done = [step for step in steps if step.key not in failed]
    for step in done:
        assert step.wanted is not None
        live = {each.key: each for each in reversed(reader.live(step.kind))}
        if step.key in live:
            # Before the comparison: a write-only field is compared with what was sent last.
            remember(step.wanted.fields, live[step.key].fields)
        left = plan(step.kind, [step.wanted], reader.live(step.kind)).steps
        if left:
            kept = ", ".join(each.field for each in left[0].changes) or "it is not there"
            outcome.pending.append(
                f"{step.subject(client.name)}: Chatwoot accepted it and kept something else ({kept}). "
                "Look at it in Chatwoot, then run apply again"
            )


def _take(client: Client, step: Step, world: World, reader: Reader) -> str | None:
    """Do one step; gives the sentence for one that could not be done.

    After a 5xx or a broken connection the type is read again before anything is sent again: the row may be there.
    """
    for last in (False, True):
        try:
            _send(client, step, world)
        except Unknown as unknown:
            return f"{step.subject(client.name)}: waits for {unknown.noun} {unknown.name}, which is not there"
        except Refused as refused:
            return _sentence(step, client.name, refused)
        except Unsure as unsure:
            reader.refresh(step.kind)
            assert step.wanted is not None
            left = plan(step.kind, [step.wanted], reader.live(step.kind)).steps
            if not left:
                return None
            if last:
                return _sentence(step, client.name, unsure)
            step = left[0]
            continue
        return None
    raise AssertionError("unreachable")


def _sentence(step: Step, account: str, error: OperatorError) -> str:
    # Most say already which object it was about.
    subject = step.subject(account)
    return str(error) if subject in str(error) else f"{subject}: {error}"


def _send(client: Client, step: Step, world: World) -> None:
    assert step.wanted is not None
    what = step.subject(client.name)
    if step.live is None:
        step.kind.create(client, step.wanted.fields, world, what)
    else:
        changed = frozenset(each.field.partition(".")[0] for each in step.changes)
        step.kind.update(client, step.live, merged(step.live.fields, step.wanted.fields), changed, world, what)
