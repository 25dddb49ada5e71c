"""Write everything that is made from the models: `python -m deploy.settings.write` (make docs)."""

from pathlib import Path

from deploy.settings import documentation, documentation_objects
from deploy.settings.example import all_keys

ROOT = Path(__file__).parents[2]


def write() -> list[Path]:
    """Write the files; gives their paths."""
    made = {
        ROOT / "docs" / "settings.md": documentation.page(),
        ROOT / "docs" / "objects.md": documentation_objects.page(),
        ROOT / "group_data" / "all.py": all_keys(),
    }
    for path, text in made.items():
        path.write_text(text)
    return list(made)


if __name__ == "__main__":
    for each in write():
        print(f"wrote {each.relative_to(ROOT)}")
