"""Send a test mail through Chatwoot's worker and tell what became of it."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError

from deploy.errors import OperatorError
from deploy.inventory import select
from deploy.settings.names import Email
from deploy.verbs import check, options


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    options.inventory(parser)
    options.json(parser)
    parser.add_argument("--to", required=True, metavar="ADDRESS", help="who gets the mail")


def run(arguments: Namespace, rest: Sequence[str]) -> int:
    """Exit 0 when the mail server took the mail of every chosen host."""
    from deploy.mail import message
    from deploy.verbs import session

    address = _address(arguments.to)
    selection = select(arguments)
    settings = check.require(selection, secrets=False)

    def sent(host: Any) -> dict[str, Any]:
        try:
            return {"ok": True, "said": message.send(host, settings[host.name], address)}
        except OperatorError as error:
            return {"ok": False, "said": str(error).removeprefix(f"{host.name}: ")}

    with session.connected(selection) as hosts:
        answers = session.ask(hosts, sent)
    if arguments.json:
        print(json.dumps({"hosts": answers}))
    else:
        for name, each in answers.items():
            print(f"{name}: {each['said']}", file=sys.stdout if each["ok"] else sys.stderr)
    return 0 if len(answers) == len(selection.hosts) and all(each["ok"] for each in answers.values()) else 1


def _address(text: str) -> str:
    try:
        return TypeAdapter(Email).validate_python(text)
    except ValidationError:
        raise OperatorError(f"--to: {text} is no e-mail address; write it like ana@example.com") from None
