"""Traefik's files: static configuration, the closed site, and the route that opens it."""

from typing import Any, NamedTuple

from deploy.files import templates
from deploy.settings.settings import Settings

# Rails also answers with a trailing slash and with a format.
_SIGN_UP = "PathRegexp(`^/api/v[12]/accounts(\\.json)?/?$`)"
_ADMIN = "(PathPrefix(`/super_admin`) || PathPrefix(`/monitoring`))"


class Router(NamedTuple):
    """A router of the dynamic configuration."""

    name: str
    definition: dict[str, Any]


def static(settings: Settings) -> str:
    """traefik.yaml: entry points, file provider, certificate resolver. Traefik 3.7."""
    return templates.text(
        "traefik/traefik.yaml",
        trusted=[str(network) for network in settings.proxy.trusted],
        dashboard=settings.proxy.dashboard,
        acme=_resolver(settings) if settings.tls.mode == "acme" else None,
    )


def base(settings: Settings) -> str:
    """base.yaml: middlewares, certificates, and a router that answers 503 while nothing else is routed."""
    admins = [str(network) for network in settings.proxy.admin_networks]
    return templates.text(
        "traefik/base.yaml",
        everyone=_hosts(settings),
        tls=_tls(settings),
        hsts_seconds=settings.proxy.hsts_seconds,
        admin_networks=admins or ["127.0.0.1/32"],
        certificate=settings.tls.mode != "acme",
    )


def route(settings: Settings, web: str, dashboard_user: str | None = None) -> str:
    """route.yaml: the routers that lead to a web container.

    web: container name
    dashboard_user: line of an htpasswd file, when the dashboard is asked for
    """
    host, tls = f"Host(`{settings.domain}`)", _tls(settings)
    hsts = ["hsts"] if settings.proxy.hsts_seconds else []

    def router(name: str, rule: str, priority: int, middlewares: list[str], service: str = "web") -> Router:
        shape: dict[str, Any] = {
            "rule": rule,
            "priority": priority,
            "entryPoints": ["websecure"],
            "service": service,
            "tls": tls,
        }
        return Router(name, shape | ({"middlewares": middlewares} if middlewares else {}))

    routers = [
        router("site", host, 10, hsts),
        router("admin", f"{host} && {_ADMIN}", 1000, ["admin-only", *hsts]),
        # The first visitor of this page would own the site; a second lock beside the Redis key.
        router("onboarding", f"{host} && PathPrefix(`/installation`)", 1000, ["nobody"]),
    ]
    if not settings.chatwoot.sign_up:
        routers.append(router("sign-up", f"{host} && Method(`POST`) && {_SIGN_UP}", 1000, ["nobody"]))
    if settings.aliases:
        aliases = " || ".join(f"Host(`{alias}`)" for alias in settings.aliases)
        routers.append(router("aliases", aliases, 10, ["canonical"], "noop@internal"))
    if dashboard_user:
        middlewares = ["dashboard-login", *hsts]
        routers.append(router("dashboard", f"{host} && PathPrefix(`/traefik`)", 1000, middlewares, "api@internal"))
    target = {"regex": "^https?://[^/]+/(.*)", "replacement": f"{settings.url}/${{1}}", "permanent": True}
    return templates.text(
        "traefik/route.yaml",
        routers=routers,
        redirect=target if settings.aliases else None,
        dashboard_users=[dashboard_user] if dashboard_user else None,
        web=web,
    )


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
    return " || ".join(f"Host(`{name}`)" for name in (settings.domain, *settings.aliases))


def _tls(settings: Settings) -> dict[str, Any]:
    return {"certResolver": "acme"} if settings.tls.mode == "acme" else {}
