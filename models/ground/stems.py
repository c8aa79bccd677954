"""Stems: what a word has in common with its plural, its feminine, its conjugated forms, to find one by another.

Light on purpose (Savoy 1999, "A stemming procedure and stopword list for general French corpora"): SQLite has no
stemmer of its own, and the words found have to be marked in the page whatever the database.
"""

import re
from functools import lru_cache

from content.strings.words import fold, written_words

SHORTEST = 3
"""Letters that every stem keeps."""

_PLURAL = {"fr": "[sx]", "nl": "s", "en": "s"}
_ENDINGS = {
    "fr": (
        (5, "(?:iss)?ement|ation|ateur|atrice|able|ible|ance"),
        (4, "ion|ique|euse|eur|eu|ive|if|ite|aient|era|erai|erait|eront|erez|issant|issent"),
        (4, "on|ant|ante"),
        (SHORTEST, "ee|ent|ait?|ez|er|ir|e"),
    ),
    "nl": ((4, "heden|heid|ingen|ing"), (SHORTEST, "en|e|t")),
    "en": ((4, "ation|ment|ness|ing|able"), (SHORTEST, "ie|ed|e|y")),
}
"""By language, endings and how many letters must stand before them; the first that fits is taken off."""

_RULES = {
    language: [f"(.{{{letters},}}?)(?:{endings})" for letters, endings in rules] for language, rules in _ENDINGS.items()
}
_SINGULAR = {language: f"(.{{{SHORTEST},}}?){plural}" for language, plural in _PLURAL.items()}

_SAYING_NOTHING = """
a ai as au aux avec c ce ces cet cette comment d dans de des du elle elles en est et eu eux il ils j je l la le les leur
leurs lui m ma mais me meme mes moi mon n ne nos notre nous on ont ou par pas pour qu quand que quel quelle quelles
quels qui s sa sans se ses son sont sous sur t ta te tes toi ton tu un une vers vos votre vous y
dat een het in is met of op van voor zijn and are for that the this to with
"""
SAYING_NOTHING = frozenset(_SAYING_NOTHING.split())
"""Words that do not tell what is looked for, in French, Dutch and English, without their accents."""


def stem(word: str, language: str) -> str:
    """Return the stem of a folded word; one with figures, or of another language, is its own."""
    if language not in _RULES or not word.isalpha():
        return word
    word = _taken_off(_SINGULAR[language], word) or word
    word = next(filter(None, (_taken_off(rule, word) for rule in _RULES[language])), word)
    # « bonn » and « bon » meet once the double letter is single.
    return word[:-1] if len(word) > SHORTEST and word[-1] == word[-2] else word


@lru_cache(maxsize=2**16)
def stem_of(written: str, language: str) -> str:
    """Return the stem of a word as it is written."""
    return stem(fold(written), language)


def stems(text: str, language: str | None) -> frozenset[str]:
    """Return the stems of the words that say something."""
    words = (word for word in written_words(text) if fold(word) not in SAYING_NOTHING)
    return frozenset(stem for word in words if len(stem := stem_of(word, language or "")) > 1)


def _taken_off(ending: str, word: str) -> str | None:
    found = re.fullmatch(ending, word)  # compiled at the first word, not at the start
    return found[1] if found else None
