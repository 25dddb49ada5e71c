"""What is wrong with declared objects before any host is asked: doubles, missing names, things this release lacks."""

from collections.abc import Iterator, Mapping, Sequence

from deploy.objects.declared import wanted
from deploy.objects.names import is_nobody, is_number
from deploy.objects.people import people
from deploy.objects.plan import Wanted
from deploy.objects.registry import KINDS
from deploy.objects.secret import Secret
from deploy.settings.settings import Settings

Declared = Mapping[str, Sequence[Wanted] | None]  # by noun; None = the account does not declare this type


def problems(settings: Settings) -> list[str]:
    """One line `key.path: problem. remedy` for each thing wrong."""
    found = list(people(settings))
    for number, account in enumerate(settings.accounts):
        path = f"accounts[{number}]"
        declared = {kind.noun: wanted(kind, account, path, lambda name: Secret(name)) for kind in KINDS}
        found += [
            *_doubles(declared),
            *_missing(declared, path, settings.admin.email),
            *_lacking(declared, settings.chatwoot.number),
        ]
        found += [*_no_widgets(declared), *_of_others(declared)]
    return found + list(_taken(settings))


def _taken(settings: Settings) -> Iterator[str]:
    """Portals' keys that another account of the installation has (chatwoot.md 1.3); one account's are doubles."""
    seen: dict[tuple[str, str], tuple[int, str]] = {}
    for number, account in enumerate(settings.accounts):
        for place, portal in enumerate(account.portals or ()):
            for key, value in (("slug", portal.slug), ("custom_domain", portal.custom_domain)):
                path = f"accounts[{number}].portals[{place}].{key}"
                other, first = seen.setdefault((key, value or path), (number, path))
                if first != path and (key != "slug" or other != number):
                    yield f"{path}: {value} is that of {first}, and unique in the installation. Choose another"


def _no_widgets(declared: Declared) -> Iterator[str]:
    """Portals with an inbox of another channel, which Chatwoot passes over without a word."""
    types = {each.fields["name"]: each.fields["type"] for each in declared.get("inbox") or ()}
    for each in declared["portal"] or ():
        kind = types.get(each.fields.get("inbox"), "web_widget")
        if kind != "web_widget":
            yield f"{each.path}.inbox: {each.fields['inbox']} is of type {kind}. Name a web_widget inbox"


def _of_others(declared: Declared) -> Iterator[str]:
    """Conditions on a custom attribute of the other model: stored, and never true."""
    known = {(each.fields["model"], each.fields["key"]) for each in declared["custom attribute"] or ()}
    for kind in KINDS:
        for each in declared[kind.noun] or ():
            for number, one in enumerate(each.fields.get("conditions", ())):
                key, model = one["attribute"], one.get("of")
                other = {"conversation": "contact", "contact": "conversation"}.get(model)
                if (other, key) in known and (model, key) not in known:
                    yield f"{each.path}.conditions[{number}].of: {key} belongs to the {other}. Set of to {other}"


def _doubles(declared: Declared) -> Iterator[str]:
    for kind in (each for each in KINDS if each.made):
        seen: dict[str, str] = {}
        for each in declared[kind.noun] or ():
            first = seen.setdefault(each.key, each.path)
            if first != each.path:
                name = kind.shown(each.key)
                yield f"{each.path}: {kind.noun} {name} is declared at {first} already. Remove or rename one"


def _missing(declared: Declared, path: str, admin: str) -> Iterator[str]:
    sections = {kind.noun: kind for kind in KINDS}
    for kind in KINDS:
        for each in declared[kind.noun] or ():
            for mention in kind.mentions(each.fields):
                section = sections[mention.noun]
                if is_number(mention.name):
                    # Chatwoot takes ids of other accounts' objects as well (chatwoot.md 1.8).
                    if not is_nobody(mention.noun, mention.name):
                        yield (
                            f"{each.path}.{mention.path}: {mention.name} is an id, not a name. "
                            f"Give the {mention.noun} a name of its own and write that"
                        )
                    continue
                others = declared.get(mention.noun)
                if (mention.noun, mention.name) == ("agent", admin):
                    continue  # a member of every account, and named nowhere else
                if others is None:
                    continue  # not declared at all: it may live there, and the plan will tell
                called = [section.reference(other.fields) for other in others].count(mention.name)
                # Inboxes of several channels may share a name; a custom attribute's use tells its model.
                if called > 1 and mention.noun == "inbox":
                    yield (
                        f"{each.path}.{mention.path}: {path}.{section.section} has {called} called {mention.name}. "
                        "Rename all but one: nobody can tell which is meant"
                    )
                if not called:
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
