"""Image references, read the way Docker reads them."""

import re
from dataclasses import dataclass

HUB = "docker.io"

_TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}\Z")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}\Z")


@dataclass(frozen=True)
class Reference:
    """An image: which registry, which repository there, which tag or digest.

    registry: host name with port, `docker.io` for Docker Hub
    repository: with `library/` for Docker's own images
    """

    registry: str
    repository: str
    tag: str
    digest: str | None = None

    @property
    def hub(self) -> bool:
        """Is it on Docker Hub, and so served by its mirrors too?"""
        return self.registry == HUB

    @property
    def endpoint(self) -> tuple[str, int]:
        """Host name and port of the registry's API."""
        if self.hub:
            return "registry-1.docker.io", 443
        name, _, port = self.registry.partition(":")
        return name, int(port) if port else 443

    @property
    def pinned(self) -> str:
        """What a manifest is asked for: the digest when there is one."""
        return self.digest or self.tag

    def __str__(self) -> str:
        name = self.repository.removeprefix("library/") if self.hub else f"{self.registry}/{self.repository}"
        return f"{name}@{self.digest}" if self.digest else f"{name}:{self.tag}"


def parse(text: str) -> Reference:
    """Read `chatwoot/chatwoot:v4.10.0-ce`, `registry.example.com:5000/a/b@sha256:...` and the like.

    Raises ValueError. Rules: distribution/reference, normalize.go (the first part is a registry when it has
    a dot or a colon, or is localhost).
    """
    rest, at, digest = text.partition("@")
    if at and not _DIGEST.match(digest):
        raise ValueError(f"{text} has a digest that is not sha256: and 64 hex digits")
    name, tag = rest, "latest"
    if ":" in rest.rsplit("/", 1)[-1]:
        name, tag = rest.rsplit(":", 1)
        if not _TAG.match(tag):
            raise ValueError(f"{text} has a tag with characters that tags cannot have")
    first, slash, remainder = name.partition("/")
    if slash and ("." in first or ":" in first or first == "localhost"):
        registry, repository = first, remainder
    else:
        registry, repository = HUB, name
    if registry in (HUB, "index.docker.io", "registry-1.docker.io"):
        registry = HUB
        repository = repository if "/" in repository else f"library/{repository}"
    if not re.fullmatch(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?", registry):
        raise ValueError(f"{text} is not an image name: {registry} is no registry's host name with an optional port")
    if not re.fullmatch(r"[a-z0-9]+([._/-]+[a-z0-9]+)*", repository):
        raise ValueError(f"{text} is not an image name; write it like chatwoot/chatwoot:v4.10.0-ce")
    return Reference(registry, repository, tag, digest if at else None)
