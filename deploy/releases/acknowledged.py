"""What a declaration says about releases, checked offline: its own data file, and the ids it acknowledges."""

from difflib import get_close_matches

from deploy.errors import OperatorError
from deploy.releases.ladder import Ladder, load
from deploy.releases.refusals import EDITION
from deploy.settings.settings import Settings


def ladder(settings: Settings) -> Ladder:
    """The ladder with the operator's own file, if one is declared.

    Raises OperatorError, one sentence, when that file cannot be read or contradicts itself or ours.
    """
    path = settings.chatwoot.ladder
    return load(path.expanduser() if path else None)


def problems(settings: Settings) -> list[str]:
    """What is wrong with chatwoot.ladder and chatwoot.acknowledged: `key.path: problem. remedy`."""
    path = settings.chatwoot.ladder
    if path and not path.expanduser().is_file():
        return []  # deploy/settings/files.py has told it
    try:
        ids = [*(change.id for change in ladder(settings).changes()), EDITION]
    except OperatorError as error:
        return [f"chatwoot.ladder: {error}"]
    found = []
    for name in settings.chatwoot.acknowledged:
        if name not in ids:
            near = get_close_matches(name, ids, 1)
            hint = f"Did you mean {near[0]}?" if near else f"Known are {', '.join(ids)}"
            found.append(f"chatwoot.acknowledged: {name} is no change between releases. {hint}")
    return found
