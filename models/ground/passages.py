"""The part of a text that answers a search, with the words found in it."""

import re
from collections.abc import Collection
from itertools import islice
from typing import NamedTuple

from content.strings.words import WORD, fold
from models.ground.stems import SHORTEST, stem, stem_of

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


def held(text: str, words: Collection[str], language: str) -> int:
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
