"""The ssh command line of a host, from the same data that pyinfra connects with."""

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from deploy.errors import OperatorError


def command(host: str, data: Mapping[str, Any], remote: Sequence[str], terminal: bool = False) -> list[str]:
    """The words that run `remote` on the host as root.

    host: name in the inventory; @local runs here
    data: the host's merged data (ssh_*, _sudo)
    remote: words of the command; quoted for the remote shell
    terminal: does the command need one (console)
    Raises OperatorError for connectors without SSH.
    """
    elevated = [*_elevation(data), *remote]
    if host.startswith("@local"):
        return elevated
    if host.startswith("@"):
        raise OperatorError(f"{host}: this verb needs SSH. Name the machine by host name in the inventory")
    words = ["ssh"]
    if terminal:
        words.append("-t")
    if data.get("ssh_config_file"):
        words += ["-F", _path(data["ssh_config_file"])]
    if data.get("ssh_key"):
        # Only this key: agents full of others run into the server's limit of tries.
        words += ["-i", _path(data["ssh_key"]), "-o", "IdentitiesOnly=yes"]
    if data.get("ssh_port"):
        words += ["-p", str(data["ssh_port"])]
    if data.get("ssh_known_hosts_file"):
        words += ["-o", f"UserKnownHostsFile={_path(data['ssh_known_hosts_file'])}"]
    words += ["-o", f"StrictHostKeyChecking={_checking(data.get('ssh_strict_host_key_checking'))}"]
    if data.get("ssh_user"):
        words += ["-l", str(data["ssh_user"])]
    return [*words, str(data.get("ssh_hostname") or host), shlex.join(elevated)]


def unreached(host: str) -> str:
    """What is said of a host that no connection could be made to; pyinfra has just said what went wrong."""
    return (
        f"{host}: cannot be reached by SSH. Check ssh_hostname, ssh_port, ssh_user and ssh_key in the inventory, "
        "and that the machine is up"
    )


def _elevation(data: Mapping[str, Any]) -> list[str]:
    if not data.get("_sudo"):
        return []
    user = data.get("_sudo_user")
    return ["sudo", *(["-u", str(user)] if user else [])]


def _checking(value: object) -> str:
    # pyinfra's own default; it also takes "off", which ssh calls "no".
    return {"off": "no", None: "accept-new"}.get(value, str(value))  # type: ignore[call-overload, no-any-return]


def _path(value: object) -> str:
    return str(Path(str(value)).expanduser())
