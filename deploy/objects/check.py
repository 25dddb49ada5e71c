"""What is wrong with declared objects before any host is asked: doubles, missing names, things this release lacks."""

from collections.abc import Iterator, Mapping, Sequence

from deploy.objects.declared import wanted
from deploy.objects.plan import Wanted
from deploy.objects.registry import KINDS
from deploy.objects.secret import Secret
from deploy.settings.settings import Settings

Declared = Mapping[str, Sequence[Wanted] | None]  # by noun; None = the account does not declare this type


def problems(settings: Settings) -> list[str]:
    """One line `key.path: problem. remedy` for each thing wrong."""
    found = []
    for number, account in enumerate(settings.accounts):
        path = f"accounts[{number}]"
        declared = {kind.noun: wanted(kind, account, path, lambda name: Secret(name)) for kind in KINDS}
        found += [*_doubles(declared), *_missing(declared, path), *_lacking(declared, settings.chatwoot.number)]
    return found


def _doubles(declared: Declared) -> Iterator[str]:
    for kind in KINDS:
        seen: dict[str, str] = {}
        for each in declared[kind.noun] or ():
            first = seen.setdefault(each.key, each.path)
            if first != each.path:
                yield f"{each.path}: {kind.noun} {each.key} is declared at {first} already. Remove or rename one"


def _missing(declared: Declared, path: str) -> Iterator[str]:
    sections = {kind.noun: kind for kind in KINDS}
    for kind in KINDS:
        for each in declared[kind.noun] or ():
            for mention in kind.mentions(each.fields):
                others = declared[mention.noun]
                if others is None:
                    continue  # not declared at all: it may live there, and the plan will tell
                section = sections[mention.noun]
                if mention.name not in {section.reference(other.fields) for other in others}:
                    yield (
                        f"{each.path}.{mention.path}: {path}.{section.section} declares no {mention.noun} "
                        f"{mention.name}. Declare it there or correct the name"
                    )


def _lacking(declared: Declared, release: tuple[int, int, int]) -> Iterator[str]:
    for kind in KINDS:
        for each in declared[kind.noun] or ():
            for below, text in kind.problems(each.fields, release):
                problem, _, remedy = text.partition("; ")
                where = f"{each.path}.{below}" if below else each.path
                yield f"{where}: {problem}. {remedy[:1].upper()}{remedy[1:]}"
