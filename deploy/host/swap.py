"""The swap file: as large as declared, less what the machine already has; pure."""

from shlex import quote

from deploy.checks.observed import Running
from deploy.files.rendered import Rendered
from deploy.files.templates import render
from deploy.host.duty import Duty

FILE = "/var/swap.chatwoot"
UNIT = "var-swap.chatwoot.swap"  # systemd wants it named after the path
_LEAST_MB = 64  # below this a file is not worth its unit

_MAKE = """\
set -e
file=@FILE@ mb=@MB@
used=$(awk -v f=$file '$1 == f {print int($4 / 1024)}' /proc/swaps)
free=$(awk '/^MemAvailable:/ {print int($2 / 1024)}' /proc/meminfo)
if [ "${used:-0}" -ge "$free" ]; then
  echo "$used MB lie in the old swap file and only $free MB of memory are free: it cannot be replaced now" >&2; exit 1
fi
systemctl daemon-reload
systemctl stop @UNIT@ 2>/dev/null || swapoff $file 2>/dev/null || :
rm -f $file; umask 077; : > $file
chattr +C $file 2>/dev/null || :  # btrfs swaps only to files that it does not copy on write
fallocate -l ${mb}M $file && mkswap $file >/dev/null && systemctl enable --now @UNIT@ 2>/dev/null || {
  # Some file systems cannot swap to what fallocate made.
  dd if=/dev/zero of=$file bs=1M count=$mb status=none; mkswap $file >/dev/null; systemctl enable --now @UNIT@
}"""
_REMOVE = """\
systemctl stop @UNIT@ 2>/dev/null || swapoff @FILE@ || exit 1
rm -f @FILE@ /etc/systemd/system/swap.target.wants/@UNIT@; systemctl daemon-reload"""


def wanted_mb(declared_mb: int, seen: Running) -> int:
    """Size of our own file.

    declared_mb: swap of the machine as a whole, from the profile
    A container cannot have swap of its own (systemd refuses swap units there): 0.
    """
    others = sum(size for name, size in seen.swaps.items() if name != FILE)
    lacking = declared_mb - others
    return 0 if seen.in_container or lacking < _LEAST_MB else lacking


def files(declared_mb: int, seen: Running) -> tuple[Rendered, ...]:
    """Its unit; nothing when no file is needed."""
    return (render("host/swap.swap", f"/etc/systemd/system/{UNIT}", file=FILE),) if wanted_mb(declared_mb, seen) else ()


def duties(declared_mb: int, seen: Running) -> list[Duty]:
    """Make, resize or remove the file."""
    wanted, present = wanted_mb(declared_mb, seen), 0 if seen.in_container else seen.swaps.get(FILE, 0)
    if wanted == present:
        return []
    template = _MAKE if wanted else _REMOVE
    command = template.replace("@FILE@", FILE).replace("@UNIT@", UNIT).replace("@MB@", quote(str(wanted)))
    return [Duty("swap", f"{FILE}: {present} MB -> {wanted} MB", command)]
