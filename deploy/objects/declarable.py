"""Which live objects of an account can be declared as they are, and why the others cannot. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticUndefined as Undefined

from deploy.objects import declared
from deploy.objects.attributes import misused
from deploy.objects.featured import featureless
from deploy.objects.kind import Fields, Kind, Live, Mention
from deploy.objects.names import is_nobody, is_number
from deploy.objects.plan import Wanted, age
from deploy.objects.registry import KINDS, by_noun
from deploy.objects.secret import Secret
from deploy.objects.world import Release
from deploy.settings.accounts import Account
from deploy.settings.schema import element, tag, variants
from deploy.settings.section import Section


@dataclass
class Candidate:
    """A live object on its way into a declaration.

    fields: as they are written, with names in the place of secrets
    reason: why `check` would not take it; None when it would
    meant: the fields as `check` understands them
    """

    kind: Kind
    live: Live
    fields: Mapping[str, Any] = field(repr=False)
    reason: str | None = None
    meant: Fields = field(default_factory=dict, repr=False)


class Declarable:
    """Judges the objects of one account, of which some name others: without those they cannot be declared either.

    candidates: what would be written; each gets its reason
    live: everything that is there, also what nobody can declare
    site: host names of the installation itself
    admin: e-mail address of a member of every account whom none declares; empty: nobody is known to be
    """

    def __init__(
        self,
        candidates: Sequence[Candidate],
        live: Mapping[Kind, Sequence[Live]],
        release: Release,
        site: Collection[str],
        admin: str,
    ) -> None:
        self.candidates, self.release, self.admin = candidates, release, admin
        self._live = {kind.noun: sorted(each, key=age) for kind, each in live.items()}
        for each in candidates:
            each.meant, each.reason = self._understood(each.kind, _sections(each.kind, each.fields), each.fields)
            each.reason = each.reason or _unset(each)
            if each.kind.noun == "portal" and each.fields.get("custom_domain") in site:
                each.reason = each.reason or "custom_domain is the site's own. Leave it out"
            if next(one for one in self._live[each.kind.noun] if one.key == each.live.key) is not each.live:
                each.reason = f"it shares its key with another {each.kind.noun}, which is older"
        while lost := [(each, reason) for each in self._good() if (reason := self._dangling(each.kind, each.meant))]:
            for each, reason in lost:
                each.reason = reason

    def by_browser(self) -> list[str]:
        """Names of inboxes that were made in a browser and can be named all the same: those that no other has."""
        inboxes = self._live.get("inbox", [])
        names = [str(each.fields["name"]) for each in inboxes]
        foreign = [name for name, each in zip(names, inboxes, strict=True) if each.foreign and names.count(name) == 1]
        return [each for each in foreign if not is_number(each) and 0 < len(each.strip()) <= len(each) <= 255]

    def reason(self, kind: Kind, section: type[Section], fields: Mapping[str, Any]) -> str | None:
        """Why `check` would not take this beside the candidates; None when it would."""
        meant, reason = self._understood(kind, [section], fields)
        return reason or self._dangling(kind, meant)

    def _good(self) -> Iterator[Candidate]:
        return (each for each in self.candidates if not each.reason)

    def _understood(
        self, kind: Kind, sections: Sequence[type[Section]], fields: Mapping[str, Any]
    ) -> tuple[Fields, str | None]:
        """The fields as declared, and why the object by itself cannot be."""
        meant: Fields = {}
        if not sections:
            return meant, f"nothing of the type {fields.get('type')} can be declared"
        for section in sections:
            try:
                meant = declared.fields(section.model_validate(dict(fields)), Secret)
            except ValidationError as error:
                first = error.errors(include_input=False, include_url=False)[0]
                message = first["msg"].removeprefix("Value error, ")
                return meant, f"{'.'.join(str(part) for part in first['loc'])} {message}"
            for path, text in kind.problems(meant, self.release):
                return meant, f"{path} {text}".strip()
        return meant, None

    def _dangling(self, kind: Kind, meant: Fields) -> str | None:
        """Why one cannot be declared beside those that are still good: it names what is not among them."""
        for mention in _mentions(kind, meant):
            if trouble := self._missing(kind, mention):
                return f"it refers to {trouble} ({mention.path} {mention.name})"
        noun = "custom attribute"
        attributes = [Wanted("", each.meant) for each in self._good() if each.kind.noun == noun]
        own = [Wanted("", each.fields) for each in self._live.get("account", ())]
        this = {kind.noun: [Wanted("", meant)]}
        found = chain(misused({noun: attributes, **this}), featureless({"account": own, **this}))
        wrong = next(found, None) if kind.noun != noun else None
        return wrong and wrong.removeprefix(".")

    def _missing(self, used: Kind, mention: Mention) -> str | None:
        noun, name = mention.noun, mention.name
        if is_nobody(noun, name) or (noun, name) == ("agent", self.admin):
            return None
        kind, there = by_noun(noun), self._live.get(noun, [])
        if is_number(name):
            known = int(name[1:]) in {each.raw.get("id") for each in there}
            return (
                f"{noun} that shares its name with another, or has none" if known else "something that no longer exists"
            )
        holders = [each for each in there if kind.reference(each.fields) == name]
        good = [each.live for each in self._good() if each.kind is kind and each.live in holders]
        if not holders:
            return f"{noun} that is not there"
        # The name of several is that of the oldest; a custom attribute's use tells which is meant.
        if noun == "custom attribute":
            return None if good else f"{noun} that is not declared here"
        if noun == "inbox" and used.noun != "portal" and name in self.by_browser():
            return None
        if holders[0] not in good:
            return f"{noun} that is not declared here"
        return f"{noun} that shares its name with another" if noun == "inbox" and len(good) > 1 else None


def _unset(found: Candidate) -> str | None:
    """Why what is null in Chatwoot cannot be left out: undeclared it would not stay as it is, as 2.10's macro that
    lost its visibility (chatwoot.md 1.8)."""
    unset = {name for name, value in found.live.fields.items() if value is None}
    for section in _sections(found.kind, found.fields):
        for name, known in section.model_fields.items():
            if name in unset and known.default not in (None, Undefined):
                return (
                    f'{name} is not set in Chatwoot, and left out means "{known.default}"; set it there, or take that'
                )
    return None


def _mentions(kind: Kind, meant: Fields) -> Iterable[Mention]:
    # An inbox's help centre is a type of its own to the engine, and a key of the inbox to its readers.
    return (mention for each in KINDS if each.section == kind.section for mention in each.mentions(meant))


def _sections(kind: Kind, fields: Mapping[str, Any]) -> list[type[Section]]:
    many = variants(element(Account.model_fields[kind.section].annotation))
    if len(many) < 2:
        return many
    return [each for each in many if tag(each) == fields.get("type")]
