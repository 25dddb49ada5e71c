"""A key whose value is the name of a secret: the secret itself never stands in a declaration."""

import re
from typing import Annotated

from pydantic import AfterValidator
from typing_extensions import Doc

_NAME = re.compile(r"[A-Z][A-Z0-9_]{2,63}\Z")
# Of Chatwoot's own names: FB_APP_SECRET, IG_VERIFY_TOKEN, CAPTAIN_OPEN_AI_API_KEY, MAILGUN_INGRESS_SIGNING_KEY.
_SECRET = re.compile(
    r"(SECRET|PASSWORD|TOKEN|CREDENTIALS|_(API|ACCESS|HMAC|LICENSE|PRIVATE|SECRET|SERVER|SIGNING)_KEY|SCOUT_KEY)\Z"
)
# Every visitor's browser gets these.
_PUBLIC = frozenset({"ANALYTICS_TOKEN", "CHATWOOT_INBOX_TOKEN", "CHATWOOT_SUPPORT_WEBSITE_TOKEN"})


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


def sounds_secret(name: str) -> bool:
    """Is it, by its name, a variable or a row whose value nobody should read?"""
    return bool(_SECRET.search(name)) and name not in _PUBLIC


SecretName = Annotated[str, AfterValidator(_secret_name), IsSecretName(), Doc("name of a secret")]
