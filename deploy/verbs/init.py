"""Write the inventory and the declaration of one new installation."""

import re
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from deploy.checkout import told
from deploy.errors import OperatorError
from deploy.settings.load import load


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
    if not re.fullmatch(r"[A-Za-z0-9_-]+", name) or name == "all":
        raise OperatorError(f"--name {name}: is no name for a file here. Use letters, digits, - and _")
    load({"domain": domain, "admin": {"email": email}, "accounts": [{"name": "x"}]}, "init")
    files = {
        arguments.root / "inventories" / f"{name}.py": inventory(name, domain, arguments.host, arguments.user),
        arguments.root / "group_data" / f"{name}.py": declaration(domain, email),
    }
    for path in files:
        if path.exists():
            raise OperatorError(f"{told(path)}: exists already. Edit it, or choose another name with --name")
    for path, text in files.items():
        _write(path, text)
        print(f"wrote {told(path)}")
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
    site = domain.partition(".")[2]
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
            file.write(text)
    except OSError as error:
        raise OperatorError(
            f"{told(path)}: cannot be written: {error.strerror}. Mend that and run init again"
        ) from None
