"""The shell script that looks at a machine: sections of plain output, from tools that every Debian and Ubuntu has.

It changes nothing, needs no root (what it may not see stays empty), and never fails.
"""

from collections.abc import Sequence
from shlex import quote

FIREWALL_FILE = "/etc/chatwoot-deploy/firewall.nft"
FIREWALL_TABLE = "inet chatwoot_deploy"
FIREWALL_NOTE = "/run/chatwoot-deploy-firewall"
# What the unit notes after loading, and what the look compares with: the file, and the table as the kernel prints it.
FIREWALL_PRINT = f"sha256sum < {FIREWALL_FILE}; nft -s list table {FIREWALL_TABLE} | sha256sum"
DAEMON_FILE = "/etc/docker/daemon.json"

PACKAGES = (
    "docker.io docker-cli docker-compose docker-ce docker-ce-cli containerd.io docker-compose-plugin podman-docker "
    "apparmor ca-certificates nftables unattended-upgrades systemd-timesyncd chrony ntpsec openntpd ufw firewalld"
).split()
UNITS = (
    "docker.service chatwoot-deploy-firewall.service ssh.service ssh.socket var-swap.chatwoot.swap "
    "systemd-timesyncd.service chrony.service ntpsec.service openntpd.service "
    "unattended-upgrades.service apt-daily.timer apt-daily-upgrade.timer"
).split()
KERNEL = ("vm.overcommit_memory", "vm.swappiness", "net.core.somaxconn")

_RUNNING = {
    "packages": "dpkg-query -W -f '${Package} ${Version} ${db:Status-Status}\\n' $packages",
    "docker": "timeout 20 docker version --format '{{.Server.Version}}'",
    "units": "systemctl show -p Id,UnitFileState,ActiveState,NeedDaemonReload $units",
    # The file's change time: the one that a rename sets. The engine writes its pid file when it starts.
    "daemon": f"sha256sum {DAEMON_FILE}; "
    f'[ "$(stat -c %Z {DAEMON_FILE})" -gt "$(stat -c %Y /run/docker.pid)" ] && echo stale',
    "firewall": (
        f"sha256sum {FIREWALL_FILE}; nft list table {FIREWALL_TABLE} >/dev/null && echo loaded; "
        f'[ "$({FIREWALL_PRINT})" = "$(cat {FIREWALL_NOTE})" ] && echo current'
    ),
    "kernel": "; ".join(f"echo {key} $(cat /proc/sys/{key.replace('.', '/')})" for key in KERNEL),
    "swaps": "tail -n +2 /proc/swaps",
    "virtualization": "systemd-detect-virt; systemd-detect-virt --container",
}

_SOCKETS = """\
if command -v ss >/dev/null; then ss -Hltnp
else
  inodes=$(awk '$4 == "0A" {print $10}' /proc/net/tcp /proc/net/tcp6)
  awk '$4 == "0A" {print "raw", $2, $10}' /proc/net/tcp /proc/net/tcp6
  ls -l /proc/[0-9]*/fd | awk -v inodes=" $(echo $inodes) " '
    /^\\/proc/ {split($0, part, "/"); pid = part[3]}
    match($0, /socket:\\[[0-9]+\\]/) {
      n = substr($0, RSTART + 8, RLENGTH - 9); if (index(inodes, " " n " ")) print n, pid
    }
  ' | while read -r inode pid; do echo owner $inode "$(cat /proc/$pid/comm)"; done
fi"""

# sudo drops SSH_CONNECTION, so it is sought in the environments of the parents.
_SSH = """\
pid=$$
while [ "${pid:-0}" -gt 1 ]; do
  tr '\\0' '\\n' < /proc/$pid/environ | sed -n 's/^SSH_CONNECTION=.* //p'
  pid=$(awk '/^PPid:/ {print $2}' /proc/$pid/status)
done"""

_MACHINE = {
    "os": "cat /etc/os-release",
    "user": "id -u",
    "architecture": "dpkg --print-architecture",
    "memory": "grep -E '^(MemTotal|SwapTotal):' /proc/meminfo",
    "cpus": "nproc",
    # The nearest existing parent: Docker's directory is not there yet on a bare machine.
    "disk": "d=/var/lib/docker; [ -d $d ] || d=/var/lib; df -Pk $d | tail -n 1",
    "addresses": "hostname -I",
    "names": "for name in $names; do "
    "echo $name $(timeout 10 getent ahosts \"$name\" | awk '{print $1}' | sort -u); done",
    "listeners": _SOCKETS,
    "volumes": "timeout 20 docker volume ls --format '{{.Name}}' || ls /var/lib/docker/volumes",
    "containers": (
        "timeout 20 docker ps -a --format '{{.Names}}|{{.Label \"com.docker.compose.project\"}}|{{.State}}|{{.Ports}}'"
    ),
    "kept": '[ -e "$state/secrets.json" ] && echo kept',
    # Shared and for an instant; whoever takes the lock in earnest waits longer than that. /proc/locks would not do:
    # it hides locks whose taker, the flock program, has ended.
    "run": '[ -e "$state/run" ] && cat "$state/run"; '
    '[ -e "$state/lock" ] && { flock -n -s "$state/lock" true || echo alive; }',
    "ssh": _SSH,
    "owned": 'cat "$state/manifest-host"',
    "repositories": "grep -ls download.docker.com /etc/apt/sources.list /etc/apt/sources.list.d/*",
    "clock": "date +%s%3N",
}


def running(packages: Sequence[str] = (), units: Sequence[str] = ()) -> str:
    """The part that operations look at again.

    packages, units: asked for besides those this package knows
    """
    return _script(_RUNNING, packages=(*PACKAGES, *packages), units=(*UNITS, *units))


def machine(project: str, state: str, names: Sequence[str]) -> str:
    """Everything about a machine.

    project: compose project
    state: directory of secrets, journal and manifests on the host
    names: host names that the machine is to resolve
    """
    return _script(
        {"began": "date +%s%3N", **_RUNNING, **_MACHINE},
        packages=PACKAGES,
        units=UNITS,
        project=(project,),
        state=(state,),
        names=names,
    )


def _script(sections: dict[str, str], **variables: Sequence[str]) -> str:
    head = [
        "exec 2>/dev/null",
        "export LC_ALL=C",
        "PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin",  # sshd gives ordinary users no sbin
        *(f"{key}={quote(' '.join(dict.fromkeys(values)))}" for key, values in variables.items()),
    ]
    body = [f"echo '@@ {key}'\n{{ {snippet}\n}}" for key, snippet in sections.items()]
    return "\n".join([*head, *body, "exit 0"])
