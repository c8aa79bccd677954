"""Words as one reads and types them: counted, folded, made into names, and told from addresses of the web."""

import re
from collections.abc import Iterable
from functools import lru_cache
from unicodedata import normalize
from urllib.parse import urlsplit

WORD = re.compile(r"[^\W_]+")
_READ = re.compile(r"\w+(?:['’-]\w+)*")
NAMELESS = "carte"

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})


def fold(text: str) -> str:
    """Return a text in lower case without accents, ligatures written out: letters, figures and spaces alone."""
    # Ligatures last: one with an accent is a sign of its own until it is taken apart.
    plain = normalize("NFKD", normalize("NFC", text).casefold()).translate(_LIGATURES)
    return "".join(sign for sign in plain if sign.isalnum() or sign == " ")


def findable(text: str) -> bytes:
    """Return a long text in which folded words are looked up: no accent in it either, its punctuation still there.

    Ten times as fast as `fold`; what is no Latin letter, no figure and no sign of ASCII is left out.
    """
    plain = normalize("NFKD", text.casefold())
    for sign, letters in _LIGATURES.items():
        plain = plain.replace(chr(sign), letters)
    return plain.encode("ascii", "ignore")


def written_words(text: str) -> list[str]:
    """Return the words of a text as they are written, in their order."""
    return WORD.findall(normalize("NFC", text))


@lru_cache(maxsize=8192)
def folded_words(text: str) -> tuple[str, ...]:
    """Return the words of a text, folded, in their order."""
    return tuple(filter(None, map(fold, written_words(text))))


def folded(text: str) -> str:
    """Return the words of a text, folded, with a space between them."""
    return " ".join(folded_words(text))


def words_of(text: str) -> list[str]:
    """Return the words of a text as one reads them: « l'entretien » is one."""
    return _READ.findall(text)


def word_count(text: str) -> int:
    """Return how many words one reads in a text."""
    return len(words_of(text))


def slugs(titles: Iterable[str]) -> list[str]:
    """Return a name for each title, fit for an address and different from those before it."""
    names: list[str] = []
    for title in titles:
        name = wanted = "-".join(folded_words(title)) or NAMELESS
        number = 1
        while name in names:
            number += 1
            name = f"{wanted}-{number}"
        names.append(name)
    return names


# ------------------------------------------------------------------------------------------------- addresses of the web


LONGEST_ADDRESS = 2000
"""Characters."""


def is_of_web(address: str) -> bool:
    """Return whether it leads to a page: http or https, a host, no name or password, of bearable length."""
    try:
        parts = urlsplit(address)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    # An address with a password in it would be shown to all, and « user@ » hides the true host from the eye.
    return sound and parts.username is None and len(address) <= LONGEST_ADDRESS
