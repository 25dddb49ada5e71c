"""What a load has seen, in numbers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tests.bench.generator import Seen


@dataclass(frozen=True)
class Result:
    """One load from its first request to its last.

    began, stopped: seconds of CLOCK_MONOTONIC; requests on their way at `stopped` were still waited for
    late: most seconds that a request was sent later than planned: above one the machine was too busy to be a yardstick
    cpu: seconds of a core that the generator itself used
    away: when the websocket was lost, and for how many seconds
    """

    began: float
    stopped: float
    late: float
    cpu: float
    seen: Sequence[Seen]
    away: Sequence[tuple[float, float]]

    @classmethod
    def read(cls, data: dict[str, Any]) -> "Result":
        """From what the generator wrote."""
        seen = sorted((Seen(*each) for each in data["seen"]), key=lambda each: each.began)
        away = [(at, took) for at, took in data["away"]]
        return cls(data["began"], data["stopped"], data["late"], data["cpu"], seen, away)

    @property
    def seconds(self) -> float:
        """How long requests were sent."""
        return self.stopped - self.began

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.seen) / self.seconds

    @property
    def statuses(self) -> dict[int, int]:
        """Requests by status; 0 is no answer."""
        return dict(sorted(Counter(each.status for each in self.seen).items()))

    @property
    def failed(self) -> list[Seen]:
        """Requests that were not answered with 200."""
        return [each for each in self.seen if each.status != 200]

    @property
    def answered(self) -> list[str]:
        """Markers of the messages that the site said to have taken."""
        return [each.detail for each in self.seen if each.kind == "post" and each.status == 200]

    @property
    def gap(self) -> float:
        """Longest time without a success, from the first request to the last, in seconds."""
        good = sorted(each.ended for each in self.seen if each.status == 200)
        inside = [moment for moment in good if self.began < moment < self.stopped]
        return max(after - before for before, after in pairwise([self.began, *inside, self.stopped]))

    @property
    def websocket_away(self) -> float:
        """Seconds without the websocket."""
        return sum(took for _, took in self.away)

    @property
    def releases(self) -> list[str]:
        """Releases that /api told, in the order in which they were first seen; then the one that was told last.

        In the moment of a switch answers of both mingle.
        """
        told = [each.detail for each in self.seen if each.kind == "api" and each.status == 200]
        return [*dict.fromkeys(told), *told[-1:]]

    def percentile(self, part: float) -> float:
        """Seconds within which this part of the successes was answered; 0 when there was none.

        part: 0.99 for all but the slowest hundredth
        """
        took = sorted(each.ended - each.began for each in self.seen if each.status == 200)
        return took[min(int(len(took) * part), len(took) - 1)] if took else 0.0

    def __str__(self) -> str:
        times = ", ".join(f"p{round(part * 100)} {self.percentile(part) * 1000:.0f} ms" for part in (0.5, 0.95, 0.99))
        return (
            f"{len(self.seen)} requests in {self.seconds:.0f} s ({self.rate:.1f}/s, at most {self.late:.1f} s late, "
            f"{self.cpu / self.seconds:.0%} of a core), "
            f"{len(self.failed)} failed {self.statuses}, longest gap {self.gap:.2f} s, {times}, "
            f"slowest {self.percentile(1) * 1000:.0f} ms; websocket lost {len(self.away)} times, "
            f"away {self.websocket_away:.1f} s; {len(self.answered)} messages answered"
        )
