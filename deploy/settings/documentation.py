"""docs/settings.md, docs/objects.md and group_data/all.py, made from the models by deploy/settings/write.py."""

import re
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined
from typing_extensions import Doc

from deploy.settings import schema
from deploy.settings.example import literal
from deploy.settings.schema import Place
from deploy.settings.section import Section
from deploy.settings.sentences import length, limits
from deploy.settings.settings import Settings

OBJECTS = "accounts[]"  # on a page of their own: documentation_objects.py
INTRODUCTION = """\
# Settings

<!-- Made by `make docs` from deploy/settings/; change the models, not this page. -->

Everything an installation is made of, declared in `group_data/NAME.py` (for the hosts of `inventories/NAME.py`) as
plain Python literals. `group_data/all.py` holds every key with its default, to copy from. `chatwoot-deploy check
INVENTORY` tells what is wrong with a declaration without touching the network; an unknown key is an error.

**Who wins.** From strong to weak: `--data key=value` on the command line, the host's own data in the inventory, the
data of its groups, `group_data/all.py`. pyinfra merges only the outermost keys: a host that says
`chatwoot = {"version": …}` replaces the *whole* section `chatwoot` of its group. To change one inner key, write its
path: `"sizing.swap_mb": 512` in the host's data, or `--data sizing.swap_mb=512`.

**Keys of your own** begin with `x_`. pyinfra's own (`ssh_user`, `ssh_key`, `_sudo`, …) stand beside these settings.

**Files** (`tls.certificate`, `secrets.file`, …) are on your side; relative names count from the checkout.

**Secrets** never stand here: they are generated on the host, or come from where `secrets.mode` says.

Keys marked **fixed** cannot be changed once the installation exists.
"""


def page() -> str:
    """docs/settings.md."""
    parts = [INTRODUCTION, "## The installation\n", *table(Settings, "")]
    for section, path, heading in sections():
        if path == OBJECTS:
            parts += [f"\n## {heading}\n", "Tenants, and what lives in them: [objects](objects.md)."]
        elif not path.startswith(OBJECTS):
            parts += [f"\n## {heading}\n", f"{section.__doc__}\n", *table(section, path)]
    return "\n".join(parts) + "\n"


def sections() -> Iterator[tuple[type[Section], str, str]]:
    """Every section of the declaration: model, path, heading."""
    return _sections(Settings, "")


def _sections(section: type[Section], path: str) -> Iterator[tuple[type[Section], str, str]]:
    for key, known in section.model_fields.items():
        below = schema.join(path, key)
        for inner in schema.variants(known.annotation):
            yield inner, below, f"`{below}`"
            yield from _sections(inner, below)
        many = schema.variants(schema.element(known.annotation))
        for inner in many:
            kind = f", type `{schema.tag(inner)}`" if len(many) > 1 else ""
            yield inner, f"{below}[]", f"`{below}[]`{kind}"
            yield from _sections(inner, f"{below}[]")


def table(section: type[Section], path: str) -> list[str]:
    """The keys of a section as a table."""
    rows = ["| key | value | default | meaning |", "|---|---|---|---|"]
    for key, known in section.model_fields.items():
        place = Place(schema.join(path, key), known.annotation, known, section)
        if schema.variants(known.annotation):
            rows.append(f"| [`{key}`](#{_anchor(place.path)}) | section | | {_meaning(known)} |")
        else:
            rows.append(f"| `{place.path}` | {_value(place)} | {_default(known)} | {_meaning(known)} |")
    return rows


def _value(place: Place) -> str:
    words = []
    for kind in schema.alternatives(place.annotation):
        if get_origin(kind) is Literal:
            words.append(", ".join(f"`{each}`" for each in get_args(kind)))
        elif get_origin(kind) is list:
            inside = "section" if schema.variants(get_args(kind)[0]) else _value(Place("", get_args(kind)[0]))
            words.append(f"list of {inside}")
        else:
            words.append(_words(kind, place))
    optional = type(None) in get_args(schema.bare(place.annotation))
    return " or ".join(dict.fromkeys(words)) + (" or `None`" if optional else "")


def _words(kind: Any, place: Place) -> str:
    said = [note.documentation for note in schema.notes(place.annotation, place.field) if isinstance(note, Doc)]
    if said:
        return str(said[0])
    if kind is int:
        return limits(place).replace("in range", "number")
    if kind is bool:
        return "`True`, `False`"
    if kind is str:
        return ", ".join(filter(None, ("text", length(place))))
    if get_origin(kind) is dict:
        return "mapping"
    name = str(kind.__name__)
    return {"Path": "file", "IPv4Network": "network", "IPv6Network": "network"}.get(name, name)


def _default(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=True)
    return "required" if value is PydanticUndefined else f"`{literal(value)}`"


def _meaning(field: FieldInfo) -> str:
    text, fixed = re.subn(r"Cannot be changed later", "**Fixed: cannot be changed later", field.description or "")
    text = re.sub(r"(\*\*Fixed[^.]*\.)", r"\1**", text) if fixed else text
    return text.replace("|", "\\|")


def _anchor(path: str) -> str:
    return re.sub(r"[^a-z0-9_-]", "", path.lower())
