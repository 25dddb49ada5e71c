"""The environment of each container, as data and as an env file."""

import re

from deploy.settings.settings import Settings
from deploy.stack.secrets import ENCRYPTION, Secrets


def chatwoot(settings: Settings, secrets: Secrets) -> dict[str, str]:
    """What web, worker, scheduler and migrate are told alike.

    Names: .env.example and config/ of Chatwoot 4.10.0; reference chatwoot.md 5.6.
    """
    values = {
        "RAILS_ENV": "production",  # upstream's example says development
        "NODE_ENV": "production",
        "INSTALLATION_ENV": "docker",
        "RAILS_LOG_TO_STDOUT": "true",
        "SECRET_KEY_BASE": secrets["SECRET_KEY_BASE"],
        "FRONTEND_URL": settings.url,
        "FORCE_SSL": "true",
        "DEFAULT_LOCALE": settings.locale,
        # Only the literal false closes it; since 4.3 the database row decides, which bootstrap writes.
        "ENABLE_ACCOUNT_SIGNUP": "true" if settings.chatwoot.sign_up else "false",
        "POSTGRES_HOST": settings.postgres.host or settings.container("postgres"),
        "POSTGRES_PORT": str(settings.postgres.port if settings.postgres.host else 5432),
        "POSTGRES_DATABASE": settings.postgres.database,
        "POSTGRES_USERNAME": settings.postgres.username,
        "POSTGRES_PASSWORD": secrets["POSTGRES_PASSWORD"],
        "REDIS_URL": settings.redis.url or f"redis://{settings.container('redis')}:6379",
        **_storage(settings, secrets),
        **_smtp(settings, secrets),
    }
    if "REDIS_PASSWORD" in secrets:
        values["REDIS_PASSWORD"] = secrets["REDIS_PASSWORD"]
    values |= {name: secrets[name] for name in ENCRYPTION if name in secrets}
    named = {name: secrets[secret] for name, secret in settings.chatwoot.environment_secrets.items()}
    return values | settings.chatwoot.environment | named


def _storage(settings: Settings, secrets: Secrets) -> dict[str, str]:
    """config/storage.yml of 4.10.0."""
    storage = settings.storage
    if storage.mode == "local":
        return {"ACTIVE_STORAGE_SERVICE": "local"}
    key, secret = secrets["STORAGE_ACCESS_KEY_ID"], secrets["STORAGE_SECRET_ACCESS_KEY"]
    if storage.endpoint is None:
        names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "S3_BUCKET_NAME")
        return {"ACTIVE_STORAGE_SERVICE": "amazon"} | dict(
            zip(names, (key, secret, storage.region or "", storage.bucket or ""), strict=True)
        )
    return {
        "ACTIVE_STORAGE_SERVICE": "s3_compatible",
        "STORAGE_ACCESS_KEY_ID": key,
        "STORAGE_SECRET_ACCESS_KEY": secret,
        "STORAGE_REGION": storage.region or "",
        "STORAGE_BUCKET_NAME": storage.bucket or "",
        "STORAGE_ENDPOINT": storage.endpoint,
        "STORAGE_FORCE_PATH_STYLE": "true" if storage.force_path_style else "false",
    }


def _smtp(settings: Settings, secrets: Secrets) -> dict[str, str]:
    """config/initializers/mailer.rb of 4.10.0; TLS, SSL and STARTTLS never together (#10169)."""
    smtp = settings.smtp
    if not smtp.host:
        return {}
    values = {
        "MAILER_SENDER_EMAIL": f"{_phrase(smtp.sender_name)} <{smtp.sender}>",
        "SMTP_ADDRESS": smtp.host,
        "SMTP_PORT": str(smtp.port),
        "SMTP_DOMAIN": smtp.domain or settings.domain,
        "SMTP_ENABLE_STARTTLS_AUTO": "true" if smtp.mode == "starttls" else "false",
        "SMTP_OPENSSL_VERIFY_MODE": "peer" if smtp.verify else "none",
    }
    if smtp.mode == "ssl":
        values["SMTP_TLS"] = "true"
    if smtp.username:
        values |= {
            "SMTP_USERNAME": smtp.username,
            "SMTP_PASSWORD": secrets["SMTP_PASSWORD"],
            "SMTP_AUTHENTICATION": smtp.authentication,
        }
    return values


def _phrase(name: str) -> str:
    """A name before an address: in quotes where it holds a sign that means something there (RFC 5322, 3.2; gem mail
    takes "." and "@" as they are). The setting admits no quotes and no angles."""
    if not re.search(r"[][,;:()\\]", name):
        return name
    return '"' + name.replace("\\", "\\\\") + '"'


def postgres(settings: Settings, secrets: Secrets) -> dict[str, str]:
    """The superuser of the cluster, and what the first start makes the application's role from."""
    return {
        "POSTGRES_USER": "postgres",
        "POSTGRES_PASSWORD": secrets["POSTGRES_SUPERUSER_PASSWORD"],
        "CHATWOOT_DATABASE": settings.postgres.database,
        "CHATWOOT_ROLE": settings.postgres.username,
        "CHATWOOT_ROLE_PASSWORD": secrets["POSTGRES_PASSWORD"],
    }


def redis(secrets: Secrets) -> dict[str, str]:
    """For redis-cli inside the container: the password in no command line."""
    return {"REDISCLI_AUTH": secrets["REDIS_PASSWORD"]}


def quoted(value: str) -> str:
    """A value as Compose reads env files: single quotes keep everything, double quotes need escapes.

    Source: compose-go/dotenv, Compose 2.26; unquoted values lose what follows ` #` and have $NAME replaced.
    """
    if "'" not in value:
        return f"'{value}'"
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$")
    return f'"{escaped}"'
