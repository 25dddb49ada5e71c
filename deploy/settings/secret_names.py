"""The secrets that a declaration names: which ones there are, and which of them are made by us. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from deploy.settings.objects.inboxes.whatsapp import WhatsappInbox, verify_name
from deploy.settings.schema import notes
from deploy.settings.secret_name import IsSecretName
from deploy.settings.section import Section
from deploy.settings.settings import Settings


def generated(settings: Settings) -> tuple[str, ...]:
    """Verify tokens of WhatsApp numbers that name no secret of their own: made once, kept, always sent."""
    numbers = [each for account in settings.accounts for each in account.inboxes or () if _generated(each)]
    return tuple(dict.fromkeys(verify_name(each.phone_number) for each in numbers if isinstance(each, WhatsappInbox)))


def given(settings: Settings) -> tuple[str, ...]:
    """Every other one: only the operator knows it."""
    made = generated(settings)
    chatwoot = settings.chatwoot
    named = dict.fromkeys(
        [
            *chatwoot.environment_secrets.values(),
            *chatwoot.installation_secrets.values(),
            *(name for account in settings.accounts for name in named_in(account)),
        ]
    )
    return tuple(name for name in named if name not in made)


def named_in(section: Section) -> Iterator[str]:
    """The names of all secrets in a section and those below it."""
    for key, known in type(section).model_fields.items():
        value = getattr(section, key)
        if isinstance(value, str) and any(isinstance(each, IsSecretName) for each in notes(known.annotation, known)):
            yield value
        else:
            yield from _inside(value)


def _inside(value: Any) -> Iterator[str]:
    if isinstance(value, Section):
        yield from named_in(value)
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _inside(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _inside(each)


def _generated(inbox: Section) -> bool:
    return isinstance(inbox, WhatsappInbox) and inbox.verify_token == verify_name(inbox.phone_number)
