"""Every file of the operating system that we keep; pure."""

from deploy.checks.observed import HostState
from deploy.files.rendered import Tree
from deploy.host import docker, firewall, kernel, swap, upgrades
from deploy.settings.settings import Settings


def host_tree(settings: Settings, seen: HostState) -> Tree:
    """The files below the stack: engine, firewall, kernel, swap, upgrades.

    seen: what preflight saw; Docker's repository depends on the distribution, the swap file on the memory
    """
    machine = settings.machine
    return Tree(
        name="host",
        staging="/etc/.chatwoot-deploy",
        state=settings.state,
        files=(
            *docker.files(machine.docker, seen),
            *firewall.files(machine),
            *kernel.files(machine, seen),
            *swap.files(swap_mb(settings, seen), seen),
            *upgrades.files(machine, seen),
        ),
    )


def swap_mb(settings: Settings, seen: HostState) -> int:
    """Swap that the machine is to have, in MB."""
    return settings.sizing.resolve(seen.ram_mb).swap_mb
