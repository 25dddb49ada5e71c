"""Debian packages: which are missing, and the command that installs them; pure."""

from collections.abc import Mapping, Sequence
from shlex import quote

from deploy.host.duty import Duty

# A fresh machine runs its own apt jobs at first boot: wait for them. Nothing of the operator's is ever removed
# (installing systemd-timesyncd would otherwise remove chrony), and his changed configuration files stay.
# apt writes to a file and not to us: a cut connection would kill it with a broken pipe in the middle of dpkg.
_HEAD = """\
export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 LC_ALL=C
log=/var/log/chatwoot-deploy-apt.log
refresh() {
  for try in $(seq 60); do
    apt-get -q update > $log 2>&1 && return 0
    grep -q 'get lock' $log || { tail -n 5 $log >&2; return 100; }
    sleep 5
  done
  echo 'apt is still locked by another program after 5 minutes' >&2; return 100
}
apt() {
  apt-get -q -y -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold \
    --no-install-recommends --no-remove install "$@" > $log 2>&1
}
install() {
  apt "$@" && return 0
  # Power went in the middle of an earlier install.
  grep -q 'dpkg was interrupted' $log && dpkg --configure -a > $log 2>&1 && apt "$@" && return 0
  tail -n 15 $log >&2; return 100
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
    lines = [_HEAD, before, _REFRESH, f"install {' '.join(map(quote, names))}"]
    return [Duty("packages", f"install {' '.join(names)}", "\n".join(line for line in lines if line))]
