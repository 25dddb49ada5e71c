"""The surroundings of an upgrade, replaced by something that writes down what it is asked for."""

from collections.abc import Callable
from typing import Any
from unittest.mock import Mock

import pytest
from pyinfra.api.host import Host

from deploy.backups.take import Taken
from deploy.errors import OperatorError
from deploy.releases.record import Record, Stop
from deploy.settings.settings import Settings
from deploy.stack.render import stack_tree
from deploy.stack.secrets import Secrets
from deploy.upgrades.journey import Journey, at
from tests.unit.declaration import settings
from tests.unit.secret_values import SECRETS

OLD, NEW = "4.10.0-ce", "4.11.0-ce"
TAKEN = Taken("c613c094aa", "/dump", "20260114201315", 6, 200_000)


def host() -> Any:
    """A host that only has a name, and takes what is logged."""
    found = Mock(spec=Host)
    found.name = "vps1"
    return found


def record(safe: bool = True, **more: Any) -> Record:
    """An upgrade of one hop."""
    facts: dict[str, Any] = {"start": OLD, "stops": (Stop(NEW, safe, "20260220000001"),), "who": "ana", "when": "t"}
    return Record(**(facts | more))


def journey(record: Record, **declared: Any) -> Journey:
    """The hop with everything that is rendered for it."""
    release = at(settings(project="p", **declared), record.stop.version)
    secrets = Secrets(SECRETS)
    return Journey(release, secrets, stack_tree(release, release.sizing.resolve(4096), secrets), record)


class World:
    """Writes down calls as `module.function words`, answers them, and lets one of them fail.

    answers: what a call gives, or a function that gives it, by `module.function`
    fails: the calls that fail
    """

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.notes: list[Record] = []
        self.answers: dict[str, Any] = {"log.note": self._note, "take.take": TAKEN, "gate.shut": []}
        self.fails: set[str] = set()

    def spy(self, name: str, **fields: Any) -> Any:
        """Stands for a module or an object."""
        return _Spy(self, name, fields)

    def replace(self, monkeypatch: pytest.MonkeyPatch, module: Any, *names: str) -> None:
        """Put spies in the places of a module's own imports."""
        for name in names:
            monkeypatch.setattr(module, name, self.spy(name))

    def called(self, name: str) -> list[str]:
        """The calls of one function."""
        return [each for each in self.calls if each.split(" ")[0] == name]

    def _note(self, host: Host, settings: Settings, record: Record) -> Record:
        self.notes.append(record)
        self.calls[-1] += f" {record.step}" if record.state == "running" else f" {record.state}"
        return record


class _Spy:
    def __init__(self, world: World, name: str, fields: dict[str, Any]) -> None:
        self._world, self._name = world, name
        self.__dict__.update(fields)

    def __getattr__(self, function: str) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            key = f"{self._name}.{function}"
            flat = [word for each in given for word in (each if isinstance(each, list) else [each])]
            self._world.calls.append(" ".join([key, *(word for word in flat if isinstance(word, str))]))
            if key in self._world.fails:
                raise OperatorError(f"{key} failed")
            answer = self._world.answers.get(key)
            return answer(*given, **named) if callable(answer) else answer

        return call
