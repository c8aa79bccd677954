"""What somebody typed into a search: the dangers that it says, and what a mistyped word was meant for."""

import gzip
from collections import Counter
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from importlib.resources import files

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from content.lexicons import about, dangers
from content.schema.yaml_fields import LANGUAGES
from content.strings.words import findable, fold, written_words
from models.ground import search_index
from models.ground.concepts import names_something, words_like
from models.tables.search import SearchEntry, SearchWord


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody types: its telling words, and the dangers that it says."""

    text: str
    words: tuple[str, ...]
    said: frozenset[str]

    def may_see(self, entry: SearchEntry, urgent: bool, by_meaning: bool) -> bool:
        """Return whether an entry may be shown: it is about no danger, or one was said, or it is asked for itself.

        `urgent`: it is for people in danger, whatever its title. What is only near says nothing of any danger either.
        """
        about_it = dangers_of(entry, urgent)
        if not (about_it or urgent):
            return not by_meaning or _said_by(entry.text) <= self.said
        return not by_meaning and bool(about_it & self.said or (urgent and self.asks_for(entry)))

    def asks_for(self, entry: SearchEntry) -> bool:
        """Return whether one of the expressions by which an entry is sought stands in what was typed."""
        typed = _folded(self.text)
        return any(said in typed for said in map(_folded, _expressions(entry.sought)) if said.strip())


def typed(text: str, words: list[str]) -> Typed:
    """Return what somebody types; nothing of it is kept. A word alone that names a danger says it."""
    named = dangers().of(text) if len(words) == 1 else frozenset[str]()
    return Typed(text, tuple(words), dangers().said(text) | named)


def dangers_of(entry: SearchEntry, urgent: bool) -> frozenset[str]:
    """Return the dangers that an entry is about: by its title; else the one that it says most, or who seek it."""
    return about(entry.title) or (_most_said(f"{entry.sought}\n{entry.text}") if urgent else frozenset())


def names_of_dangers(said: frozenset[str]) -> list[str]:
    """Return the words by which what is about some dangers is found."""
    return [word for danger in sorted(said) for word in dangers().called[danger]]


@lru_cache(maxsize=2**10)
def _most_said(text: str) -> frozenset[str]:
    number = Counter(danger for said in _expressions(text) for danger in dangers().said(said))
    return frozenset(danger for danger, _ in number.most_common(1))


@lru_cache(maxsize=2**10)
def _said_by(text: str) -> frozenset[str]:
    return dangers().said(text)


def _expressions(sought: str) -> list[str]:
    return sought.replace("\n", ",").split(",")


def _folded(text: str) -> str:
    return f" {' '.join(map(fold, written_words(text)))} "


# ------------------------------------------------------------- what a word that is found nowhere was probably meant for


SHORTEST_MISTYPED = 4
"""Letters of a word that is taken for another when it is found nowhere."""
NEAR_LENGTH, NEAR = 2, 0.75
"""How many letters more or fewer a mistyped word may have, and the share of letters in common (difflib's ratio)."""


def probably_meant(db: Session, words: list[str]) -> dict[str, str]:
    """Return what those of these folded words that nobody knows are probably meant for."""
    # Where no meaning is written, a word of the thesaurus alone finds nothing.
    knows = search_index.is_nearness_written(db)
    strange = [
        word
        for word in words
        if len(word) >= SHORTEST_MISTYPED and word.isalpha() and not (knows and names_something(word))
    ]
    unknown = [word for word in strange if not search_index.occurs(db, word) and not is_a_word(word)]
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
