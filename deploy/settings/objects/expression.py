"""Regular expressions of JavaScript, as far as they can be judged without it."""

import re

# A character behind a backslash, and a class, in which brackets of groups mean nothing; [] and [^] end at once.
_NEUTRAL = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]", re.DOTALL)


def whole(value: str) -> str:
    """An expression whose groups and classes are closed, bare or as the dashboard keeps it: /…/flags.

    Chatwoot stores any text, and one that is no expression breaks the form that asks. Raises ValueError.
    """
    kept = re.fullmatch(r"/(.+)/[a-z]*", value, re.DOTALL)
    left, depth = _NEUTRAL.sub("", kept[1] if kept else value), 0
    for each in left:
        depth += {"(": 1, ")": -1}.get(each, 0)
        if depth < 0:
            break
    if depth or "[" in left or "\\" in left:
        raise ValueError("is no regular expression; close every ( and [ and write \\\\ for a backslash")
    return value
