"""Keys that exist once in the whole installation (chatwoot.md 1.3, 1.5) and are declared twice, or are the site's
own. Pure."""

from collections.abc import Iterator

from deploy.settings.accounts import Account
from deploy.settings.objects.inboxes.twilio import TwilioInbox
from deploy.settings.settings import Settings

_INBOXES = {
    "email": "email",
    "whatsapp": "phone_number",
    "sms": "phone_number",
    "line": "line_channel_id",
    "twilio": "sender",
    "telegram": "bot_token",  # the secret's name: two of one name are one bot
}
# Not the key of their type, so that nobody else tells of two in one account.
_WITHIN = ("custom_domain", "telegram")


def taken(settings: Settings) -> Iterator[str]:
    """One line `key.path: problem. remedy` for each key that another object has; doubles of one account are told
    where all doubles are (check.py)."""
    seen: dict[tuple[str, str], tuple[int, str]] = {}
    # There the site leads to the dashboard: no portal is ever seen (DashboardController, deploy/stack/traefik.py).
    site = {settings.domain: "domain", **{name: f"aliases[{place}]" for place, name in enumerate(settings.aliases)}}
    for number, account in enumerate(settings.accounts):
        for what, value, below, told in _claims(account):
            path = f"accounts[{number}].{below}"
            if what == "custom_domain" and value in site:
                yield f"{path}: {told} is the site's own ({site[value]}). Choose another host name, or remove it"
            other, first = seen.setdefault((what, value), (number, path))
            if first != path and (other != number or what in _WITHIN):
                yield f"{path}: {told} is that of {first}, and unique in the installation. Choose another"


def _claims(account: Account) -> Iterator[tuple[str, str, str, str]]:
    """What it is, its value as Chatwoot compares it, path below the account, value as declared."""
    for place, inbox in enumerate(account.inboxes or ()):
        key = _INBOXES.get(inbox.type)
        if key:
            value = getattr(inbox, key)
            # Twilio's numbers of WhatsApp are stored with that word before them, its messaging services are not.
            medium = inbox.medium if isinstance(inbox, TwilioInbox) and value.startswith("+") else ""
            yield inbox.type, f"{medium}{value}", f"inboxes[{place}].{key}", value
    for place, portal in enumerate(account.portals or ()):
        yield "slug", portal.slug, f"portals[{place}].slug", portal.slug
        if portal.custom_domain:
            yield "custom_domain", portal.custom_domain, f"portals[{place}].custom_domain", portal.custom_domain
