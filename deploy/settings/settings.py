"""The whole declaration of one installation."""

import re

from pydantic import Field, model_validator

from deploy.settings.accounts import Account, Admin
from deploy.settings.backup import Backup
from deploy.settings.chatwoot import Chatwoot
from deploy.settings.host import Machine
from deploy.settings.images import Images
from deploy.settings.locales import Locale
from deploy.settings.names import Domain, Project, TimeZone
from deploy.settings.postgres import Postgres
from deploy.settings.proxy import Proxy
from deploy.settings.redis import Redis
from deploy.settings.runtime import Health, Preflight, SecretsSource
from deploy.settings.section import Section
from deploy.settings.sizing import Sizing
from deploy.settings.smtp import Smtp
from deploy.settings.storage import Storage
from deploy.settings.tls import Tls


class Settings(Section):
    """One Chatwoot installation, declared."""

    domain: Domain = Field(description="Public host name of the site.", examples=["chat.example.com"])
    aliases: list[Domain] = Field(default_factory=list, description="Further names that are redirected to the domain.")
    dashboard_domain: Domain | None = Field(
        None, description="Host name of your own dashboard, named in the hand-off file."
    )
    project: Project = Field(
        "chatwoot",
        description="Compose project, prefix of containers and volumes. Cannot be changed later.",
        examples=["chatwoot"],
    )
    locale: Locale = Field("en", description="Language of the installation and of new accounts.")
    time_zone: TimeZone = Field("Etc/UTC", description="Business time zone (IANA name).")
    admin: Admin = Field(description="The first administrator.", examples=[{"email": "ana@example.com"}])
    accounts: list[Account] = Field(min_length=1, description="Tenants; at least one.", examples=[[{"name": "Acme"}]])
    chatwoot: Chatwoot = Field(default_factory=Chatwoot, description="The application.")
    images: Images = Field(default_factory=Images, description="The other images.")
    tls: Tls = Field(default_factory=Tls, description="The certificate.")
    proxy: Proxy = Field(default_factory=Proxy, description="The reverse proxy.")
    postgres: Postgres = Field(default_factory=Postgres, description="The database.")
    redis: Redis = Field(default_factory=Redis, description="Redis.")
    storage: Storage = Field(default_factory=Storage, description="Uploads.")
    smtp: Smtp = Field(default_factory=Smtp, description="Outgoing mail.")
    sizing: Sizing = Field(default_factory=Sizing, description="Memory and concurrency.")
    backup: Backup = Field(default_factory=Backup, description="Backups.")
    health: Health = Field(default_factory=Health, description="Patience.")
    secrets: SecretsSource = Field(default_factory=SecretsSource, description="Where secrets come from.")
    machine: Machine = Field(default_factory=Machine, description="The operating system.")
    preflight: Preflight = Field(default_factory=Preflight, description="Checks to leave out.")

    @model_validator(mode="after")
    def _accounts_differ(self) -> "Settings":
        seen: set[str] = set()
        for account in self.accounts:
            if account.name.casefold() in seen:
                raise ValueError(f"accounts: two are called {account.name}; rename one")
            seen.add(account.name.casefold())
        return self

    @model_validator(mode="after")
    def _inboxes_have_a_time_zone(self) -> "Settings":
        # Chatwoot's own default is UTC, which is no business' zone.
        zone = {"time_zone": self.time_zone}
        for number, account in enumerate(self.accounts):
            inboxes = [each if each.time_zone else each.model_copy(update=zone) for each in account.inboxes or ()]
            if inboxes:
                self.accounts[number] = account.model_copy(update={"inboxes": inboxes})
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """Host names of the site itself, the one it is known by first."""
        return (self.domain, *self.aliases)

    @model_validator(mode="after")
    def _names_differ(self) -> "Settings":
        if self.domain in self.aliases or len(set(self.aliases)) != len(self.aliases):
            raise ValueError("aliases: names the domain itself or one name twice; remove it")
        return self

    @model_validator(mode="after")
    def _database_image_has_the_major(self) -> "Settings":
        # Tags like pg17, 0.8.0-pg17 or 17-bookworm; a digest says nothing, and then the volume's PG_VERSION decides.
        name = self.images.postgres.partition("@")[0].rpartition("/")[2].partition(":")[2]
        tag = re.search(r"pg(\d{1,2})(?!\d)", name) or re.match(r"(\d{1,2})(?!\d)", name)
        if self.postgres.embedded and tag and int(tag[1]) != self.postgres.major:
            raise ValueError(
                f"images.postgres: is PostgreSQL {tag[1]}, but postgres.major is {self.postgres.major}; "
                f"declare an image of that major, like pgvector/pgvector:pg{self.postgres.major}"
            )
        return self

    @model_validator(mode="after")
    def _repository_is_apart(self) -> "Settings":
        # `remove` deletes the first three, and the first would be in each backup; the last is Docker's alone.
        taken = (self.root, self.state, "/var/cache/chatwoot-deploy", "/var/lib/docker")
        if problem := self.backup.misplaced(taken):
            raise ValueError(
                f"backup.repository: {problem}; declare a directory of its own, like /mnt/backups/{self.project}"
            )
        return self

    @property
    def url(self) -> str:
        """Public address without trailing slash, Chatwoot's FRONTEND_URL."""
        return f"https://{self.domain}"

    @property
    def root(self) -> str:
        """Directory of the rendered stack on the host."""
        return f"/opt/{self.project}"

    @property
    def state(self) -> str:
        """Directory of secrets, journal and manifests on the host."""
        return f"/var/lib/chatwoot-deploy/{self.project}"

    def container(self, service: str) -> str:
        """Container name of a service: smarter-worker."""
        return f"{self.project}-{service}"
