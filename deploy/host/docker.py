"""The Docker engine: its packages, its apt repository, its configuration, its service; pure."""

import json

from deploy.checks.observed import HostState, Running
from deploy.files.rendered import Rendered
from deploy.files.templates import render
from deploy.host import packages
from deploy.host.duty import Duty
from deploy.host.script import DAEMON_FILE
from deploy.settings.host import Docker

KEY_FILE = "/etc/apt/keyrings/docker.asc"
# https://docs.docker.com/engine/install/debian/
FINGERPRINT = "9DC858229FC7DD38854AE2D88D81803C0EBFCD88"
SOURCE_FILE = "/etc/apt/sources.list.d/chatwoot-deploy-docker.sources"

PACKAGES = {
    # Debian 13's `docker` command is a package of its own, and docker-compose is Compose 2, not the old Python one.
    # apparmor: without its parser the engine silently runs containers unconfined.
    "debian": ("docker.io", "docker-cli", "docker-compose", "apparmor"),
    "docker": ("docker-ce", "docker-ce-cli", "containerd.io", "docker-compose-plugin", "apparmor"),
}

# The repository is of no use without ca-certificates, and its key must be the one that Docker publishes: exactly one
# primary key with that fingerprint. The repository is declared already, so the first update complains of a missing key.
_KEY = f"""\
key={KEY_FILE}
if ! [ -s $key ]; then
  refresh >/dev/null 2>&1
  install ca-certificates curl gpg || exit 1
  new=$(mktemp -d) && curl -fsSL --retry 3 -o $new/key https://download.docker.com/linux/@DISTRIBUTION@/gpg || exit 1
  seen=$(gpg --homedir $new --batch --with-colons --show-keys $new/key |
    awk -F: '$1 == "pub" {{p = 1}} $1 == "fpr" && p {{print $10; p = 0}}')
  if [ "$seen" != {FINGERPRINT} ]; then
    echo 'the key at download.docker.com is not the one Docker publishes; nothing was installed' >&2; exit 1
  fi
  mkdir -p -m 755 /etc/apt/keyrings && chmod 644 $new/key && mv $new/key $key && rm -r $new
fi"""


def files(docker: Docker, seen: HostState) -> tuple[Rendered, ...]:
    """daemon.json, and the apt source where Docker's own packages are wanted and no other file names it."""
    elsewhere = [path for path in seen.docker_repositories if path != SOURCE_FILE]
    if docker.source == "debian" or elsewhere:
        return (daemon(docker),)
    return (
        daemon(docker),
        render(
            "host/docker.sources",
            SOURCE_FILE,
            distribution=seen.distribution,
            codename=seen.codename,
            architecture=seen.architecture,
            key=KEY_FILE,
        ),
    )


def duties(docker: Docker, distribution: str, seen: Running) -> list[Duty]:
    """Install it, start it now and at boot, restart it when its configuration is newer than the process.

    distribution: debian or ubuntu, part of the repository's address
    """
    key = _KEY.replace("@DISTRIBUTION@", distribution) if docker.source == "docker" else ""
    found = packages.duties(PACKAGES[docker.source], seen.packages, before=key)
    unit = seen.unit("docker.service")
    if not (unit.is_enabled and unit.is_active and seen.docker):
        found.append(Duty("docker", "start now and at boot", "systemctl enable --now docker.service"))
    # An engine that starts only now reads the file anyway.
    if unit.is_active and seen.docker and (seen.daemon_stale or seen.daemon_json != daemon(docker).digest):
        # The reload switches live-restore on, so that the restart leaves the containers of an older engine running.
        command = (
            f"dockerd --validate --config-file {DAEMON_FILE} && systemctl reload docker && systemctl restart docker"
        )
        found.append(Duty("docker", "restart for its new daemon.json; containers keep running", command))
    return found


def daemon(docker: Docker) -> Rendered:
    """The engine's configuration."""
    content: dict[str, object] = {
        "log-driver": "local",
        "log-opts": {"max-size": docker.log_max_size, "max-file": str(docker.log_max_file)},
        "live-restore": True,
    }
    if docker.registry_mirrors:
        content["registry-mirrors"] = docker.registry_mirrors
    return Rendered(DAEMON_FILE, json.dumps(content, indent=2) + "\n")
