"""Bring Chatwoot to another release: backup, migrate, switch without a failed request, prove, or go back by itself."""

import json
import os
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import Any

from pyinfra.api.host import Host

from deploy.chatwoot.handoff import DIRECTORY, require_writable
from deploy.checkout import ROOT
from deploy.errors import OperatorError
from deploy.inventory import Selection, select
from deploy.releases import text
from deploy.releases.planner import Plan
from deploy.settings.settings import Settings
from deploy.stack.facts import Stack
from deploy.stack.preflight import begun
from deploy.upgrades import preflight, rehearsal
from deploy.verbs import apply, check, options, postgres, session

PASSES_ON = "pyinfra"


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    options.inventory(parser)
    options.json(parser)
    parser.add_argument("--to", metavar="RELEASE", help="another release than the declared one, like 4.10.0-ce")
    parser.add_argument("--plan", action="store_true", help="only tell the hops and why; exit 2 when there are any")
    parser.add_argument(
        "--rehearse",
        action="store_true",
        help="before anything is touched, migrate a restored copy of the data; with --plan nothing else is done",
    )
    parser.add_argument("--words", metavar="TEXT", help="the words that a refusal asks for")
    parser.add_argument("--postgres", type=int, metavar="MAJOR", help="move the embedded database to this PostgreSQL")


def run(arguments: Namespace, rest: Sequence[str]) -> int:
    """Exit 0 when every host runs the release, 1 on an error, 2 when --plan found hops, 130 when interrupted."""
    if arguments.postgres is not None:
        return postgres.run(arguments, rest)
    if arguments.plan and not arguments.rehearse:
        options.nothing_left(rest, "upgrade --plan")
    if arguments.to:
        arguments.data.append(f"chatwoot.version={arguments.to}")
    selection = select(arguments)
    settings = check.require(selection)
    if arguments.plan:
        code = 2 if arguments.rehearse and arguments.json else _plan(selection, settings, arguments.json)
        if not arguments.rehearse or code != 2:
            return code
    if not arguments.plan:
        require_writable(ROOT / DIRECTORY)
    if arguments.words:
        os.environ[preflight.WORDS] = arguments.words
    if arguments.rehearse:
        os.environ[rehearsal.REQUEST] = rehearsal.ONLY if arguments.plan else rehearsal.FIRST
    version = arguments.to.removeprefix("v") if arguments.to and not arguments.plan else ""
    further = [f'  > now declare it: chatwoot.version = "{version}" in your group data'] if version else []
    return apply.change("upgrade", arguments, settings, rest, further)


def _plan(selection: Selection, settings: dict[str, Settings], as_json: bool) -> int:
    def ask(host: Host) -> Plan:
        declared = settings[host.name]
        state = host.get_fact(Stack, project=declared.project, root=declared.root, state=declared.state)
        if state.release is None:
            raise OperatorError(f"{host.name}: nothing is installed here. Run apply first")
        for each in begun(declared, state):
            raise OperatorError(f"{host.name}: {each}")
        return preflight.plan(host, declared, state)

    with session.connected(selection) as hosts:
        plans: dict[str, Plan] = session.ask(hosts, ask)
    if as_json:
        found: dict[str, Any] = {name: text.data(each) for name, each in plans.items()}
        print(json.dumps({"hosts": found}))
    else:
        for name, each in plans.items():
            print("\n".join([f"{name}:", *(f"  {line}" for line in text.lines(each))]))
    if len(plans) < len(selection.hosts) or any(each.refusals for each in plans.values()):
        return 1
    return 2 if any(each.hops for each in plans.values()) else 0
