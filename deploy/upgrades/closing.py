"""The site closed while a database changes: visitors see the page, and nothing writes any more. Runs in Execute."""

import shlex

from pyinfra.api.host import Host

from deploy.host import connection
from deploy.settings.settings import Settings
from deploy.upgrades import maintenance, web, workers
from deploy.upgrades.route import Route


def shut(host: Host, settings: Settings, route: Route) -> None:
    """Lead visitors to the maintenance page. With a proxy of the operator's own, web is published no more once it is
    made anew.

    Raises OperatorError.
    """
    if route.ours:
        maintenance.start(host, settings)
        route.lead_to(maintenance.name(settings))
    else:
        route.close()


def stop(host: Host, settings: Settings) -> None:
    """Stop worker, scheduler and web, whichever release they are at; the route leads elsewhere.

    Raises OperatorError.
    """
    workers.stop(host, settings)
    name = shlex.quote(settings.container("chatwoot"))
    connection.must(
        host,
        f"! docker inspect {name} >/dev/null 2>&1 || docker stop -t {web.STOP_SECONDS} {name} >/dev/null",
        "stopping web",
        timeout=web.STOP_SECONDS + 60,
    )
