"""A full set of secrets with recognisable values."""

SECRETS = {
    "SECRET_KEY_BASE": "k" * 128,
    "ADMIN_PASSWORD": "Aa1!aaaaaaaa",
    "SERVICE_PASSWORD": "Bb2!bbbbbbbb",
    "POSTGRES_PASSWORD": "pgapp",
    "POSTGRES_SUPERUSER_PASSWORD": "pgsuper",
    "REDIS_PASSWORD": "redissecret",
    "RESTIC_PASSWORD": "resticsecret",
    "ACTIVE_RECORD_ENCRYPTION_PRIMARY_KEY": "p" * 32,
    "ACTIVE_RECORD_ENCRYPTION_DETERMINISTIC_KEY": "d" * 32,
    "ACTIVE_RECORD_ENCRYPTION_KEY_DERIVATION_SALT": "s" * 32,
}
