"""Secrets that were found inside an installation, each under a name of its own. Pure."""

import re
import unicodedata
from itertools import count

from deploy.objects.secret import Secret

_LONGEST = 64  # of a secret's name (settings/secret_name.py)


class FoundSecrets:
    """All secrets of an export; one for all accounts, because the names are the installation's.

    values: name to value; None = Chatwoot shows it to nobody
    """

    def __init__(self) -> None:
        self.values: dict[str, str | None] = {}

    def keep(self, account: tuple[str, int], number: int | str, words: str, secret: Secret | None) -> str:
        """Remember one and give the name under which the declaration asks for it.

        account: its name and id
        number: the object's id
        words: what says best which secret it is: email a@example.com imap_password
        """
        # A name without any letter of ours would leave nothing that tells accounts apart.
        owner = _plain(account[0]) if _plain(account[0])[:1].isalpha() else f"ACCOUNT_{account[1]}"
        name = self._free(f"{owner}_{_plain(words)}", _plain(str(number)))
        self.values[name] = secret.reveal() if secret else None
        return name

    def _free(self, whole: str, number: str) -> str:
        """The name, or one like it that nobody has; what was cut off gets the object's id as well."""
        if len(whole) <= _LONGEST and whole not in self.values:
            return whole
        for turn in count(1):
            end = f"_{number}" if turn == 1 else f"_{number}_{turn}"
            found = whole[: _LONGEST - len(end)].rstrip("_") + end
            if found not in self.values:
                break
        return found


def _plain(text: str) -> str:
    ascii_ = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().upper()
    return re.sub(r"[^A-Z0-9]+", "_", ascii_).strip("_")
