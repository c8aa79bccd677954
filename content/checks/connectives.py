"""Connectives by which an option gives its reasons, which authors of distractors do more than they know."""

import re

from content.checks.words import words
from content.module import Option

CONNECTIVES = {
    "fr": r"puisqu\w*|car|parce qu\w*|etant donne|vu qu\w*|faute de|de sorte",
    "nl": r"aangezien|want|omdat|doordat|zodat|opdat|immers|vermits",
    "en": r"since|because|so that|given that",
}
"""Folded, by language."""
PURPOSES = {"fr": r", (?:pour|afin)\b", "nl": r", om\b", "en": r", (?:to|so as to)\b"}
"""A purpose that is hung on behind a comma, in lower case."""

_CONNECTIVE = {language: re.compile(rf"\b(?:{found})\b") for language, found in CONNECTIVES.items()}
_PURPOSE = {language: re.compile(found) for language, found in PURPOSES.items()}


def connectives(option: Option, language: str) -> list[str]:
    """Return the turns by which an option gives its reasons, in no order."""
    found = _CONNECTIVE[language].findall(" ".join(words(option.text)))
    return [*found, *_PURPOSE[language].findall(option.text.casefold())]
