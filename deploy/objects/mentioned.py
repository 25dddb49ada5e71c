"""The objects that declared ones name: are they there, or about to be made?

Chatwoot stores names of labels and custom attributes as they come, and what nobody made stays a ghost.
"""

from collections.abc import Iterator, Mapping, Set

from deploy.objects.account import Reader, Sections
from deploy.objects.kind import Fields, Kind
from deploy.objects.names import Unknown, is_nobody

Named = Mapping[str, Set[str]]  # noun to the names by which objects of that type are referred to


def named(sections: Sections) -> Named:
    """The names of declared objects."""
    return {kind.noun: {kind.reference(one.fields) for one in each} for kind, each in sections}


def unknown(kind: Kind, fields: Fields, coming: Named, reader: Reader) -> Iterator[Unknown]:
    """What the fields name and nobody has; reads the types that are named.

    coming: what is not made yet and will be
    """
    for mention in kind.mentions(fields):
        known = mention.name in coming.get(mention.noun, ()) or is_nobody(mention.noun, mention.name)
        if not known and mention.name not in reader.references(mention.noun):
            yield Unknown(mention.noun, mention.name)


def waits(subject: str, missing: Unknown) -> str:
    """The sentence about an object that cannot be as declared."""
    return (
        f"{subject}: waits for {missing.noun} {missing.name}, which is not there. "
        "Declare it, make it or correct the name"
    )


def waiting(sections: Sections, reader: Reader) -> list[str]:
    """A sentence for each name that neither a live nor a declared object has; none while nothing can be read."""
    if reader.client is None:
        return []
    coming, account = named(sections), reader.client.name
    return [
        waits(kind.subject(one.key, account), missing)
        for kind, each in sections
        for one in each
        for missing in unknown(kind, one.fields, coming, reader)
    ]
