"""What the rendered stack must never do, whatever is declared."""

from typing import Any

import pytest
import yaml

from deploy.files.rendered import Tree
from deploy.stack import environment
from deploy.stack.render import route_tree, stack_tree
from deploy.stack.secrets import Secrets
from deploy.stack.services import services
from tests.unit.declaration import settings
from tests.unit.secret_values import SECRETS

GIVEN = {"SMTP_PASSWORD": "smtpsecret", "STORAGE_ACCESS_KEY_ID": "keyid", "STORAGE_SECRET_ACCESS_KEY": "keysecret"}
DECLARATIONS: dict[str, dict[str, Any]] = {
    "minimal": {},
    "loopback": {"proxy": {"mode": "loopback", "port": 3001}},
    "network": {"proxy": {"mode": "network", "network": "web"}},
    "external data": {"postgres": {"host": "db.example.com"}, "redis": {"url": "rediss://r.example.com:6380"}},
    "dashboard": {"proxy": {"dashboard": True}, "aliases": ["www.example.com"]},
    "mail and s3": {
        "smtp": {"host": "m.example.com", "port": 465, "mode": "ssl", "sender": "a@example.com", "username": "u"},
        "storage": {"mode": "s3", "bucket": "b", "region": "r", "endpoint": "https://s3.example.com"},
    },
    "old": {"chatwoot": {"version": "2.10.0-ce"}},
}


@pytest.fixture(params=DECLARATIONS, ids=str)
def declaration(request: pytest.FixtureRequest) -> dict[str, Any]:
    return DECLARATIONS[request.param]


@pytest.fixture
def tree(declaration: dict[str, Any]) -> Tree:
    wanted = settings(**declaration)
    return stack_tree(
        wanted, wanted.sizing.resolve(4096), Secrets(SECRETS | GIVEN | {"DASHBOARD_PASSWORD": "dashsecret"})
    )


@pytest.fixture
def compose(tree: Tree) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(tree.files[0].content)
    return found


@pytest.mark.parametrize(
    ("name", "sender"),
    [
        ("Chatwoot", "Chatwoot <a@b.cl>"),
        ("Ñandú y Cía", "Ñandú y Cía <a@b.cl>"),
        ("O'Brien & Co", "O'Brien & Co <a@b.cl>"),
        ("Acme, Inc.", '"Acme, Inc." <a@b.cl>'),
        ("Ñandú (ventas)", '"Ñandú (ventas)" <a@b.cl>'),
        ("a\\b", '"a\\\\b" <a@b.cl>'),
    ],
)
def test_a_sender_with_signs_of_an_address_is_quoted(name: str, sender: str) -> None:
    wanted = settings(smtp={"host": "m.example.com", "sender": "a@b.cl", "sender_name": name})
    assert environment.chatwoot(wanted, Secrets(SECRETS))["MAILER_SENDER_EMAIL"] == sender


def test_services_are_those_declared(compose: dict[str, Any], declaration: dict[str, Any]) -> None:
    assert tuple(compose["services"]) == services(settings(**declaration))


def test_every_service_is_closed(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["cap_drop"] == ["ALL"]
        assert "privileged" not in service
        assert service["mem_limit"]
        assert not any("docker.sock" in str(volume) for volume in service.get("volumes", []))
        assert not service["image"].endswith(":latest")
        assert ":" in service["image"]


def test_only_the_proxy_publishes(compose: dict[str, Any]) -> None:
    published = {name: each["ports"] for name, each in compose["services"].items() if each.get("ports")}
    assert published in ({"traefik": ["80:80", "443:443"]}, {})


def test_long_running_services_tell_their_health_and_come_back(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        if name == "migrate":
            assert service["restart"] == "no"
        else:
            assert service["healthcheck"]["test"]
            assert service["restart"] == "unless-stopped"
            assert service["stop_grace_period"]


def test_no_secret_outside_of_private_files(tree: Tree) -> None:
    values = [*SECRETS.values(), *GIVEN.values(), "dashsecret"]
    for file in tree.files:
        if any(value in file.content for value in values):
            assert file.secret, file.path
            assert file.mode in ("600", "400"), file.path


def test_under_app_only_storage_and_three_initializers_are_mounted(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        targets = [volume.split(":")[1] for volume in service.get("volumes", [])]
        mounted = {target for target in targets if target.startswith("/app")}
        initializers = {f"/app/config/initializers/zz_{name}.rb" for name in ("cron_poller", "canary", "mail_test")}
        assert mounted <= {"/app/storage", *initializers}


def test_web_and_workers_share_one_storage(compose: dict[str, Any]) -> None:
    for name in ("chatwoot", "worker", "scheduler"):
        assert "storage:/app/storage" in compose["services"][name]["volumes"]


def test_the_long_statement_timeout_is_for_the_migration_alone(compose: dict[str, Any], tree: Tree) -> None:
    holders = [
        name
        for name, service in compose["services"].items()
        if "POSTGRES_STATEMENT_TIMEOUT" in service.get("environment", {})
    ]
    assert holders == ["migrate"]
    assert not any("POSTGRES_STATEMENT_TIMEOUT" in file.content for file in tree.files if file.path.endswith(".env"))


def test_the_site_is_not_routed_by_the_files_of_the_stack(tree: Tree, declaration: dict[str, Any]) -> None:
    wanted = settings(**declaration)
    assert not any(file.path.endswith("route.yaml") for file in tree.files)
    web = yaml.safe_load(tree.files[0].content)["services"]["chatwoot"]
    assert "ports" not in web
    assert "traefik.enable" not in web["labels"]
    opened = route_tree(wanted, Secrets(SECRETS), web)
    name = "route.yaml" if wanted.proxy.managed else "compose.override.yaml"
    assert [file.path.rpartition("/")[2] for file in opened.files] == [name]
    assert isinstance(yaml.safe_load(opened.files[0].content), dict)


def test_traefik_opens_no_8080_and_gives_no_insecure_api(tree: Tree) -> None:
    for file in tree.files:
        if file.path.endswith("traefik.yaml"):
            static = yaml.safe_load(file.content)
            assert static["ping"]["entryPoint"] in static["entryPoints"]
            assert not static.get("api", {}).get("insecure")
            assert "docker" not in static["providers"]
            # A websocket that stays open keeps the ports for so long when it is replaced.
            assert static["entryPoints"]["websecure"]["transport"]["lifeCycle"] == {"graceTimeOut": "3s"}


def test_every_yaml_file_is_yaml(tree: Tree) -> None:
    for file in tree.files:
        if file.path.endswith(".yaml"):
            assert isinstance(yaml.safe_load(file.content), dict)
