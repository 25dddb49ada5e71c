"""Every type of object, declared: what tests/examples has, for a machine whose Chatwoot reaches no provider."""

from typing import Any

from deploy.objects.declared import secret_names
from deploy.settings.accounts import Account
from tests.examples import whole
from tests.examples.secrets import value


def everything(release: tuple[int, int, int]) -> tuple[dict[str, Any], dict[str, str]]:
    """What to declare, and the environment with its secrets. Without WhatsApp, which has tests/e2e/test_whatsapp.py."""
    accounts = [whole.full("Acme", release), whole.second("Globex", release)]
    for account in accounts:
        account["inboxes"] = [each for each in account["inboxes"] if each["type"] != "whatsapp"]
    names = [name for account in accounts for name in secret_names(Account.model_validate(account))]
    declared = {"accounts": accounts, "secrets": {"mode": "environment"}}
    return declared, {f"CHATWOOT_SECRET_{name}": value(name) for name in names}
