"""The images of the release before: asked for one by one, and told by name when one is not to be had."""

from typing import Any

import pytest

from deploy.errors import OperatorError
from deploy.host.connection import Output
from deploy.releases.record import Stop
from deploy.upgrades import images
from tests.unit.upgrade_world import OLD, host, journey, record

FOLDER = "/state/upgrade"


def answer(monkeypatch: pytest.MonkeyPatch, missing: str) -> list[str]:
    """What is asked of a host that lacks images whose name has this in it, and whose registry is gone."""
    kept = journey(record(stops=(Stop(OLD, True),))).tree.files[0].content
    asked: list[str] = []

    def run(_: Any, command: str, **__: Any) -> Output:
        asked.append(command)
        gone = missing in command
        return Output(not gone, "", "Using default tag\ndial tcp: connection refused\n" if gone else "")

    monkeypatch.setattr("deploy.host.connection.run", run)
    monkeypatch.setattr("deploy.host.connection.must", lambda *_: kept)
    return asked


def test_each_image_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answer(monkeypatch, "no such image")
    images.ensure(host(), FOLDER)
    assert len(asked) == len(set(asked)) == 4  # chatwoot, postgres, redis, traefik
    assert [each for each in asked if f":v{OLD}" in each]


def test_one_that_nobody_has_is_named_with_the_registry_s_words(monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, f":v{OLD}")
    with pytest.raises(OperatorError, match=rf"{OLD}, which the release before needs.*connection refused\)\."):
        images.ensure(host(), FOLDER)
