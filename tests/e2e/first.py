"""The first apply of a bare machine, watched: what it said, what it ran, what it cost."""

from dataclasses import dataclass

from tests.e2e import traces, transcript
from tests.e2e.processes import Sampler
from tests.e2e.runner import Watch
from tests.e2e.site import Site
from tests.e2e.wrapper import Ran, run


@dataclass(frozen=True)
class First:
    """What was seen.

    touched: lines of the machine's listing that the plan changed
    runner_calls: Rails runner calls of the apply
    command_lines: samples of every process on both sides
    """

    plan: Ran
    touched: list[str]
    apply: Ran
    runner_calls: int
    command_lines: int


def provision(site: Site) -> First:
    """Plan and apply on a bare machine. The apply is as talkative as it can be, to prove that it keeps its secrets."""
    before = traces.listing(site.machine)
    plan = run("plan", site, "-vvv")
    touched = traces.difference(before, traces.listing(site.machine))
    with Watch(site.machine) as watch, Sampler() as sampler:
        apply = run("apply", site, "--json", "-vvv")
    for line in [*sampler.seen, *watch.commands]:
        transcript.heard(line)
    transcript.note(site)
    return First(plan, touched, apply, watch.calls, len(sampler.seen))
