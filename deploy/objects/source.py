"""What others wrote, as Python source that can do nothing but be data. Pure."""

import ast
from collections.abc import Mapping, Sequence
from typing import Any

from deploy.errors import OperatorError
from deploy.settings.example import literal

WIDTH = 120


def remark(text: str) -> str:
    """Text for one line behind `#`: what ends a line, or shows nothing, becomes a space."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def docstring(text: str) -> str:
    """Text for one line inside of three double quotes."""
    return remark(text).replace("\\", "\\\\").replace('"', '\\"')


def entry(key: str, value: Any, indent: int) -> list[str]:
    """One element of a dictionary, comma included."""
    first, *rest = lines(value, indent)
    found = [f"{' ' * indent}{literal(key)}: {first}", *rest]
    found[-1] += ","
    return found


def lines(value: Any, indent: int) -> list[str]:
    """A value as Python; every line after the first is indented."""
    short = literal(value)
    if len(short) + indent <= WIDTH or not isinstance(value, Mapping | list | tuple):
        return [short]
    begin, end = ("{", "}") if isinstance(value, Mapping) else ("[", "]")
    found = [begin]
    if isinstance(value, Mapping):
        for key, each in value.items():
            found += entry(key, each, indent + 4)
    else:
        for each in value:
            first, *rest = lines(each, indent + 4)
            inner = [f"{' ' * (indent + 4)}{first}", *rest]
            found += [*inner[:-1], f"{inner[-1]},"]
    return [*found, " " * indent + end]


def proven(text: str, names: Sequence[str]) -> str:
    """The same text, once it has been seen to hold a docstring and these assignments of plain values alone.

    names: the only variables that it may set
    Raises OperatorError: group_data is run as Python, and what stands in a Chatwoot is written by its users.
    """
    try:
        _, *found = ast.parse(text).body
        for each in found:
            if not isinstance(each, ast.Assign) or [ast.unparse(one) for one in each.targets] not in _single(names):
                raise ValueError("a statement that is no assignment")
            ast.literal_eval(each.value)
    except (SyntaxError, ValueError):
        raise OperatorError(
            "export: something in this Chatwoot cannot be written as a declaration, and nothing was written. "
            "Export its accounts one by one (--account) and report the one that fails"
        ) from None
    return text


def _single(names: Sequence[str]) -> list[list[str]]:
    return [[each] for each in names]
