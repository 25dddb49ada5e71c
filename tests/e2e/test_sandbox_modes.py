"""The declared alternatives, each applied and verified: proxies, certificates, passwords, releases, two machines."""

import os
import secrets
import string
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e import stack, transcript
from tests.e2e.conftest import KEEP, ready
from tests.e2e.everything import everything
from tests.e2e.site import Fleet, Site, constants
from tests.e2e.wrapper import Ran, planned, run
from tests.sandbox import shell
from tests.sandbox.acme import Acme
from tests.sandbox.machine import Machine

pytestmark = pytest.mark.full

_ACME_DEFAULT = "https://acme-v02.api.letsencrypt.org/directory"
FLEET = ("vps18", "vps19")


def _verified(site: Site, environment: dict[str, str] | None = None) -> None:
    """Apply, an empty plan, and the proof."""
    run("apply", site, environment=environment).must()
    plan = run("plan", site, environment=environment).must(0)
    assert "nothing to do" in plan.stdout
    _proven(run("verify", site, "--json", environment=environment))


def _proven(ran: Ran) -> None:
    told = ran.json
    assert ran.code == 0, "\n".join(f"{each['test']}: {each['message']}" for each in told["tests"] if each["message"])
    print(f"verify: {told['passed']} passed, {told['skipped']} skipped in {ran.seconds:.0f} s")


def _certificate(folder: Path, domain: str) -> dict[str, Any]:
    """The operator's own certificate, signed by an authority of his."""
    folder.mkdir()
    ca, key, crt = folder / "ca", folder / "site.key", folder / "site.crt"
    new = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "30",
    ]
    shell.run([*new, "-subj", "/CN=e2e authority", "-keyout", f"{ca}.key", "-out", f"{ca}.crt"])
    names = ["-addext", f"subjectAltName=DNS:{domain}", "-addext", "basicConstraints=CA:FALSE"]
    signed = ["-CA", f"{ca}.crt", "-CAkey", f"{ca}.key"]
    shell.run([*new, "-subj", f"/CN={domain}", *names, *signed, "-keyout", str(key), "-out", str(crt)])
    return {"mode": "files", "certificate": str(crt), "key": str(key)}


def test_proxy_of_the_operators_own_over_loopback(spoiled: Site, tmp_path: Path) -> None:
    """Traefik goes, web listens on 127.0.0.1 alone; and back again."""
    _verified(spoiled.changed(tmp_path / "loopback", proxy={"mode": "loopback", "port": 3100}))
    assert "traefik" not in stack.states(spoiled)
    ask = "exec 3<>/dev/tcp/127.0.0.1/3100 && printf 'GET /api HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3"
    answer = spoiled.machine.run(f'bash -c "{ask}"')
    assert "HTTP/1" in answer.stdout
    _verified(spoiled)


def test_proxy_of_the_operators_own_over_a_network(spoiled: Site, tmp_path: Path) -> None:
    """Web joins the declared network and carries labels."""
    spoiled.machine.run("docker network create proxied")
    _verified(spoiled.changed(tmp_path, proxy={"mode": "network", "network": "proxied"}))


def test_what_stands_beside_docker_is_open_to_containers_alone(spoiled: Site, tmp_path: Path) -> None:
    """A database or mail relay on the VPS itself, here a second Redis in the host's own network."""
    machine = spoiled.machine
    machine.run("docker run -d --name beside --network host redis:8.0 redis-server --port 2525 --protected-mode no")
    dial = f"exec 3<>/dev/tcp/{machine.ip}/2525"
    inside = f"docker exec {spoiled.project}-worker timeout 3 bash -c '{dial}' 2>/dev/null && echo open || echo closed"
    assert machine.run(inside).stdout.strip() == "closed"
    changed = spoiled.changed(tmp_path, machine={"container_ports": [2525]})
    run("apply", changed).must()
    assert machine.run(inside).stdout.strip() == "open"
    assert subprocess.run(["timeout", "3", "bash", "-c", dial], check=False, stderr=subprocess.DEVNULL).returncode != 0
    machine.run("docker rm -f beside")
    run("apply", spoiled).must()


def test_tls_internal(spoiled: Site, tmp_path: Path) -> None:
    """A private authority; a second apply makes no second one."""
    tls = {"mode": "internal", "ca_server": _ACME_DEFAULT, "ca_certificates": None}
    _verified(spoiled.changed(tmp_path, tls=tls, x_verify_ca=None))


def test_tls_files(spoiled: Site, tmp_path: Path) -> None:
    """The operator's own certificate."""
    files = _certificate(tmp_path / "own", spoiled.machine.domain)
    login = {"x_verify_ca": str(tmp_path / "own" / "ca.crt")}
    tls = {"ca_server": _ACME_DEFAULT, "ca_certificates": None, **files}
    _verified(spoiled.changed(tmp_path, login=login, tls=tls))


def test_passwords_are_rotated(spoiled: Site, tmp_path: Path) -> None:
    """New passwords from the operator's environment reach the live volumes, and the old ones are refused."""
    before = stack.secrets(spoiled.machine, spoiled.state)
    names = ("POSTGRES_PASSWORD", "REDIS_PASSWORD", "POSTGRES_SUPERUSER_PASSWORD")
    new = {name: "".join(secrets.choice(string.ascii_letters) for _ in range(32)) for name in names}
    environment = {f"CHATWOOT_SECRET_{name}": value for name, value in new.items()}
    changed = spoiled.changed(tmp_path, secrets={"mode": "environment"})
    _verified(changed, environment)
    transcript.note(spoiled)
    assert stack.secrets(spoiled.machine, spoiled.state) == before | new
    # Kept on the host from now on: the environment is no longer needed.
    assert "nothing to do" in planned(spoiled, 0)


@pytest.mark.standin
@pytest.mark.parametrize("version", ["2.10.0-ce", "4.1.0-ce", "4.11.0-ce"])
def test_release(bare: Site, tmp_path: Path, version: str) -> None:
    """Every release from bare to verified."""
    bare.machine.reset()
    _verified(bare.changed(tmp_path / version, chatwoot={"version": version}))
    transcript.note(bare)
    bare.machine.reset()


@pytest.mark.standin
def test_every_object_on_the_oldest_release(bare: Site, tmp_path: Path) -> None:
    """Of the newest one it is tests/e2e/test_objects.py; this one keeps many of them in other places."""
    bare.machine.reset()
    declared, environment = everything((2, 10, 0))
    _verified(bare.changed(tmp_path, chatwoot={"version": "2.10.0-ce"}, **declared), environment)
    bare.machine.reset()


@pytest.fixture
def machines(root: None) -> Iterator[list[Machine]]:
    """Two bare machines, which the authority's DNS knows."""
    found = [ready(name) for name in FLEET]
    for machine in found:
        machine.reset()
        Acme().point(*machine.demo_names, address=machine.ip)
    yield found
    if not os.environ.get(KEEP):
        for machine in found:
            machine.down()


def test_two_machines_at_once(machines: list[Machine], tmp_path: Path) -> None:
    """inventories/fleet.py on two other machines: one run for both, what differs stands with the host."""
    hosts = {
        machine.name: {**data, "ssh_hostname": machine.ip, "domain": machine.domain}
        for machine, (_, data) in zip(machines, constants("inventories/fleet.py")["hosts"], strict=True)
    }
    both = Fleet(tmp_path, hosts, constants("group_data/fleet.py"))
    ran = run("apply", both, "--json").must()
    print(f"two machines at once: {ran.seconds:.0f} s")
    assert set(ran.json["hosts"]) == set(FLEET)
    again = run("apply", both, "--json").must()
    assert [each["changed"] for each in again.json["hosts"].values()] == [0, 0]
    _proven(run("verify", both, "--json"))
