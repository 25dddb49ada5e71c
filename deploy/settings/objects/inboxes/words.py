"""Values that several channels share."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field
from typing_extensions import Doc

from deploy.settings.objects.words import called, url


def _inbox_name(value: str) -> str:
    # Chatwoot wants a name and nothing more of it (chatwoot.md 1.4); 2.10's rule: objects/kinds/inbox_name.py.
    if not value.strip() or value == "null":  # this very text is a null for 4.10
        raise ValueError("is no name for an inbox; write a text that is neither blank nor null")
    if re.match(r"#\d+\Z", value):  # objects/names.py
        raise ValueError("is how an id is written here, and so no name for an inbox; add a word to it")
    return value


def _phone(value: str) -> str:
    # Chatwoot stores what it gets and never finds a number that incoming events write otherwise (chatwoot.md 4.4).
    if not re.match(r"\+[1-9]\d{6,14}\Z", value, re.ASCII):
        raise ValueError("is no phone number in E.164; write it like +34600000001")
    return value


def _not_null(value: str) -> str:
    if value == "null":
        # 4.10 turns this very text into nothing (chatwoot.md 1.4).
        raise ValueError("is kept by Chatwoot as no text at all; write another text, or an empty one")
    return value


InboxName = Annotated[str, Field(min_length=1, max_length=255), AfterValidator(_inbox_name), Doc("text")]
Phone = Annotated[str, AfterValidator(_phone), Doc("phone number in E.164")]
# Limits of Chatwoot for a column without a limit of its own: 255 characters (app/models/application_record.rb).
Line = Annotated[str, Field(max_length=255), AfterValidator(_not_null), Doc("text, 0 to 255 characters")]
# greeting and out-of-office message have their own (lib/limits.rb).
Message = Annotated[str, Field(max_length=10_000), AfterValidator(_not_null), Doc("text, 0 to 10000 characters")]
Identifier = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,255}$"), Doc("letters, digits, . _ -")]
Digits = Annotated[str, Field(pattern=r"^[0-9]{1,64}$"), Doc("digits")]
UrlOrNothing = Annotated[str, AfterValidator(lambda value: value and url(value)), Doc("URL or empty text")]
# For one that Chatwoot itself asks.
CalledOrNothing = Annotated[str, AfterValidator(lambda value: value and called(value)), Doc("URL or empty text")]
