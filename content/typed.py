"""Typed answers, read as they are meant: a few words, or a number."""

import re
import unicodedata
from decimal import Decimal
from fnmatch import fnmatchcase

from content.patterns import LatePattern

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_BETWEEN_WORDS = LatePattern(r"[\W_]+")
_SPACES = LatePattern(r"\s+")
_MINUS = str.maketrans("−–", "--")
_WAYS = [
    LatePattern(r"([+-]?) ?([0-9]+|[0-9]{1,3}(?: [0-9]{3})+)(?:[.,]([0-9]+))?"),
    LatePattern(r"([+-]?) ?([0-9]{1,3}(?:\.[0-9]{3})+)(?:,([0-9]+))?"),
    LatePattern(r"([+-]?) ?([0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]+))?"),
]
"""To write a number: sign, whole part, decimals."""


class AskAgain(ValueError):
    """The answer cannot be marked as it stands: nothing is noted, and the question is asked again."""


class NotANumber(AskAgain):
    """What was typed is not a number; it is the error's argument."""


class TwoReadings(AskAgain):
    """« 1.500 » is one and a half to some and fifteen hundred to others.

    Its arguments are what was typed, and the two ways to type it that leave no doubt.
    """


def plain(text: str) -> str:
    """Return a text without what is forgiven: accents, case, ligatures, and marks around and between words."""
    folded = unicodedata.normalize("NFKD", text).casefold().translate(_LIGATURES)
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return _BETWEEN_WORDS.sub(" ", bare).strip()


def fits(spelling: str, text: str) -> bool:
    """Return whether a text matches a spelling; a `*` in the spelling stands for anything, or nothing."""
    return fnmatchcase(plain(text), "*".join(map(plain, spelling.split("*"))))


def number(text: str, unit: str = "") -> Decimal:
    """Return the number that a text means: decimal comma or point, thousands apart or not, its unit written or not.

    Raises NotANumber, TwoReadings.
    """
    bare = _SPACES.sub(" ", text.translate(_MINUS)).strip()
    if unit and bare.casefold().endswith(unit.casefold()):
        bare = bare[: -len(unit)].rstrip()
    found = next((found for way in _WAYS if (found := way.fullmatch(bare))), None)
    if found is None:
        raise NotANumber(text)
    sign, whole, decimals = found.groups("")
    if len(decimals) == 3 and len(whole) <= 3 and whole != "0":
        fewest = decimals.rstrip("0") or "0"
        raise TwoReadings(text, f"{sign}{whole}{decimals}", f"{sign}{whole},{fewest + '0' * (len(fewest) == 3)}")
    return Decimal(f"{sign}{re.sub('[ .,]', '', whole)}.{decimals}")
