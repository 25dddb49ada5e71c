"""Files of the host, from templates/host."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from deploy.files.rendered import Rendered

_FOLDER = Path(__file__).parents[2] / "templates" / "host"
_ENVIRONMENT = Environment(  # noqa: S701 - configuration files, not HTML
    loader=FileSystemLoader(_FOLDER), undefined=StrictUndefined, keep_trailing_newline=True, trim_blocks=True
)


def render(template: str, path: str, mode: str = "644", **values: object) -> Rendered:
    """A file on the host.

    template: name under templates/host, without .j2
    path: where it lies on the host
    """
    return Rendered(path, _ENVIRONMENT.get_template(f"{template}.j2").render(**values), mode=mode)
