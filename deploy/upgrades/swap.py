"""Replace the web container without a failed request: a second one takes over while the service is made anew."""

from collections.abc import Callable, Mapping
from typing import Any

import requests
from pyinfra.api.host import Host

from deploy.errors import OperatorError
from deploy.settings.settings import Settings
from deploy.stack.compose import revision
from deploy.stack.facts import Stack
from deploy.stack.stages import Stages
from deploy.upgrades import web
from deploy.upgrades.progress import Progress
from deploy.upgrades.route import Route


class Swap:
    """The way from whatever serves to the web service as the files on the host define it; begun anywhere.

    settings: of the release that is to serve
    definition: the web service as its Compose file defines it, open to visitors
    """

    def __init__(
        self, host: Host, settings: Settings, route: Route, definition: Mapping[str, Any], progress: Progress
    ) -> None:
        self.host, self.settings, self.route, self.definition, self.progress = (
            host,
            settings,
            route,
            definition,
            progress,
        )

    def run(self, before: Callable[[str], None] = lambda container: None) -> None:
        """Bring it there; visitors are served by one or the other all the time.

        before: called with the container that visitors are about to reach
        Raises OperatorError; the site then leads to a web that answers, the old one or the new.
        """
        if not self.route.ours:
            self.progress.tell("your own proxy leads to the service itself: web is away while it is made anew")
            self.route.close()
            self._renew()
            before(self.settings.container("chatwoot"))
            self.route.lead_to()
            self._renew()
            return
        if self._serving() is None and self.route.written() is not None:
            # A switch was given up since the proxy did not follow: when it does, nobody may be led to what is gone.
            self.route.lead_to()
        if self._serving() is not None and not self._proven_beside():
            self._return()
        if self._serving() is None and self._current():
            web.remove_beside(self.host, self.settings)
            return
        if self._serving() is None:
            self.progress.tell("starting a second web beside the one that serves")
            web.start_beside(self.host, self.settings)
            try:
                web.prove(self.host, self.settings, web.beside(self.settings))
                before(web.beside(self.settings))
            except OperatorError:
                web.remove_beside(self.host, self.settings)
                raise
            self.route.lead_to(web.beside(self.settings))
            self.progress.tell("visitors are served by the second web")
        self._renew()
        self.route.lead_to()
        self.progress.tell("visitors are served by the service again")
        web.remove_beside(self.host, self.settings)

    def _renew(self) -> None:
        stages = Stages(self.host, self.settings.project, self.settings.root, self.settings.health.wait_seconds)
        stages.healthy("web", ["chatwoot"])
        web.prove(self.host, self.settings, self.settings.container("chatwoot"))

    def _proven_beside(self) -> bool:
        try:
            web.prove(self.host, self.settings, web.beside(self.settings))
        except OperatorError:
            return False  # of the other release: this way was begun in the other direction
        return True

    def _return(self) -> None:
        """Away from a second web of the other release, to the service, whichever release that is at."""
        state = self.host.get_fact(Stack, project=self.settings.project)
        service = state.containers.get("chatwoot")
        if service is None or not service.settled:
            self._renew()
        self.route.lead_to()

    def _current(self) -> bool:
        service = self.host.get_fact(Stack, project=self.settings.project).containers.get("chatwoot")
        return service is not None and service.settled and service.revision == revision(self.definition)

    def _serving(self) -> str | None:
        """What the site leads to: None for the service itself. When nothing answers in time, its file tells."""
        try:
            return self.route.mark()
        except requests.exceptions.RequestException:
            return self.route.written()
