"""Stems of words, and the passage of a text that holds the words of a search in some form."""

import re
from collections.abc import Collection
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from content.strings.words import WORD, fold, written_words

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


# ------------------------------------------------- the part of a text that answers a search, with the words found in it


WORDS, BEFORE = 34, 6
"""How many words a passage has, and how many of them stand before the first that was found."""
MOST_FOUND = 200
"""Places looked at in one text."""

_SPACES = re.compile("[ \t\n]+")


class Piece(NamedTuple):
    """Some of a text, found or around what was found."""

    text: str
    found: bool


def marked(text: str, words: Collection[str], language: str) -> tuple[Piece, ...]:
    """Return a text in pieces, those that are one of these folded words in some form marked as found."""
    stems, pieces, end = _stems(words, language), list[Piece](), 0
    for word in WORD.finditer(text):
        if stem_of(word[0], language) in stems:
            pieces += [Piece(text[end : word.start()], False), Piece(word[0], True)]
            end = word.end()
    pieces.append(Piece(text[end:], False))
    return tuple(piece for piece in pieces if piece.text)


def passage(text: str, words: Collection[str], language: str) -> str:
    """Return the part of a text that holds most of these folded words, else its beginning."""
    text, stems = _SPACES.sub(" ", text).strip(), _stems(words, language)
    places = [(word.start(), stem_of(word[0], language)) for word in WORD.finditer(text)]
    # Each place is weighed by the words after it: a text that repeats a word endlessly must not take long.
    found = list(islice((number for number, (_, each) in enumerate(places) if each in stems), MOST_FOUND))

    def worth(number: int) -> int:
        return len(stems.intersection(each for _, each in places[number : number + WORDS - BEFORE]))

    first = max(0, max(found, key=worth, default=0) - BEFORE)
    last = first + WORDS
    begin = places[first][0] if first else 0
    end = places[last][0] if last < len(places) else len(text)
    return ("… " if first else "") + text[begin:end].rstrip() + (" …" if last < len(places) else "")


def number_held(text: str, words: Collection[str], language: str) -> int:
    """Return how many of these folded words a text holds in some form."""
    return len(_stems(words, language).intersection(stem_of(word, language) for word in WORD.findall(text)))


def which_held(text: str, words: Collection[str], language: str) -> set[str]:
    """Return those of these folded words that a text holds in some form.

    Of what is cut to the shortest, in number alone: « finir » and « fin » are no forms of one word.
    """
    there: dict[str, set[str]] = {}
    for word in WORD.findall(text):
        there.setdefault(stem_of(word, language), set()).add(word)
    found = set()
    for word in words:
        root = stem(word, language)
        written = there.get(root, ())
        if written and (len(root) > SHORTEST or word.rstrip("sx") in {fold(each).rstrip("sx") for each in written}):
            found.add(word)
    return found


def _stems(words: Collection[str], language: str) -> frozenset[str]:
    return frozenset(stem(word, language) for word in words)
