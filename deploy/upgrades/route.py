"""The route of the site, switched by one rename and confirmed from the host's own port. Runs in Execute."""

import shlex
import time
from collections.abc import Mapping
from typing import Any

import requests
from pyinfra.api.host import Host

from deploy.errors import OperatorError
from deploy.host import connection
from deploy.settings.settings import Settings
from deploy.stack.render import route_tree
from deploy.stack.secrets import Secrets
from deploy.stack.traefik import MARK
from deploy.upgrades import public
from deploy.upgrades.files import write

# Traefik sees the rename within 0.5 s when throttled at 100 ms (reference switching.md, Traefik 3.7.15).
_CONFIRM_SECONDS = 30
_CLOSED = "nobody"
DRAIN_SECONDS = 5  # 2 s were enough in three measured runs of switching.md


class Route:
    """Where the site leads to. With a proxy of the operator's own it always leads to the service."""

    def __init__(self, host: Host, settings: Settings, secrets: Secrets, web: Mapping[str, Any]) -> None:
        """Hold what a route is rendered from.

        settings: of the release at work
        web: the web service as its Compose file defines it
        """
        self.host, self.settings, self.secrets, self.web = host, settings, secrets, web

    @property
    def ours(self) -> bool:
        """Can the route be switched by us?"""
        return self.settings.proxy.managed

    def lead_to(self, container: str | None = None) -> None:
        """Switch, confirm that the switch took effect, and let requests under way come to their end.

        container: None for the service itself
        Raises OperatorError when Traefik does not follow.
        """
        if not self.ours:
            write(self.host, route_tree(self.settings, self.secrets, self.web))
            return
        mark = container.removeprefix(f"{self.settings.project}-") if container else None
        write(self.host, route_tree(self.settings, self.secrets, self.web, container, mark))
        self._confirm(mark)
        time.sleep(DRAIN_SECONDS)

    def close(self) -> None:
        """Lead nowhere: our Traefik answers 503; for a proxy of the operator's own, web is published no more once it is
        made anew.
        """
        file = "traefik/dynamic/route.yaml" if self.ours else "compose.override.yaml"
        path = shlex.quote(f"{self.settings.root}/{file}")
        connection.must(self.host, f"rm -f {path}", "closing the site")

    def mark(self) -> str | None:
        """What the site answers from at this moment; None for the service itself.

        Raises requests.exceptions.RequestException when nothing answers.
        """
        answer = public.session(self.host, self.settings).get(f"{self.settings.url}/api")
        # Without a route our Traefik says 503 itself; a web that is down makes it say 502.
        return answer.headers.get(MARK) or (_CLOSED if answer.status_code == 503 else None)

    def written(self) -> str | None:
        """What route.yaml leads to, whether the proxy has followed or not; None for the service itself.

        Raises OperatorError.
        """
        path = shlex.quote(f"{self.settings.root}/traefik/dynamic/route.yaml")
        # One line, as `traefik.route` renders the header.
        header = shlex.quote(rf's/.*"{MARK}": *"\([^"]*\)".*/\1/p')
        found = connection.must(
            self.host, f"! test -e {path} || sed -n {header} {path}", "reading where the site's route leads"
        )
        return found.strip() or None

    def _confirm(self, mark: str | None) -> None:
        deadline, problem = time.monotonic() + _CONFIRM_SECONDS, ""
        while time.monotonic() < deadline:
            try:
                found = self.mark()
                if found == mark:
                    return
                problem = f"still answers from {found or 'the service'}"
            except requests.exceptions.RequestException as error:
                problem = f"does not answer on the host's port 443 ({type(error).__name__})"
            time.sleep(0.1)
        raise OperatorError(
            f"the proxy {problem} {_CONFIRM_SECONDS} s after route.yaml was switched to {mark or 'the service'}; "
            "see chatwoot-deploy logs for traefik"
        )
