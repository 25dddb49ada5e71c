"""The throw-away VPS: what follows from its name, and the texts written for it. No root needed."""

import json
import stat
from pathlib import Path

import pytest

from tests.lacking import needs_root
from tests.sandbox import access, acme, addresses, boot, guest, host, paths
from tests.sandbox.apt import AptSource, parse_sources
from tests.sandbox.errors import SandboxError


@pytest.mark.parametrize(("name", "ip"), [("vps1", "172.29.7.11"), ("vps2", "172.29.7.12"), ("vps89", "172.29.7.99")])
def test_the_address_follows_from_the_name(name: str, ip: str) -> None:
    assert addresses.ip(name) == ip


@pytest.mark.parametrize("name", ["vps0", "vps90", "vps01", "web", "vps1;rm", ""])
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(SandboxError, match="machines are called vps1 to vps89"):
        addresses.ip(name)


def test_names_of_all_machines_differ_and_fit_the_kernel() -> None:
    names = [f"vps{number}" for number in range(1, 90)]
    assert len({addresses.mac(name) for name in names}) == len(names)
    assert all(len(addresses.link(name)) <= 15 for name in names)


def test_demo_names() -> None:
    assert addresses.demo_names("vps1") == ["chat.test", "chatwoot.chat.test", "app.chat.test"]
    assert addresses.demo_names("vps2") == ["chat2.test", "chatwoot.chat2.test", "app.chat2.test"]


def test_the_guests_apt_source_is_the_hosts_with_the_guests_release() -> None:
    listing = (
        "http://a/debian/ bookworm\nhttp://a/debian/ bookworm-updates\nhttp://b/x bookworm-security\nhttp://c/ sid\n"
    )
    assert parse_sources(listing, "bookworm", "trixie") == [
        AptSource("http://a/debian/", "trixie"),
        AptSource("http://b/x", "trixie-security"),
        AptSource("http://a/debian/", "trixie-updates"),
    ]


def test_hosts_names_the_machine_and_the_demo() -> None:
    assert "172.29.7.12 vps2\n172.29.7.12 chat2.test chatwoot.chat2.test app.chat2.test\n" in guest.hosts("vps2")


def test_identity_is_written_with_modes_and_never_through_a_link(tmp_path: Path) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside"
    (root / "etc").mkdir(parents=True)
    (root / "etc/passwd").write_text("".join(f"{name}:x:0:0::/:/bin/sh\n" for name in ("root", "ops", "nosudo")))
    outside.write_text("the host's\n")
    (root / "etc/resolv.conf").symlink_to(outside)
    files = guest.identity("vps1", "ssh-ed25519 AAAA me", "nameserver 192.0.2.1\n", [AptSource("http://a/", "trixie")])
    needs_root("files are given away")
    guest.write(root, files)
    assert outside.read_text() == "the host's\n"
    key = root / "home/ops/.ssh/authorized_keys"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(key.parent.stat().st_mode) == 0o700
    assert "URIs: http://a/\nSuites: trixie\n" in (root / "etc/apt/sources.list.d/debian.sources").read_text()


def test_files_wait_for_the_next_boot(tmp_path: Path) -> None:
    guest.dump(tmp_path / "identity.json", guest.base_files())
    assert guest.load(tmp_path / "identity.json") == guest.base_files()
    assert guest.load(tmp_path / "none.json") == {}


def test_ssh_settings_name_each_machine_and_share_connections() -> None:
    text = access.ssh_config(["vps1", "vps2"])
    assert text.count("Host vps") == 2
    assert "Host vps2 172.29.7.12\n  HostName 172.29.7.12\n  User root\n" in text
    assert "ControlMaster auto" in text


def test_known_hosts_are_the_bare_disks_keys() -> None:
    assert access.known_hosts(["vps1"], ["ssh-ed25519 AAAA root@build"]) == "172.29.7.11 ssh-ed25519 AAAA\n"


@pytest.mark.parametrize("label", ["../x", "", "a/b", "a b", "-x", "a@b"])
def test_a_snapshot_label_is_a_file_name(label: str) -> None:
    with pytest.raises(SandboxError, match="a snapshot label has"):
        paths.snapshot("vps1", label)


def test_snapshots_of_vps1_are_not_those_of_vps10(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANDBOX_CACHE", str(tmp_path))
    for path in (paths.snapshot("vps1", "a"), paths.snapshot("vps10", "a"), paths.disk("vps10")):
        path.parent.mkdir(exist_ok=True)
        path.touch()
    assert paths.snapshots("vps1") == [paths.snapshot("vps1", "a")]


def test_the_machine_dies_with_its_keeper() -> None:
    assert boot.nspawn("vps1", Path("/root"))[:3] == ["setpriv", "--pdeathsig", "KILL"]


def test_pebble_listens_on_the_bridge_only_and_validates_on_real_ports() -> None:
    settings = acme.pebble_config(Path("/home"))["pebble"]
    assert settings["listenAddress"] == "172.29.7.1:14000"
    assert (settings["httpPort"], settings["tlsPort"]) == (80, 443)
    assert json.dumps(settings)


def test_requirements_are_package_names() -> None:
    assert host.parse_requirements("# about\na\n\nb # why\n") == ["a", "b"]
    assert "mmdebstrap" in host.parse_requirements(host.REQUIREMENTS.read_text())
