"""A certificate authority for the demo names: Debian's pebble with its own DNS, on the bridge and loop-back only."""

from __future__ import annotations

import json
from pathlib import Path

from tests.sandbox import access, paths, pki, processes
from tests.sandbox.addresses import DEFAULT, GATEWAY, demo_names, ip
from tests.sandbox.deadline import wait_until
from tests.sandbox.errors import SandboxError
from tests.sandbox.locks import locked
from tests.sandbox.network import Network

LABEL = "acme"
DNS = "127.0.0.1:8053"
DNS_MANAGEMENT = "http://127.0.0.1:8055"


def pebble_config(home: Path) -> dict[str, dict[str, object]]:
    """Pebble's settings; validation goes to the ports a real CA uses."""
    return {
        "pebble": {
            "listenAddress": f"{GATEWAY}:14000",
            "managementListenAddress": f"{GATEWAY}:15000",
            "certificate": str(home / "server.pem"),
            "privateKey": str(home / "server.key"),
            "httpPort": 80,
            "tlsPort": 443,
            "ocspResponderURL": "",
            "externalAccountBindingRequired": False,
        }
    }


def dns_command() -> list[str]:
    """The challenge test server as a DNS server and nothing else; unknown names are vps1."""
    off = ["-http01", "", "-https01", "", "-tlsalpn01", ""]
    return [
        "pebble-challtestsrv", "-defaultIPv4", ip(DEFAULT), "-defaultIPv6", "", "-dns01", DNS, *off,
        "-management", DNS_MANAGEMENT.removeprefix("http://"),
    ]  # fmt: skip


class Acme:
    """The CA. Machines trust `ca_file` when they speak to it, clients trust `root_file` when they speak to them."""

    directory = f"https://{GATEWAY}:14000/dir"
    management = f"https://{GATEWAY}:15000"
    ca_file = paths.OPERATOR / "acme-ca.pem"
    root_file = paths.OPERATOR / "acme-root.pem"

    def running(self) -> bool:
        """Whether both servers are there."""
        return len(processes.marked(LABEL)) >= 2

    def up(self) -> None:
        """Start DNS, then the CA: with DNS dead every order becomes invalid for good. Needs the bridge."""
        with locked(paths.RUN / "acme.lock", 120):
            if self.running():
                self._publish()
                return
            processes.end([LABEL])
            Network().up()
            home = paths.RUN / "acme"
            pki.ensure(home, GATEWAY)
            (home / "pebble.json").write_text(json.dumps(pebble_config(home), indent=1))
            processes.spawn(dns_command(), LABEL, home / "dns.log")
            self._wait(DNS_MANAGEMENT, "the ACME server's DNS")
            environ = {"PEBBLE_VA_NOSLEEP": "1", "PEBBLE_WFE_NONCEREJECT": "0"}
            pebble = ["pebble", "-config", str(home / "pebble.json"), "-dnsserver", DNS]
            processes.spawn(pebble, LABEL, home / "pebble.log", environ)
            self._wait(self.directory, "the ACME server")
            for name in range(1, 10):
                self.point(*demo_names(f"vps{name}"), address=ip(f"vps{name}"))
            self._publish()

    def down(self) -> None:
        """Stop both."""
        processes.end([LABEL])

    def point(self, *names: str, address: str) -> None:
        """Make names resolve to an address for the CA (not for anybody else)."""
        import requests

        for name in names:
            body = json.dumps({"host": name, "addresses": [address]})
            requests.post(f"{DNS_MANAGEMENT}/add-a", data=body, timeout=10).raise_for_status()

    def _publish(self) -> None:
        import requests

        access.key()
        home = paths.RUN / "acme"
        answer = requests.get(f"{self.management}/roots/0", verify=str(home / "ca.pem"), timeout=10)
        answer.raise_for_status()
        self.ca_file.write_text((home / "ca.pem").read_text())
        self.root_file.write_text(answer.text)

    def _wait(self, url: str, what: str) -> None:
        import requests

        def answers() -> bool:
            try:
                requests.get(url, verify=str(paths.RUN / "acme/ca.pem"), timeout=5)
            except requests.ConnectionError:
                return False
            return True

        try:
            wait_until(answers, 20, what)
        except SandboxError as error:
            logs = [path.read_text(errors="replace")[-1000:] for path in (paths.RUN / "acme").glob("*.log")]
            raise SandboxError("\n".join([str(error), *logs])) from None
