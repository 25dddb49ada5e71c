"""How much of the machine each service takes."""

from typing import Literal, NamedTuple

from pydantic import Field

from deploy.settings.section import Section


class Profile(NamedTuple):
    """Numbers for one size of machine; memory in MB."""

    ram_mb: int
    web_concurrency: int
    web_threads: int
    sidekiq_concurrency: int
    scheduler_concurrency: int
    shared_buffers_mb: int
    web_mb: int
    worker_mb: int
    scheduler_mb: int
    postgres_mb: int
    redis_mb: int
    traefik_mb: int
    swap_mb: int


# Limits are ceilings against runaways, not reservations; idle needs are in the reference, chatwoot.md 5.8:
# web 230-344 MB, worker 214 + 111 MB, PostgreSQL 56-94 MB. Their sum may exceed RAM: swap takes a peak.
PROFILES: dict[str, Profile] = {
    "2gb": Profile(2048, 0, 5, 5, 2, 128, 768, 640, 448, 384, 128, 128, 2048),
    "4gb": Profile(4096, 0, 5, 10, 3, 512, 1152, 1024, 640, 1024, 256, 192, 2048),
    "8gb": Profile(8192, 2, 5, 15, 5, 1536, 2048, 1536, 896, 2560, 512, 256, 2048),
    "16gb": Profile(16384, 4, 5, 25, 8, 3072, 4096, 3072, 1280, 5120, 1024, 256, 1024),
}


class Sizing(Section):
    """Memory limits and concurrency; chosen by the machine's RAM unless named."""

    profile: Literal["auto", "2gb", "4gb", "8gb", "16gb"] = Field(
        "auto", description="`auto` takes the largest profile that the machine's RAM holds."
    )
    web_concurrency: int | None = Field(None, ge=0, le=32, description="Puma processes; 0 = one, not forked.")
    web_threads: int | None = Field(None, ge=1, le=64, description="Threads a Puma process.")
    sidekiq_concurrency: int | None = Field(None, ge=1, le=100, description="Threads of the worker.")
    shared_buffers_mb: int | None = Field(None, ge=16, description="PostgreSQL's shared_buffers in MB.")
    swap_mb: int | None = Field(None, ge=0, le=65536, description="Swap file in MB; 0 = none.")

    def resolve(self, ram_mb: int) -> Profile:
        """The profile for a machine, with the declared numbers over it.

        ram_mb: memory of the machine in MB.
        """
        name = self.profile
        if name == "auto":
            # A provider's "4 GB" shows as 3.7 to 3.9 GB: accept 10 % less.
            fitting = [key for key, each in PROFILES.items() if each.ram_mb * 0.9 <= ram_mb]
            name = fitting[-1] if fitting else "2gb"  # type: ignore[assignment]
        declared = {key: value for key, value in self.model_dump(exclude={"profile"}).items() if value is not None}
        return PROFILES[name]._replace(**declared)
