"""Does a registry have a tag? A registry of our own answers here, token flow included."""

import json
from typing import Any

import pytest
import requests

from deploy.stack.nearby import nearby
from deploy.stack.reference import Reference, parse
from deploy.stack.registry import ask, missing

TAGS = [
    "v2.9.1-ce",
    "v2.10.0-ce",
    "v2.11.0-ce",
    "v4.9.0-ce",
    "v4.10.0",
    "v4.10.0-ce",
    "v4.11.0-ce",
    "latest",
    "develop",
]


class Registry(requests.Session):
    """One host: repository to tags; asks for a token when it has a realm."""

    def __init__(self, images: dict[str, list[str]], realm: str = "", scheme: str = "https") -> None:
        super().__init__()
        self.images, self.realm, self.scheme = images, realm, scheme
        self.asked: list[tuple[str, str]] = []

    def request(self, method: Any, url: Any, *_: Any, **options: Any) -> requests.Response:
        assert self.verify is False
        self.asked.append((str(method), str(url)))
        if not str(url).startswith(f"{self.scheme}:"):
            raise requests.exceptions.SSLError("wrong version number")
        answer = requests.Response()
        answer.status_code, answer._content = 404, b"{}"
        if "/token" in str(url):
            answer.status_code, answer._content = 200, b'{"token": "t"}'
            assert options["params"] == {"service": "registry", "scope": f"repository:{next(iter(self.images))}:pull"}
        elif self.realm and options["headers"].get("Authorization") != "Bearer t":
            answer.status_code = 401
            answer.headers["WWW-Authenticate"] = f'Bearer realm="{self.realm}",service="registry"'
        else:
            for repository, tags in self.images.items():
                if f"/v2/{repository}/tags/list" in str(url):
                    answer.status_code, answer._content = 200, json.dumps({"tags": tags}).encode()
                if any(str(url).endswith(f"/v2/{repository}/manifests/{tag}") for tag in tags):
                    answer.status_code = 200
                    assert "manifest.list" in options["headers"]["Accept"]
        return answer


class Silent(requests.Session):
    """Nobody there."""

    def request(self, *_: Any, **__: Any) -> requests.Response:
        raise requests.exceptions.ConnectionError("<x>: Failed to establish a new connection: mirror refused')")


def sessions(**hosts: requests.Session) -> Any:
    """A factory over host names, dots written as underscores."""
    return lambda name, port: hosts.get(name.replace(".", "_").replace("-", "_"), Silent())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("redis:8.0", Reference("docker.io", "library/redis", "8.0")),
        ("redis", Reference("docker.io", "library/redis", "latest")),
        ("chatwoot/chatwoot:v4.10.0-ce", Reference("docker.io", "chatwoot/chatwoot", "v4.10.0-ce")),
        ("docker.io/redis:8", Reference("docker.io", "library/redis", "8")),
        ("localhost/a:1", Reference("localhost", "a", "1")),
        ("172.29.7.1:5000/chatwoot/chatwoot:v1", Reference("172.29.7.1:5000", "chatwoot/chatwoot", "v1")),
        ("ghcr.io/a/b@sha256:" + "0" * 64, Reference("ghcr.io", "a/b", "latest", "sha256:" + "0" * 64)),
        ("ghcr.io/a/b:1@sha256:" + "0" * 64, Reference("ghcr.io", "a/b", "1", "sha256:" + "0" * 64)),
    ],
)
def test_references_are_read_as_docker_reads_them(text: str, expected: Reference) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize("text", ["", "A/b:1", "a:b:c/d", "a@sha256:12", "a/b:-x", "a b"])
def test_what_is_no_reference_is_told(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not an image name|has a"):
        parse(text)
    assert missing(sessions(), text)


def test_nearby_prefers_the_same_edition_then_near_numbers() -> None:
    assert (
        nearby("v4.10.1-ce", TAGS)[:3] == ["v4.10.0-ce", "v4.9.0-ce", "v4.11.0-ce"]
        or nearby("v4.10.1-ce", TAGS)[0] == "v4.10.0-ce"
    )
    assert nearby("v2.10.1-ce", TAGS, 1) == ["v2.10.0-ce"]
    assert nearby("lates", TAGS, 1) == ["latest"]


def test_present_after_the_token_flow() -> None:
    hub = Registry({"chatwoot/chatwoot": TAGS}, realm="https://auth.docker.io/token")
    found = missing(sessions(registry_1_docker_io=hub, auth_docker_io=hub), "chatwoot/chatwoot:v4.10.0-ce")
    assert found is None
    assert hub.asked[0] == ("HEAD", "https://registry-1.docker.io:443/v2/chatwoot/chatwoot/manifests/v4.10.0-ce")


def test_absent_names_what_is_near() -> None:
    hub = Registry({"chatwoot/chatwoot": TAGS}, realm="https://auth.docker.io/token")
    found = missing(sessions(registry_1_docker_io=hub, auth_docker_io=hub), "chatwoot/chatwoot:v2.10.1-ce")
    assert found is not None
    assert found.startswith("Docker Hub has no chatwoot/chatwoot:v2.10.1-ce; near it are v2.10.0-ce, ")


def test_a_mirror_that_has_it_is_enough() -> None:
    mirror = Registry({"library/redis": ["8.0"]}, scheme="http")
    assert missing(sessions(mirror_test=mirror), "redis:8.0", ["http://mirror.test:5000"]) is None
    assert mirror.asked == [("HEAD", "http://mirror.test:5000/v2/library/redis/manifests/8.0")]


def test_a_mirrors_no_is_told_when_the_hub_is_silent() -> None:
    mirror = Registry({"library/redis": ["8.0", "7.4"]}, scheme="http")
    answer = ask(sessions(mirror_test=mirror), "redis:8.1", ["http://mirror.test:5000"])
    assert answer.found == "no"
    assert answer.sentence == "mirror mirror.test:5000 has no redis:8.1; near it are 8.0, 7.4"


def test_mirrors_are_for_the_hub_alone() -> None:
    mirror = Registry({"a/b": ["1"]}, scheme="http")
    answer = ask(sessions(mirror_test=mirror), "ghcr.io/a/b:1", ["http://mirror.test"])
    assert answer.found == "silent"
    assert mirror.asked == []


def test_silence_is_not_absence() -> None:
    answer = ask(sessions(), "ghcr.io/chatwoot/chatwoot:v2.10.1")
    assert answer.found == "silent"
    assert answer.sentence == (
        "registry ghcr.io does not answer the host (mirror refused), "
        "so nobody knows whether it has ghcr.io/chatwoot/chatwoot:v2.10.1"
    )


def test_a_registry_on_a_private_address_may_speak_plain_http() -> None:
    own = Registry({"a/b": ["1"]}, scheme="http")
    assert missing(lambda name, port: own, "172.29.7.1:5000/a/b:1") is None


def test_no_access_is_told_apart() -> None:
    class Closed(Registry):
        def request(self, method: Any, url: Any, *_: Any, **options: Any) -> requests.Response:
            answer = requests.Response()
            answer.status_code, answer._content = (403 if "/token" in str(url) else 401), b"{}"
            answer.headers["WWW-Authenticate"] = 'Bearer realm="https://ghcr.io/token",service="ghcr.io"'
            return answer

    answer = ask(sessions(ghcr_io=Closed({})), "ghcr.io/chatwoot/chatwoot:v2.10.1")
    assert answer.found == "denied"
    assert "registry ghcr.io shows no ghcr.io/chatwoot/chatwoot:v2.10.1 to the public" in str(answer.sentence)
