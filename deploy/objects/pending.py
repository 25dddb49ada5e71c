"""What a run could not bring to what is declared, and says at its end. Knows pyinfra."""

from collections.abc import Iterable

from pyinfra import logger
from pyinfra.api.host import Host

from deploy import report

_KEY = "chatwoot-pending"


def wait(host: Host, texts: Iterable[str]) -> None:
    """Tell what is not as declared, once each; while the run executes it is what `pending` gives later."""
    waiting: list[str] = host.connector_data.setdefault(_KEY, []) if host.state.is_executing else []
    for text in dict.fromkeys(texts):
        if text not in waiting:
            waiting.append(text)
            report.problem(host.name, text)
            host.log_styled(text, fg="red", log_func=logger.error)


def pending(host: Host) -> list[str]:
    """One sentence for each object that this run could not bring to what is declared."""
    found: list[str] = host.connector_data.get(_KEY, [])
    return found
