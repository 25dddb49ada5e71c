"""How fast Chatwoot may be asked (rack-attack; chatwoot.md 1.2): a run stays below it instead of running into it."""

import time
from collections import deque
from collections.abc import Callable, Mapping

from deploy.settings.chatwoot import Chatwoot

_MINUTE = 60.0
_FIXED = 300  # of releases before 3.1 (config/initializers/rack_attack.rb)
_OFF = ("0", "f", "false", "off")  # what Rails casts to false


def allowed(chatwoot: Chatwoot) -> int | None:
    """Requests a minute that a run may send to what is declared; None for no limit."""
    return most(chatwoot.number, chatwoot.environment)


def most(release: tuple[int, int, int], environment: Mapping[str, str]) -> int | None:
    """Requests a minute that a run may send; None where the limit is off or out of reach (3000 by default).

    release: (4, 10, 0)
    environment: Chatwoot's, as far as it is known
    """
    if environment.get("ENABLE_RACK_ATTACK", "").lower() in _OFF:
        return None
    declared = environment.get("RACK_ATTACK_LIMIT", "")
    if release < (3, 1, 0):
        limit = _FIXED
    elif declared.isdecimal():
        limit = int(declared)
    else:
        return None
    # The rest is for what asks beside a run from the same address, such as `plan` in a second terminal.
    return max(limit * 14 // 15, 1)


class Pace:
    """All requests of a run to one host.

    most: in any 60 s, so that it does not matter when the server's minute begins; None for no limit
    """

    def __init__(
        self,
        most: int | None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.sent: deque[float] = deque(maxlen=most)
        self.most, self.sleep, self.clock = most, sleep, clock

    def keep(self, say: Callable[[str], None]) -> None:
        """Called before each request; `say` is told when it has to wait."""
        if self.most is None:
            return
        if len(self.sent) == self.most:
            seconds = self.sent[0] + _MINUTE - self.clock()
            if seconds > 0:
                say(f"{self.most} requests in a minute, more Chatwoot may refuse; going on in {seconds:.0f} s")
                self.sleep(seconds)
        self.sent.append(self.clock())
