"""The files below the stack."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from deploy.checks.observed import Running
from deploy.files.rendered import Rendered
from deploy.host import clock, docker, firewall, kernel, script, swap, upgrades
from deploy.host.files import host_tree
from deploy.settings.host import Machine
from tests.lacking import lacking, needs_program, needs_root
from tests.unit.host_state import fit, settings


def files(declared: dict[str, Any] | None = None, **changes: Any) -> dict[str, Rendered]:
    return {each.path: each for each in host_tree(settings(**(declared or {})), fit(**changes)).files}


def test_the_whole_tree() -> None:
    assert sorted(files()) == [
        "/etc/apt/apt.conf.d/52chatwoot-deploy",
        "/etc/chatwoot-deploy/firewall.nft",
        "/etc/docker/daemon.json",
        "/etc/sysctl.d/60-chatwoot-deploy.conf",
        "/etc/systemd/system/chatwoot-deploy-firewall.service",
        "/etc/systemd/system/var-swap.chatwoot.swap",
    ]


def test_every_part_can_be_switched_off() -> None:
    off = {"firewall": False, "kernel": False, "time_sync": False, "security_upgrades": False}
    assert sorted(files({"machine": off, "sizing": {"swap_mb": 0}})) == ["/etc/docker/daemon.json"]


def test_the_engines_configuration() -> None:
    mirrors = {"machine": {"docker": {"registry_mirrors": ["http://10.0.0.1:5000"], "log_max_size": "5m"}}}
    assert json.loads(files(mirrors)["/etc/docker/daemon.json"].content) == {
        "log-driver": "local",
        "log-opts": {"max-size": "5m", "max-file": "5"},
        "live-restore": True,
        "registry-mirrors": ["http://10.0.0.1:5000"],
    }


def test_dockers_repository_where_it_is_asked_for() -> None:
    declared = {"machine": {"docker": {"source": "docker"}}}
    noble = {"distribution": "ubuntu", "release": "24.04", "codename": "noble", "architecture": "arm64"}
    content = files(declared, **noble)[docker.SOURCE_FILE].content
    assert "URIs: https://download.docker.com/linux/ubuntu\nSuites: noble\n" in content
    assert "Architectures: arm64\nSigned-By: /etc/apt/keyrings/docker.asc\n" in content


def test_a_repository_that_the_operator_declared_is_not_declared_twice() -> None:
    declared = {"machine": {"docker": {"source": "docker"}}}
    assert docker.SOURCE_FILE not in files(declared, docker_repositories=("/etc/apt/sources.list.d/docker.list",))
    assert docker.SOURCE_FILE in files(declared, docker_repositories=(docker.SOURCE_FILE,))


def test_upgrades_come_from_the_security_origin_only() -> None:
    debian = files()["/etc/apt/apt.conf.d/52chatwoot-deploy"].content
    assert "label=Debian-Security" in debian
    assert "Ubuntu" not in debian
    ubuntu = files(distribution="ubuntu")["/etc/apt/apt.conf.d/52chatwoot-deploy"].content
    assert '"origin=Ubuntu,archive=${distro_codename}-security,label=Ubuntu";' in ubuntu


def test_the_firewall_admits_what_is_declared_and_never_flushes() -> None:
    content = files({"machine": {"ssh_port": 2222, "open_ports": [5000]}})["/etc/chatwoot-deploy/firewall.nft"].content
    assert "tcp dport { 80, 443, 2222, 5000 } accept" in content
    assert "ct original proto-dst { 80, 443, 5000 } accept" in content
    assert "flush ruleset" not in content


def test_what_stands_beside_docker_is_open_to_containers_alone() -> None:
    name, machine = "/etc/chatwoot-deploy/firewall.nft", {"container_ports": [5432, 25]}
    without, content = files()[name].content, files({"machine": machine})[name].content
    rules = [f'iifname "{bridges}" tcp dport {{ 25, 5432 }} accept' for bridges in ("docker0", "br-*")]
    assert [line.strip() for line in content.splitlines() if line not in without.splitlines()] == rules
    assert content.index(rules[0]) < content.index("chain forward")


@pytest.mark.parametrize("machine", [{}, {"container_ports": [25]}])
def test_nft_takes_the_rules(tmp_path: Path, machine: dict[str, Any]) -> None:
    needs_root("nft asks the kernel")
    needs_program("nft", "nftables")
    rules = tmp_path / "firewall.nft"
    rules.write_text(files({"machine": machine})["/etc/chatwoot-deploy/firewall.nft"].content)
    done = subprocess.run(["nft", "-c", "-f", str(rules)], capture_output=True, text=True)
    if "Operation not permitted" in done.stderr:
        lacking("the kernel lets nobody touch its tables here")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("source", ["debian", "docker"])
def test_every_command_is_shell(source: str) -> None:
    machine = Machine.model_validate({"docker": {"source": source}})
    bare = Running()
    duties = [
        *docker.duties(machine.docker, "debian", bare),
        *firewall.duties(machine, bare),
        *firewall.duties(Machine(firewall=False), Running(firewall_loaded=True)),
        *kernel.duties(machine, bare),
        *swap.duties(2048, bare),
        *swap.duties(0, Running(swaps={swap.FILE: 10})),
        *clock.duties(machine, bare),
        *upgrades.duties(machine, bare),
    ]
    texts = [*(each.command for each in duties), script.running(), script.machine("a", "/b", ["c"])]
    for text in texts:
        done = subprocess.run(["sh", "-n"], input=text, capture_output=True, text=True)
        assert done.returncode == 0, f"{done.stderr}\n{text}"
