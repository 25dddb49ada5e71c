"""The script of the backups and what it has to know, as files of the host; pure."""

from shlex import quote as shell
from urllib.parse import quote

from deploy.backups import timers
from deploy.files import templates
from deploy.files.rendered import Directory, Rendered, Tree
from deploy.settings import files as named
from deploy.settings.settings import Settings
from deploy.stack import environment, services
from deploy.stack.secrets import Secrets

PACKAGES = ("restic",)
_PARTS = ("common.sh", "repository.sh", "database.sh", "take.sh", "verify.sh", "restore.sh")
# Whatever a program prints, these never stand in a message.
_REDACTED = (
    "RESTIC_PASSWORD",
    "BACKUP_SECRET_ACCESS_KEY",
    "BACKUP_REST_PASSWORD",
    "POSTGRES_PASSWORD",
    "POSTGRES_SUPERUSER_PASSWORD",
)


def directory(settings: Settings) -> str:
    """Where the script lies on the host."""
    return f"{settings.root}/backup"


def repository(settings: Settings) -> str:
    """The repository as it is shown: without a login."""
    return settings.backup.repository or f"/var/backups/chatwoot-deploy/{settings.project}"


def backup_tree(settings: Settings, secrets: Secrets) -> Tree:
    """Script, its environment, and the units of its timers."""
    root = directory(settings)
    files = [Rendered(f"{root}/backup.sh", templates.verbatim("backup/backup.sh"), "700")]
    files += [Rendered(f"{root}/{part}", templates.verbatim(f"backup/{part}")) for part in _PARTS]
    files.append(_environment(settings, secrets))
    if not settings.postgres.embedded:
        files.append(_client(settings, secrets))
    if settings.backup.ca_certificates:
        files.append(Rendered(f"{root}/roots.pem", named.read(settings.backup.ca_certificates)))
    files += timers.files(settings)
    return Tree("backup", f"{settings.root}/.staging", settings.state, tuple(files), (Directory(root, "700"),))


def _environment(settings: Settings, secrets: Secrets) -> Rendered:
    """backup.env, which the script reads as shell: root alone may."""
    backup, postgres = settings.backup, settings.postgres
    bucket = settings.storage.bucket or ""
    values = {
        "PROJECT": settings.project,
        "DOMAIN": settings.domain,
        "ROOT": settings.root,
        "STATE": settings.state,
        "DATABASE": postgres.database,
        "ROLE": postgres.username,
        "EMBEDDED": "yes" if postgres.embedded else "no",
        "POSTGRES_AT": postgres.host or "",
        "POSTGRES_MAJOR": str(postgres.major),
        "POSTGRES_IMAGE": settings.images.resolve(settings.images.postgres),
        "EXTENSIONS": " ".join(services.EXTENSIONS),
        "SCRATCH_MB": "768",
        "STORAGE": settings.storage.mode,
        "STORED_IN": "local" if settings.storage.mode == "local" else f"bucket {bucket}, which has backups of its own",
        "TEXTFILES": backup.textfile_directory,
        "KEEP_LAST": str(backup.keep_last),
        "KEEP_DAILY": str(backup.keep_daily),
        "KEEP_WEEKLY": str(backup.keep_weekly),
        "KEEP_MONTHLY": str(backup.keep_monthly),
        "ROOTS": f"{directory(settings)}/roots.pem" if backup.ca_certificates else "",
        "SHOWN": repository(settings),
        "RESTIC_REPOSITORY": _with_login(settings, secrets),
        "RESTIC_PASSWORD": secrets["RESTIC_PASSWORD"],
        "AWS_ACCESS_KEY_ID": _secret(secrets, "BACKUP_ACCESS_KEY_ID"),
        "AWS_SECRET_ACCESS_KEY": _secret(secrets, "BACKUP_SECRET_ACCESS_KEY"),
    }
    hidden = [shell(_secret(secrets, name)) for name in _REDACTED if name in secrets]
    hidden += [shell(quote(_secret(secrets, "BACKUP_REST_PASSWORD"), safe=""))] if _login(secrets) else []
    text = templates.text(
        "backup/backup.env", values={name: shell(value) for name, value in values.items()}, secrets=hidden
    )
    return Rendered(f"{directory(settings)}/backup.env", text, "600", secret=True)


def _with_login(settings: Settings, secrets: Secrets) -> str:
    """The repository as restic gets it, in its environment.

    restic has variables for the login of a REST server since 0.16.1 only; Debian 12 and Ubuntu 22.04 have older ones.
    """
    shown = repository(settings)
    if settings.backup.kind != "rest" or not _login(secrets):
        return shown
    user, password = (quote(secrets[name], safe="") for name in ("BACKUP_REST_USERNAME", "BACKUP_REST_PASSWORD"))
    scheme, _, rest = shown.partition("://")
    return f"{scheme}://{user}:{password}@{rest}"


def _login(secrets: Secrets) -> bool:
    return "BACKUP_REST_USERNAME" in secrets and "BACKUP_REST_PASSWORD" in secrets


def _client(settings: Settings, secrets: Secrets) -> Rendered:
    """For the client beside a server of the operator's own; docker takes env files as they stand, without quotes."""
    told = environment.chatwoot(settings, secrets)
    values = {
        "PGHOST": told["POSTGRES_HOST"],
        "PGPORT": told["POSTGRES_PORT"],
        "PGUSER": told["POSTGRES_USERNAME"],
        "PGPASSWORD": told["POSTGRES_PASSWORD"],
    }
    text = "".join(f"{name}={value}\n" for name, value in values.items())
    return Rendered(f"{directory(settings)}/postgres.env", text, "600", secret=True)


def _secret(secrets: Secrets, name: str) -> str:
    return secrets.plain().get(name, "")
