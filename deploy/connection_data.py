"""The connection data of a host (ssh_*), checked before pyinfra stumbles over it in the middle of connecting."""

import os
from typing import Any, get_type_hints

from pyinfra.api.host import Host
from pyinfra.connectors.ssh import ConnectorData, SSHConnector

from deploy.errors import OperatorError
from deploy.settings.files import expanded

_TYPES = get_type_hints(ConnectorData)
_NEEDS = {
    str: "text is needed. Put it in quotes",
    int: "a whole number is needed. Write it without quotes",
    float: "a number is needed. Write it without quotes",
    bool: "True or False is needed. Write one of the two",
    dict: "a mapping is needed. Write it like {...}",
}
_KINDS = {str: "text", bool: "yes or no", int: "a number", float: "a number", type(None): "None"}


def require_types(host: Host) -> None:
    """Raises OperatorError, one sentence, when a value is none that pyinfra connects with; no value is shown."""
    for key, value in _data(host).items():
        wanted = _TYPES.get(key)
        if wanted is not None and not _fits(value, wanted):
            kind = _KINDS.get(type(value), "something else")
            raise OperatorError(f"{host.name}: {key}: {kind} stands here, but {_NEEDS[wanted]}")
        if key == "ssh_port" and not 1 <= value <= 65535:
            raise OperatorError(f"{host.name}: ssh_port: {value} is not from 1 to 65535. Correct it")


def lacking(host: Host) -> str | None:
    """What is wrong with the private key that the host names, in one sentence; None when nothing is."""
    key = _data(host).get("ssh_key")
    if not key:
        return None
    try:
        path = expanded(key)
        with open(path, "rb") as file:
            private = b"PRIVATE KEY-----" in file.read(4096)
    except OperatorError as error:
        return f"{host.name}: ssh_key: {error}"
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "this is no name of a file"
        return f"{host.name}: ssh_key: {key} cannot be read ({reason}; looked from {os.getcwd()}). Correct the path"
    return None if private else f"{host.name}: ssh_key: {key} is no private key. Name the file without .pub"


def _data(host: Host) -> dict[str, Any]:
    """The merged data of a host that is reached by SSH; other connectors have none of it."""
    ours = issubclass(host.connector_cls, SSHConnector)
    return dict(host.data.dict()) if ours else {}  # type: ignore[no-untyped-call]


def _fits(value: object, wanted: type) -> bool:
    if wanted is float:
        return isinstance(value, float | int) and not isinstance(value, bool)
    return isinstance(value, wanted) and (wanted is bool or not isinstance(value, bool))
