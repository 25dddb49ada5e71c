"""The one jinja2 environment: files of templates/ to finished text."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from deploy.files.rendered import Rendered

FOLDER = Path(__file__).parents[2] / "templates"
_ENVIRONMENT = Environment(  # noqa: S701 - configuration files, not HTML
    loader=FileSystemLoader(FOLDER),
    undefined=StrictUndefined,
    keep_trailing_newline=True,
    trim_blocks=True,
    lstrip_blocks=True,
)
# Plain JSON is YAML too; jinja2's own tojson escapes < > & for HTML and sorts keys.
_ENVIRONMENT.policies["json.dumps_kwargs"] = {"sort_keys": False, "ensure_ascii": False}


def text(template: str, **values: Any) -> str:
    """The text of a template.

    template: path below templates/ without .j2
    """
    return _ENVIRONMENT.get_template(f"{template}.j2").render(**values)


def render(template: str, path: str, mode: str = "644", **values: Any) -> Rendered:
    """A file on the host from a template.

    template: path below templates/ without .j2
    path: where it lies on the host
    """
    return Rendered(path, text(template, **values), mode)


def verbatim(path: str) -> str:
    """The text of a file below templates/ that has nothing to fill in, like a Ruby script."""
    return (FOLDER / path).read_text()
