"""What a word that is found nowhere was probably meant for; a word that a language has is never taken for another."""

import gzip
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from content.schema.yaml_fields import LANGUAGES
from content.strings.words import findable
from models.ground import fulltext, meaning
from models.ground.concepts import names_something, words_like
from models.tables.search import SearchWord

SHORTEST_MISTYPED = 4
"""Letters of a word that is taken for another when it is found nowhere."""
NEAR_LENGTH, NEAR = 2, 0.75
"""How many letters more or fewer a mistyped word may have, and the share of letters in common (difflib's ratio)."""


def probably_meant(db: Session, words: list[str]) -> dict[str, str]:
    """Return what those of these folded words that nobody knows are probably meant for."""
    # Where no meaning is written, a word of the thesaurus alone finds nothing.
    knows = meaning.is_written(db)
    strange = [
        word
        for word in words
        if len(word) >= SHORTEST_MISTYPED and word.isalpha() and not (knows and names_something(word))
    ]
    unknown = [word for word in strange if not fulltext.occurs(db, word) and not is_a_word(word)]
    return {word: near for word in unknown if (near := nearest(db, word, knows))}


def is_a_word(word: str) -> bool:
    """Return whether French, Dutch or English has a folded word."""
    return any(f'"{word}":'.encode() in _words(language) for language in LANGUAGES)


def nearest(db: Session, word: str, knows: bool = False) -> str | None:
    """Return the word of some entry, or of the thesaurus too, that a mistyped one is nearest to.

    It begins with the same letter.
    """
    near = func.length(SearchWord.folded).between(len(word) - NEAR_LENGTH, len(word) + NEAR_LENGTH)
    # A first letter is seldom mistyped, and it narrows the words that difflib, which is slow, has to look at.
    alike = SearchWord.folded.startswith(word[0], autoescape=True)
    frequent_last = select(SearchWord.folded, SearchWord.written).order_by(SearchWord.entries, SearchWord.written)
    # Frequent last: of the spellings of one folded word, the commonest stays in the dictionary.
    written = {folded: each for folded, each in db.execute(frequent_last.where(near, alike))}
    if knows:
        written = words_like(word, NEAR_LENGTH) | written
    close = get_close_matches(word, sorted(written), n=1, cutoff=NEAR)
    return written[close[0]] if close else None


@cache
def _words(language: str) -> bytes:
    """Return the words of a language, each in quotation marks before a colon, without accents.

    Read when a word is first found nowhere: as the text it is, an eighth of what a set of words would take.
    """
    # Only the data of pyspellchecker: its own corrections know nothing of what can be found here.
    return findable(gzip.decompress((files("spellchecker") / f"resources/{language}.json.gz").read_bytes()).decode())
