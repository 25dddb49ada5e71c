"""The firewall: one nftables table of our own, loaded by one unit; pure."""

from deploy.checks.observed import Running
from deploy.checks.ports import admitted, published
from deploy.files.rendered import Rendered
from deploy.files.templates import render
from deploy.host.duty import Duty
from deploy.host.script import FIREWALL_FILE, FIREWALL_NOTE, FIREWALL_PRINT, FIREWALL_TABLE
from deploy.settings.host import Machine

PACKAGE = "nftables"
UNIT = "chatwoot-deploy-firewall.service"
_WANTED_BY = "/etc/systemd/system/sysinit.target.wants"


def files(machine: Machine) -> tuple[Rendered, ...]:
    """The rules and their unit; nothing when the firewall is switched off."""
    if not machine.firewall:
        return ()
    return (
        _rules(machine),
        render(
            "host/firewall.service",
            f"/etc/systemd/system/{UNIT}",
            rules=FIREWALL_FILE,
            table=FIREWALL_TABLE,
            note=FIREWALL_NOTE,
            fingerprint=FIREWALL_PRINT,
        ),
    )


def duties(machine: Machine, seen: Running) -> list[Duty]:
    """Load the rules now and at boot when the kernel's table is not exactly theirs; unload them when switched off."""
    if not machine.firewall:
        return _removal() if seen.firewall_loaded else []
    if seen.firewall_current and seen.firewall_file == _rules(machine).digest and seen.unit(UNIT).is_enabled:
        return []
    # Checked first: a file that does not load must not take the present rules away. Reload, not restart: nft replaces
    # the table in one transaction, so there is no moment without rules.
    command = (
        f"nft -c -f {FIREWALL_FILE} && systemctl daemon-reload && systemctl enable {UNIT} "
        f"&& systemctl reload-or-restart {UNIT}"
    )
    ports = ", ".join(map(str, admitted(machine)))
    return [Duty("firewall", f"admit TCP {ports} only", command)]


def _rules(machine: Machine) -> Rendered:
    return render(
        "host/firewall.nft",
        FIREWALL_FILE,
        table=FIREWALL_TABLE,
        ports=admitted(machine),
        published=published(machine),
        from_containers="".join(f"\n\t\t{rule}" for rule in _from_containers(machine)),
    )


def _from_containers(machine: Machine) -> list[str]:
    """What a container sends to an address of the host comes in by its bridge, as the world comes by its own."""
    ports = ", ".join(map(str, sorted(set(machine.container_ports))))
    return [f'iifname "{each}" tcp dport {{ {ports} }} accept' for each in ("docker0", "br-*") if ports]


def _removal() -> list[Duty]:
    command = (
        f"rm -f {_WANTED_BY}/{UNIT} {FIREWALL_NOTE}; systemctl stop {UNIT} 2>/dev/null; systemctl daemon-reload; "
        f"! nft list table {FIREWALL_TABLE} >/dev/null 2>&1 || nft delete table {FIREWALL_TABLE}"
    )
    return [Duty("firewall", "unload; it is switched off", command)]
