"""One thing to be done on a machine so that it runs as declared."""

from typing import NamedTuple


class Duty(NamedTuple):
    """A difference between declared and seen, and the command that removes it.

    subject: what is touched, for the report: a service, a file, packages
    what: what happens to it, for the report
    command: shell, run as root; gives non-zero and says why on stderr when it fails
    """

    subject: str
    what: str
    command: str
