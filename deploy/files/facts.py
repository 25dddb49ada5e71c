"""One look at all files of a tree."""

from collections.abc import Sequence

from pyinfra.api.command import QuoteString, StringCommand
from pyinfra.api.facts import FactBase

from deploy.files.difference import Found, Seen


class Paths(FactBase[Seen]):
    """Mode, owner and sha256 of the given paths, and the manifest of what was written before; one command."""

    def command(self, paths: Sequence[str], manifest: str) -> StringCommand:
        """Build the command.

        + paths: absolute paths of files and directories
        + manifest: absolute path of the tree's manifest
        """
        quoted = [QuoteString(path) for path in paths]
        return StringCommand(
            *("stat -c '= %a %u:%g %U:%G %F|%n' --", *quoted, "2>/dev/null;"),
            *("sha256sum --", *quoted, "2>/dev/null;"),
            *("! test -e", QuoteString(manifest), "|| sed 's/^/+ /'", QuoteString(manifest)),
        )

    @staticmethod
    def default() -> Seen:
        """Nothing there."""
        return Seen({})

    def process(self, output: list[str]) -> Seen:
        """Read the lines of stat, sha256sum and the manifest."""
        digests: dict[str, str] = {}
        stats: list[str] = []
        manifest: list[str] = []
        for line in output:
            if line.startswith("= "):
                stats.append(line[2:])
            elif line.startswith("+ "):
                manifest.append(line[2:])
            elif line[64:66] == "  ":
                digests[line[66:]] = line[:64]
        paths = {}
        for line in stats:
            facts, _, path = line.partition("|")
            mode, numeric, owner, kind = facts.split(" ", 3)
            if kind == "directory" or kind.startswith("regular"):
                paths[path] = Found(mode, numeric, owner, None if kind == "directory" else digests.get(path, ""))
        return Seen(paths, tuple(manifest))
