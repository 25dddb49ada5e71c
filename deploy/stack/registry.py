"""Does a registry have an image? Asked before anything is pulled, from where the pull will happen."""

import re
from collections.abc import Callable, Iterable
from ipaddress import ip_address
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

import requests

from deploy.stack.nearby import nearby
from deploy.stack.reference import Reference, parse

SessionFactory = Callable[[str, int], requests.Session]  # host name and port, as the host would reach them

# Without the list types a registry answers 404 for images of several architectures.
_MANIFESTS = ", ".join(
    (
        "application/vnd.oci.image.index.v1+json",
        "application/vnd.docker.distribution.manifest.list.v2+json",
        "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.docker.distribution.manifest.v2+json",
    )
)


class Answer(NamedTuple):
    """What one registry said.

    sentence: what is wrong, without full stop; None when the image is there
    """

    found: Literal["yes", "no", "denied", "silent"]
    sentence: str | None = None


def missing(sessions: SessionFactory, reference: str, mirrors: Iterable[str] = ()) -> str | None:
    """Why the image cannot be pulled, or None.

    sessions: gives a session for a host name and port, like deploy.host.channel.session
    reference: image as it will be pulled
    mirrors: URLs of mirrors of Docker Hub, asked first for its images, as the engine does
    """
    return ask(sessions, reference, mirrors).sentence


def ask(sessions: SessionFactory, reference: str, mirrors: Iterable[str] = ()) -> Answer:
    """The answer of the first registry that has the image; otherwise the most telling one."""
    try:
        image = parse(reference)
    except ValueError as error:
        return Answer("no", str(error))
    answers = []
    places = [_mirror(url) for url in mirrors] if image.hub else []
    for place in [*places, _home(image)]:
        answer = _ask(sessions, image, place)
        if answer.found == "yes":
            return answer
        answers.append(answer)
    # The registry's own word counts most; a mirror's "no" is worth more than its silence.
    home = answers[-1]
    if home.found == "silent":
        return next((each for each in answers if each.found != "silent"), home)
    return home


class _Place(NamedTuple):
    """One registry: where it listens, and what it is called in messages."""

    name: str
    port: int
    schemes: tuple[str, ...]
    title: str


def _home(image: Reference) -> _Place:
    name, port = image.endpoint
    title = "Docker Hub" if image.hub else f"registry {image.registry}"
    return _Place(name, port, ("https", "http") if _local(name) else ("https",), title)


def _mirror(url: str) -> _Place:
    parts = urlsplit(url if "//" in url else f"https://{url}")
    name = parts.hostname or ""
    port = parts.port or (80 if parts.scheme == "http" else 443)
    return _Place(name, port, (parts.scheme,), f"mirror {name}:{port}")


def _local(name: str) -> bool:
    # The engine itself speaks plain HTTP to 127.0.0.0/8 only; private ones are declared in insecure-registries.
    try:
        return ip_address(name).is_private
    except ValueError:
        return name == "localhost"


def _ask(sessions: SessionFactory, image: Reference, place: _Place) -> Answer:
    reason = ""
    for scheme in place.schemes:
        try:
            return _Registry(sessions, image, place, scheme).answer()
        except requests.exceptions.Timeout:
            reason = "no answer in time"
        except (requests.exceptions.RequestException, ValueError) as error:
            reason = _short(error)
    return Answer(
        "silent", f"{place.title} does not answer the host ({reason}), so nobody knows whether it has {image}"
    )


def _short(error: Exception) -> str:
    # urllib3 wraps the reason in the names of its own objects; what follows the last of them is for people.
    text = re.split(
        r"(?:port=\w+|at 0x[0-9a-f]+>|new connection|retries exceeded with url|Error\(\d+, '\[SSL)\)?: ", str(error)
    )[-1]
    return re.sub(r"[()'\"]+$", "", text).strip()[:120] or type(error).__name__


class _Registry:
    """A conversation with one registry about one image (OCI distribution specification 1.1)."""

    def __init__(self, sessions: SessionFactory, image: Reference, place: _Place, scheme: str) -> None:
        self.sessions, self.image, self.place = sessions, image, place
        self.base = f"{scheme}://{place.name}:{place.port}/v2/{image.repository}"
        self.session = _anonymous(sessions(place.name, place.port))
        self.headers: dict[str, str] = {}

    def answer(self) -> Answer:
        reply = self._get("HEAD", f"/manifests/{self.image.pinned}", accept=_MANIFESTS)
        if reply.status_code < 400:  # a redirect to a blob store is a yes too
            return Answer("yes")
        if reply.status_code == 404:
            return Answer("no", f"{self.place.title} has no {self.image}{self._hint()}")
        if reply.status_code in (401, 403):
            return Answer(
                "denied",
                f"{self.place.title} shows no {self.image} to the public: there is no such image, or it needs a login "
                "(then log in on the host and leave this check out)",
            )
        # 429 is a limit of pulls, anything else is trouble of theirs.
        raise ValueError(f"answer: HTTP {reply.status_code}")

    def _get(self, method: str, path: str, accept: str = "application/json") -> requests.Response:
        headers = {"Accept": accept, **self.headers}
        reply = self.session.request(method, self.base + path, headers=headers)
        challenge = reply.headers.get("WWW-Authenticate", "")
        if reply.status_code == 401 and challenge.lower().startswith("bearer") and not self.headers:
            token = self._token(dict(re.findall(r'(\w+)="([^"]*)"', challenge)))
            if token:
                self.headers["Authorization"] = f"Bearer {token}"
                return self._get(method, path, accept)
        return reply

    def _token(self, challenge: dict[str, str]) -> str | None:
        realm = urlsplit(challenge.get("realm", ""))
        if not realm.hostname:
            return None
        port = realm.port or (443 if realm.scheme == "https" else 80)
        reply = _anonymous(self.sessions(realm.hostname, port)).get(
            realm.geturl(),
            params={
                "service": challenge.get("service", ""),
                "scope": challenge.get("scope") or f"repository:{self.image.repository}:pull",
            },
        )
        body = reply.json() if reply.status_code == 200 else {}
        return body.get("token") or body.get("access_token")

    def _hint(self) -> str:
        if self.image.digest:
            return ""
        reply = self._get("GET", "/tags/list?n=10000")
        tags = (reply.json().get("tags") or []) if reply.status_code == 200 else []
        if not tags:
            return "; it knows no image of that name" if reply.status_code == 404 else ""
        return f"; near it are {', '.join(nearby(self.image.tag, tags))}"


def _anonymous(session: requests.Session) -> requests.Session:
    # No secret goes out and nothing is installed by the answer: the engine itself checks certificate and digest
    # when it pulls, with the host's authorities, which this side may not have.
    session.verify = False
    return session
