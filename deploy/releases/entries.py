"""The entries of ladder.yaml."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from deploy.releases.version import Number, parse

ALL_QUEUES = "*"

Text = Annotated[str, Field(min_length=1)]
# YAML takes digits alone for a number; both ways of writing a schema version mean the same.
Schema = Annotated[
    str, BeforeValidator(lambda value: str(value) if type(value) is int else value), Field(pattern=r"^\d{14}$")
]
Plain = Annotated[str, Field(pattern=r"^(0|[1-9]\d{0,3})(\.(0|[1-9]\d{0,3})){2}$")]


class Part(BaseModel):
    """One part of the file: frozen, closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Release(Part):
    """A release. version: without edition; schema_version: newest row of schema_migrations, None when unknown."""

    version: Plain
    released: date | None = Field(None, alias="date")
    schema_version: Schema | None = Field(None, alias="schema")
    rails: Text | None = None
    sidekiq: Text | None = None
    ruby: Text | None = None
    source: Text

    @property
    def number(self) -> Number:
        """The release as numbers, for comparisons."""
        return parse(self.version).number


class Needs(Part):
    """What a release asks of the services beside it.

    postgres: oldest major; redis: oldest release, "6.2", None when unknown; extensions: offered by the server
    """

    postgres: int | None = Field(None, ge=1)
    redis: Annotated[str, Field(pattern=r"^\d+\.\d+$")] | None = None
    extensions: tuple[Text, ...] = ()
    source: Text


class Stop(Part):
    """A release that may not be jumped over.

    id: of the failure that it avoids
    until: the row of schema_migrations that makes the stop needless
    """

    id: Text
    until: Schema
    reason: Text
    source: Text


class Drain(Part):
    """Queues to empty.

    when: `before` the workers are switched, or `after` the gate and before the next hop
    queues: their names; ("*",) means every queue
    """

    when: Literal["before", "after"]
    queues: tuple[Text, ...] = Field(min_length=1)
    reason: Text
    source: Text


class Advice(Part):
    """Worth knowing; stops nothing."""

    text: Text
    source: Text


class Change(Part):
    """Something that means something else from a release on; with `acknowledge` the operator must have read it."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    what: Text
    acknowledge: bool
    source: Text


class Crossing(Part):
    """What one meets on the way into a release. additive: may the old web serve while it migrates?"""

    into: Plain
    needs: Needs | None = None
    stop: Stop | None = None
    additive: bool = False
    drain: tuple[Drain, ...] = ()
    advice: tuple[Advice, ...] = ()
    changes: tuple[Change, ...] = ()
    source: Text | None = None

    @property
    def number(self) -> Number:
        """The release as numbers."""
        return parse(self.into).number


class Bad(Part):
    """A release that nobody should be brought to."""

    version: Plain
    problem: Text
    instead: Plain
    source: Text
