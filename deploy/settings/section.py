"""The base of every section of the settings."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, field_validator

UNKEPT = "holds a character that nothing can keep (NUL or half a character); remove it"
# No database and no file of text holds them: NUL, and halves of characters outside of the first 65536.
_NOWHERE = re.compile("[\\0\ud800-\udfff]")


class Section(BaseModel):
    """One part of the declaration: frozen, closed to unknown keys, silent about values.

    Errors never show the input, because an input may be a secret.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
        validate_default=True,
        use_attribute_docstrings=False,
    )

    @field_validator("*")
    @classmethod
    def _can_be_kept(cls, value: Any) -> Any:
        if _broken(value):
            raise ValueError(UNKEPT)
        return value


def _broken(value: Any) -> bool:
    if isinstance(value, str):
        return bool(_NOWHERE.search(value))
    if isinstance(value, Mapping):
        return any(map(_broken, [*value, *value.values()]))
    return isinstance(value, Iterable) and not isinstance(value, bytes | Section) and any(map(_broken, value))
