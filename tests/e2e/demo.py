"""`make demo`: a throw-away VPS, provisioned and verified by the commands an operator uses, and left running."""

import subprocess
import sys
import time
from pathlib import Path

from tests.sandbox import host, images, paths
from tests.sandbox.acme import Acme
from tests.sandbox.choice import Choice, choose
from tests.sandbox.cleanup import clean_stale
from tests.sandbox.errors import SandboxError
from tests.sandbox.machine import Machine
from tests.sandbox.network import Network
from tests.sandbox.registry import Registry
from tests.sandbox.suite import alone

INVENTORY = "inventories/demo.py"
ROOT = Path(__file__).parents[2]
COMMAND = str(Path(sys.executable).with_name("chatwoot-deploy"))


def main() -> int:
    """Exit 0 when the demo runs and is verified."""
    try:
        host.require_root()
        with alone():
            return _demo()
    except SandboxError as error:
        print(error, file=sys.stderr)
        return 1


def _demo() -> int:
    began = time.monotonic()
    choice = choose()
    print(choice.told, flush=True)
    machine = prepare("vps1", choice)
    print(f"The throw-away VPS {machine.name} answers at {machine.ip} ({time.monotonic() - began:.0f} s)", flush=True)
    for verb in ("apply", "verify"):
        code = subprocess.run([COMMAND, verb, INVENTORY, *choice.options()], cwd=ROOT, check=False).returncode
        if code:
            print(f"{verb} failed; look around with: ssh -F .sandbox/ssh_config {machine.name}", file=sys.stderr)
            return code
    _tell(machine, choice, time.monotonic() - began)
    return 0


def prepare(name: str, choice: Choice) -> Machine:
    """Everything a machine needs around it, and the machine, bare and answering."""
    host.ensure_packages()
    clean_stale()
    Network().up()
    machine = Machine(name)
    if choice.local:
        images.build(None)
        Registry(paths.cache()).start()
    Acme().up()
    machine.up()
    return machine


def _tell(machine: Machine, choice: Choice, seconds: float) -> None:
    answer = subprocess.run(
        [COMMAND, "secrets", INVENTORY, "--show", "--yes", *choice.options()],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    secrets = dict(line.split("=", 1) for line in answer.stdout.splitlines())
    print(f"""
The demo runs; it took {seconds:.0f} s.
  site     https://chat.test  (at {machine.ip}: put "{machine.ip} chat.test" into /etc/hosts; CA .sandbox/acme-root.pem)
  login    admin@chat.test  {secrets["ADMIN_PASSWORD"]}
  token    .handoff/{machine.name}.env  (widgets: .handoff/{machine.name}.widgets.html)
  shell    ssh -F .sandbox/ssh_config {machine.name}
  away     make demo-down""")


if __name__ == "__main__":
    sys.exit(main())
