"""Releases of the stand-in that never were: an existing image, another version number, and faults built in.

One small layer over a stored image, written through the registry's own API: no build, about a second.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from typing import Any

from tests.sandbox import paths
from tests.sandbox.errors import SandboxError
from tests.sandbox.locks import locked
from tests.sandbox.registry import filling

REPOSITORY = "chatwoot/chatwoot"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"
LAYER = "application/vnd.oci.image.layer.v1.tar+gzip"


def tag(version: str) -> str:
    """Tag of a release: 4.11.1 is v4.11.1-ce."""
    return f"v{version}-ce"


def base(version: str) -> str:
    """The release whose image a made-up one is based on: the first of its minor."""
    return f"{version.rpartition('.')[0]}.0"


def faulty(version: str, faults: str = "") -> str:
    """Put a release into the local registry that misbehaves; gives its version as chatwoot.version names it.

    + version: such as 4.11.1; it plays 4.11.0, and says 4.11.1 where it is asked
    + faults: as in STANDIN_FAULTS; none makes a release that works

    Raises SandboxError when the registry lacks the image it is based on.
    """
    if version == base(version):
        raise SandboxError(f"{version}: the first release of its minor is built from its recipe, not derived")
    files = {"app/config/app.yml": f"shared:\n  version: '{version}'\n", "app/config/faults": f"{faults}\n"}
    with _writing() as registry:
        registry.derive(tag(base(version)), tag(version), files)
    return f"{version}-ce"


def forget(version: str) -> None:
    """Take a made-up release out of the registry again; nothing happens when it is not there."""
    with _writing() as registry:
        registry.delete(tag(version))


@contextmanager
def _writing() -> Iterator[_Store]:
    with locked(paths.cache() / "images.lock", 3600), filling() as address:
        yield _Store(address)


@dataclass(frozen=True)
class _Store:
    """The repository in the registry at host:port."""

    address: str

    def derive(self, source: str, target: str, files: dict[str, str]) -> None:
        """A tag like another one, with files put over it."""
        manifest, _ = self._manifest(source)
        if manifest is None:
            raise SandboxError(f"{REPOSITORY}:{source} is not in the local registry; build it: tests.sandbox images")
        layer = _tar(files)
        packed = gzip.compress(layer, mtime=0)
        config = json.loads(self._ask("GET", f"blobs/{manifest['config']['digest']}")[1])
        config["rootfs"]["diff_ids"].append(_digest(layer))
        config.setdefault("history", []).append({"created_by": f"tests.sandbox.images.faulty {target}"})
        manifest["layers"].append(self._put(packed, LAYER))
        manifest["config"] = self._put(json.dumps(config).encode(), manifest["config"]["mediaType"])
        self._ask("PUT", f"manifests/{target}", json.dumps(manifest).encode(), manifest.get("mediaType", MANIFEST))

    def delete(self, target: str) -> None:
        """Remove a tag."""
        manifest, digest = self._manifest(target)
        if manifest is not None:
            self._ask("DELETE", f"manifests/{digest}")

    def _manifest(self, name: str) -> tuple[dict[str, Any] | None, str]:
        answer, body = self._ask("GET", f"manifests/{name}", good=(200, 404))
        if answer.status == 404:
            return None, ""
        return json.loads(body), answer.headers["Docker-Content-Digest"]

    def _put(self, content: bytes, kind: str) -> dict[str, Any]:
        digest = _digest(content)
        answer, _ = self._ask("POST", "blobs/uploads/")
        upload = answer.headers["Location"].partition(f"{REPOSITORY}/")[2]
        separator = "&" if "?" in upload else "?"
        self._ask("PUT", f"{upload}{separator}digest={digest}", content, "application/octet-stream")
        return {"mediaType": kind, "digest": digest, "size": len(content)}

    def _ask(
        self, method: str, path: str, body: bytes | None = None, kind: str = "", good: tuple[int, ...] = ()
    ) -> tuple[HTTPResponse, bytes]:
        connection = HTTPConnection(self.address, timeout=60)
        try:
            headers = {"Accept": MANIFEST} | ({"Content-Type": kind} if kind else {})
            connection.request(method, f"/v2/{REPOSITORY}/{path}", body, headers)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        if answer.status >= 300 and answer.status not in good:
            raise SandboxError(f"the local registry answers {answer.status} to {method} {path}: {content[:200]!r}")
        return answer, content


def _tar(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(text.encode()), 0o644
            archive.addfile(member, io.BytesIO(text.encode()))
    return buffer.getvalue()


def _digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
