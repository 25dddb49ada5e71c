"""What is done when Chatwoot's rate limit is reached all the same (HTTP 429): wait, tell, and ask again."""

import re
from collections.abc import Callable

import requests

_TRIES = 3
_LONGEST = 300  # seconds; who is asked to wait longer is better told than kept waiting
_MINUTE = 60


def waited_out(
    send: Callable[[], requests.Response],
    say: Callable[[str], None],
    sleep: Callable[[float], None],
    clock: Callable[[], float],
) -> requests.Response:
    """What is answered at last; still a 429 when the limit stays, or when it asks for more than five minutes.

    send: sends the request; may raise what it likes
    say: told how long it waits
    clock: seconds since the epoch
    """
    for _ in range(_TRIES - 1):
        answer = send()
        if answer.status_code != requests.codes.too_many_requests:
            return answer
        seconds = pause(answer.headers.get("Retry-After", ""), clock())
        if seconds > _LONGEST:
            return answer
        say(f"Chatwoot's rate limit is reached; going on in {seconds:.0f} s")
        sleep(seconds)
    return send()


def pause(told: str, now: float) -> float:
    """Seconds to wait: what is asked for, else until the next minute has begun.

    Chatwoot counts by the wall-clock minute and names no time (chatwoot.md 1.2); a proxy before it may name one.

    told: Retry-After; a date in it counts as nothing told, clocks differ
    now: seconds since the epoch
    """
    if re.fullmatch(r"[0-9]{1,9}", told):
        return max(float(told), 1.0)
    return _MINUTE - now % _MINUTE + 1
