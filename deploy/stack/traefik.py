"""Traefik's files: static configuration, the closed site, and the route that opens it."""

from typing import Any, NamedTuple

from deploy.files import templates
from deploy.settings.settings import Settings

# Rails also answers with a trailing slash and with a format.
_SIGN_UP = "PathRegexp(`^/api/v[12]/accounts(\\.json)?/?$`)"
_LOOPBACK = "127.0.0.1/32"  # nobody comes from there
_ADMIN = "(PathPrefix(`/super_admin`) || PathPrefix(`/monitoring`))"


class Door(NamedTuple):
    """One way in: a router, and who may pass."""

    name: str
    rule: str
    priority: int
    middlewares: tuple[str, ...] = ()
    service: str = "web"


def static(settings: Settings) -> str:
    """traefik.yaml: entry points, file provider, certificate resolver. Traefik 3.7."""
    return templates.text(
        "traefik/traefik.yaml",
        trusted=[str(network) for network in settings.proxy.trusted],
        dashboard=settings.proxy.dashboard,
        acme=_resolver(settings) if settings.tls.mode == "acme" else None,
    )


def base(settings: Settings, certificate: str | None = None) -> str:
    """base.yaml: middlewares, certificates, and a router that answers 503 while nothing else is routed.

    certificate: digest of site.crt and site.key, None where Traefik obtains its own
    """
    admins = [str(network) for network in settings.proxy.admin_networks]
    return templates.text(
        "traefik/base.yaml",
        everyone=_hosts(settings),
        tls=_tls(settings),
        hsts_seconds=settings.proxy.hsts_seconds,
        admin_networks=admins or [_LOOPBACK],
        certificate=certificate,
    )


# Answers carry it while an upgrade has routed past the canonical web container: that is how a switch is confirmed.
MARK = "X-Chatwoot-Deploy-Route"


def route(settings: Settings, web: str, dashboard_user: str | None = None, mark: str | None = None) -> str:
    """route.yaml: the routers that lead to a web container.

    web: container name
    dashboard_user: line of an htpasswd file, when the dashboard is asked for
    mark: value of the header that tells this route from the usual one
    """
    hsts = [*(["hsts"] if settings.proxy.hsts_seconds else []), *(["mark"] if mark else [])]
    routers = []
    for each in (*doors(settings), *_further(settings, dashboard_user is not None)):
        middlewares = [*each.middlewares, *(hsts if each.service != "noop@internal" else [])]
        definition = {
            "rule": each.rule,
            "priority": each.priority,
            "entryPoints": ["websecure"],
            "service": each.service,
            "tls": _tls(settings),
        }
        routers.append({"name": each.name, "definition": definition | _optional("middlewares", middlewares)})
    guards: dict[str, Any] = {}
    target = {"regex": "^https?://[^/]+/(.*)", "replacement": f"{settings.url}/${{1}}", "permanent": True}
    if settings.aliases:
        guards["canonical"] = {"redirectRegex": target}
    if dashboard_user:
        guards["dashboard-login"] = {"basicAuth": {"users": [dashboard_user]}}
    if mark:
        guards["mark"] = {"headers": {"customResponseHeaders": {MARK: mark}}}
    return templates.text(
        "traefik/route.yaml",
        routers=routers,
        middlewares=guards,
        web=web,
    )


def labels(settings: Settings) -> dict[str, str]:
    """The same doors as labels, for a Traefik 3 of the operator's own (proxy.mode network)."""
    project, networks = settings.project, [str(network) for network in settings.proxy.admin_networks]
    guards = f"traefik.http.middlewares.{project}"
    found = {
        "traefik.enable": "true",
        "traefik.docker.network": str(settings.proxy.network),
        f"traefik.http.services.{project}.loadbalancer.server.port": "3000",
        f"{guards}-nobody.ipallowlist.sourcerange": _LOOPBACK,
        f"{guards}-nobody.ipallowlist.rejectstatuscode": "404",
        f"{guards}-admin-only.ipallowlist.sourcerange": ",".join(networks) or _LOOPBACK,
        f"{guards}-admin-only.ipallowlist.rejectstatuscode": "404",
    }
    for each in doors(settings):
        router = f"traefik.http.routers.{project}-{each.name}"
        found |= {
            f"{router}.rule": each.rule.replace("$", "$$"),  # Compose replaces $NAME in labels
            f"{router}.priority": str(each.priority),
            f"{router}.entrypoints": settings.proxy.entrypoint,
            f"{router}.service": project,
            f"{router}.tls": "true",
        }
        if each.middlewares:
            found[f"{router}.middlewares"] = ",".join(f"{project}-{name}" for name in each.middlewares)
        if settings.proxy.cert_resolver:
            found[f"{router}.tls.certresolver"] = settings.proxy.cert_resolver
    return found


def doors(settings: Settings) -> tuple[Door, ...]:
    """The ways into the site, and the ones that are shut; alike for both kinds of proxy."""
    host = f"Host(`{settings.domain}`)"
    found = [
        Door("site", host, 10),
        Door("admin", f"{host} && {_ADMIN}", 1000, ("admin-only",)),
        # The first visitor of this page would own the site; a second lock beside the Redis key.
        Door("onboarding", f"{host} && PathPrefix(`/installation`)", 1000, ("nobody",)),
    ]
    if not settings.chatwoot.sign_up:
        found.append(Door("sign-up", f"{host} && Method(`POST`) && {_SIGN_UP}", 1000, ("nobody",)))
    return tuple(found)


def _further(settings: Settings, dashboard: bool) -> tuple[Door, ...]:
    found = []
    if settings.aliases:
        aliases = " || ".join(f"Host(`{alias}`)" for alias in settings.aliases)
        found.append(Door("aliases", aliases, 10, ("canonical",), "noop@internal"))
    if dashboard:
        rule = f"Host(`{settings.domain}`) && PathPrefix(`/traefik`)"
        found.append(Door("dashboard", rule, 1000, ("dashboard-login",), "api@internal"))
    return tuple(found)


def _optional(key: str, value: list[str]) -> dict[str, Any]:
    return {key: value} if value else {}


def _resolver(settings: Settings) -> dict[str, Any]:
    challenge: dict[str, dict[str, Any]] = {
        "http": {"httpChallenge": {"entryPoint": "web"}},
        "tls-alpn": {"tlsChallenge": {}},
    }
    resolver: dict[str, Any] = {
        "email": settings.tls.email or settings.admin.email,
        "storage": "/acme/acme.json",
        "caServer": settings.tls.ca_server,
    }
    if settings.tls.ca_certificates:
        resolver["caCertificates"] = ["/etc/traefik/acme-roots.pem"]
    return resolver | challenge[settings.tls.challenge]


def _hosts(settings: Settings) -> str:
    return " || ".join(f"Host(`{name}`)" for name in settings.names)


def _tls(settings: Settings) -> dict[str, Any]:
    return {"certResolver": "acme"} if settings.tls.mode == "acme" else {}
