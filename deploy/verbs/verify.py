"""Prove from inside and outside that the hosts are as declared (pytest with testinfra); changes nothing."""

import json
import os
import sys
import tempfile
import xml.etree.ElementTree as XML
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from deploy import process
from deploy.checkout import ROOT
from deploy.cli import INTERRUPTED
from deploy.inventory import select
from deploy.verbs import check, options

PASSES_ON = "pytest"


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    options.inventory(parser)
    options.json(parser)


def run(arguments: Namespace, rest: Sequence[str]) -> int:
    """Exit 0 when every test passed, 1 when one did not, 130 when interrupted."""
    check.require(select(arguments))
    words = ["pytest", "tests/vps", "--inventory", arguments.inventory, *options.for_pyinfra(arguments), *rest]
    process.announce(words)
    with tempfile.TemporaryDirectory(prefix="chatwoot-deploy-") as directory:
        results = Path(directory) / "junit.xml"
        # With --json pytest's own words go to standard error, ours alone to standard output.
        with open(os.dup(2 if arguments.json else 1), "wb") as stdout:
            outcome = process.run([process.beside(words[0]), *words[1:], f"--junit-xml={results}"], ROOT, stdout=stdout)
        if arguments.json:
            print(json.dumps(summary(results.read_text() if results.exists() else "")))
    if outcome.interrupted:
        print("Interrupted. Nothing was changed.", file=sys.stderr)
        return INTERRUPTED
    return 1 if outcome.code else 0


def summary(junit: str) -> dict[str, Any]:
    """pytest's JUnit file as data: counts, seconds, and every test with outcome, message and seconds."""
    tests = []
    # Our own pytest wrote this file a moment ago: no stranger's XML.
    for case in XML.fromstring(junit).iter("testcase") if junit else ():  # noqa: S314
        bad = {each.tag: each.get("message", "") for each in case if each.tag in ("failure", "error", "skipped")}
        outcome = next((word for word in ("failure", "error", "skipped") if word in bad), "passed")
        tests.append(
            {
                "test": f"{case.get('classname', '')}::{case.get('name', '')}",
                "outcome": {"failure": "failed"}.get(outcome, outcome),
                "message": bad.get(outcome, ""),
                "seconds": float(case.get("time", 0)),
            }
        )
    counts = {word: sum(each["outcome"] == word for each in tests) for word in ("passed", "failed", "error", "skipped")}
    return {**counts, "seconds": round(sum(each["seconds"] for each in tests), 1), "tests": tests}  # type: ignore[misc]
