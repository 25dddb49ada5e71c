"""The models seen as a tree: what stands at a path, which keys a section has, what a value may be."""

import types
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from deploy.settings.section import Section
from deploy.settings.settings import Settings


@dataclass(frozen=True)
class Place:
    """One place in the declaration.

    path: as the operator writes it: accounts[0].inboxes[1].name
    annotation: what may stand there; None where the schema knows nothing
    field: the schema's entry, for description, default and examples
    parent: the section around it
    """

    path: str = ""
    annotation: Any = Settings
    field: FieldInfo | None = None
    parent: type[Section] | None = None

    @property
    def section(self) -> type[Section] | None:
        """The section that stands here, if one and only one does."""
        found = variants(self.annotation)
        return found[0] if len(found) == 1 else None

    def step(self, part: str | int) -> "Place":
        """The place one step further along pydantic's `loc`; parts that an operator never wrote change nothing."""
        if isinstance(part, int):
            inside = next(
                (get_args(each)[0] for each in alternatives(self.annotation) if get_origin(each) is list), None
            )
            return Place(f"{self.path}[{part}]", inside, self.field, self.parent)
        sections = variants(self.annotation)
        if len(sections) > 1:  # pydantic names the chosen variant: accounts.0.inboxes.0.api.name
            chosen = next((each for each in sections if part == tag(each)), None)
            return Place(self.path, chosen, self.field, self.parent)
        if sections:
            known = sections[0].model_fields.get(part)
            return Place(join(self.path, part), known and known.annotation, known, sections[0])
        if any(get_origin(each) is dict for each in alternatives(self.annotation)) and part != "[key]":
            return Place(join(self.path, part), None, self.field, self.parent)
        return self


def locate(loc: Sequence[str | int]) -> Place:
    """The place that pydantic's `loc` names."""
    place = Place()
    for part in loc:
        place = place.step(part)
    return place


def join(path: str, key: str) -> str:
    """A path one key longer: smtp + host = smtp.host."""
    return f"{path}.{key}" if path else key


def bare(annotation: Any) -> Any:
    """The type without what Annotated says about it."""
    return bare(get_args(annotation)[0]) if get_origin(annotation) is Annotated else annotation


def alternatives(annotation: Any) -> list[Any]:
    """The types of a union without None; of another type, itself."""
    kind = bare(annotation)
    if get_origin(kind) in (Union, types.UnionType):
        return [each for part in get_args(kind) if part is not type(None) for each in alternatives(part)]
    return [kind]


def notes(annotation: Any, field: FieldInfo | None = None) -> list[Any]:
    """Everything that Annotated and Field say about a value: limits, patterns, Doc."""
    found = list(field.metadata) if field else []
    if get_origin(annotation) is Annotated:
        inner, *extra = get_args(annotation)
        for each in extra:
            found += each.metadata if isinstance(each, FieldInfo) else [each]
        found += notes(inner)
    elif get_origin(annotation) in (Union, types.UnionType):
        for each in get_args(annotation):
            found += notes(each)
    return found


def variants(annotation: Any) -> list[type[Section]]:
    """The sections that may stand for an annotation."""
    return [each for each in alternatives(annotation) if isinstance(each, type) and issubclass(each, Section)]


def tag(section: type[Section]) -> str | None:
    """What the key `type` says in this variant of a section."""
    kind = section.model_fields.get("type")
    return str(get_args(kind.annotation)[0]) if kind and get_origin(kind.annotation) is Literal else None


def element(annotation: Any) -> Any:
    """What a list holds; None when it is no list."""
    return next((get_args(each)[0] for each in alternatives(annotation) if get_origin(each) is list), None)


def places(section: type[Section] = Settings, path: str = "") -> Iterator[Place]:
    """Every key of the declaration in the order of the models; lists of sections as accounts[].name."""
    for key, known in section.model_fields.items():
        place = Place(join(path, key), known.annotation, known, section)
        yield place
        for inner in variants(known.annotation):
            yield from places(inner, place.path)
        for inner in variants(element(known.annotation)):
            yield from places(inner, f"{place.path}[]")
