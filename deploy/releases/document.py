"""A data file of releases as it stands on disk."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from deploy.errors import OperatorError
from deploy.releases.entries import Bad, Crossing, Part, Release

_LISTS = ("releases", "crossings", "bad")


class Document(Part):
    """What one file holds, each list in the file's own order."""

    releases: tuple[Release, ...] = ()
    crossings: tuple[Crossing, ...] = ()
    bad: tuple[Bad, ...] = ()


class _Loader(yaml.SafeLoader):
    """YAML without a key twice: PyYAML would silently keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [each.value for each, _ in node.value if isinstance(each, yaml.ScalarNode)]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.MarkedYAMLError(problem=f"{key} stands there twice", problem_mark=node.start_mark)
        return super().construct_mapping(node, deep)


def read(path: Path) -> Document:
    """The entries of a file.

    Raises OperatorError, one sentence, when it cannot be read, is no YAML, or has an entry of the wrong form.
    """
    try:
        found = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - it is a SafeLoader
    except OSError as error:
        raise OperatorError(f"{path}: {error.strerror or error}; correct chatwoot.ladder or the file's mode.") from None
    except UnicodeDecodeError:
        raise OperatorError(f"{path}: is no text in UTF-8; save it as such.") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise OperatorError(f"{path}: is no good YAML ({_where(error)}); correct it there.") from None
    if not isinstance(found, dict):
        raise OperatorError(f"{path}: holds no mapping; write the lists {', '.join(_LISTS)} as in docs/upgrades.md.")
    try:
        return Document.model_validate(found)
    except ValidationError as error:
        raise OperatorError(f"{path}: {_sentence(error.errors(include_url=False)[0], found)}") from None


def _where(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    return f"line {mark.line + 1}: {problem}" if mark else problem


def _sentence(error: ErrorDetails, found: dict[Any, Any]) -> str:
    place = "".join(f"[{each}]" if isinstance(each, int) else f".{each}" for each in error["loc"]).lstrip(".")
    entry = _entry(error["loc"], found)
    place = f"{place} ({entry})" if entry else place
    place = place if place.isprintable() else repr(place)
    value = error.get("input")
    if error["type"] == "extra_forbidden":
        return f"{place} is not a known key; docs/upgrades.md lists them."
    if error["type"] == "missing":
        return f"{place} is missing; write it."
    if error["type"] == "string_type" and isinstance(value, int | float):
        return f"{place} is {value} without quotes, which YAML takes for a number; put it in quotes."
    if isinstance(value, str | int | float):
        return f"{place} is {value!r}, which cannot be; write it as the other entries do."
    return f"{place} has the wrong form; write it as the other entries do."


def _entry(place: tuple[int | str, ...], found: dict[Any, Any]) -> str | None:
    """The release that an entry is about, so that nobody has to count."""
    entries = found.get(place[0]) if place else None
    if len(place) < 2 or not isinstance(place[1], int) or not isinstance(entries, list):
        return None
    entry = entries[place[1]]
    version = (entry.get("version") or entry.get("into")) if isinstance(entry, dict) else None
    return str(version) if isinstance(version, str | float) else None
