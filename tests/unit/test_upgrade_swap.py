"""The switch of web containers, from every state that it can begin in and after every cut: visitors are always led to a
web that answers, whatever is made anew or removed."""

from dataclasses import dataclass, field
from itertools import product
from typing import Any

import pytest
import requests

from deploy.errors import OperatorError
from deploy.stack.compose import REVISION
from deploy.stack.state import Container, StackState
from deploy.upgrades import swap
from deploy.upgrades.swap import Swap
from tests.unit import upgrade_world
from tests.unit.declaration import settings

OLD, NEW = "4.10.0-ce", "4.11.0-ce"
BESIDE = "p-chatwoot-next"


class Cut(Exception):
    """The controller dies here."""


@dataclass
class Site:
    """Two webs and a route. Each is at a release; None is a container that is not there.

    settled: does the service answer?
    led: what the route leads to, None for the service
    cut: die before the call of this number
    mute: the proxy does not answer in time
    behind: the proxy has not followed the last switch, and goes on leading to the service
    """

    service: str | None = OLD
    settled: bool = True
    next: str | None = None
    led: str | None = None
    ours: bool = True
    cut: int = -1
    mute: bool = False
    behind: bool = False
    sick: set[str] = field(default_factory=set)
    calls: list[str] = field(default_factory=list)

    @property
    def served(self) -> bool:
        """Does anybody answer visitors?"""
        return self.next is not None if self.led else self.service is not None and self.settled

    def to(self, release: str, refuses: bool = False) -> None:
        """Swap to a release, as the files on the host have it."""

        def before(container: str) -> None:
            self.call(f"before {container}")
            if refuses:
                raise OperatorError("a door stands open")

        declared = settings(project="p", chatwoot={"version": release})
        definition = {"labels": {REVISION: release}}
        served = self.served

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(swap, "web", _Web(self, release))
            patch.setattr(swap, "Stages", lambda *_: _Stages(self, release))
            host: Any = upgrade_world.host()
            host.get_fact = lambda *_, **__: self.state()
            progress: Any = upgrade_world.World().spy("progress")
            route: Any = _Route(self)
            try:
                Swap(host, declared, route, definition, progress).run(before)
            finally:
                assert self.served or not served or not self.ours, f"visitors are served by nobody: {self.calls}"

    def call(self, text: str) -> None:
        self.cut -= 1
        if self.cut == -1:
            raise Cut
        self.calls.append(text)

    def state(self) -> StackState:
        if self.service is None:
            return StackState()
        health = "healthy" if self.settled else "starting"
        return StackState({"chatwoot": Container("p-chatwoot", "running", health, 0, 0, "i", self.service)})


class _Web:
    def __init__(self, site: Site, release: str) -> None:
        self.site, self.release = site, release

    def beside(self, settings: object) -> str:
        return BESIDE

    def start_beside(self, *_: object) -> None:
        self.remove_beside()
        self.site.call("start next")
        self.site.next = self.release

    def remove_beside(self, *_: object) -> None:
        self.site.call("remove next")
        assert self.site.led is None, "removed what the route leads to"
        self.site.next = None

    def prove(self, host: object, settings: object, container: str) -> None:
        found = self.site.next if container == BESIDE else self.site.service
        self.site.call(f"prove {container}")
        if found != self.release or container in self.site.sick:
            raise OperatorError(f"{container} says it is {found}")


class _Stages:
    def __init__(self, site: Site, release: str) -> None:
        self.site, self.release = site, release

    def healthy(self, title: str, services: list[str]) -> None:
        assert services == ["chatwoot"]
        self.site.call("renew service")
        if self.site.service != self.release or not self.site.settled:
            assert self.site.led or not self.site.served or not self.site.ours, "made anew what visitors are led to"
            self.site.service, self.site.settled = None, False
            self.site.call("service starts")
            self.site.service, self.site.settled = self.release, True


class _Route:
    def __init__(self, site: Site) -> None:
        self.site = site
        self.ours = site.ours

    def mark(self) -> str | None:
        if self.site.mute:
            raise requests.exceptions.ReadTimeout
        return None if self.site.behind else self.site.led

    def written(self) -> str | None:
        return self.site.led

    def close(self) -> None:
        self.site.call("close")

    def lead_to(self, container: str | None = None) -> None:
        self.site.call(f"lead to {container or 'service'}")
        if self.ours:
            assert self.site.next if container else self.site.settled, "led to nothing"
        self.site.led = "chatwoot-next" if container else None
        self.site.behind = False


def arrived(site: Site, release: str) -> bool:
    """Is everything as `apply` would have it, with nothing left over?"""
    return (site.service, site.settled, site.next, site.led) == (release, True, None, None)


def test_a_second_web_takes_over_and_gives_back() -> None:
    site = Site()
    site.to(NEW)
    assert site.calls == [
        "remove next",  # left by whatever came before
        "start next",
        f"prove {BESIDE}",
        f"before {BESIDE}",
        f"lead to {BESIDE}",
        "renew service",
        "service starts",
        "prove p-chatwoot",
        "lead to service",
        "remove next",
    ]
    assert arrived(site, NEW)


def test_what_is_done_is_not_done_again() -> None:
    site = Site(NEW)
    site.to(NEW)
    assert site.calls == ["remove next"]


def test_a_proven_second_web_goes_on_serving() -> None:
    """A run was cut between the two switches."""
    site = Site(OLD, next=NEW, led="chatwoot-next")
    site.to(NEW)
    assert "start next" not in site.calls
    assert site.calls[:2] == [f"prove {BESIDE}", "renew service"]
    assert arrived(site, NEW)


def test_a_second_web_of_the_other_release_is_left_first() -> None:
    """The way back begins while the new release's second web serves."""
    site = Site(OLD, next=NEW, led="chatwoot-next")
    site.to(OLD)
    assert site.calls == [f"prove {BESIDE}", "lead to service", "remove next"]
    assert arrived(site, OLD)


@pytest.mark.parametrize("release", [OLD, NEW])
@pytest.mark.parametrize(
    ("service", "settled", "beside", "led"),
    [
        each
        for each in product((OLD, NEW, None), (True, False), (OLD, NEW, None), ("chatwoot-next", None))
        if each[:2] != (None, True)
    ],
)
def test_from_every_state(
    service: str | None, settled: bool, beside: str | None, led: str | None, release: str
) -> None:
    site = Site(service, settled, beside, led)
    site.to(release)
    assert arrived(site, release)


@pytest.mark.parametrize("then", [NEW, OLD])
@pytest.mark.parametrize("cut", range(10))
def test_cut_anywhere_and_begun_again_in_either_direction(cut: int, then: str) -> None:
    site = Site(cut=cut)
    with pytest.raises(Cut):
        site.to(NEW)
    site.to(then)
    assert arrived(site, then)


def test_the_cuts_above_are_all_there_are() -> None:
    site = Site()
    site.to(NEW)
    assert len(site.calls) == 10


@pytest.mark.parametrize("release", [OLD, NEW])
@pytest.mark.parametrize("beside", [OLD, NEW])
def test_a_proxy_that_is_slow_to_answer_may_still_lead_to_the_second_web(beside: str, release: str) -> None:
    site = Site(OLD, next=beside, led="chatwoot-next", mute=True)
    site.to(release)
    assert arrived(site, release)


@pytest.mark.parametrize("release", [OLD, NEW])
def test_a_switch_that_the_proxy_did_not_follow_is_taken_back_before_anything_is_removed(release: str) -> None:
    site = Site(OLD, next=NEW, led="chatwoot-next", behind=True)
    site.to(release)
    assert site.calls[:2] == ["lead to service", "remove next"]
    assert arrived(site, release)


def test_a_second_web_that_is_not_proven_goes_without_having_served() -> None:
    site = Site(sick={BESIDE})
    with pytest.raises(OperatorError, match="says it is"):
        site.to(NEW)
    assert arrived(site, OLD)
    assert not any(each.startswith("lead") for each in site.calls)


def test_an_open_door_is_seen_before_visitors_come() -> None:
    site = Site()
    with pytest.raises(OperatorError, match="a door stands open"):
        site.to(NEW, refuses=True)
    assert arrived(site, OLD)
    assert not any(each.startswith("lead") for each in site.calls)


def test_a_service_that_is_not_proven_gets_no_visitors() -> None:
    """They stay with the second web, which was."""
    site = Site(sick={"p-chatwoot"})
    with pytest.raises(OperatorError, match="says it is"):
        site.to(NEW)
    assert (site.led, site.next) == ("chatwoot-next", NEW)


def test_a_proxy_of_the_operators_own_waits_for_the_doors() -> None:
    site = Site(ours=False)
    site.to(NEW)
    assert site.calls == [
        "close",
        "renew service",
        "service starts",
        "prove p-chatwoot",
        "before p-chatwoot",
        "lead to service",
        "renew service",
        "prove p-chatwoot",
    ]
