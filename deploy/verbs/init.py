"""Write the inventory and the declaration of one new installation."""

import re
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from deploy.checkout import told
from deploy.errors import OperatorError
from deploy.settings.load import load

_ADDRESS = re.compile(r"[A-Za-z0-9_:][A-Za-z0-9_.:%-]*")


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("domain", metavar="DOMAIN", help="public host name of the site, like chat.example.com")
    parser.add_argument("--host", metavar="ADDRESS", help="address of the VPS; the domain when left out")
    parser.add_argument("--user", default="root", help="SSH user; anybody but root works by sudo (default: root)")
    parser.add_argument("--email", help="login of the first administrator (default: admin@DOMAIN)")
    parser.add_argument("--name", help="name of the two files (default: the domain with underscores)")


def run(arguments: Namespace, rest: Sequence[str]) -> int:
    """Exit 0 when both files were written; existing ones are never touched."""
    domain, email = arguments.domain, arguments.email or f"admin@{arguments.domain}"
    name = arguments.name or re.sub(r"[^a-z0-9]+", "_", domain.lower()).strip("_")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,100}", name) or name == "all":
        raise OperatorError(f"--name {name}: is no name for a file here. Use letters, digits, - and _, 100 at most")
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.@\\-]*", arguments.user):
        raise OperatorError(f"--user {arguments.user!r}: is no login of a machine. Write it like root")
    # One colon is a port's; an IPv6 address has more.
    if arguments.host and (not _ADDRESS.fullmatch(arguments.host) or arguments.host.count(":") == 1):
        raise OperatorError(
            f"--host {arguments.host!r}: is no host name or address. Write it alone, like 203.0.113.10; "
            "the user goes to --user, a port into the inventory as ssh_port"
        )
    load({"domain": domain, "admin": {"email": email}, "accounts": [{"name": "x"}]}, "init")
    files = {
        arguments.root / "inventories" / f"{name}.py": inventory(name, domain, arguments.host, arguments.user),
        arguments.root / "group_data" / f"{name}.py": declaration(domain, email),
    }
    for path in files:
        if path.exists():
            raise OperatorError(f"{told(path)}: exists already. Edit it, or choose another name with --name")
    written: list[Path] = []
    try:
        for path, text in files.items():
            _write(path, text)
            written.append(path)
    except OperatorError:
        for path in written:  # one alone is no installation, and would be in the way of the next try
            path.unlink(missing_ok=True)
        raise
    print("\n".join(f"wrote {told(path)}" for path in files))
    print(
        f"\nRead both, then: chatwoot-deploy check inventories/{name}.py && chatwoot-deploy plan inventories/{name}.py"
    )
    return 0


def inventory(name: str, domain: str, address: str | None, user: str) -> str:
    """The text of the inventory: one host, named after the site."""
    lines = [f'            "ssh_hostname": {_quoted(address or domain)},', f'            "ssh_user": {_quoted(user)},']
    if user != "root":
        lines.append('            "_sudo": True,')
    return "\n".join(
        [
            f'"""The VPS of {domain}; what is installed on it is in group_data/{name}.py."""',
            "",
            "hosts = [",
            "    (",
            f"        {_quoted(domain.partition('.')[0])},  # how messages call it",
            "        {",
            *lines,
            '            # "ssh_key": "~/.ssh/id_ed25519",',
            "        },",
            "    ),",
            "]",
            "",
        ]
    )


def declaration(domain: str, email: str) -> str:
    """The text of the group data: what has no default, and what cannot be changed later."""
    # The site that the chat belongs to; example.com has none above it.
    above = domain.partition(".")[2]
    site = above if "." in above else domain
    return f'''"""The Chatwoot of {domain}. Every key is in docs/settings.md, ready to copy in group_data/all.py."""

domain = {_quoted(domain)}  # its DNS record must point at the VPS before the first apply
project = "chatwoot"  # cannot be changed later
locale = "en"
time_zone = "Etc/UTC"
admin = {{"email": {_quoted(email)}, "name": "Admin"}}
accounts = [
    {{
        "name": "Support",
        "inboxes": [
            {{"type": "web_widget", "name": "Web site", "website_url": {_quoted(f"https://{site}")}}},
            {{"type": "api", "name": "API"}},
        ],
        # Agents, teams, labels, webhooks, rules, portals and every type of inbox: docs/objects.md. For example:
        # "agents": [{{"email": "bo@{site}", "name": "Bo"}}],
        # "labels": [{{"title": "vip", "color": "#ff0000"}}],
        # "teams": [{{"name": "sales", "members": ["bo@{site}"]}}],
    }},
]

# Mail; its password is the secret SMTP_PASSWORD, never written here.
# smtp = {{"host": "smtp.example.com", "username": "chat", "sender": "chat@{site}"}}

# Debian 12 and Ubuntu need Docker's own repository.
# machine = {{"docker": {{"source": "docker"}}}}
'''


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _write(path: Path, text: str) -> None:
    try:
        with open(path, "x", encoding="utf-8") as file:
            try:
                file.write(text)
                file.flush()
            except OSError:  # a full disk; what is there is no file of ours yet
                path.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise OperatorError(
            f"{told(path)}: cannot be written: {error.strerror}. Mend that and run init again"
        ) from None
