"""What the look makes of outputs captured on a Debian 13 machine."""

from pathlib import Path

import pytest

from deploy.checks.observed import Container, HostState, Listener, Run, Unit
from deploy.host import look, script
from deploy.host.sockets import listeners

SAMPLES = Path(__file__).parents[1] / "facts" / "host"


def seen(sample: str) -> HostState:
    return look.machine("smarter", "chat3.test", (SAMPLES / f"{sample}.txt").read_text().splitlines())


def test_a_bare_machine() -> None:
    state = seen("bare")
    assert state.is_root
    assert (state.distribution, state.release, state.codename) == ("debian", "13", "trixie")
    assert (state.architecture, state.cpus, state.ram_mb, state.swap_mb) == ("amd64", 2, 24105, 0)
    assert state.disk_free_mb > 10000
    assert state.docker is None
    assert set(state.packages) == {"ca-certificates"}
    assert state.addresses == ("172.29.7.13",)
    assert state.domain_addresses == ("172.29.7.13",)
    assert state.names["nowhere.test"] == ()
    assert [(each.port, each.program) for each in state.listeners] == [(22, "sshd"), (22, "sshd")]
    assert state.ssh_ports == (22,)
    assert state.run is None
    assert not state.secrets_kept
    assert (state.firewall_file, state.daemon_json, state.firewall_current) == ("", "", False)
    assert 0 < state.look_ms < 5000


def test_a_provisioned_machine() -> None:
    state = seen("provisioned")
    assert state.docker == "26.1.5+dfsg1"
    assert state.packages["docker-compose"] == "2.26.1-4"
    assert "chrony" not in state.packages  # dpkg knows the name, nothing is installed
    assert state.unit("docker.service") == Unit("enabled", "active")
    assert not state.unit("chrony.service").is_enabled
    assert state.firewall_loaded
    assert state.firewall_current
    assert not state.daemon_stale
    assert len(state.daemon_json) == 64
    assert state.in_container
    assert state.volumes == ("smarter-postgres-17",)
    assert state.containers == ("smarter-traefik",)
    assert state.published == (80, 443, 9000, 9001)
    assert state.strangers == (Container("other", "shop", (8080,)),)
    assert state.secrets_kept
    assert state.run == Run("apply", "ana@laptop", "2026-11-22T12:03:05Z", alive=False)
    assert state.interrupted == "apply by ana@laptop begun 2026-11-22T12:03:05Z"
    assert "/etc/docker/daemon.json" in state.owned


def test_an_ordinary_user_sees_no_programs() -> None:
    state = seen("unprivileged")
    assert not state.is_root
    assert {each.program for each in state.listeners} == {""}


def test_sockets_without_ss() -> None:
    found = listeners((SAMPLES / "raw_sockets.txt").read_text().splitlines())
    assert found == (Listener("0.0.0.0", 22, "sshd"), Listener("::", 22, "sshd"))  # noqa: S104


@pytest.mark.parametrize(
    ("packed", "address"),
    [
        ("0100007F", "127.0.0.1"),
        ("0D071DAC", "172.29.7.13"),
        ("00000000000000000000000001000000", "0000:0000:0000:0000:0000:0000:0000:0001"),
    ],
)
def test_packed_addresses(packed: str, address: str) -> None:
    assert listeners([f"raw {packed}:0050 7"]) == (Listener(address, 80, ""),)


def test_what_a_talkative_shell_prints_first_is_dropped() -> None:
    lines = ["Welcome!", "@@ user", "0", "@@ clock", "1795391598074"]
    state = look.machine("smarter", "chat.test", lines)
    assert state.is_root
    assert state.clock == 1795391598


def test_nothing_at_all_is_a_state_too() -> None:
    state = look.machine("smarter", "chat.test", [])
    assert not state.is_root
    assert state.disk_free_mb == 0


@pytest.mark.parametrize("text", ["", "{", '{"verb": "apply"}', "[]"])
def test_a_torn_note_of_a_run(text: str) -> None:
    assert look.machine("smarter", "chat.test", ["@@ run", text]).run is None
    held = look.machine("smarter", "chat.test", ["@@ run", text, "alive"]).run
    assert held
    assert held.who == "somebody"


def test_swap_is_counted_with_its_first_page() -> None:
    lines = ["@@ swaps", "/var/swap.chatwoot                      file\t\t2097148\t\t1024\t\t-2"]
    assert look.running(lines).swaps == {"/var/swap.chatwoot": 2048}


def test_arguments_are_quoted() -> None:
    text = script.machine("smarter", "/var/lib/x; reboot", ["a.test"])
    assert "state='/var/lib/x; reboot'" in text
