"""The whole of deploy/apply.py, run by pyinfra on a @fake machine, and written down."""

import runpy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pyinfra.api import Config, Inventory, State
from pyinfra.api.connect import connect_all
from pyinfra.api.exceptions import PyinfraError
from pyinfra.api.operations import run_ops
from pyinfra.connectors.util import CommandOutput, OutputLine
from pyinfra.context import ctx_host, ctx_state

from deploy import report
from deploy.chatwoot import access, handoff, live
from deploy.chatwoot.client import Client
from deploy.files import operations as files
from deploy.files.rendered import Tree
from tests.plan.world import World
from tests.unit.test_chatwoot_client import TOKEN, FakeSession

APPLY = Path(__file__).parents[2] / "deploy" / "apply.py"


class Run:
    """One plan and one apply of a declaration.

    looks, commands: what was asked and done, in order, each with the operation it belongs to; looks before the first
      operation have none
    """

    def __init__(self, world: World, data: dict[str, Any], fails: str = "") -> None:
        """Prepare it.

        data: the declaration, as group data
        fails: a command that holds this text, or a step of this name, fails
        """
        self.world, self.fails = world, fails
        self.looks: list[tuple[str, str]] = []
        self.commands: list[tuple[str, str]] = []
        self._pending: dict[str, Tree] = {}
        data = {**data, "fake_delay": 0, "fake_delay_jitter": 0}
        self.state = State(Inventory(([("@fake/vps", data)], {})), Config())  # type: ignore[no-untyped-call]
        connect_all(self.state)
        self.host = self.state.inventory.get_host("@fake/vps")

    def go(self, report_file: Path) -> report.Report:
        """Prepare, then Execute, as pyinfra does; gives what was reported."""
        with self._wired() as patch:
            patch.setenv(report.VARIABLE, str(report_file))
            patch.setattr(report, "_current", report._current)  # apply.py installs its own
            with ctx_state.use(self.state), ctx_host.use(self.host):
                runpy.run_path(str(APPLY))
            self.planned = len(self.looks)
            try:
                run_ops(self.state)
            except PyinfraError:
                if not self.fails:
                    raise
        return report.read(report_file)

    def hand_over(self) -> None:
        """Write the hand-off files, for a machine that is to be as declared."""
        with self._wired(), ctx_state.use(self.state), ctx_host.use(self.host):
            live.hand_over(self.host, self.world.settings, handoff.DIRECTORY)

    @contextmanager
    def _wired(self) -> Iterator[pytest.MonkeyPatch]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(self.host.connector, "_lookup_response", self._lookup)
            patch.setattr("deploy.host.steps._guarded", self._step)
            patch.setattr(files, "script", self._script(files.script))
            patch.setattr("deploy.chatwoot.live.client", self._client)
            patch.setattr("deploy.objects.live.client", self._client)
            yield patch

    @property
    def operations(self) -> list[str]:
        """Names in the order in which they run."""
        return [min(self.state.get_op_meta(each).names) for each in self._order]

    @property
    def done(self) -> list[str]:
        """Operations that ended well."""
        return self._whose(lambda meta: meta.is_complete() and meta.did_succeed())

    @property
    def failed(self) -> list[str]:
        """Operations that failed."""
        return self._whose(lambda meta: meta.is_complete() and not meta.did_succeed())

    @property
    def undone(self) -> list[str]:
        """Operations that were not begun."""
        return self._whose(lambda meta: not meta.is_complete())

    @property
    def changed(self) -> list[str]:
        """Operations that did something."""
        return self._whose(lambda meta: meta.is_complete() and meta.did_change())

    @property
    def _order(self) -> list[str]:
        return list(self.state.get_op_order())  # type: ignore[no-untyped-call]

    def _whose(self, ended: Callable[[Any], bool]) -> list[str]:
        metas = [self.state.ops[self.host][each].operation_meta for each in self._order]
        return [name for meta, name in zip(metas, self.operations, strict=True) if ended(meta)]

    def _lookup(self, command: str) -> tuple[bool, CommandOutput]:
        seen = self.world.answer(command)
        if seen:
            self.looks.append((self._current, f"? {seen[0]}"))
            return True, _said("stdout", seen[1])
        self.commands.append((self._current, f"$ {command}"))
        if self.fails and self.fails in command:
            return False, _said("stderr", ["E: it failed"])
        for manifest in [each for each in self._pending if f"{each}.new" in command]:
            self.world.trees[manifest] = self._pending.pop(manifest)
        return True, _said("stdout", [])

    def _step(self, state: State, host: Any, function: Callable[..., None], arguments: tuple[Any, ...]) -> bool:
        name = f"{function.__module__}.{function.__name__}"
        self.commands.append((self._current, f"* {name}"))
        return not (self.fails and self.fails in name)

    def _script(self, script: Callable[..., str]) -> Callable[..., str]:
        def noted(tree: Tree, found: Any) -> str:
            self._pending[files.manifest(tree)] = tree
            return script(tree, found)

        return noted

    def _client(self, host: Any, settings: Any, found: access.Access, account: str) -> Client:
        return Client(FakeSession(self.world.chatwoot), settings.domain, TOKEN, found.accounts[account], account)

    @property
    def _current(self) -> str:
        return min(self.state.get_op_meta(self.host.current_op_hash).names) if self.host.current_op_hash else ""


def _said(stream: str, lines: list[str]) -> CommandOutput:
    return CommandOutput([OutputLine(stream, line) for line in lines])
