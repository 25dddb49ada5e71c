"""`upgrade --postgres MAJOR`: the embedded database moves to another PostgreSQL."""

from argparse import Namespace
from collections.abc import Mapping, Sequence

from deploy.checks.major import image_of
from deploy.errors import OperatorError
from deploy.inventory import select
from deploy.settings.settings import Settings
from deploy.verbs import apply, check


def run(arguments: Namespace, rest: Sequence[str]) -> int:
    """Exit 0 when every host runs the major, 1 on an error, 130 when interrupted.

    Raises OperatorError when more than that is asked for, or when the image cannot be told.
    """
    together = [f"--{name}" for name in ("to", "plan", "rehearse") if getattr(arguments, name)]
    if together:
        raise OperatorError(
            f"--postgres and {together[0]}: one thing at a time. Run upgrade --postgres {arguments.postgres} alone"
        )
    settings = check.require(select(arguments))
    image = target(settings, arguments.postgres)
    if not image:  # the declaration says it already
        return apply.change("upgrade", arguments, settings, rest, entry="postgres")
    arguments.data += [f"postgres.major={arguments.postgres}", f"images.postgres={image}"]
    settings = check.require(select(arguments))
    further = [
        f'  > now declare it: postgres.major = {arguments.postgres} and images.postgres = "{image}" in your group data'
    ]
    return apply.change("upgrade", arguments, settings, rest, further, entry="postgres")


def target(settings: Mapping[str, Settings], major: int) -> str | None:
    """The image to be used on all hosts; None when every host declares the major already.

    Raises OperatorError when it cannot be told from what is declared.
    """
    images = {
        None if each.postgres.major == major else image_of(each.images.postgres, major) or ""
        for each in settings.values()
    }
    if len(images) > 1 or "" in images:
        raise OperatorError(
            f"images.postgres: the image for PostgreSQL {major} cannot be told from what is declared. Declare "
            f"postgres.major = {major} and an image of it, and run upgrade --postgres {major} again"
        )
    return images.pop()
