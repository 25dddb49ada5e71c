"""A key whose value is the name of a secret: the secret itself never stands in a declaration."""

import re
from typing import Annotated

from pydantic import AfterValidator
from typing_extensions import Doc

_NAME = re.compile(r"[A-Z][A-Z0-9_]{2,63}\Z")


class IsSecretName:
    """Marks such a key for whoever walks the schema."""


def _secret_name(value: str) -> str:
    if not _NAME.match(value):
        # The value may be the secret itself: it is not repeated.
        raise ValueError(
            "here stands the name of a secret, not the secret; write a name like SUPPORT_IMAP_PASSWORD and give its "
            "value as CHATWOOT_SECRET_SUPPORT_IMAP_PASSWORD by the means that secrets.mode names"
        )
    return value


SecretName = Annotated[str, AfterValidator(_secret_name), IsSecretName(), Doc("name of a secret")]
