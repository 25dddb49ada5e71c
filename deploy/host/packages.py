"""Debian packages: which are missing, and the command that installs them; pure."""

from collections.abc import Mapping, Sequence
from shlex import quote

from deploy.host.duty import Duty

# A fresh machine runs its own apt jobs at first boot: wait for them. Nothing of the operator's is ever removed
# (installing systemd-timesyncd would otherwise remove chrony), and his changed configuration files stay.
_APT = "apt-get -q -y -o DPkg::Lock::Timeout=300"
_INSTALL = (
    f"{_APT} --no-install-recommends --no-remove "
    "-o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold install"
)
_HEAD = """\
export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 LC_ALL=C
refresh() {
  for try in $(seq 60); do
    said=$(apt-get -q update 2>&1) && return 0
    case $said in *'get lock'*) sleep 5;; *) printf '%s\\n' "$said" >&2; return 100;; esac
  done
  echo 'apt is still locked by another program after 5 minutes' >&2; return 100
}"""
# Two installs in one run need one update; a package source that arrived in between needs another.
_REFRESH = """\
fresh=/run/chatwoot-deploy-apt
[ -n "$(find $fresh -mmin -15 -newer /etc/apt/sources.list.d 2>/dev/null)" ] ||
  { refresh && touch $fresh; } || exit 100"""


def missing(wanted: Sequence[str], installed: Mapping[str, str]) -> list[str]:
    """Those not installed, in the order asked for."""
    return [name for name in dict.fromkeys(wanted) if name not in installed]


def duties(wanted: Sequence[str], installed: Mapping[str, str], before: str = "") -> list[Duty]:
    """Install what is missing, in one call of apt.

    before: shell that runs ahead of it, with the functions `refresh` and `install` at hand
    """
    names = missing(wanted, installed)
    if not names:
        return []
    lines = [_HEAD, f'install() {{ {_INSTALL} "$@"; }}', before, _REFRESH, f"install {' '.join(map(quote, names))}"]
    return [Duty("packages", f"install {' '.join(names)}", "\n".join(line for line in lines if line))]
