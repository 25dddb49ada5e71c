"""Whatever an operator declares, he gets settings or sentences, never a traceback."""

from typing import Any

from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as some

from deploy.errors import OperatorError
from deploy.settings.load import load
from deploy.settings.schema import places
from tests.unit.declaration import SMALLEST

KEYS = sorted({part for place in places() for part in place.path.replace("[]", "").split(".")})
LEAVES = (
    some.none()
    | some.booleans()
    | some.integers()
    | some.floats()
    | some.text(max_size=12)
    | some.binary(max_size=4)
    | some.sampled_from(["api", "web_widget", "acme", "files", "465", "a@b.co", "chat.example.com", "10.0.0.0/8"])
)
VALUES: some.SearchStrategy[Any] = some.recursive(
    LEAVES,
    lambda inner: (
        some.lists(inner, max_size=3)
        | some.dictionaries(some.sampled_from(KEYS) | some.text(max_size=6) | some.integers(), inner, max_size=4)
    ),
    max_leaves=8,
)
PATHS = some.sampled_from(sorted({place.path for place in places()})) | some.sampled_from(KEYS) | some.text(max_size=10)


@effort(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some.dictionaries(PATHS, VALUES, max_size=5), some.booleans())
def test_settings_or_sentences(data: dict[str, Any], complete: bool) -> None:
    said = "vps1: "
    try:
        load(SMALLEST | data if complete else data, "vps1")
    except OperatorError as error:
        said = str(error)
    assert all(line.startswith("vps1: ") for line in said.split("\n"))
