"""Bad input that only a machine can show, on a bare one: one sentence, exit 1, nothing touched."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.e2e import traces
from tests.e2e.refusal import refused, said
from tests.e2e.site import Site
from tests.e2e.wrapper import run
from tests.sandbox import shell
from tests.sandbox.addresses import GATEWAY

NOBODY = "172.29.7.250"


@contextmanager
def meanwhile(site: Site, do: str, undo: str) -> Iterator[None]:
    """Something is different on the machine while the block runs."""
    site.machine.run(do)
    try:
        yield
    finally:
        site.machine.run(undo)


def test_unreachable_host(bare: Site, tmp_path: Path) -> None:
    """Nobody has the address."""
    elsewhere = bare.changed(tmp_path, login={"ssh_hostname": NOBODY})
    said(refused(elsewhere, touched=bare), bare.machine.name, "cannot be reached by SSH", "ssh_hostname")


def test_silent_host(bare: Site, tmp_path: Path) -> None:
    """The cable is out: an end within the connection's deadline."""
    with bare.machine.unplugged():
        ran = run("plan", bare, seconds=120).must(1)
    said(ran, "cannot be reached by SSH")


def test_user_without_sudo(bare: Site, tmp_path: Path) -> None:
    """Neither root nor sudo; then sudo declared for a user who has none."""
    refused(bare.changed(tmp_path / "plain", login={"ssh_user": "nosudo"}), "do not run as root", "_sudo")
    refused(bare.changed(tmp_path / "sudo", login={"ssh_user": "nosudo", "_sudo": True}), "sudo", "_sudo_password")


def test_user_with_sudo_is_as_good_as_root(bare: Site, tmp_path: Path) -> None:
    """The plan is the same; test_interruptions.py goes all the way with that user."""
    before = traces.listing(bare.machine)
    with_sudo = run("plan", bare.changed(tmp_path, login={"ssh_user": "ops", "_sudo": True})).must(2)
    assert with_sudo.stdout == run("plan", bare).must(2).stdout
    assert traces.difference(before, traces.listing(bare.machine)) == []


def test_disk_too_small(bare: Site) -> None:
    """All but 4 GB are taken."""
    fill = "fallocate -l $(( ($(df -Pk /var/lib | tail -n 1 | awk '{print $4}') - 4 * 1024 * 1024) ))K /var/tmp/filling"
    with meanwhile(bare, fill, "rm -f /var/tmp/filling"):
        refused(bare, "GB are free", "10 GB are needed")


def test_memory_too_small(bare: Site, tmp_path: Path) -> None:
    """The machine shows 1 GB, whatever this host has; then 3 GB, and a profile for four is declared."""
    for size, profile, words in (
        (1, "auto", ("1024 MB of memory", "Chatwoot needs 2 GB")),
        (3, "4gb", ("3072 MB of memory", "sizing.profile 4gb")),
    ):
        fake = f"s/^MemTotal:.*/MemTotal: {size * 1024 * 1024} kB/"
        do = f"sed '{fake}' /proc/meminfo > /run/meminfo && mount --bind /run/meminfo /proc/meminfo"
        with meanwhile(bare, do, "umount /proc/meminfo; rm /run/meminfo"):
            refused(bare.changed(tmp_path / profile, sizing={"profile": profile}), *words)


def test_port_80_taken(bare: Site) -> None:
    """By a program that is not Docker."""
    listen = "my $taken = IO::Socket::INET->new(LocalPort => 80, Listen => 5) or die; sleep"
    start = f"systemd-run -q --collect --unit e2e-taker perl -MIO::Socket::INET -e '{listen}'"
    with meanwhile(bare, f"{start}; sleep 1", "systemctl stop e2e-taker"):
        refused(bare, "port 80 is held by perl", "proxy.mode")


def test_tag_not_in_the_registry(bare: Site, tmp_path: Path) -> None:
    """The sentence names tags near it."""
    wrong = bare.changed(tmp_path, chatwoot={"image": "chatwoot/chatwoot", "version": "4.10.7-ce"})
    refused(wrong, "chatwoot/chatwoot:v4.10.7-ce", "near it are v4.10.0-ce")


def test_dns_elsewhere(bare: Site) -> None:
    """The name leads to another machine; then nowhere."""
    keep = "cp -a /etc/hosts /root/hosts.before"
    back = "cat /root/hosts.before > /etc/hosts; rm /root/hosts.before"
    domain = bare.machine.domain
    with meanwhile(bare, f"{keep}; sed -i 's/.* {domain} .*/{GATEWAY} {domain}/' /etc/hosts", back):
        refused(bare, f"{domain} leads to {GATEWAY} and not to this host", "A and AAAA records")
    with meanwhile(bare, f"{keep}; sed -i '/ {domain} /d' /etc/hosts", back):
        refused(bare, f"{domain} does not resolve")


def test_dns_elsewhere_but_proven(bare: Site) -> None:
    """An address that is none of the interfaces' and leads here all the same, as behind NAT: the host proves it."""
    foreign, domain = "198.51.100.7", bare.machine.domain
    hosts = f"cp -a /etc/hosts /root/hosts.before; sed -i 's/.* {domain} .*/{foreign} {domain}/' /etc/hosts"
    back = "cat /root/hosts.before > /etc/hosts; rm /root/hosts.before"
    address = f"{foreign}/32 dev lo"
    with meanwhile(bare, f"{hosts}; ip addr add {address}", f"{back}; ip addr del {address}"):
        run("plan", bare).must(2)


def test_debian_too_old(bare: Site) -> None:
    """Debian 11, by its own word."""
    with meanwhile(
        bare,
        "cp -L /etc/os-release /run/old; sed -i 's/VERSION_ID=.*/VERSION_ID=\"11\"/' /run/old; "
        "mount --bind /run/old /usr/lib/os-release",
        "umount /usr/lib/os-release; rm /run/old",
    ):
        refused(bare, "debian 11", "supported are Debian 13 and 12")


def test_secrets_file_unreadable(bare: Site, tmp_path: Path) -> None:
    """Refused before the machine is even asked."""
    missing = tmp_path / "nowhere.env"
    ran = refused(bare.changed(tmp_path, secrets={"mode": "file", "file": str(missing)}), "secrets.file", str(missing))
    assert "pyinfra" not in ran.text


def test_secret_is_missing(bare: Site, tmp_path: Path) -> None:
    """A mail password that only the operator knows."""
    smtp = {"host": "mail.example.com", "sender": "chat@example.com", "username": "chat"}
    refused(bare.changed(tmp_path, smtp=smtp), "secret SMTP_PASSWORD", "CHATWOOT_SECRET_SMTP_PASSWORD")


@pytest.fixture
def stranger(tmp_path: Path) -> Path:
    """A key that no machine knows."""
    file = tmp_path / "id_stranger"
    shell.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(file)])
    return file


def test_wrong_key(bare: Site, tmp_path: Path, stranger: Path) -> None:
    """Last here: sshd is slow for an address whose logins fail (PerSourcePenalties)."""
    ran = refused(bare.changed(tmp_path, login={"ssh_key": str(stranger)}), "cannot be reached by SSH", "ssh_key")
    assert "Authentication" in ran.text
    time.sleep(5)
