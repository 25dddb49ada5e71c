"""Each guard of the preflight: finds what it is for, and nothing on a fit machine."""

import re
from typing import Any

import pytest

from deploy.checks.check import findings
from deploy.checks.host import HOST_CHECKS
from deploy.checks.observed import Container, Listener
from tests.unit.host_state import fit, settings


def found(declared: dict[str, Any] | None = None, **changes: Any) -> list[str]:
    return [str(each) for each in findings(HOST_CHECKS, settings(**(declared or {})), fit(**changes))]


def test_a_fit_machine_is_fit() -> None:
    assert found() == []


def test_ids_are_unique() -> None:
    ids = [each.id for each in HOST_CHECKS]
    assert len(set(ids)) == len(ids)


DOCKER = {"machine": {"docker": {"source": "docker"}}}
WEB = Listener("*", 80, "nginx")
OLD = "smarter-postgres-15"

CASES: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("not-root", {}, {"is_root": False}, "no sudo is declared"),
    ("os-unsupported", {}, {"release": "11"}, "debian 11"),
    ("os-unsupported", {}, {"release": "12"}, "set it to docker"),
    ("os-unsupported", {}, {"distribution": "ubuntu", "release": "24.04"}, "set it to docker"),
    ("os-unsupported", DOCKER, {"distribution": "fedora", "release": "43"}, "fedora 43"),
    ("os-unsupported", {}, {"distribution": "", "release": ""}, "an unknown system"),
    ("architecture", {}, {"architecture": "armhf"}, "armhf"),
    ("memory-too-small", {}, {"ram_mb": 990}, "990 MB"),
    ("memory-too-small", {"sizing": {"profile": "8gb"}}, {}, "8gb"),
    ("disk-full", {}, {"disk_free_mb": 9000}, "8.8 GB are free"),
    ("disk-full", {}, {"disk_free_mb": 2000, "containers": ("smarter-chatwoot",)}, "3 GB are needed"),
    ("engine-elsewhere", {}, {"packages": {"docker-ce": "5:28"}}, "docker-ce is installed"),
    ("engine-elsewhere", DOCKER, {"packages": {"docker.io": "26"}}, "docker.io is installed"),
    ("daemon-json-foreign", {}, {"daemon_foreign": True}, "/etc/docker/daemon.json"),
    ("port-taken", {}, {"listeners": (WEB,)}, "port 80 is held by nginx"),
    ("port-taken", {}, {"listeners": (Listener("::", 443, ""),)}, "only root may see"),
    ("port-taken", {}, {"strangers": (Container("web", "shop", (443,)),)}, "container web of project shop"),
    (
        "port-taken",
        {"proxy": {"mode": "loopback", "port": 3000}},
        {"listeners": (Listener("127.0.0.1", 3000, "node"),)},
        "port 3000 is held by node",
    ),
    ("firewall-cuts-ssh", {}, {"ssh_ports": (2222,)}, "2222"),
    ("clock", {}, {"clock_offset": 61}, "61 s ahead of"),
    ("clock", {}, {"clock_offset": -3600}, "3600 s behind"),
    ("dns-elsewhere", {}, {"names": {"chat.example.com": ("203.0.113.9",)}}, "203.0.113.9"),
    ("dns-elsewhere", {}, {"names": {"chat.example.com": ()}}, "does not resolve"),
    ("secrets-gone", {}, {"volumes": ("smarter-postgres-17",)}, "smarter-postgres-17"),
    ("pg-major-on-old-volume", {}, {"volumes": (OLD,), "secrets_kept": True}, "PostgreSQL 15"),
]


@pytest.mark.parametrize(("id_", "declared", "changes", "words"), CASES)
def test_a_finding(id_: str, declared: dict[str, Any], changes: dict[str, Any], words: str) -> None:
    texts = found(declared, **changes)
    assert len(texts) == 1, texts
    assert texts[0].endswith(f"[{id_}]")
    assert words in texts[0]
    assert not re.search(r"\.\.|None|\(\)", texts[0])


@pytest.mark.parametrize(
    ("declared", "changes"),
    [
        (DOCKER, {"release": "12"}),
        (DOCKER, {"distribution": "ubuntu", "release": "22.04"}),
        ({}, {"architecture": "arm64"}),
        ({}, {"ram_mb": 1840}),
        ({}, {"disk_free_mb": 4000, "containers": ("smarter-chatwoot",)}),
        ({}, {"listeners": (Listener("*", 80, "docker-proxy"),), "published": (80, 443)}),
        ({"proxy": {"mode": "loopback"}}, {"listeners": (WEB,)}),
        ({"proxy": {"mode": "loopback"}}, {"listeners": (Listener("192.0.2.7", 3000, "node"),)}),
        ({"proxy": {"mode": "network", "network": "web"}}, {"listeners": (WEB,)}),
        ({"machine": {"firewall": False}}, {"ssh_ports": (2222,)}),
        ({"machine": {"ssh_port": 2222}}, {"ssh_ports": (2222,)}),
        ({}, {"names": {"chat.example.com": ("203.0.113.9",)}, "proven": ("chat.example.com",)}),
        ({"tls": {"mode": "internal"}}, {"names": {"chat.example.com": ()}}),
        ({}, {"volumes": ("smarter-postgres-17", OLD), "secrets_kept": True}),
        ({}, {"volumes": ("smarter-two-postgres-15",)}),
    ],
)
def test_no_finding(declared: dict[str, Any], changes: dict[str, Any]) -> None:
    assert found(declared, **changes) == []


def test_everything_is_found_at_once_and_can_be_skipped() -> None:
    state = fit(is_root=False, ram_mb=512)
    assert [each.id for each in findings(HOST_CHECKS, settings(), state)] == ["not-root", "memory-too-small"]
    assert [each.id for each in findings(HOST_CHECKS, settings(), state, ["memory-too-small"])] == ["not-root"]
