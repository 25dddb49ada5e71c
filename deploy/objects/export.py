"""Live objects of an account as the text of a declaration. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from deploy.objects.kind import Kind, Live
from deploy.objects.sealed import Unseen
from deploy.objects.secret import Secret
from deploy.settings.accounts import Account
from deploy.settings.example import literal
from deploy.settings.objects.keyed import ByKey
from deploy.settings.schema import element, tag, variants
from deploy.settings.section import Section

WIDTH = 120


@dataclass
class Exported:
    """What was found.

    lines: the account, as an entry of `accounts`
    secrets: name to value; None = Chatwoot shows it to nobody
    """

    lines: list[str] = field(default_factory=list)
    secrets: dict[str, str | None] = field(default_factory=dict)


def account(name: str, live: Iterable[tuple[Kind, Sequence[Live]]]) -> Exported:
    """One account with all objects of its own, in the order of the sections of `Account`."""
    found = Exported()
    whole: dict[str, Any] = {"name": name}
    lists: dict[str, list[str]] = {}
    for kind, each in live:
        if not kind.section:
            (own,) = each
            whole |= {key: value for key, value in _named(kind, own, found).items() if key != "name"}
        else:
            lists.setdefault(kind.section, []).extend(
                line for one in each if not one.foreign for line in _object(kind, one, found)
            )
    found.lines = ["    {"]
    for key, value in whole.items():
        found.lines += _entry(key, value, 8)
    for section in Account.model_fields:
        if section in lists:
            found.lines += [f'        "{section}": [', *lists[section], "        ],"]
    found.lines.append("    },")
    return found


def _object(kind: Kind, live: Live, found: Exported) -> Iterator[str]:
    """One object; behind `#` when it cannot be declared, with the reason."""
    fields = _named(kind, live, found)
    reason = _reason(kind, fields)
    if reason:
        yield f"            # {kind.noun} {live.key} cannot be declared as it is: {reason}"
    mark = "# " if reason else ""
    lines = list(_value(fields, 12))
    for line in [*lines[:-1], f"{lines[-1]},"]:
        yield f"            {mark}{line.removeprefix(' ' * 12)}"


def _named(kind: Kind, live: Live, found: Exported) -> dict[str, Any]:
    """The fields with names in the place of secrets, without those that say nothing."""

    def plain(value: Any, path: str) -> Any:
        if isinstance(value, Secret | Unseen):
            name = _secret_name(f"{kind.noun} {live.key} {path}")
            found.secrets[name] = value.reveal() if isinstance(value, Secret) else None
            return name
        if isinstance(value, ByKey):
            return [plain(each, path) for each in value.values()]
        if isinstance(value, Mapping):
            return {key: plain(each, f"{path} {key}") for key, each in value.items() if _tells(each)}
        if isinstance(value, list | tuple):
            return [plain(each, path) for each in value]
        return value

    return {key: plain(value, key) for key, value in live.fields.items() if _tells(value)}


def _tells(value: Any) -> bool:
    # What is empty was never set; undeclared it is left alone. An empty secret is none.
    return value not in (None, "", [], {}) and not (isinstance(value, Secret) and not value.reveal())


def _reason(kind: Kind, fields: Mapping[str, Any]) -> str | None:
    """Why the declaration would not take this object; None when it would."""
    known = Account.model_fields[kind.section]
    for text in _texts(fields):
        if re.fullmatch(r"#\d+", text):
            return f"it refers to something that no longer exists ({text})"
    for section in _sections(known.annotation, fields):
        try:
            section.model_validate(dict(fields))
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            return f"{'.'.join(str(part) for part in first['loc'])} {first['msg'].removeprefix('Value error, ')}"
    return None


def _sections(annotation: Any, fields: Mapping[str, Any]) -> list[type[Section]]:
    many = variants(element(annotation))
    if len(many) < 2:
        return many
    return [each for each in many if tag(each) == fields.get("type")]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


def _entry(key: str, value: Any, indent: int) -> list[str]:
    first, *rest = _value(value, indent)
    lines = [f"{' ' * indent}{literal(key)}: {first}", *rest]
    lines[-1] += ","
    return lines


def _value(value: Any, indent: int) -> list[str]:
    """A value as Python; every line after the first is indented."""
    short = literal(value)
    if len(short) + indent <= WIDTH or not isinstance(value, Mapping | list | tuple):
        return [short]
    begin, end = ("{", "}") if isinstance(value, Mapping) else ("[", "]")
    lines = [begin]
    if isinstance(value, Mapping):
        for key, each in value.items():
            lines += _entry(key, each, indent + 4)
    else:
        for each in value:
            first, *rest = _value(each, indent + 4)
            inner = [f"{' ' * (indent + 4)}{first}", *rest]
            lines += [*inner[:-1], f"{inner[-1]},"]
    return [*lines, " " * indent + end]


def _secret_name(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().upper()
    return re.sub(r"[^A-Z0-9]+", "_", plain).strip("_")[:64].rstrip("_")
