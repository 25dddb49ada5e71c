"""buildah: Dockerfiles without a docker daemon. Its store in the cache doubles as layer cache."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.sandbox import paths
from tests.sandbox.images.jail import Jail
from tests.sandbox.shell import run, succeeds


class Buildah:
    """The sandbox's own image store.

    + jail: runs the long commands
    + run_root: empty folder for the state of this run; every mount ends with its command, so none outlives a run
    """

    def __init__(self, jail: Jail, run_root: Path) -> None:
        self._jail = jail
        store = paths.cache() / "buildah"
        store.mkdir(parents=True, exist_ok=True)
        self._command = [
            "buildah",
            *("--root", str(store)),
            *("--runroot", str(run_root)),
            *("--storage-driver", driver(store)),
        ]

    def has(self, image: str) -> bool:
        """Whether the store holds an image of this name."""
        return succeeds([*self._command, "inspect", "--type", "image", f"localhost/{image}"])

    def tidy(self) -> None:
        """Drop what earlier builds left: working containers of a killed one, layers of outdated recipes."""
        run([*self._command, "rm", "--all"], timeout=120)
        run([*self._command, "rmi", "--prune"], timeout=120)

    def build(
        self,
        tags: Sequence[str],
        context: Path,
        log: Path,
        dockerfile: str = "Dockerfile",
        args: Mapping[str, str] | None = None,
        binds: Mapping[Path, str] | None = None,
    ) -> None:
        """Build a Dockerfile.

        + tags: names the image gets in the store, under localhost/
        + context: folder that COPY sees
        + args: build arguments
        + binds: host paths to paths in the build; their content enters no layer
        """
        # Missing capabilities and an unknown cgroup layout rule out a container runtime; chroot needs neither.
        command = [*self._command, "build", "--isolation", "chroot", "--layers", "--pull-never"]
        command += [option for tag in tags for option in ("--tag", f"localhost/{tag}")]
        command += [option for name, value in (args or {}).items() for option in ("--build-arg", f"{name}={value}")]
        command += [option for path, inside in (binds or {}).items() for option in ("--volume", f"{path}:{inside}")]
        self._jail.run([*command, "--file", str(context / dockerfile), str(context)], log)

    def push(self, image: str, target: str, log: Path) -> None:
        """Push an image of the store to a plain http registry: host:port/repository:tag."""
        # zstd: half the time to pack and to unpack of gzip, and smaller.
        command = [*self._command, "push", "--tls-verify=false", "--format", "oci", "--compression-format", "zstd"]
        self._jail.run([*command, f"localhost/{image}", f"docker://{target}"], log)


def driver(store: Path) -> str:
    """Storage driver for a store: overlay, but vfs (slow, plain copies) where the disk is an overlay itself."""
    kind = run(["stat", "--file-system", "--format", "%T", str(store)]).strip()
    return "vfs" if kind == "overlayfs" else "overlay"
