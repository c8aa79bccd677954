"""The words of a text as its readers see them."""

import re
from functools import lru_cache

from content.folding import fold, written_words
from content.pictures.naming import ADDRESS

_MARKUP = re.compile(r"[*_`]")


@lru_cache(maxsize=8192)
def words(text: str) -> tuple[str, ...]:
    """Return the words of a text, folded, in their order."""
    return tuple(filter(None, map(fold, written_words(text))))


def shown(text: str) -> str:
    """Return a text without the signs of Markdown that nobody sees."""
    return _MARKUP.sub("", ADDRESS.sub("", text))
