"""Languages of Chatwoot (config/initializers/languages.rb, 4.10.0); an unknown one is answered with a 500.

The database keeps the place in that list, which upstream never changes for a language that is there.
"""

from typing import Annotated

from pydantic import AfterValidator
from typing_extensions import Doc

ORDER = (
    "en ar nl fr de hi it ja ko pt ru zh es ml ca el pt_BR ro ta fa zh_TW vi da tr cs fi id sv hu no"
    " zh_CN pl sk uk th lv is he lt sr bg"
).split()
LOCALES = frozenset(ORDER)


def stored(number: int | None) -> str:
    """The language that accounts.locale stands for; of one that is newer than this list, its number.

    number: what the column holds; None on a row that was written past the model
    """
    return ORDER[number] if number is not None and number < len(ORDER) else f"number {number}"


def _locale(value: str) -> str:
    if value not in LOCALES:
        raise ValueError("is not a language of Chatwoot; choose one, like en, es or pt_BR")
    return value


Locale = Annotated[str, AfterValidator(_locale), Doc("language of Chatwoot")]
