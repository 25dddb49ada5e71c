"""The documentation says what the models say."""

import re

import pytest

from deploy.checkout import ROOT
from deploy.settings import documentation, documentation_objects, example
from deploy.settings.load import load
from deploy.settings.schema import places


@pytest.mark.parametrize(
    ("path", "made"),
    [
        ("docs/settings.md", documentation.page),
        ("docs/objects.md", documentation_objects.page),
        ("group_data/all.py", example.all_keys),
    ],
)
def test_committed_files_are_the_generated_ones(path: str, made: "object") -> None:
    assert (ROOT / path).read_text() == made(), f"{path} is behind the models: run make docs"  # type: ignore[operator]


def test_every_key_is_on_the_page() -> None:
    page = documentation.page() + documentation_objects.page()
    missing = [place.path for place in places() if f"`{place.path}`" not in page and f"[`{place.path}`]" not in page]
    # Sections stand in their parent's table by their own name.
    assert not [path for path in missing if f"## `{path}`" not in page]


def test_every_key_is_described() -> None:
    assert not [place.path for place in places() if not (place.field and place.field.description)]


def test_what_is_fixed_is_visible() -> None:
    page = documentation.page()
    for key in ("project", "postgres.database", "postgres.username", "postgres.major"):
        row = next(line for line in page.splitlines() if line.startswith(f"| `{key}`"))
        assert "**Fixed: cannot be changed later" in row


def test_all_keys_uncommented_are_a_good_declaration() -> None:
    text = re.sub(r"^# ?(?!#)", "", example.all_keys(), flags=re.MULTILINE)
    data: dict[str, object] = {}
    exec(text, {}, data)  # noqa: S102
    settings = load(data, "vps1")
    assert set(data) == set(type(settings).model_fields)
    assert (settings.accounts[0].inboxes or [])[1].type == "web_widget"
