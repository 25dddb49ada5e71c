"""Are the requests that we send like the recorded ones, and valid by the swagger of the release?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from jsonschema import Draft4Validator, ValidationError

from tests.contract.recordings import Case, folder, of_file
from tests.contract.swagger_exceptions import EXCEPTIONS, UNSEEN
from tests.lacking import lacking

# Rails takes a body with or without these (chatwoot.md 1.1, "Body format"); recordings and swagger are mostly without.
WRAPPERS = frozenset(
    "agent team label webhook canned_response custom_attribute_definition custom_filter dashboard_app hook portal "
    "category macro automation_rule agent_bot twilio_channel".split()
)
_IDS = re.compile(r"(^|_)ids?\Z")


@cache
def recorded(version: str, file: str, case: str) -> Case:
    """The first recorded case of that name."""
    return next(each for each in recordings(version, file) if each.name == case)


def recordings(version: str, file: str) -> tuple[Case, ...]:
    """All recorded cases of one file, in their order; without recordings the test is left out."""
    try:
        return of_file(version, file)
    except FileNotFoundError:
        lacking(f"no recordings of {version}/{file}: set CHATWOOT_RECORDINGS")


def accepted(version: str, file: str) -> list[Any]:
    """The JSON bodies of a file's requests that were answered with 2xx: what is known to be understood."""
    return [
        each.request["json"]
        for each in recordings(version, file)
        if each.response["status"] < 300 and isinstance(each.request.get("json"), dict)
    ]


def same_shape(ours: Any, theirs: Any, writable: Mapping[str, type | tuple[type, ...]] | None = None) -> list[str]:
    """What in our body no recorded body has, one line each; empty when it is like them.

    ours: the body that we would send
    theirs: one recorded body, or a list of them: a key or type that any of them has is known
    writable: dotted keys that no recording sends but chatwoot.md 1.3 to 1.5 names, with their JSON type;
        NoneType stands for null
    """
    samples = [unwrapped(each) for each in (theirs if isinstance(theirs, list) else [theirs])]
    sent = json.loads(json.dumps(ours))  # a secret in it is a text like any by then
    return list(_unlike(unwrapped(sent), samples, "", writable or {}))


def unwrapped(body: Any) -> Any:
    """A body without the wrapper that Rails needs not."""
    if not isinstance(body, dict):
        return body
    found = {}
    for key, value in body.items():
        found.update(value if key in WRAPPERS and isinstance(value, dict) else {key: value})
    return found


def valid(version: str, method: str, path: str, body: Any) -> list[str]:
    """What swagger says against a request, one line each; empty when valid, or when swagger describes no such body.

    path: the whole path as it is sent, with ids: /api/v1/accounts/1/labels
    """
    found = described(version, method, path)
    if found is None:
        return []
    operation, schema = found
    problems = []
    for error in Draft4Validator({**schema, **_definitions(version)}).iter_errors(unwrapped(body)):
        where = _where(error)
        if (version, operation, where) not in {**EXCEPTIONS, **UNSEEN}:
            problems.append(f"{operation} {where}: {error.message}")
    return problems


def _where(error: ValidationError) -> str:
    missing = re.match(r"'(\w+)' is a required property", error.message)
    keys = [each for each in error.absolute_path if isinstance(each, str)]
    return ".".join([*keys, missing[1]] if missing else keys)


def described(version: str, method: str, path: str) -> tuple[str, Any] | None:
    """Operation (`PATCH /api/v1/accounts/{id}`) and schema of its body, when swagger has one."""
    for template, operations in _swagger(version)["paths"].items():
        pattern = re.sub(r"\\\{[^}]+\\\}", "[^/]+", re.escape(template))
        operation = operations.get(method.lower())
        if operation is None or not re.fullmatch(pattern, path.partition("?")[0]):
            continue
        schema = _schema(operation)
        if schema is not None:
            return f"{method.upper()} {template}", schema
    return None


def _schema(operation: Any) -> Any:
    if "requestBody" in operation:  # OpenAPI 3, since 4.x
        return operation["requestBody"]["content"].get("application/json", {}).get("schema")
    return next((each["schema"] for each in operation.get("parameters", ()) if each.get("in") == "body"), None)


@cache
def _swagger(version: str) -> Any:
    path = folder().parent / "swagger" / f"chatwoot-{version}-swagger.json"
    if not path.is_file():
        lacking(f"no {path.name} beside the recordings: set CHATWOOT_RECORDINGS")
    return _nullable(json.loads(path.read_text()))


def _definitions(version: str) -> dict[str, Any]:
    return {key: each for key, each in _swagger(version).items() if key in ("definitions", "components", "parameters")}


def _nullable(value: Any) -> Any:
    """OpenAPI's `nullable` in the words of JSON schema."""
    if isinstance(value, list):
        return [_nullable(each) for each in value]
    if not isinstance(value, dict):
        return value
    found = {key: _nullable(each) for key, each in value.items()}
    if found.get("nullable") is True and isinstance(found.get("type"), str):
        found["type"] = [found["type"], "null"]
    return found


def _unlike(ours: Any, theirs: list[Any], path: str, writable: Mapping[str, Any]) -> Iterator[str]:
    kinds = {type(each) for each in theirs} | _types(writable.get(path, ()))
    if type(ours) not in kinds:
        yield f"{path or 'body'}: {_names({type(ours)})}, recorded is {_names(kinds)}"
    elif isinstance(ours, dict):
        for key, value in ours.items():
            below = f"{path}.{key}" if path else key
            samples = [each[key] for each in theirs if isinstance(each, dict) and key in each]
            if not samples and below not in writable:
                yield f"{below}: in no recorded request"
                continue
            if _IDS.search(key) and str not in {type(each) for each in samples} and not _integers(value):
                yield f"{below}: ids are integers"
            yield from _unlike(value, samples, below, writable)
    elif isinstance(ours, list):
        samples = [each for sample in theirs if isinstance(sample, list) for each in sample]
        for value in ours if samples or f"{path}[]" in writable else ():
            yield from _unlike(value, samples, f"{path}[]", writable)


def _types(given: type | Iterable[type]) -> set[type]:
    return {given} if isinstance(given, type) else set(given)


def _integers(value: Any) -> bool:
    values = value if isinstance(value, list) else [value]
    return all(each is None or type(each) is int for each in values)


def _names(kinds: set[type]) -> str:
    return " or ".join(sorted(each.__name__ for each in kinds))
