"""What can frighten or harm is found by whoever names it, and by nobody who says something near."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from content.lexicons import about, dangers
from content.strings.words import fold, written_words
from models.tables.search import SearchEntry


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
        about_it = of(entry, urgent)
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


def of(entry: SearchEntry, urgent: bool) -> frozenset[str]:
    """Return the dangers that an entry is about: by its title; else the one that it says most, or who seek it."""
    return about(entry.title) or (_most_said(f"{entry.sought}\n{entry.text}") if urgent else frozenset())


def names_of(said: frozenset[str]) -> list[str]:
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
