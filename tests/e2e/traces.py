"""What a machine looks like: a hash over everything a run could touch, and its logs when a test failed."""

from hashlib import sha256

from tests.sandbox.errors import SandboxError
from tests.sandbox.machine import Machine

# Paths, modes, owners, sizes, change times and link targets of the places where this package writes, and the engine's
# objects. /etc/mtab and the like are links into /proc. Health checks change what containers' inspection shows, not
# what it is asked here.
_LISTING = """\
find /etc /opt /root /home /usr/local /var/lib/chatwoot-deploy /var/swap.chatwoot /var/spool /var/log/apt \
  /var/lib/dpkg/status /var/lib/apt/extended_states -xdev \\( -type d -printf '%p %m %u:%g\\n' \
  -o -printf '%p %m %u:%g %s %C@ %l\\n' \\) 2>/dev/null | sort
command -v docker >/dev/null || exit 0
docker ps -a --no-trunc --format '{{.ID}} {{.Names}} {{.State}}' | sort
docker images --no-trunc --format '{{.ID}} {{.Repository}}:{{.Tag}}' | sort
docker volume ls --format '{{.Name}}' | sort
docker network ls --no-trunc --format '{{.ID}} {{.Name}}' | sort
"""
_LOGS = """\
echo "== containers"; docker ps -a --format 'table {{.Names}}\\t{{.Status}}\\t{{.Image}}' 2>&1
for each in $(docker ps -aq 2>/dev/null); do
  docker inspect -f '== {{.Name}} {{.State.Status}} {{.State.ExitCode}}' $each
  docker logs --tail 12 $each 2>&1
done
echo "== journal"; journalctl -n 40 --no-pager -o short-precise 2>&1
"""


def listing(machine: Machine) -> str:
    """Everything that a run could touch, as text."""
    return machine.run(_LISTING, timeout=120).stdout


def digest(machine: Machine) -> str:
    """The same as a hash."""
    return sha256(listing(machine).encode()).hexdigest()


def difference(before: str, after: str) -> list[str]:
    """Lines that came or went between two listings."""
    old, new = set(before.splitlines()), set(after.splitlines())
    return sorted([*(f"- {line}" for line in old - new), *(f"+ {line}" for line in new - old)])


def logs(machine: Machine) -> str:
    """Containers, the ends of their logs, and the end of the journal; the console where SSH does not answer."""
    try:
        done = machine.run(_LOGS, timeout=60, check=False)
    except SandboxError as error:
        return f"{error}\n{machine.console()}"
    return done.stdout or f"{done.stderr}\n{machine.console()}"
