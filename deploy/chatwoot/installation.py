"""Chatwoot's installation settings: the rows as declared, and the values inside stored ones."""

from typing import Any

import yaml

from deploy.checks.application import SIGN_UP
from deploy.settings.settings import Settings


def rows(settings: Settings) -> dict[str, str | int | bool]:
    """Settings rows as they should be, but for those with secret values.

    The sign-up row is a string and is written in every release: before 4.3 it is not read, but it keeps sign-up
    closed when an upgrade crosses 4.3, because the loader of defaults keeps rows that exist.
    """
    return {**settings.chatwoot.installation, SIGN_UP: "true" if settings.chatwoot.sign_up else "false"}


def value(stored: object) -> object:
    """The value inside a `serialized_value`: YAML text of a Ruby hash, kept as a JSON string in a jsonb column.

    Unreadable text gives None, which differs from every declared value: bootstrap then writes the row anew.
    """
    if isinstance(stored, str):
        try:
            stored = yaml.load(stored, _Ruby)  # noqa: S506 - _Ruby is a SafeLoader
        except (yaml.YAMLError, ValueError):  # the latter for 2024-99-99, which Ruby writes without quotes
            return None
    return stored.get("value") if isinstance(stored, dict) else None


class _Ruby(yaml.SafeLoader):
    """Reads Psych's output: Ruby's tags say which class to make, and are of no interest here."""


def _plain(loader: _Ruby, tag: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_scalar(node)  # type: ignore[arg-type]


_Ruby.add_multi_constructor("!", _plain)
