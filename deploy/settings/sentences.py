"""What pydantic found wrong, said so that an operator can act on it."""

import json
from collections.abc import Mapping
from typing import Any, Literal, get_args, get_origin

from annotated_types import Ge, Le, MaxLen, MinLen
from pydantic_core import ErrorDetails

from deploy.settings import schema
from deploy.settings.schema import Place
from deploy.settings.section import UNKEPT
from deploy.settings.unknown import unknown

# Their values are free text that may well be a secret.
PRIVATE = ("chatwoot.environment", "chatwoot.installation", "secrets", "redis.url", "backup.repository")
KINDS = {
    bool: "yes or no",
    int: "a number",
    float: "a number",
    str: "text",
    list: "a list",
    tuple: "a list",
    dict: "a mapping",
    type(None): "None",
}
NEEDS = {
    "string_type": ("text is needed", "Put it in quotes"),
    "int_type": ("a whole number is needed", "Write it without quotes"),
    "int_parsing": ("a whole number is needed", "Write digits only"),
    "int_from_float": ("a whole number is needed", "Leave out the fraction"),
    "int_parsing_size": ("a smaller number is needed", "Correct it"),
    "bool_type": ("True or False is needed", "Write one of the two"),
    "bool_parsing": ("True or False is needed", "Write one of the two"),
    "list_type": ("a list is needed", "Put it in square brackets"),
    "dict_type": ("a mapping is needed", 'Write it like {"key": "value"}'),
    "model_type": ("a mapping is needed", 'Write it like {"key": "value"}'),
    "model_attributes_type": ("a mapping is needed", 'Write it like {"key": "value"}'),
    "path_type": ("a file name is needed", "Put it in quotes"),
}


def sentence(error: ErrorDetails) -> tuple[str, str]:
    """Path and sentence of one finding: ("smtp.port", "70000 is not from 1 to 65535. Correct it")."""
    place = schema.locate(error["loc"])
    path = place.path if place.path.isprintable() else repr(place.path)
    return path, _text(error, place)


def _text(error: ErrorDetails, place: Place) -> str:
    kind, value = error["type"], error.get("input")
    context: Mapping[str, Any] = error.get("ctx") or {}
    shown = show(value, place)
    if kind == "missing":
        return f"is missing. Set it, for example {_assignment(place)}"
    if kind == "extra_forbidden":
        return unknown(place.path, place.parent)
    if kind == "value_error":
        return _clauses(str(context.get("error", error["msg"])), shown)
    if kind == "literal_error":
        return f"{shown or 'this'} is not possible. {_choices(place)}"
    if kind in ("union_tag_not_found", "union_tag_invalid"):
        tags = [str(schema.tag(each)) for each in schema.variants(place.annotation)]
        return f'has no known type. Set "type" to {_or(tags)}'
    if kind == "string_unicode":  # before any validator of ours, where a length is asked for
        return UNKEPT
    if kind in NEEDS:
        need, remedy = NEEDS[kind]
        return f"{_what(value)} stands here, but {need}. {remedy}"
    if kind in ("greater_than_equal", "less_than_equal", "greater_than", "less_than"):
        return f"{shown or 'this'} is not {limits(place)}. Correct it"
    if kind in ("string_too_short", "too_short"):
        return f"is empty or too short. Set it, for example {_assignment(place)}"
    if kind in ("string_too_long", "too_long"):
        return f"is too long. {context.get('max_length')} characters are allowed"
    if kind.startswith("ip_"):
        return f"{shown or 'this'} is not a network. Write it like 203.0.113.0/24"
    example = _example(place)
    if example is not None:
        return f"{shown or 'this'} is not possible here. Write it like {example}"
    return f"{shown or 'this'} is not possible here. See {place.path or 'it'} in docs/settings.md"


def show(value: object, place: Place) -> str:
    """The value in quotes, if it can be no secret; else nothing."""
    if place.path.startswith(PRIVATE) or isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    if isinstance(value, int):
        return str(value) if abs(value) < 10**18 else ""
    if "@" in value and "email" not in place.path and "sender" not in place.path:
        return ""  # user:password@host, wherever somebody wrote it
    return repr(value) if len(value) <= 80 else repr(value[:77] + "...")


def limits(place: Place) -> str:
    """The range of a number in words: from 1 to 65535."""
    least = most = None
    for note in schema.notes(place.annotation, place.field):
        least = note.ge if isinstance(note, Ge) else least
        most = note.le if isinstance(note, Le) else most
    if least is not None and most is not None:
        return f"from {least} to {most}"
    return f"{least} or more" if least is not None else f"{most} or less" if most is not None else "in range"


def length(place: Place) -> str:
    """The allowed length of a text in words; nothing when any will do."""
    least = most = None
    for note in schema.notes(place.annotation, place.field):
        least = note.min_length if isinstance(note, MinLen) else least
        most = note.max_length if isinstance(note, MaxLen) else most
    if most is not None:
        return f"{least or 0} to {most} characters"
    return ""


def _clauses(text: str, shown: str) -> str:
    """`is no host name; write it so` -> `'x' is no host name. Write it so`."""
    problem, _, remedy = text.partition("; ")
    if shown and problem.startswith(("is ", "was ", "names ", "carries ")):
        problem = f"{shown} {problem}"
    return f"{problem}. {remedy[0].upper()}{remedy[1:]}" if remedy else problem


def _choices(place: Place) -> str:
    kinds = [each for each in schema.alternatives(place.annotation) if get_origin(each) is Literal]
    return f"Choose {_or([str(each) for kind in kinds for each in get_args(kind)])}"


def _or(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else "".join(words)


def _what(value: object) -> str:
    return next((word for kind, word in KINDS.items() if type(value) is kind), "something else")


def _example(place: Place) -> str | None:
    examples = place.field.examples if place.field else None
    return None if not examples else examples[0] if isinstance(examples[0], str) else json.dumps(examples[0])


def _assignment(place: Place) -> str:
    """How the key is written: top-level keys as Python names, inner ones as entries of a dict."""
    examples = (place.field.examples if place.field else None) or ["..."]
    key = place.path.rpartition(".")[2]
    value = json.dumps(examples[0])
    return f"{key} = {value}" if "." not in place.path and "[" not in place.path else f'"{key}": {value}'
