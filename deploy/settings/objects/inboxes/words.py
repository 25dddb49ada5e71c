"""Values that several channels share."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field
from typing_extensions import Doc

from deploy.settings.objects.words import url


def _inbox_name(value: str) -> str:
    # 2.10's own rule, also for later releases and other channels: a name that works everywhere (chatwoot.md 1.4).
    if re.search(r"[/\\<>@]", value) or not re.match(r"\w(.*\w)?\Z", value, re.DOTALL) or value == "null":
        raise ValueError("is no name for an inbox; begin and end it with a letter or digit, without / \\ < > @")
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


def _url_or_nothing(value: str) -> str:
    return url(value) if value else value


InboxName = Annotated[str, Field(min_length=1, max_length=255), AfterValidator(_inbox_name), Doc("text")]
Phone = Annotated[str, AfterValidator(_phone), Doc("phone number in E.164")]
# Limits of Chatwoot for a column without a limit of its own: 255 characters (app/models/application_record.rb).
Line = Annotated[str, Field(max_length=255), AfterValidator(_not_null), Doc("text, 0 to 255 characters")]
# greeting and out-of-office message have their own (lib/limits.rb).
Message = Annotated[str, Field(max_length=10_000), AfterValidator(_not_null), Doc("text, 0 to 10000 characters")]
Identifier = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,255}$"), Doc("letters, digits, . _ -")]
Digits = Annotated[str, Field(pattern=r"^[0-9]{1,64}$"), Doc("digits")]
UrlOrNothing = Annotated[str, AfterValidator(_url_or_nothing), Doc("URL or empty text")]
