"""The bridge the machines hang on, its way out, and each machine's cable."""

from __future__ import annotations

import json
from pathlib import Path

from tests.sandbox import host, paths, sysctl
from tests.sandbox.addresses import BRIDGE, GATEWAY, GATEWAY_MAC, SUBNET, ip, link, mac
from tests.sandbox.locks import locked
from tests.sandbox.shell import run, succeeds

RULES = [
    ("nat", "POSTROUTING", ["-s", SUBNET, "!", "-o", BRIDGE, "-j", "MASQUERADE"]),
    # A host dockerd sets FORWARD to DROP, a host firewall may do so with INPUT.
    ("filter", "FORWARD", ["-i", BRIDGE, "-j", "ACCEPT"]),
    ("filter", "FORWARD", ["-o", BRIDGE, "-j", "ACCEPT"]),
    ("filter", "INPUT", ["-i", BRIDGE, "-j", "ACCEPT"]),
]


def _iptables(table: str, action: str, chain: str, rule: list[str]) -> list[str]:
    return ["iptables", "-w", "30", "-t", table, action, chain, *rule]


class Network:
    """Bridge 172.29.7.1/24 with masquerading; `up` and `down` may be called in any state."""

    gateway = GATEWAY

    def exists(self) -> bool:
        """Whether the bridge is there."""
        return Path(f"/sys/class/net/{BRIDGE}").exists()

    def up(self) -> None:
        """Make bridge and rules; what exists is left alone. The host's settings are recorded first."""
        with locked(paths.RUN / "network.lock"):
            sysctl.save()
            if not self.exists():
                run(["ip", "link", "add", BRIDGE, "address", GATEWAY_MAC, "type", "bridge"])
            if GATEWAY not in run(["ip", "-j", "addr", "show", "dev", BRIDGE]):
                run(["ip", "addr", "add", f"{GATEWAY}/24", "dev", BRIDGE])
            run(["ip", "link", "set", BRIDGE, "mtu", str(host.mtu()), "up"])
            for table, chain, rule in RULES:
                if not succeeds(_iptables(table, "-C", chain, rule)):
                    run(_iptables(table, "-I", chain, rule))
            Path("/proc/sys/net/ipv4/ip_forward").write_text("1")

    def down(self) -> None:
        """Remove bridge and rules and put the host's settings back."""
        with locked(paths.RUN / "network.lock"):
            for table, chain, rule in RULES:
                while succeeds(_iptables(table, "-C", chain, rule)):
                    run(_iptables(table, "-D", chain, rule))
            for name in cables():
                run(["ip", "link", "del", name], check=False)
            if self.exists():
                run(["ip", "link", "del", BRIDGE])
            sysctl.restore()

    def rules(self) -> list[str]:
        """Firewall rules of the host that name the bridge."""
        lines = run(["iptables-save"], check=False).splitlines()
        return [line for line in lines if BRIDGE in line]


def cables() -> list[str]:
    """Host ends of machines' cables."""
    return sorted(path.name for path in Path("/sys/class/net").glob("v-vps*"))


def plug(name: str, pid: int) -> None:
    """Run a cable from the bridge to the network namespace of a process.

    + name: the machine
    + pid: a process in its network namespace
    """
    if link(name) in cables():
        run(["ip", "link", "del", link(name)], check=False)
    size = str(host.mtu())
    inner = ["peer", "name", "host0", "address", mac(name), "mtu", size, "netns", str(pid)]
    run(["ip", "link", "add", link(name), "mtu", size, "type", "veth", *inner])
    run(["ip", "link", "set", link(name), "master", BRIDGE, "up"])


def configure(name: str) -> None:
    """Address and route of the machine, set from outside as a provider does; runs in its namespace."""
    run(["ip", "link", "set", "lo", "up"])
    run(["ip", "addr", "add", f"{ip(name)}/24", "dev", "host0"])
    run(["ip", "link", "set", "host0", "up"])
    run(["ip", "route", "add", "default", "via", GATEWAY])


def set_cable(name: str, connected: bool) -> None:
    """Pull the machine's cable or put it back; connections inside only see silence."""
    run(["ip", "link", "set", link(name), "up" if connected else "down"])


def cable_connected(name: str) -> bool:
    """Whether the machine's cable is in."""
    shown = run(["ip", "-j", "link", "show", link(name)], check=False)
    return bool(shown.strip()) and "UP" in json.loads(shown)[0]["flags"]
