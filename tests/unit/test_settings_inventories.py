"""The inventories in the checkout are good declarations, as pyinfra's own loader merges them."""

import runpy
from argparse import Namespace

import pytest

from deploy.checkout import ROOT
from deploy.inventory import Selection, select
from deploy.settings.load import load
from deploy.settings.settings import Settings


def loaded(name: str) -> Selection:
    return select(
        Namespace(
            inventory=f"{ROOT}/inventories/{name}.py",
            limit=[],
            exclude=[],
            data=[],
            group_data=[],
            ssh_user=None,
            ssh_key=None,
            ssh_port=None,
        )
    )


def declared(name: str) -> dict[str, Settings]:
    return {host.name: load(host.data.dict(), host.name) for host in loaded(name).hosts}  # type: ignore[no-untyped-call]


def test_demo() -> None:
    settings = declared("demo")["vps1"]
    assert (settings.domain, settings.project, settings.sizing.swap_mb) == ("chat.test", "demo", 256)
    assert [[inbox.type for inbox in each.inboxes or ()] for each in settings.accounts] == [["api", "web_widget"]] * 2
    assert settings.machine.docker.registry_mirrors == ["http://172.29.7.1:5000"]
    assert settings.tls.ca_server == "https://172.29.7.1:14000/dir"


def test_fleet_differs_where_it_must() -> None:
    settings = declared("fleet")
    assert {name: each.domain for name, each in settings.items()} == {"vps1": "chat.test", "vps2": "chat2.test"}
    assert len({each.project for each in settings.values()}) == 2
    assert settings["vps1"].accounts == settings["vps2"].accounts


def test_smarteros_is_the_briefs_installation() -> None:
    settings = declared("smarteros")["smarteros"]
    assert (settings.domain, settings.dashboard_domain) == ("chatwoot.smarterbot.cl", "app.smarterbot.cl")
    assert (settings.project, settings.locale, settings.time_zone) == ("smarter", "es", "America/Santiago")
    assert settings.container("postgres") == "smarter-postgres"


def test_the_example_with_the_example_data() -> None:
    text = ROOT / "group_data" / "production.py.example"
    data = {key: value for key, value in runpy.run_path(str(text)).items() if not key.startswith("__")}
    (host,) = loaded("example").hosts
    assert load(data | host.data.dict(), host.name).smtp.host == "smtp.example.com"  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("path", sorted((ROOT / "inventories").glob("*.py")), ids=lambda path: path.stem)
def test_every_inventory_has_a_connection(path: "object") -> None:
    for host in loaded(getattr(path, "stem", "")).hosts:
        assert host.data.get("ssh_hostname")
