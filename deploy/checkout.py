"""Where this package lies, and how a path is told from there."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]  # holds deploy/, inventories/, group_data/, tests/


def told(path: Path) -> str:
    """A path as it is shown and given to pyinfra: relative inside the checkout, else absolute."""
    absolute = path.resolve()
    return str(absolute.relative_to(ROOT)) if absolute.is_relative_to(ROOT) else str(absolute)
