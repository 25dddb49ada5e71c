"""What separates a tree on the host from its declaration: pure."""

from dataclasses import dataclass

from deploy.files.rendered import Directory, Rendered, Tree


@dataclass(frozen=True)
class Found:
    """One path as seen on the host. `digest` is None for a directory."""

    mode: str
    numeric_owner: str
    owner: str
    digest: str | None = None

    def belongs_to(self, owner: str) -> bool:
        """Is it owned by `user:group`, written in names or numbers?"""
        return owner in (self.owner, self.numeric_owner)


@dataclass(frozen=True)
class Seen:
    """A tree as seen on the host: its paths, and what the manifest says we wrote before."""

    paths: dict[str, Found]
    manifest: tuple[str, ...] = ()


@dataclass(frozen=True)
class Difference:
    """What to write, make and remove."""

    files: tuple[Rendered, ...]
    directories: tuple[Directory, ...]
    removed: tuple[str, ...]
    reasons: dict[str, str]  # path -> created, content, mode, owner, removed

    def __bool__(self) -> bool:
        return bool(self.reasons)


def difference(tree: Tree, seen: Seen) -> Difference:
    """Compare a declared tree with what was seen."""
    reasons: dict[str, str] = {}
    for entry in tree.entries:
        reason = _reason(entry, seen.paths.get(entry.path))
        if reason:
            reasons[entry.path] = reason
    declared = {file.path for file in tree.files}
    removed = tuple(path for path in seen.manifest if path not in declared)
    files = tuple(file for file in tree.files if file.path in reasons)
    directories = tuple(each for each in tree.directories if each.path in reasons)
    reasons |= dict.fromkeys(removed, "removed")
    if not reasons and declared != set(seen.manifest):
        reasons[f"manifest {tree.name}"] = "updated"
    return Difference(files, directories, removed, reasons)


def _reason(entry: Rendered | Directory, found: Found | None) -> str | None:
    if found is None or (found.digest is None) != isinstance(entry, Directory):
        return "created"
    if isinstance(entry, Rendered) and found.digest != entry.digest:
        return "content changed"
    if found.mode != entry.mode:
        return f"mode {found.mode} becomes {entry.mode}"
    if not found.belongs_to(entry.owner):
        return f"owner {found.owner} becomes {entry.owner}"
    return None
