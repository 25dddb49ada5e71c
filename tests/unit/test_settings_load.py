"""Every wrong declaration gets one sentence that names host, key, problem and remedy."""

from typing import Any

import pytest

from deploy.errors import OperatorError
from deploy.settings.load import load
from deploy.settings.renamed import RENAMED, SECRETS
from deploy.settings.schema import places
from tests.unit.declaration import SMALLEST, settings

WIDGET = {"type": "web_widget", "name": "Site", "website_url": "https://www.example.com"}


def account(**changed: Any) -> dict[str, Any]:
    return {"name": "Acme", **changed}


def complaint(data: dict[str, Any]) -> str:
    with pytest.raises(OperatorError) as caught:
        load(data, "vps1")
    return str(caught.value)


BAD: list[tuple[dict[str, Any], str]] = [
    # unknown keys, with the nearest known one
    ({"domian": "x"}, "domian: is not a known key. Did you mean domain?"),
    ({"chatwoot": {"versoin": "x"}}, "chatwoot.versoin: is not a known key. Did you mean chatwoot.version?"),
    ({"smtp_host": "x"}, "smtp_host: is not a known key. Did you mean smtp.host?"),
    ({"smtp": {"adress": "x"}}, "smtp.adress: is not a known key. Did you mean smtp.host?"),
    ({"sizin.swap_mb": 5}, "sizin.swap_mb: is not a known key. Did you mean sizing.swap_mb?"),
    (
        {"machine": {"docker": {"mirrors": []}}},
        "machine.docker.mirrors: is not a known key. Did you mean machine.docker.registry_mirrors?",
    ),
    (
        {"accounts": [account(inboxes=[{"type": "api", "name": "a", "webhok_url": ""}])]},
        "accounts[0].inboxes[0].webhok_url: is not a known key. Did you mean accounts[0].inboxes[0].webhook_url?",
    ),
    ({"qqq": 1}, "qqq: is not a known key. See docs/settings.md; keys of your own begin with x_"),
    ({"redis": {"qqq": 1}}, "redis.qqq: is not a known key. Known there: url"),
    ({"a\nb": 1}, "'a\\nb': is not a known key. See docs/settings.md; keys of your own begin with x_"),
    # keys of another name
    ({"chatwoot_version": "1"}, "chatwoot_version: is called chatwoot.version here. Write it there"),
    ({"FRONTEND_URL": "x"}, "FRONTEND_URL: is called domain here. Write it there"),
    ({"smtp": {"address": "x"}}, "smtp.address: is called smtp.host here. Write it there"),
    ({"enable_account_signup": True}, "enable_account_signup: is called chatwoot.sign_up here. Write it there"),
    # secrets do not belong here, and are not repeated
    (
        {"smtp": {"password": "hunter2"}},
        "smtp.password: is a secret and never stands in the declaration. "
        "Give it as SMTP_PASSWORD by the means that secrets.mode names",
    ),
    # domain, e-mail, port
    (
        {"domain": "https://chat.example.com/"},
        "domain: 'https://chat.example.com/' is not a host name. "
        "Write it in lower case without https:// and without a path, like chat.example.com",
    ),
    ({"domain": 7}, "domain: a number stands here, but text is needed. Put it in quotes"),
    (
        {"admin": {"email": "ana"}},
        "admin.email: 'ana' is not an e-mail address. Write it like ana@example.com",
    ),
    ({"admin": {}}, 'admin.email: is missing. Set it, for example "email": "ana@example.com"'),
    ({"machine": {"ssh_port": 70000}}, "machine.ssh_port: 70000 is not from 1 to 65535. Correct it"),
    (
        {"machine": {"ssh_port": "ssh"}},
        "machine.ssh_port: text stands here, but a whole number is needed. Write digits only",
    ),
    # releases
    (
        {"chatwoot": {"version": "2.9.1"}},
        "chatwoot.version: '2.9.1' is older than 2.10.0-ce, the oldest supported release. Declare 2.10.0-ce or newer",
    ),
    (
        {"chatwoot": {"version": "v2.10.1"}},
        "chatwoot.version: 'v2.10.1' was never released: after 2.10.0 came 2.11.0. Declare 2.10.0-ce",
    ),
    (
        {"chatwoot": {"version": "latest"}},
        "chatwoot.version: 'latest' is not a release. Write it like 4.10.0-ce (community) or 4.10.0 (full image)",
    ),
    (
        {"chatwoot": {"image": "chatwoot/chatwoot:v4"}},
        "chatwoot.image: 'chatwoot/chatwoot:v4' carries a tag. Leave it out, the tag comes from chatwoot.version",
    ),
    (
        {"images": {"redis": "redis:latest"}},
        "images.redis: 'redis:latest' names the moving tag latest. Name a release, so that tomorrow brings no surprise",
    ),
    (
        {"postgres": {"major": 15}},
        "images.postgres: is PostgreSQL 17, but postgres.major is 15. "
        "Declare an image of that major, like pgvector/pgvector:pg15",
    ),
    ({"postgres": {"major": 14}}, "postgres.major: 14 is not possible. Choose 15, 16 or 17"),
    # mail
    (
        {"smtp": {"host": "m", "port": 465, "sender": "a@b.co"}},
        "smtp: port 465 needs mode ssl, not starttls. Change one of the two",
    ),
    (
        {"smtp": {"host": "m", "port": 587, "mode": "ssl", "sender": "a@b.co"}},
        "smtp: port 587 needs mode starttls, not ssl. Change one of the two",
    ),
    (
        {"smtp": {"host": "m"}},
        "smtp: host without sender. Name the From address, like support@example.com",
    ),
    # names that must differ
    ({"accounts": [account(), account(name="acme")]}, "accounts: two are called acme. Rename one"),
    (
        {"accounts": [account(inboxes=[WIDGET, WIDGET])]},
        "accounts[0]: two web_widget inboxes are called Site. Rename one (Chatwoot would make both)",
    ),
    (
        {"aliases": ["chat.example.com"]},
        "aliases: names the domain itself or one name twice. Remove it",
    ),
    # inboxes
    (
        {"accounts": [account(inboxes=[{"type": "pigeon", "name": "w"}])]},
        'accounts[0].inboxes[0]: has no known type. Set "type" to api, web_widget, email, whatsapp, telegram, sms, '
        "line or twilio",
    ),
    (
        {"accounts": [account(inboxes=[{"type": "web_widget", "name": "w"}])]},
        'accounts[0].inboxes[0].website_url: is missing. Set it, for example "website_url": "https://www.example.com"',
    ),
    (
        {"accounts": [account(inboxes=[WIDGET | {"website_url": " "}])]},
        "accounts[0].inboxes[0].website_url: ' ' is empty. Write the site's address, like https://www.example.com",
    ),
    (
        {"accounts": [account(inboxes=[WIDGET | {"color": "red"}])]},
        "accounts[0].inboxes[0].color: 'red' is no colour. Write it like #1f93ff",
    ),
    ({"accounts": []}, 'accounts: is empty or too short. Set it, for example accounts = [{"name": "Acme"}]'),
    ({"accounts": "Acme"}, "accounts: text stands here, but a list is needed. Put it in square brackets"),
    # modes
    ({"tls": {"mode": "file"}}, "tls.mode: 'file' is not possible. Choose acme, files or internal"),
    ({"tls": {"mode": "files"}}, "tls: mode files needs both certificate and key. Name the two PEM files"),
    (
        {"tls": {"key": "a.pem"}},
        "tls: certificate and key have no effect in mode acme. Set mode to files or remove them",
    ),
    (
        {"proxy": {"mode": "network"}},
        "proxy: mode network needs the key network: the name of your proxy's Docker network",
    ),
    ({"proxy": {"trusted": ["cdn"]}}, "proxy.trusted[0]: 'cdn' is not a network. Write it like 203.0.113.0/24"),
    ({"secrets": {"mode": "file"}}, "secrets: mode file needs the key file. Name the file with lines NAME=value"),
    (
        {"storage": {"mode": "s3"}},
        "storage: mode s3 needs bucket and region. "
        "Its keys are the secrets STORAGE_ACCESS_KEY_ID and STORAGE_SECRET_ACCESS_KEY",
    ),
    ({"locale": "english"}, "locale: 'english' is not a language of Chatwoot. Choose one, like en, es or pt_BR"),
    (
        {"time_zone": "Chile"},
        "time_zone: 'Chile' is not an IANA time zone. Choose one, like America/Santiago or Europe/Berlin",
    ),
    ({"project": "My Chat"}, "project: 'My Chat' is not possible here. Write it like chatwoot"),
    (
        {"chatwoot": {"environment": {"SMTP_ADDRESS": "m"}}},
        "chatwoot.environment: SMTP_ADDRESS is written from other settings. Remove it here and set it there",
    ),
    (
        {"chatwoot": {"sign_up": "perhaps"}},
        "chatwoot.sign_up: text stands here, but True or False is needed. Write one of the two",
    ),
    # addresses where names are meant, and the other way round
    *(
        (
            {"smtp": {"host": host, "sender": "a@b.co"}},
            f"smtp.host: '{host}' is not a host name or address. "
            "Write it without smtp:// and without a port, like smtp.example.com",
        )
        for host in ("https://smtp.example.com", "smtp.example.com:587", "smtp example")
    ),
    (
        {"images": {"registry_prefix": "https://registry.example.com/m"}},
        "images.registry_prefix: 'https://registry.example.com/m' is an address. "
        "Write it without https://, like registry.example.com/mirror",
    ),
    (
        {"images": {"redis": "https://registry.example.com/redis:8.0"}},
        "images.redis: 'https://registry.example.com/redis:8.0' is an address. "
        "Write the image without https://, like registry.example.com/redis:8.0",
    ),
    *(
        (
            {"machine": {"docker": {"registry_mirrors": ["http://10.0.0.1:5000", mirror]}}},
            f"machine.docker.registry_mirrors: '{mirror}' is no mirror's address. "
            "Write it like https://mirror.example.com",
        )
        for mirror in ("not a url", "mirror.example.com", "https://mirror.example.com/?x=1")
    ),
    (
        {"secrets": {"mode": "command", "command": [""]}},
        'secrets: mode command needs the key command. Name it, like ["pass", "show", "chatwoot"]',
    ),
    ({"smtp": None}, 'smtp: None stands here, but a mapping is needed. Write it like {"key": "value"}'),
]


@pytest.mark.parametrize(("changed", "sentence"), BAD, ids=[sentence.partition(":")[0] for _, sentence in BAD])
def test_sentence(changed: dict[str, Any], sentence: str) -> None:
    assert complaint(SMALLEST | changed) == f"vps1: {sentence}"


def test_every_finding_has_its_own_line() -> None:
    assert complaint({"domian": "x", "admin": {"email": "a"}, "accounts": [account()]}).splitlines() == [
        'vps1: domain: is missing. Set it, for example domain = "chat.example.com"',
        "vps1: admin.email: 'a' is not an e-mail address. Write it like ana@example.com",
        "vps1: domian: is not a known key. Did you mean domain?",
    ]


@pytest.mark.parametrize(
    "changed",
    [
        {"chatwoot": {"environment": {"TOKEN": ["s3cret"]}}},
        {"chatwoot": {"environment": {"TOKEN": "s3cret\n"}}},
        {"redis": {"url": "redis://:s3cret@host"}},
        {"storage": {"mode": "s3", "bucket": "b", "region": "r", "endpoint": "ftp://me:s3cret@host"}},
        {"smtp": {"password": "s3cret"}},
        {"password": "s3cret"},
        {"secrets": {"mode": "s3cret"}},
        {"machine": {"docker": {"registry_mirrors": ["https://me:s3cret@mirror.example.com"]}}},
        {"smtp": {"host": "smtp://me:s3cret@host", "sender": "a@b.co"}},
    ],
)
def test_possible_secrets_are_not_repeated(changed: dict[str, Any]) -> None:
    assert "s3cret" not in complaint(SMALLEST | changed)


def test_pyinfras_and_the_operators_own_keys_are_left_alone() -> None:
    assert settings(ssh_user="root", _sudo=True, fake_delay=0, x_note=object()).project == "chatwoot"


def test_a_dotted_key_changes_one_inner_key_alone() -> None:
    group = {"profile": "2gb", "swap_mb": 256}
    made = settings(sizing=group, **{"sizing.swap_mb": 512, "machine.docker.mtu": 1400})
    assert (made.sizing.profile, made.sizing.swap_mb, made.machine.docker.mtu) == ("2gb", 512, 1400)
    assert group == {"profile": "2gb", "swap_mb": 256}


def test_what_is_right_is_taken() -> None:
    made = settings(
        admin={"email": " Ana@Example.com"},
        chatwoot={"version": "v2.10.0-ce"},
        smtp={"host": "m", "port": 465, "mode": "ssl", "sender": "a@b.co"},
        images={"postgres": "registry.example.com:5000/pgvector:pg17@sha256:" + "0" * 64},
    )
    assert (made.admin.email, made.chatwoot.reference) == ("ana@example.com", "chatwoot/chatwoot:v2.10.0-ce")


def test_renamed_keys_lead_to_keys_that_exist() -> None:
    known = {place.path for place in places()}
    assert set(RENAMED.values()) <= known
    assert not known & (RENAMED.keys() | SECRETS.keys())


@pytest.mark.parametrize("tag", ["pg17", "0.8.0-pg17", "17-bookworm", "17.5", "edge"])
def test_an_image_of_the_declared_major_is_taken_for_one(tag: str) -> None:
    assert settings(images={"postgres": f"registry.test:5000/pgvector:{tag}"}).postgres.major == 17


def test_the_extension_of_an_image_is_not_its_major() -> None:
    with pytest.raises(OperatorError, match=r"images.postgres: is PostgreSQL 16, but postgres.major is 17"):
        settings(images={"postgres": "pgvector/pgvector:0.8.0-pg16"})
