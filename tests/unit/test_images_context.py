"""The key of an image changes with everything that reaches the image, and with nothing else."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.sandbox.errors import SandboxError
from tests.sandbox.images import catalog, context
from tests.sandbox.images.catalog import HERE, IMAGES, Image


@pytest.fixture
def image(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Image:
    """An image of two folders."""
    monkeypatch.setattr(context, "HERE", tmp_path / "images")
    folder, app = tmp_path / "images" / "app", tmp_path / "standin"
    folder.mkdir(parents=True)
    (folder / "Dockerfile").write_text("FROM sandbox/base:trixie\n")
    (app / "lib").mkdir(parents=True)
    (app / "lib" / "a.rb").write_text("1\n")
    (app / "link").symlink_to("lib/a.rb")
    return Image("x/app:1", "app", context=app)


def _touch(path: Path, text: str = "new") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_the_same_recipe_has_the_same_key(image: Image) -> None:
    assert context.key(image, "base") == context.key(image, "base")


@pytest.mark.parametrize(
    "change",
    [
        lambda app: _touch(app / "lib/a.rb", "2\n"),
        lambda app: _touch(app / "lib/b.rb"),
        lambda app: (app / "lib/a.rb").rename(app / "lib/c.rb"),
        lambda app: (app / "lib/a.rb").chmod(0o755),
        lambda app: _touch(app / "../images/app/Dockerfile"),
        lambda app: ((app / "link").unlink(), (app / "link").symlink_to("lib")),
        lambda app: _touch(app / "lib/log/kept.rb"),
    ],
    ids=["content", "new file", "name", "mode", "Dockerfile", "link", "log folder further down"],
)
def test_a_change_of_the_files_changes_it(image: Image, change: Callable[[Path], object]) -> None:
    assert image.context
    before = context.key(image, "base")
    change(image.context)
    assert context.key(image, "base") != before


def test_a_change_of_base_arguments_or_wheel_changes_it(image: Image) -> None:
    others = [
        replace(image, args={"VERSION": "2"}),
        replace(image, wheel="other"),
        replace(image, suite="bookworm"),
        replace(image, source_suite="trixie"),
    ]
    keys = {context.key(image, "base"), context.key(image, "other base")} | {context.key(one, "base") for one in others}
    assert len(keys) == 6


@pytest.mark.parametrize(
    "litter", ["__pycache__/x.py", "lib/x.pyc", "log/production.log", "tmp/pid", "../images/app/other.Dockerfile"]
)
def test_litter_and_other_recipes_do_not(image: Image, litter: str) -> None:
    assert image.context
    before = context.key(image, "base")
    _touch(image.context / litter)
    assert context.key(image, "base") == before


def test_one_path_in_two_folders_is_refused(image: Image) -> None:
    assert image.context
    _touch(image.context / "Dockerfile")
    with pytest.raises(SandboxError, match=r"x/app:1: Dockerfile is in two folders of its context"):
        context.files(image)


def test_a_missing_dockerfile_is_told(image: Image) -> None:
    with pytest.raises(SandboxError, match=r"x/app:1: gone is missing in tests/sandbox/images/app"):
        context.files(replace(image, dockerfile="gone"))


def test_a_missing_folder_is_told() -> None:
    image = Image("x/app:1", "redis", context=catalog.HERE.parent / "no-such-folder")
    with pytest.raises(SandboxError, match="the folder tests/sandbox/no-such-folder is missing"):
        context.files(image)


def test_the_context_is_laid_out_with_plain_modes_whatever_the_umask(image: Image, tmp_path: Path) -> None:
    assert image.context
    (image.context / "lib/a.rb").chmod(0o700)
    target = tmp_path / "target"
    target.mkdir()
    before = os.umask(0o077)
    try:
        context.lay_out(image, target)
    finally:
        os.umask(before)
    modes = {path.relative_to(target).as_posix(): path.lstat().st_mode & 0o777 for path in target.rglob("*")}
    assert modes == {"Dockerfile": 0o644, "lib": 0o755, "lib/a.rb": 0o755, "link": 0o777}
    assert (target / "link").readlink() == Path("lib/a.rb")


@pytest.mark.parametrize("image", IMAGES, ids=lambda image: image.name)
def test_every_recipe_stands_on_a_base_of_ours(image: Image) -> None:
    recipe = (HERE / image.folder / image.dockerfile).read_text()
    bases = {line.split()[1] for line in recipe.splitlines() if line.startswith("FROM ")}
    assert bases == {f"sandbox/base:{image.suite}"}
