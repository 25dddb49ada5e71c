"""A run that is refused before anything is touched."""

from tests.e2e import traces
from tests.e2e.site import Site
from tests.e2e.wrapper import Ran, run


def refused(site: Site, *words: str, touched: Site | None = None) -> Ran:
    """Apply ends with 1, says one sentence that has all the words, and the machine is as before.

    words: essential words of the sentence, all on one line
    touched: through which the machine is looked at, when the site's own login does not work
    """
    machine = (touched or site).machine
    before = traces.listing(machine)
    ran = run("apply", site, "-vvv").must(1)
    assert traces.difference(before, traces.listing(machine)) == []
    said(ran, *words)
    return ran


def said(ran: Ran, *words: str) -> None:
    """One sentence of the output has all the words, and it is the only one that tells of a problem."""
    told = [line for line in ran.text.splitlines() if all(word in line for word in words)]
    assert told, f"no line has all of {words}\n{ran.tail}"
    problems = {line.split(": ", 1)[1] for line in ran.stdout.splitlines() if line.startswith("  ! ")}
    assert len(problems) <= 1, ran.tail
