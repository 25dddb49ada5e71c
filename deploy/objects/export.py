"""Live objects of an account as the text of a declaration. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from deploy.objects import source
from deploy.objects.declarable import Candidate, Declarable
from deploy.objects.found_secrets import FoundSecrets
from deploy.objects.kind import Kind, Live
from deploy.objects.sealed import Unseen
from deploy.objects.secret import Secret
from deploy.objects.source import entry, remark
from deploy.objects.world import Release
from deploy.settings.accounts import Account
from deploy.settings.objects.account import AccountSettings
from deploy.settings.objects.keyed import ByKey


@dataclass
class Exporter:
    """Writes one account.

    name, number: of the account; its id
    release: what is installed; what `check` would refuse for it stands behind `#`
    secrets: where secrets that are found go, those of all accounts
    site: host names of the installation itself
    admin: e-mail address of a member of every account whom none declares; empty: nobody is known to be
    """

    name: str
    number: int
    release: Release
    secrets: FoundSecrets = field(repr=False)
    site: Collection[str]
    admin: str = ""

    def lines(self, live: Iterable[tuple[Kind, Sequence[Live]]]) -> list[str]:
        """The account with all objects of its own, as an entry of `accounts`, in the order of `Account`."""
        found = ["    {", *entry("name", self.name, 8)]
        there: dict[Kind, list[Live]] = {}
        for kind, each in live:
            there.setdefault(kind, []).extend(each)
        lists: dict[str, list[str]] = {kind.section: [] for kind in there if kind.section}
        written = [
            Candidate(kind, one, self._named(kind, one))
            for kind, each in there.items()
            if kind.section
            for one in each
            if not one.foreign
        ]
        judge = Declarable(written, there, self.release, self.site, self.admin)
        for kind, each in there.items():
            if not kind.section:
                found += [f"        {line}" for one in each for line in self._own(kind, one, judge)]
        for candidate in written:
            lists[candidate.kind.section].extend(_object(candidate))
        browser = judge.by_browser()
        for section in Account.model_fields:
            if section == "browser_inboxes" and browser:
                found += entry(section, browser, 8)
            if section in lists:
                found += [f'        "{section}": [', *lists[section], "        ],"]
        return [*found, "    },"]

    def _own(self, kind: Kind, live: Live, judge: Declarable) -> Iterator[str]:
        """The settings of the account itself, key by key: one that cannot be declared leaves the others alone."""
        for key, value in self._named(kind, live).items():
            if key == "name":
                continue
            # Of feature flags each is judged by itself: one that is unknown here is no reason to lose the others.
            parts: list[Any] = [{name: each} for name, each in value.items()] if isinstance(value, Mapping) else [value]
            reasons = [judge.reason(kind, AccountSettings, {"name": "any", key: part}) for part in parts]
            for part, reason in zip(parts, reasons, strict=True):
                if reason:
                    yield f"# {remark(f'{key} cannot be declared as it is: {reason}')}"
                    yield from _marked(entry(key, part, 8), 8, reason)
            good = [part for part, reason in zip(parts, reasons, strict=True) if not reason]
            if good:
                whole = {name: each for part in good for name, each in part.items()} if parts != [value] else value
                yield from _marked(entry(key, whole, 8), 8, None)

    def _named(self, kind: Kind, live: Live) -> dict[str, Any]:
        """The fields with names in the place of secrets, without those that say nothing."""

        def plain(value: Any, path: str) -> Any:
            if isinstance(value, Secret | Unseen):
                words = f"{kind.noun} {live.key} {path}"
                seen = value if isinstance(value, Secret) else None
                return self.secrets.keep((self.name, self.number), live.id, words, seen)
            if isinstance(value, ByKey):
                return [plain(each, path) for each in value.values()]
            if isinstance(value, Mapping):
                return {key: plain(each, f"{path} {key}") for key, each in value.items() if _tells(each)}
            if isinstance(value, list | tuple):
                return [plain(each, path) for each in value]
            return value

        return {key: plain(value, key) for key, value in live.fields.items() if _tells(value)}


def _object(found: Candidate) -> Iterator[str]:
    """One object; behind `#` when it cannot be declared, with the reason."""
    if found.reason:
        why = f"{found.kind.noun} {found.live.key} cannot be declared as it is: {found.reason}"
        yield f"            # {remark(why)}"
    lines = source.lines(found.fields, 12)
    for line in _marked([*lines[:-1], f"{lines[-1]},"], 12, found.reason):
        yield f"            {line}"


def _marked(lines: Iterable[str], indent: int, reason: str | None) -> Iterator[str]:
    mark = "# " if reason else ""
    for line in lines:
        yield f"{mark}{line.removeprefix(' ' * indent)}"


def _tells(value: Any) -> bool:
    # What is empty was never set; undeclared it is left alone. An empty secret is none.
    return value not in (None, "", [], {}) and not (isinstance(value, Secret) and not value.reveal())
