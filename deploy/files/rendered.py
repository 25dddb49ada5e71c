"""A file as it should be on the host."""

from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True)
class Rendered:
    """One file: where it lies, what it holds, who may read it.

    path: absolute path on the host
    mode: octal text without leading zero, as `stat -c %a` prints it
    owner: `user:group`; numeric for users that exist only in containers
    secret: its content is never printed, not even as a difference
    """

    path: str
    content: str
    mode: str = "644"
    owner: str = "root:root"
    secret: bool = False

    @property
    def digest(self) -> str:
        """sha256 of the content, in hex."""
        return sha256(self.content.encode()).hexdigest()

    def __repr__(self) -> str:
        return f"Rendered({self.path!r}, mode={self.mode!r}, owner={self.owner!r})"  # never the content


@dataclass(frozen=True)
class Tree:
    """Files that are compared and written together.

    name: key of the manifest on the host, by which files no longer declared are found and removed
    staging: directory (made 0700) on the file system of the files; everything is written there first and renamed
    state: directory on the host that keeps the manifest
    """

    name: str
    staging: str
    state: str
    files: tuple[Rendered, ...]
    directories: tuple["Directory", ...] = ()

    @property
    def entries(self) -> tuple["Directory | Rendered", ...]:
        """Everything with a path, directories first."""
        return (*self.directories, *self.files)


@dataclass(frozen=True)
class Directory:
    """A directory with mode and owner; parents are made as needed."""

    path: str
    mode: str = "755"
    owner: str = "root:root"
