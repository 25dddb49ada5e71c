"""From the data that pyinfra merged to one checked declaration."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from deploy.errors import OperatorError
from deploy.settings.sentences import sentence
from deploy.settings.settings import Settings
from deploy.settings.unknown import foreign


def load(data: Mapping[str, Any], host: str) -> Settings:
    """The declaration of one host.

    data: inventory, group and command line data as pyinfra merges them; a key may name an inner one with dots
      (`sizing.swap_mb`), which then changes that one alone
    host: name of the host, for messages
    Raises OperatorError with one line for each thing wrong: `host: key.path: problem. remedy`.
    """
    try:
        return Settings.model_validate(_inner({key: value for key, value in data.items() if not foreign(str(key))}))
    except ValidationError as error:
        # `input` is needed to quote harmless values; sentences.show decides which are.
        found = [sentence(each) for each in error.errors(include_url=False)]
    lines: dict[str, str] = {}
    for path, text in found:  # a union reports one value several times: the first finding is enough
        lines.setdefault(path, text)
    raise OperatorError(
        "\n".join(f"{host}: {path}: {text}" if path else f"{host}: {text}" for path, text in lines.items())
    )


def _inner(data: dict[str, Any]) -> dict[str, Any]:
    """Put `section.key` where it belongs; what does not fit stays, and is then an unknown key."""
    merged = {key: value for key, value in data.items() if not _dotted(key)}
    for key in sorted(each for each in data if _dotted(each)):
        *sections, last = key.split(".")
        if sections[0] not in Settings.model_fields or not _put(merged, sections, last, data[key]):
            merged[key] = data[key]
    return merged


def _dotted(key: object) -> bool:
    return isinstance(key, str) and "." in key


def _put(data: dict[str, Any], sections: list[str], key: str, value: Any) -> bool:
    for section in sections:
        inside = data.get(section, {})
        if not isinstance(inside, Mapping):
            return False
        # A copy each time: the same group data belongs to other hosts too.
        data[section] = data = dict(inside)
    data[key] = value
    return True
