"""What listens, seen on the machine; who is let in, seen from outside."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from deploy.chatwoot.access import PORT as WEB
from deploy.checks.observed import HostState, Listener
from deploy.checks.ports import admitted
from deploy.settings.settings import Settings
from tests.vps.engine import Engine
from tests.vps.outside import HTTP, HTTPS, Outside
from tests.vps.shell import Shell

# Beside those that the images themselves expose: Traefik's dashboard and ping, PostgreSQL, Redis, sidekiq_alive.
_INSIDE = {WEB, 8080, 8082, 5432, 6379, 7433}

# perl-base is essential in Debian and Ubuntu. It ends by itself.
_LISTEN = """\
exec perl -MIO::Socket::INET -e '
$| = 1; alarm 12;
my $port = shift;
my $s = IO::Socket::INET->new(Listen => 5, LocalAddr => "0.0.0.0", LocalPort => $port, ReuseAddr => 1) or die "$!\\n";
my $own = IO::Socket::INET->new(PeerAddr => "127.0.0.1", PeerPort => $port, Timeout => 2) or die "own: $!\\n";
$s->accept; print "listening\\n";
my $till = time + 2; $s->timeout(1); while (time < $till) { print "reached\\n" if $s->accept }' """


def test_only_declared_ports_listen_to_the_world(settings: Settings, seen: HostState) -> None:
    assert seen.listeners, "the sockets could not be seen"
    strangers = {each for each in _public(seen) if each.port not in admitted(settings.machine)}
    assert not strangers


def test_ssh_listens(settings: Settings, seen: HostState) -> None:
    assert settings.machine.ssh_port in {each.port for each in _public(seen)}


def test_proxy_listens_where_it_is_declared(settings: Settings, seen: HostState) -> None:
    if settings.proxy.mode == "managed":
        assert {HTTP, HTTPS} <= {each.port for each in _public(seen)}
        assert {HTTP, HTTPS} <= set(seen.published)
    elif settings.proxy.mode == "loopback":
        web = {each.address for each in seen.listeners if each.port == settings.proxy.port}
        assert web == {"127.0.0.1"}
    else:
        assert not seen.published


def test_world_reaches_ssh_and_the_site(settings: Settings, outside: Outside) -> None:
    wanted = {settings.machine.ssh_port, *((HTTP, HTTPS) if settings.proxy.managed else ())}
    assert {port for port in wanted if outside.admits(port)} == wanted


def test_world_reaches_nothing_inside(settings: Settings, seen: HostState, engine: Engine, outside: Outside) -> None:
    exposed = {
        int(port.split("/")[0])
        for container in engine.containers.values()
        for port in container["Config"].get("ExposedPorts") or {}
    }
    inside = _INSIDE | exposed | {settings.proxy.port} | {each.port for each in seen.listeners}
    ports = sorted(inside - set(admitted(settings.machine)))
    with ThreadPoolExecutor(len(ports)) as pool:  # a dropped packet is noticed by waiting
        assert [port for port, open_ in zip(ports, pool.map(outside.admits, ports), strict=True) if open_] == []


def test_firewall_stops_what_is_not_declared(settings: Settings, outside: Outside, shell: Shell) -> None:
    if not settings.machine.firewall:
        pytest.skip("machine.firewall is false")
    # A real listener: a port that nobody holds would be closed without any firewall too.
    port = next(each for each in _random_ports() if each not in admitted(settings.machine))
    with ThreadPoolExecutor(1) as pool:
        listening = pool.submit(shell.run, _LISTEN + str(port))
        knocks = []
        while not listening.done():
            knocks.append(outside.admits(port, 1.0))
    said = listening.result()
    assert said.stdout.startswith("listening"), said.stderr
    assert "reached" not in said.stdout
    assert not any(knocks)


def _public(seen: HostState) -> set[Listener]:
    return {
        each
        for each in seen.listeners
        if not each.address.split("%")[0].startswith("127.") and each.address not in ("::1", "[::1]")
    }


def _random_ports() -> Iterator[int]:
    while True:
        yield random.randint(20000, 30000)  # noqa: S311 - below the ephemeral ports
