"""Names of the sandbox's images: what is understood, what is refused with a sentence, and that none is missing."""

from __future__ import annotations

import pytest

from deploy.settings.images import Images
from tests.sandbox.errors import SandboxError
from tests.sandbox.images.catalog import IMAGES, chosen
from tests.sandbox.images.reference import parse


@pytest.mark.parametrize(
    ("name", "repository", "tag"),
    [
        ("redis:8.0", "library/redis", "8.0"),
        ("library/redis:8.0", "library/redis", "8.0"),
        ("docker.io/redis:8.0", "library/redis", "8.0"),
        ("chatwoot/chatwoot:v4.10.0-ce", "chatwoot/chatwoot", "v4.10.0-ce"),
        ("docker.io/chatwoot/chatwoot:v4.10.0-ce", "chatwoot/chatwoot", "v4.10.0-ce"),
        ("a/b/c__d.e-f:T_1", "a/b/c__d.e-f", "T_1"),
    ],
)
def test_a_docker_hub_name_is_understood(name: str, repository: str, tag: str) -> None:
    assert parse(name) == (repository, tag)


def test_a_reference_reads_as_a_compose_file_writes_it() -> None:
    assert str(parse("docker.io/library/redis:8.0")) == "redis:8.0"


@pytest.mark.parametrize("name", ["redis", "Redis:8.0", "redis:", ":8.0", "redis:8 0", "a//b:1", "redis@sha256:00", ""])
def test_anything_else_is_refused(name: str) -> None:
    with pytest.raises(SandboxError, match="not an image name with a tag"):
        parse(name)


@pytest.mark.parametrize("host", ["ghcr.io", "localhost", "registry:5000"])
def test_another_registry_is_refused_because_the_mirror_never_hears_of_it(host: str) -> None:
    with pytest.raises(SandboxError, match=f"leave {host}/ out of the name"):
        parse(f"{host}/chatwoot/chatwoot:v4.10.0-ce")


def test_the_defaults_of_the_product_have_a_recipe() -> None:
    defaults = Images()
    assert {defaults.postgres, defaults.redis, defaults.traefik} <= {image.name for image in IMAGES}


def test_no_two_images_share_a_name_or_a_file_name() -> None:
    assert len({image.name for image in IMAGES}) == len({image.slug for image in IMAGES}) == len(IMAGES)


def test_a_name_without_tag_stands_for_all_its_tags() -> None:
    assert [image.name for image in chosen(["pgvector/pgvector"])] == [
        "pgvector/pgvector:pg15",
        "pgvector/pgvector:pg17",
    ]


def test_a_full_name_stands_for_itself_however_it_is_written() -> None:
    assert chosen(["redis:8.0"]) == chosen(["docker.io/library/redis:8.0"]) == chosen(["redis"])


def test_nothing_named_means_all_and_an_empty_choice_means_none() -> None:
    assert chosen(None) == list(IMAGES)
    assert chosen([]) == []


def test_a_name_without_recipe_is_refused_and_the_known_ones_are_told() -> None:
    with pytest.raises(SandboxError, match=r"redis:7\.0: no recipe for this image; there are .*redis:8\.0"):
        chosen(["redis:7.0"])
