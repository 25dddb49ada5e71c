"""What the planner has to know about an installation."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Installed:
    """An installation as it runs now. Sizes in MB.

    version: tag of the running web's image without `v`, with its edition: 4.1.0-ce; None when no web is there
    schema_versions: every row of schema_migrations; empty when the database was never prepared
    postgres_major: major of the server that runs
    postgres_declared: settings.postgres.major, or None when the server is the operator's own
    extensions: names in pg_available_extensions of the running server, whether created or not
    redis: version of the running server as numbers, (8, 0, 2)
    database_mb: pg_database_size
    storage_mb: uploads that the backup before a hop writes to this host's disk; 0 when uploads are in S3, or when the
      backup repository is elsewhere
    free_mb: free where Docker and the state directory keep their data; the smaller one when these are two
    image_mb: unpacked size of the running Chatwoot image, since other releases are about as large; the default is a
      guess, for when no image is there to be measured
    """

    version: str | None
    schema_versions: frozenset[str]
    postgres_major: int
    postgres_declared: int | None
    extensions: frozenset[str]
    redis: tuple[int, ...]
    database_mb: int
    storage_mb: int
    free_mb: int
    image_mb: int = 2560

    @property
    def newest(self) -> str | None:
        """The newest row of schema_migrations."""
        return max(self.schema_versions, default=None)
