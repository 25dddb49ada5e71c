"""From the sections of the declaration to the fields that are compared and sent. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from deploy.objects.kind import Kind
from deploy.objects.plan import Wanted
from deploy.objects.secret import Secret
from deploy.settings.accounts import Account
from deploy.settings.objects.keyed import Keyed
from deploy.settings.schema import notes
from deploy.settings.secret_name import IsSecretName
from deploy.settings.section import Section

Reveal = Callable[[str], Secret]
Declared = Mapping[str, Sequence[Wanted] | None]  # by noun; None = the account does not declare this type


def wanted(kind: Kind, account: Account, path: str, reveal: Reveal) -> list[Wanted] | None:
    """The declared objects of one type; None when the account does not declare this type at all.

    path: of the account: accounts[0]
    reveal: gives the secret of a name
    """
    found = kind.declared(account)
    if found is None:
        return None
    return [
        Wanted(kind.key(each), each, kind.where(path, number))
        for number, each in enumerate(fields(one, reveal) for one in found)
    ]


def fields(section: Section, reveal: Reveal) -> dict[str, Any]:
    """What a section declares: keys that were left out, or are None, are nobody's business."""
    found = {}
    for name, known in type(section).model_fields.items():
        value = getattr(section, name)
        if value is None:
            continue
        said = notes(known.annotation, known)
        secret = any(isinstance(note, IsSecretName) for note in said)
        keyed = next((note for note in said if isinstance(note, Keyed)), None)
        plain: Any = reveal(value) if secret else _plain(value, reveal)
        found[name] = keyed.map(plain) if keyed else plain
    return found


def secret_names(section: Section) -> Iterator[str]:
    """The names of all secrets that a section and those below it ask for."""
    asked: dict[str, None] = {}

    def reveal(name: str) -> Secret:
        asked[name] = None
        return Secret("")

    fields(section, reveal)
    yield from asked


def from_mapping(secrets: Mapping[str, str]) -> Reveal:
    """Reveal out of a set of secrets that is known to be complete."""
    return lambda name: Secret(secrets[name])


def _plain(value: Any, reveal: Reveal) -> Any:
    if isinstance(value, Section):
        return fields(value, reveal)
    if isinstance(value, list | tuple):
        return [_plain(each, reveal) for each in value]
    if isinstance(value, Mapping):
        return {key: _plain(each, reveal) for key, each in value.items()}
    return value
