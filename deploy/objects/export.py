"""Live objects of an account as the text of a declaration. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from deploy.objects import declared, source
from deploy.objects.found_secrets import FoundSecrets
from deploy.objects.kind import Kind, Live
from deploy.objects.names import is_nobody, is_number
from deploy.objects.sealed import Unseen
from deploy.objects.secret import Secret
from deploy.objects.source import entry, remark
from deploy.objects.world import Release
from deploy.settings.accounts import Account
from deploy.settings.objects.account import AccountSettings
from deploy.settings.objects.keyed import ByKey
from deploy.settings.schema import element, tag, variants
from deploy.settings.section import Section


@dataclass
class Exporter:
    """Writes one account.

    name, number: of the account; its id
    release: what is installed; what `check` would refuse for it stands behind `#`
    secrets: where secrets that are found go, those of all accounts
    """

    name: str
    number: int
    release: Release
    secrets: FoundSecrets = field(repr=False)

    def lines(self, live: Iterable[tuple[Kind, Sequence[Live]]]) -> list[str]:
        """The account with all objects of its own, as an entry of `accounts`, in the order of `Account`."""
        found = ["    {", *entry("name", self.name, 8)]
        lists: dict[str, list[str]] = {}
        for kind, each in live:
            if not kind.section:
                found += [f"        {line}" for one in each for line in self._own(kind, one)]
            else:
                lists.setdefault(kind.section, []).extend(
                    line for one in each if not one.foreign for line in self._object(kind, one)
                )
        for section in Account.model_fields:
            if section in lists:
                found += [f'        "{section}": [', *lists[section], "        ],"]
        return [*found, "    },"]

    def _own(self, kind: Kind, live: Live) -> Iterator[str]:
        """The settings of the account itself, key by key: one that cannot be declared leaves the others alone."""
        for key, value in self._named(kind, live).items():
            if key == "name":
                continue
            # Of feature flags each is judged by itself: one that is unknown here is no reason to lose the others.
            parts: list[Any] = [{name: each} for name, each in value.items()] if isinstance(value, Mapping) else [value]
            reasons = [_reason(kind, [AccountSettings], {"name": "any", key: part}, self.release) for part in parts]
            for part, reason in zip(parts, reasons, strict=True):
                if reason:
                    yield f"# {remark(f'{key} cannot be declared as it is: {reason}')}"
                    yield from _marked(entry(key, part, 8), 8, reason)
            good = [part for part, reason in zip(parts, reasons, strict=True) if not reason]
            if good:
                whole = {name: each for part in good for name, each in part.items()} if parts != [value] else value
                yield from _marked(entry(key, whole, 8), 8, None)

    def _object(self, kind: Kind, live: Live) -> Iterator[str]:
        """One object; behind `#` when it cannot be declared, with the reason."""
        fields = self._named(kind, live)
        reason = _reason(kind, _sections(kind, fields), fields, self.release)
        if reason:
            yield f"            # {remark(f'{kind.noun} {live.key} cannot be declared as it is: {reason}')}"
        lines = source.lines(fields, 12)
        for line in _marked([*lines[:-1], f"{lines[-1]},"], 12, reason):
            yield f"            {line}"

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


def _marked(lines: Iterable[str], indent: int, reason: str | None) -> Iterator[str]:
    mark = "# " if reason else ""
    for line in lines:
        yield f"{mark}{line.removeprefix(' ' * indent)}"


def _tells(value: Any) -> bool:
    # What is empty was never set; undeclared it is left alone. An empty secret is none.
    return value not in (None, "", [], {}) and not (isinstance(value, Secret) and not value.reveal())


def _reason(kind: Kind, sections: Sequence[type[Section]], fields: Mapping[str, Any], release: Release) -> str | None:
    """Why `check` would not take this; None when it would."""
    if not sections:
        return f"nothing of the type {fields.get('type')} can be declared"
    for section in sections:
        try:
            meant = declared.fields(section.model_validate(dict(fields)), Secret)
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            return f"{'.'.join(str(part) for part in first['loc'])} {first['msg'].removeprefix('Value error, ')}"
        for mention in kind.mentions(meant):
            if is_number(mention.name) and not is_nobody(mention.noun, mention.name):
                return f"it refers to something that no longer exists ({mention.path} {mention.name})"
        for path, text in kind.problems(meant, release):
            return f"{path} {text}".strip()
    return None


def _sections(kind: Kind, fields: Mapping[str, Any]) -> list[type[Section]]:
    many = variants(element(Account.model_fields[kind.section].annotation))
    if len(many) < 2:
        return many
    return [each for each in many if tag(each) == fields.get("type")]
