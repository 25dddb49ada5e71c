"""What is wrong with declared objects before any host is asked: doubles, missing names, things this release lacks."""

from collections.abc import Iterator, Sequence

from deploy.objects.assignees import unassignable
from deploy.objects.attributes import misused
from deploy.objects.declared import Declared, wanted
from deploy.objects.featured import featureless
from deploy.objects.kind import Kind, Mention
from deploy.objects.names import is_nobody, is_number
from deploy.objects.people import people
from deploy.objects.plan import Wanted
from deploy.objects.registry import KINDS, by_noun
from deploy.objects.secret import Secret
from deploy.objects.taken import taken
from deploy.settings.accounts import Account
from deploy.settings.settings import Settings


def problems(settings: Settings) -> list[str]:
    """One line `key.path: problem. remedy` for each thing wrong."""
    found = list(people(settings))
    for number, account in enumerate(settings.accounts):
        path = f"accounts[{number}]"
        declared = _declared(account, path)
        found += [
            *_doubles(declared),
            *_missing(declared, path, settings.admin.email, account.browser_inboxes or ()),
            *_lacking(declared, settings.chatwoot.number),
        ]
        found += [*_no_widgets(declared), *misused(declared), *featureless(declared)]
        found += unassignable(declared, settings.chatwoot.number, settings.admin.email)
    return found + list(taken(settings))


def _declared(account: Account, path: str) -> Declared:
    return {kind.noun: wanted(kind, account, path, lambda name: Secret(name)) for kind in KINDS}


def _mentions(declared: Declared) -> Iterator[tuple[Kind, Wanted, Mention]]:
    for kind in KINDS:
        for each in declared[kind.noun] or ():
            for mention in kind.mentions(each.fields):
                yield kind, each, mention


def _count(declared: Declared, mention: Mention) -> int | None:
    """How many declared objects are called so; None when the type is not declared: it may live there."""
    others, section = declared.get(mention.noun), by_noun(mention.noun)
    return None if others is None else [section.reference(other.fields) for other in others].count(mention.name)


def _no_widgets(declared: Declared) -> Iterator[str]:
    """Portals with an inbox of another channel, which Chatwoot passes over without a word."""
    types = {each.fields["name"]: each.fields["type"] for each in declared.get("inbox") or ()}
    for each in declared["portal"] or ():
        kind = types.get(each.fields.get("inbox"), "web_widget")
        if kind != "web_widget":
            yield f"{each.path}.inbox: {each.fields['inbox']} is of type {kind}. Name a web_widget inbox"


def _doubles(declared: Declared) -> Iterator[str]:
    for kind in (each for each in KINDS if each.made):
        seen: dict[str, str] = {}
        for each in declared[kind.noun] or ():
            first = seen.setdefault(each.key, each.path)
            if first != each.path:
                name = kind.shown(each.key)
                yield f"{each.path}: {kind.noun} {name} is declared at {first} already. Remove or rename one"


def _missing(declared: Declared, path: str, admin: str, browser: Sequence[str]) -> Iterator[str]:
    for kind, each, mention in _mentions(declared):
        section = f"{path}.{by_noun(mention.noun).section}"
        if is_number(mention.name):
            # Chatwoot takes ids of other accounts' objects as well (chatwoot.md 1.8).
            if not is_nobody(mention.noun, mention.name):
                yield (
                    f"{each.path}.{mention.path}: {mention.name} is an id, not a name. "
                    f"Give the {mention.noun} a name of its own and write that"
                )
            continue
        if (mention.noun, mention.name) == ("agent", admin):
            continue  # a member of every account, and named nowhere else
        called = _count(declared, mention)
        # A portal shows a web_widget alone, which can be declared.
        by_browser = mention.noun == "inbox" and kind.noun != "portal"
        if called is not None and by_browser:
            called += browser.count(mention.name)
        # Inboxes of several channels may share a name; a custom attribute's use tells its model.
        if called and called > 1 and mention.noun == "inbox":
            yield (
                f"{each.path}.{mention.path}: {called} inboxes of {path} are called {mention.name}. "
                "Rename all but one: nobody can tell which is meant"
            )
        if called == 0:
            made = f"; one that is made in the browser is named in {path}.browser_inboxes" if by_browser else ""
            yield (
                f"{each.path}.{mention.path}: {section} declares no {mention.noun} {mention.name}. "
                f"Declare it there or correct the name{made}"
            )


def _lacking(declared: Declared, release: tuple[int, int, int]) -> Iterator[str]:
    for kind in KINDS:
        for each in declared[kind.noun] or ():
            for below, text in kind.problems(each.fields, release):
                problem, _, remedy = text.partition("; ")
                where = f"{each.path}.{below}" if below else each.path
                yield f"{where}: {problem}. {remedy[:1].upper()}{remedy[1:]}"
