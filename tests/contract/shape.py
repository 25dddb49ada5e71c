"""Comparing a recorded answer with a live one: keys and types, and the values that mean something."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

NORMALISED = re.compile(r"<(token|uuid|ts|hex32)>")
# Numbers and texts that depend on what else happened in the recording run.
HISTORY = re.compile(r"(^|_)id$|_count$|^count$|^unread_count$|_at$|^timestamp$|^waiting_since$")


def differences(expected: Any, actual: Any, ignored: Iterable[str] = (), *, exact: bool = False) -> list[str]:
    """What differs, one line each; empty when the contract is kept.

    + ignored: paths, written as in the lines, that are not compared
    + exact: lists are compared one by one, not by the shape of their elements
    """
    skipped = tuple(f"{item}{end}" for item in ignored for end in (":", ".", "["))
    return [line for line in _compare(expected, actual, "$", True, exact) if not line.startswith(skipped)]


def _compare(expected: Any, actual: Any, path: str, values: bool, exact: bool) -> list[str]:
    if isinstance(expected, dict) and isinstance(actual, dict):
        found = [f"{path}.{key}: missing" for key in expected if key not in actual]
        found += [f"{path}.{key}: not in the recording" for key in actual if key not in expected]
        for key in expected:
            if key in actual:
                found += _compare(
                    expected[key], actual[key], f"{path}.{key}", values and not HISTORY.search(key), exact
                )
        return found
    if isinstance(expected, list) and isinstance(actual, list):
        return _compare_lists(expected, actual, path, values, exact)
    if _kind(expected) != _kind(actual) and not _normalised(expected, actual):
        return [f"{path}: {_kind(actual)} instead of {_kind(expected)}"]
    if values and not _same(expected, actual):
        return [f"{path}: {actual!r} instead of {expected!r}"]
    return []


def _compare_lists(expected: list[Any], actual: list[Any], path: str, values: bool, exact: bool) -> list[str]:
    """Lists of one length and fixed order are compared one by one, others by the shape of their elements."""
    if values and expected and not isinstance(expected[0], dict):
        return [] if expected == actual else [f"{path}: {actual!r} instead of {expected!r}"]
    if values and exact and len(expected) != len(actual):
        return [f"{path}: {len(actual)} elements instead of {len(expected)}"]
    if values and len(expected) == len(actual) and (exact or "day_of_week" in (expected or [{}])[0]):
        return [
            line for pair in zip(expected, actual, strict=True) for line in _compare(*pair, f"{path}[]", True, exact)
        ]
    if expected and not actual:
        return [f"{path}: empty"]
    best = []
    for item in actual:
        tries = [_compare(sample, item, f"{path}[]", False, exact) for sample in expected]
        if tries:
            best.append(min(tries, key=len))
    return [line for lines in best for line in lines]


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    names = {dict: "object", list: "list", str: "text"}
    return next((name for kind, name in names.items() if isinstance(value, kind)), "number")


def _normalised(expected: Any, actual: Any) -> bool:
    """A time stands for an epoch number or a text."""
    return expected == "<ts>" and _kind(actual) in ("number", "text")


def _same(expected: Any, actual: Any) -> bool:
    if isinstance(expected, str) and NORMALISED.search(expected):
        pattern = "".join(re.escape(part) if index % 2 == 0 else ".+" for index, part in enumerate(_split(expected)))
        return re.fullmatch(pattern, str(actual), re.DOTALL) is not None
    return bool(expected == actual)


def _split(text: str) -> list[str]:
    """Fixed and normalised parts in turn."""
    parts, last = [], 0
    for match in NORMALISED.finditer(text):
        parts += [text[last : match.start()], match.group()]
        last = match.end()
    return [*parts, text[last:]]
