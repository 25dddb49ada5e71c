"""A declaration with every key, as commented Python: group_data/all.py."""

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from deploy.settings import schema
from deploy.settings.section import Section
from deploy.settings.settings import Settings

HEAD = """\
## Every key with its default; what has none shows an example. Made by `make docs` from deploy/settings/.
## Copy what you need into group_data/NAME.py, where NAME is the name of your inventory, and remove the leading "# ".
## What you uncomment here holds for every installation. pyinfra merges the outermost keys only: a section declared in
## two places is taken whole from the stronger one (docs/settings.md, "Who wins").
"""
WIDTH = 120


def all_keys() -> str:
    """group_data/all.py: prose behind `##`, declarations behind `#`, so that uncommenting is one replacement."""
    return "\n".join([HEAD, *_blocks()])


def literal(value: Any) -> str:
    """A value as Python source in one line, with double quotes; what ends a line or shows nothing is escaped."""
    if isinstance(value, str):
        return '"' + "".join(_escaped(each) for each in value) + '"'
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{literal(key)}: {literal(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(literal(each) for each in value) + "]"
    return repr(value)


def _escaped(character: str) -> str:
    if character in '\\"':
        return "\\" + character
    # Line ends of all kinds, and marks that turn the direction of the text around: a reader must see what is there.
    return character if character.isprintable() else character.encode("unicode_escape").decode()


def _blocks() -> Iterator[str]:
    for key, known in Settings.model_fields.items():
        sections = schema.variants(known.annotation)
        prose = " ".join(str(each.__doc__) for each in sections) or str(known.description)
        yield from _prose(prose + (" Required." if known.is_required() else ""), "")
        first, *rest = _value(known, "")
        yield f"# {key} = {first}"
        yield from (f"# {line}" for line in rest)
        yield ""


def _value(known: FieldInfo, indent: str) -> list[str]:
    """The lines of a value, every line after the first indented."""
    sections = schema.variants(known.annotation)
    if sections:
        return _section(sections[0], indent)
    many = schema.variants(schema.element(known.annotation))
    # A list in a section that has an example of its own: the keys of its elements exclude each other.
    if many and not (indent and known.examples):
        lines = ["["]
        for each in many:
            first, *rest = _section(each, indent + "    ")
            lines += [f"{indent}    {first}", *rest[:-1], f"{rest[-1]},"]
        return [*lines, f"{indent}]"]
    value = known.get_default(call_default_factory=True)
    return [literal(known.examples[0] if value is PydanticUndefined and known.examples else value)]


def _section(section: type[Section], indent: str) -> list[str]:
    lines = ["{"]
    for key, known in section.model_fields.items():
        required = " Required." if known.is_required() else ""
        # `# ` stands before every line; prose gets its own mark behind it, and stays a comment when uncommented.
        lines += [f"{indent}    {line}" for line in _prose((known.description or "") + required, indent + "      ")]
        first, *rest = _value(known, indent + "    ")
        rest[-1:] = [f"{each}," for each in rest[-1:]]
        lines += [f'{indent}    "{key}": {first}' + ("" if rest else ","), *rest]
    return [*lines, f"{indent}}}"]


def _prose(text: str, indent: str) -> Iterator[str]:
    for line in textwrap.wrap(text, WIDTH - len(indent) - 3):
        yield f"## {line}"
