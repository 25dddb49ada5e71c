"""Languages of Chatwoot (config/initializers/languages.rb, 4.10.0); an unknown one is answered with a 500."""

from typing import Annotated

from pydantic import AfterValidator
from typing_extensions import Doc

LOCALES = frozenset(
    "en ar nl fr de hi it ja ko pt ru zh es ml ca el pt_BR ro ta fa zh_TW vi da tr cs fi id sv hu no"
    " zh_CN pl sk uk th lv is he lt sr bg".split()
)


def _locale(value: str) -> str:
    if value not in LOCALES:
        raise ValueError("is not a language of Chatwoot; choose one, like en, es or pt_BR")
    return value


Locale = Annotated[str, AfterValidator(_locale), Doc("language of Chatwoot")]
