"""Bring the objects of one account to what is declared, type by type, and read back that they are."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from deploy.chatwoot.client import Client
from deploy.chatwoot.refusal import Refused, Unsure
from deploy.objects.account import Reader, Sections
from deploy.objects.mentioned import named
from deploy.objects.plan import Step, age, plan
from deploy.objects.sealed import remember
from deploy.objects.take import sentence, take
from deploy.objects.world import World


@dataclass
class Outcome:
    """What came of it.

    pending: one sentence for each object that is not as declared yet; everything else is
    """

    pending: list[str] = field(default_factory=list)


def bring(
    client: Client,
    sections: Sections,
    world: World,
    reader: Reader,
    say: Callable[[str], None],
    outcome: Outcome | None = None,
) -> Outcome:
    """Create and change what differs; a refusal leaves that object pending and the rest goes on.

    sections: the declared types in the order in which they are made
    outcome: where it is told; what was told already is kept when this raises
    Raises Unreachable when nobody answers any more.
    """
    outcome = Outcome() if outcome is None else outcome
    for place, (kind, declared) in enumerate(sections, 1):
        live = reader.live(kind)
        steps = plan(kind, declared, live).steps
        if not steps:
            continue
        failed: set[str] = set()
        coming = named(sections[place:])
        for number, step in enumerate(steps, 1):
            if len(steps) >= 20 and number % 20 == 0:
                say(f"account {client.name}: {kind.section.replace('_', ' ')} {number} of {len(steps)}")
            problem = take(client, step, world, reader, coming)
            if problem:
                failed.add(step.key)
                outcome.pending.append(problem)
        reader.refresh(kind)
        _read_back(client, steps, failed, reader, outcome)
    return outcome


def delete(client: Client, steps: Sequence[Step], world: World, reader: Reader) -> Outcome:
    """Delete orphans, the ones that refer to others first, and read back that they are gone.

    A failed call may have deleted it (chatwoot.md 1.8): only what is still there is told.
    Raises Unreachable when nobody answers any more.
    """
    outcome = Outcome()
    told: dict[str, str] = {}
    for step in reversed(steps):
        assert step.live is not None
        try:
            step.kind.delete(client, step.live, world, step.subject(client.name))
        except (Refused, Unsure) as error:
            told[step.subject(client.name)] = sentence(step, client.name, error)
    for kind in dict.fromkeys(step.kind for step in steps):
        reader.refresh(kind)
    for step in reversed(steps):
        if step.live is not None and step.live.id in {each.id for each in reader.live(step.kind)}:
            subject = step.subject(client.name)
            still = f"{subject}: Chatwoot accepted its deletion and still has it. Look at it in Chatwoot"
            outcome.pending.append(told.get(subject, still))
    return outcome


def _read_back(client: Client, steps: Iterable[Step], failed: set[str], reader: Reader, outcome: Outcome) -> None:
    """What was written must be there (chatwoot.md 1.8 names the calls that answer 200 and do something else)."""
    done = [step for step in steps if step.key not in failed]
    for step in done:
        assert step.wanted is not None
        # Of several of one key the oldest, as in plan.plan.
        live = {each.key: each for each in sorted(reader.live(step.kind), key=age, reverse=True)}
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
