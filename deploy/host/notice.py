"""What the operator should know and nothing stops for."""

from pyinfra import logger
from pyinfra.api.host import Host

from deploy import report


def notice(host: Host, text: str, hint: str = "") -> None:
    """Tell it at once, in yellow, and again in the summary and in `--json`.

    hint: what only the one at the terminal needs
    """
    report.notice(host.name, text)
    host.log_styled(f"{text}{hint}", fg="yellow", log_func=logger.warning)
