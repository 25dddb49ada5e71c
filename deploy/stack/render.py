"""Settings and secrets to the files of the stack: pure bytes, nothing is read from the host."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from deploy.files import templates
from deploy.files.rendered import Directory, Rendered, Tree
from deploy.settings import files as named
from deploy.settings.settings import Settings
from deploy.settings.sizing import Profile
from deploy.stack import authority, environment, htpasswd, published, traefik
from deploy.stack.compose import compose
from deploy.stack.secrets import Secrets
from deploy.stack.services import EXTENSIONS, services

RUBY = (
    "canary.rb",
    "cron_poller.rb",
    "mail_test.rb",
    "maintenance.rb",
    "sidekiq_role.rb",
    "sidekiq_health.rb",
    "web_health.rb",
)


def secrets_tree(settings: Settings, secrets: Secrets) -> Tree:
    """The store of the host: what a later run and a restore need."""
    text = json.dumps(secrets.plain(), indent=1) + "\n"
    store = Rendered(f"{settings.state}/secrets.json", text, mode="600", secret=True)
    return Tree("secrets", f"{settings.state}/.staging", settings.state, (store,), (Directory(settings.state, "700"),))


def stack_tree(settings: Settings, profile: Profile, secrets: Secrets) -> Tree:
    """Everything below the root of the stack but the route that opens the site."""
    files = _inputs(settings, profile, secrets)
    digests = {service: "".join(file.digest for file in each) for service, each in _read_by(settings, files).items()}
    text = compose(settings, profile, digests)
    root = settings.root
    every = (_file(root, "compose.yaml", text), *files.values())
    directories = [Directory(root, "700"), Directory(f"{root}/env", "700"), Directory(f"{root}/rails")]
    if settings.postgres.embedded:
        directories.append(Directory(f"{root}/postgres"))
    if settings.redis.embedded:
        directories.append(Directory(f"{root}/redis"))
    if settings.proxy.managed:
        directories += [Directory(f"{root}/traefik"), Directory(f"{root}/traefik/dynamic")]
    return Tree("stack", f"{root}/.staging", settings.state, every, tuple(directories))


def route_tree(
    settings: Settings, secrets: Secrets, web: Mapping[str, Any], container: str | None = None, mark: str | None = None
) -> Tree:
    """The one file that opens the site; staged outside the directory that Traefik watches.

    With a proxy of the operator's own it is an override of the Compose file, which publishes web only then.
    web: the web service as the Compose file defines it
    container: leads there instead of to web, while an upgrade is at work
    mark: see `traefik.route`
    """
    user = htpasswd.line("admin", secrets["DASHBOARD_PASSWORD"]) if "DASHBOARD_PASSWORD" in secrets else None
    if settings.proxy.managed:
        text = traefik.route(settings, container or web["container_name"], user, mark)
        file = _file(settings.root, "traefik/dynamic/route.yaml", text, mode="600", secret=user is not None)
    else:
        file = _file(settings.root, "compose.override.yaml", published.override(settings, web))
    return Tree("route", f"{settings.root}/.staging", settings.state, (file,))


def _file(
    root: str, path: str, content: str, mode: str = "644", owner: str = "root:root", secret: bool = False
) -> Rendered:
    return Rendered(f"{root}/{path}", content, mode, owner, secret)


def _inputs(settings: Settings, profile: Profile, secrets: Secrets) -> dict[str, Rendered]:
    """Every file but compose.yaml, by path below the root."""
    root = settings.root
    files = [_file(root, f"rails/{name}", templates.verbatim(f"rails/{name}")) for name in RUBY]
    files.append(_env(root, "chatwoot", environment.chatwoot(settings, secrets)))
    if settings.postgres.embedded:
        files.append(_env(root, "postgres", environment.postgres(settings, secrets)))
        files.append(
            _file(root, "postgres/10-chatwoot.sql", templates.text("postgres/10-chatwoot.sql", extensions=EXTENSIONS))
        )
        files.append(_file(root, "postgres/20-role.sql", templates.verbatim("postgres/20-role.sql")))
    if settings.redis.embedded:
        files.append(_env(root, "redis", environment.redis(secrets)))
        # Read after the entrypoint has become redis: 999 in the image.
        text = templates.text(
            "redis/redis.conf", password=secrets["REDIS_PASSWORD"], maxmemory_mb=profile.redis_mb * 7 // 10
        )
        files.append(_file(root, "redis/redis.conf", text, "400", "999:999", secret=True))
        files.append(_file(root, "redis/start.sh", templates.verbatim("redis/start.sh")))
    if settings.proxy.managed:
        files += _traefik(settings, secrets)
    return {file.path.removeprefix(f"{root}/"): file for file in files}


def _env(root: str, name: str, values: dict[str, str]) -> Rendered:
    quoted = {key: environment.quoted(value) for key, value in values.items()}
    return _file(root, f"env/{name}.env", templates.text("env/env", environment=quoted), "600", secret=True)


def _traefik(settings: Settings, secrets: Secrets) -> list[Rendered]:
    root, tls = settings.root, settings.tls
    files = [_file(root, "traefik/traefik.yaml", traefik.static(settings))]
    if tls.mode == "acme" and tls.ca_certificates:
        files.append(_file(root, "traefik/acme-roots.pem", named.read(tls.ca_certificates)))
    pair = _certificate(settings, secrets)
    files += pair
    digest = sha256("".join(file.digest for file in pair).encode()).hexdigest()[:16] if pair else None
    return [*files, _file(root, "traefik/dynamic/base.yaml", traefik.base(settings, digest))]


def _certificate(settings: Settings, secrets: Secrets) -> list[Rendered]:
    """Certificate and key of the site, where Traefik does not obtain them itself."""
    root, tls = settings.root, settings.tls
    if tls.mode == "files" and tls.certificate and tls.key:
        chain, key = named.read(tls.certificate), named.read(tls.key)
    elif tls.mode == "internal":
        chain, key = secrets[authority.SITE] + secrets[authority.CA], secrets[authority.SITE_KEY]
    else:
        return []
    return [_file(root, "traefik/site.crt", chain), _file(root, "traefik/site.key", key, "600", secret=True)]


def _read_by(settings: Settings, files: dict[str, Rendered]) -> dict[str, list[Rendered]]:
    """For each service the files that it reads once, at its start.

    Traefik watches dynamic/, and PostgreSQL reads its SQL only on an empty volume: neither is a reason to restart.
    """
    shared = files["env/chatwoot.env"]
    # Health checks run their script afresh each time; migrate carries its database as a label.
    roles = [shared, *(files[f"rails/{name}.rb"] for name in ("sidekiq_role", "cron_poller", "canary", "mail_test"))]
    read = {"chatwoot": [shared], "worker": roles, "scheduler": roles}
    for service in services(settings):
        if service in ("postgres", "redis"):
            read[service] = [files[f"env/{service}.env"]]
    if settings.redis.embedded:
        read["redis"] = [*read["redis"], files["redis/redis.conf"], files["redis/start.sh"]]
    if settings.proxy.managed:
        read["traefik"] = [file for path, file in files.items() if path in _TRAEFIK_STATIC]
    return read


_TRAEFIK_STATIC = ("traefik/traefik.yaml", "traefik/acme-roots.pem")
