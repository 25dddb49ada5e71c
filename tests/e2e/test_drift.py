"""What somebody changed by hand: the plan names it, apply repairs it, the next plan finds nothing."""

import time

import pytest

from tests.e2e import stack, transcript
from tests.e2e.public import Public
from tests.e2e.site import Site
from tests.e2e.wrapper import planned, run

# What is done to the machine -> the line that the plan must have.
FILES = {
    "echo '# by hand' >> {root}/traefik/traefik.yaml": "{root}/traefik/traefik.yaml: content changed",
    "chmod 644 {root}/env/chatwoot.env": "{root}/env/chatwoot.env: mode 644 becomes 600",
    "chown 1000:1000 {root}/rails/sidekiq_role.rb": "{root}/rails/sidekiq_role.rb: owner ",
    "rm {root}/rails/web_health.rb": "{root}/rails/web_health.rb: created",
    "rm {root}/traefik/dynamic/route.yaml": "{root}/traefik/dynamic/route.yaml: created",
    "rm /etc/sysctl.d/60-chatwoot-deploy.conf": "/etc/sysctl.d/60-chatwoot-deploy.conf: created",
    "nft delete table inet chatwoot_deploy": "firewall: ",
}
CONTAINERS = {
    "docker stop -t 1 {project}-scheduler": "service scheduler: started, since it is exited",
    "docker rm -f {project}-worker": "service worker: created",
}
# String 'false' becomes boolean false, which opens sign-up (chatwoot.md 5.3).
DOORS = {
    "installation setting ENABLE_ACCOUNT_SIGNUP: sign-up closed": (
        "UPDATE installation_configs SET serialized_value = "
        "to_jsonb(replace(replace(serialized_value #>> '{}', '''false''', 'false'), '\"false\"', 'false')) "
        "WHERE name = 'ENABLE_ACCOUNT_SIGNUP'"
    ),
}
ENGINE = {
    "echo '{{}}' > /etc/docker/daemon.json": "/etc/docker/daemon.json: content changed",
    "systemctl disable --now apt-daily-upgrade.timer": "apt-daily-upgrade.timer",
    "rm /etc/chatwoot-deploy/firewall.nft": "/etc/chatwoot-deploy/firewall.nft: created",
    "systemctl disable docker.service": "docker: start now and at boot",
}


def _break(site: Site, drifts: dict[str, str]) -> list[str]:
    names = {"root": site.root, "project": site.project}
    for command in drifts:
        site.machine.run(command.format(**names))
    return [expected.format(**names) for expected in drifts.values()]


def _named(plan: str, expected: list[str]) -> None:
    missing = [each for each in expected if each not in plan]
    assert not missing, f"the plan does not name {missing}:\n{plan}"


def _repaired(site: Site, expected: list[str]) -> None:
    """Plan names each, apply mends, plan has nothing left."""
    began = time.monotonic()
    _named(planned(site, 2), expected)
    run("apply", site).must()
    assert "nothing to do" in planned(site, 0)
    print(f"{len(expected)} drifts named and repaired in {time.monotonic() - began:.0f} s")


def test_files_containers_and_chatwoot(vps: Site) -> None:
    """Everything at once: plan names every one of them, and one apply mends all."""
    site, public = vps, Public(vps)
    expected = []
    widget, orders = public.inbox("Web site"), public.inbox("Orders")
    public.ask("PATCH", f"inboxes/{orders['id']}", {"name": "Somebody's"})
    expected.append("inbox api Orders of account Acme: created")
    public.ask("PATCH", f"inboxes/{widget['id']}", {"channel": {"widget_color": "#ff0000"}})
    expected.append("inbox web_widget Web site of account Acme: changed")
    for line, statement in DOORS.items():
        stack.sql(site, statement)
        expected.append(line)
    stack.redis(site, "SET", "alfred:CHATWOOT_INSTALLATION_ONBOARDING", "true")
    expected.append("installation page: closed")
    transcript.handoff_of(site).unlink()
    expected.append(f".handoff/{site.machine.name}.env: written")
    expected += _break(site, FILES | CONTAINERS)
    _repaired(site, expected)
    assert stack.redis(site, "EXISTS", "alfred:CHATWOOT_INSTALLATION_ONBOARDING") == "0"
    again = Public(site)
    assert again.inbox("Orders")["channel_type"] == "Channel::Api"
    assert again.status("POST", "/api/v1/accounts") == 404


def test_engine_and_system(vps: Site) -> None:
    """The engine's configuration and units; its restart leaves the containers running."""
    started = _started(vps)
    _repaired(vps, _break(vps, ENGINE))
    assert _started(vps) == started


@pytest.mark.parametrize("how", [pytest.param("pause", marks=pytest.mark.full), "kill -s KILL"])
def test_a_container_that_does_not_run(vps: Site, how: str) -> None:
    """Paused or killed: named, and brought back."""
    vps.machine.run(f"docker {how} {vps.project}-worker")
    _repaired(vps, ["service worker: started, since it is "])
    stack.wait(vps)


@pytest.mark.full
def test_engine_stopped(vps: Site) -> None:
    """The plan of a machine whose engine does not run says that it will be started, and apply waits for the stack."""
    vps.machine.run("systemctl stop docker.socket docker.service")
    _repaired(vps, ["docker: start now and at boot"])


def _started(site: Site) -> str:
    command = (
        f"docker inspect -f '{{{{.Name}}}} {{{{.State.StartedAt}}}}' {site.project}-chatwoot {site.project}-postgres"
    )
    return site.machine.run(command).stdout
