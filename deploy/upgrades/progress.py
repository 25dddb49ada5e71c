"""What an upgrade tells while it works: which step of how many, what is waited for."""

import time

from pyinfra import logger
from pyinfra.api.host import Host


class Progress:
    """The steps of one run on one host, numbered and timed."""

    def __init__(self, host: Host, total: int) -> None:
        self.host, self.total, self.number = host, total, 0
        self.began = time.monotonic()
        self._step = self.began

    def step(self, what: str) -> None:
        """Begin the next step."""
        self.number += 1
        now = time.monotonic()
        took = f" (the step before took {now - self._step:.0f} s)" if self.number > 1 else ""
        self._step = now
        self.host.log_styled(f"[{self.number}/{self.total}] {what}{took}", fg="cyan", log_func=logger.info)

    def tell(self, what: str) -> None:
        """Tell something within the step."""
        self.host.log(f"    {what}")
