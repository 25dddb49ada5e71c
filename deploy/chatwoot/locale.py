"""The language of an account that exists: compared with the declared one, and changed without a Rails boot.

The bootstrap gives it to a new account; an account that declares none keeps what its people choose.
"""

from collections.abc import Mapping

from deploy.chatwoot.client import Client
from deploy.chatwoot.needed import Reason
from deploy.errors import OperatorError
from deploy.settings.settings import Settings


def differing(settings: Settings, live: Mapping[str, str]) -> dict[str, str]:
    """Account name to declared language, of accounts that exist and have another.

    live: account name to language, as the database has it
    """
    return {
        account.name: account.locale
        for account in settings.accounts
        if account.locale is not None and account.name in live and live[account.name] != account.locale
    }


def planned(settings: Settings, live: Mapping[str, str]) -> list[Reason]:
    """What would happen, for the plan."""
    return [
        (f"account {name}", f"language {live[name]} becomes {language}")
        for name, language in differing(settings, live).items()
    ]


def change(client: Client, language: str) -> None:
    """Set the language of the client's account (chatwoot.md 1.3; recordings accounts/update, 2.10.0 and 4.10.0).

    Raises OperatorError when Chatwoot refuses, or keeps something else than it was sent. A release that does not
    know the language yet answers 500 (1.8).
    """
    kept = client.update_account({"locale": language}, f"the language {language} of account {client.name}").get(
        "locale"
    )
    if kept != language:
        raise OperatorError(f"Chatwoot accepted the language {language} of account {client.name} and kept {kept}")
