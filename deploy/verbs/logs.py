"""Show the log of one service."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from deploy import process, ssh
from deploy.checkout import ROOT
from deploy.inventory import one, select
from deploy.settings.settings import Settings
from deploy.verbs import check, options

SERVICES = ("chatwoot", "worker", "scheduler", "traefik", "postgres", "redis", "migrate")


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    options.inventory(parser)
    parser.add_argument("service", metavar="SERVICE", choices=SERVICES, help=", ".join(SERVICES))
    parser.add_argument("--follow", "-f", action="store_true", help="go on with what comes; end with Ctrl-C")
    parser.add_argument("--since", metavar="TIME", help="since a time or for a span, like 2026-01-31T10:00 or 15m")
    parser.add_argument("--tail", metavar="N", help="only the last N lines")


def run(arguments: Namespace, rest: Sequence[str]) -> int:
    """Exit with what docker says; 0 when following was ended by hand."""
    selection = select(arguments)
    host = one(selection, "logs")
    settings = check.require(selection, secrets=False)[host.name]
    remote = command(settings, arguments.service, arguments.follow, arguments.since, arguments.tail)
    words = ssh.command(host.name, host.data.dict(), remote)  # type: ignore[no-untyped-call]
    process.announce(words)
    sys.stdout.flush()
    outcome = process.run(words, ROOT)
    return 0 if outcome.interrupted else 1 if outcome.code else 0


def command(settings: Settings, service: str, follow: bool, since: str | None, tail: str | None) -> list[str]:
    """The command on the host that shows a service's log."""
    words = ["docker", "logs", "--timestamps"]
    words += ["--follow"] if follow else []
    words += ["--since", since] if since else []
    words += ["--tail", tail] if tail else []
    return [*words, settings.container(service)]
