"""Our lists of words: what can frighten or harm (dangers.txt), what counsellors look for (thesaurus.txt)."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path

from content.schema.yaml_fields import LANGUAGES
from content.strings.words import fold, written_words

DANGERS = Path(__file__).with_name("dangers.txt")
SOUNDING = "-"
"""The heading of what only sounds like a danger."""
BETWEEN = 3
"""Words for which « … » may stand, at most."""


@dataclass
class Expressions:
    """The expressions under one heading, and the words in a title of what is about it."""

    titles: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Dangers:
    """All dangers, each by what is about it and by what says it, as patterns of folded words."""

    about: Mapping[str, re.Pattern[str]]
    saying: Mapping[str, re.Pattern[str]]
    sounding: re.Pattern[str]
    called: Mapping[str, tuple[str, ...]]
    """The words by which what is about each is found."""

    def of(self, title: str) -> frozenset[str]:
        """Return the dangers that something of this title is about."""
        words = _words(title)
        return frozenset(name for name, pattern in self.about.items() if pattern.search(words))

    def said(self, text: str) -> frozenset[str]:
        """Return the dangers that a text says, less what only sounds like one."""
        words = _words(text)
        harmless = list(_spans(self.sounding, words))

        def stands(pattern: re.Pattern[str]) -> bool:
            # Found where nothing harmless takes its end and goes on, or ends with it.
            return any(not any(begin < end <= until for begin, until in harmless) for _, end in _spans(pattern, words))

        return frozenset(name for name, pattern in self.saying.items() if stands(pattern))


def _spans(pattern: re.Pattern[str], words: str) -> Iterator[tuple[int, int]]:
    """Yield where a pattern is found, also within what it has found: one expression may begin inside another."""
    found = pattern.search(words)
    while found:
        yield found.span()
        found = pattern.search(words, found.start() + 1)


@cache
def dangers() -> Dangers:
    """Return the dangers that this house knows."""
    read = _read(DANGERS.read_text("utf-8"))
    sounding = read.pop(SOUNDING)
    return Dangers(
        {name: _pattern(one.titles) for name, one in read.items()},
        {name: _pattern(one.said) for name, one in read.items()},
        _pattern(sounding.said),
        {name: tuple(fold(word) for word in one.titles if word.isalpha()) for name, one in read.items()},
    )


@lru_cache(maxsize=2**12)
def about(title: str) -> frozenset[str]:
    """Return the dangers that something of this title is about."""
    return dangers().of(title)


def about_names(names: Mapping[str, str]) -> frozenset[str]:
    """Return the dangers that something is about, by its names in every language."""
    return frozenset[str]().union(*map(about, names.values()))


def _read(text: str) -> dict[str, Expressions]:
    found: dict[str, Expressions] = {}
    named: dict[str, str] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("#"):
            continue
        if " = " in line:
            name, _, words = line.partition("=")
            named[name.strip()] = "/".join(words.split())
        elif line.startswith("["):
            name, _, words = line[1:].partition("]")
            last = found[name] = Expressions(list(_expressions(words, named)))
        else:
            last.said += _expressions(line, named)
    return found


def _expressions(line: str, named: Mapping[str, str]) -> Iterator[str]:
    for name, words in named.items():
        line = line.replace(name, words)
    yield from filter(None, map(str.strip, line.split(",")))


def _pattern(expressions: list[str]) -> re.Pattern[str]:
    # The longest first: of those that begin at one place, the one that goes furthest is found.
    ordered = sorted(map(_one, expressions), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(ordered)})\b")


def _one(expression: str) -> str:
    parts = []
    for part in expression.split():
        words = [_words(word) + (r"\w*" if word.endswith("*") else "") for word in part.split("/")]
        parts.append(part if part == "…" else words[0] if len(words) == 1 else f"(?:{'|'.join(words)})")
    return " ".join(parts).replace(" … ", rf"(?: \w+){{0,{BETWEEN}}} ")


def _words(text: str) -> str:
    return " ".join(map(fold, written_words(text)))


# -------------------------------------------------------------------------------------------------------- the thesaurus
#
# The concepts and labels of SKOS (https://www.w3.org/TR/skos-reference/), without relations between them.


THESAURUS = Path(__file__).with_name("thesaurus.txt")


class ThesaurusBroken(ValueError):
    """A line of a thesaurus has not one part for each language; the error's argument is its number."""


Concept = Mapping[str, tuple[str, ...]]
"""One thing that may be looked for: by language its labels, each a word or a short expression."""


@dataclass(frozen=True)
class Thesaurus:
    """The concepts of a text in their order, which is how they are numbered."""

    text: str

    @cached_property
    def version(self) -> str:
        """Twelve hexadecimal digits: numbers of concepts mean the same under the same version only."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]

    @cached_property
    def concepts(self) -> tuple[Concept, ...]:
        """What stands on its lines, save those that are empty or begin with « # ». Raises ThesaurusBroken."""
        found: list[Concept] = []
        for number, line in enumerate(self.text.splitlines(), start=1):
            if not line.strip() or line.startswith("#"):
                continue
            parts = [tuple(filter(None, map(str.strip, part.split(",")))) for part in line.split("|")]
            if len(parts) != len(LANGUAGES) or not all(parts):
                raise ThesaurusBroken(number)
            found.append(dict(zip(LANGUAGES, parts, strict=True)))
        return tuple(found)


def read_thesaurus(file: Path) -> Thesaurus:
    """Return the thesaurus of a file."""
    return Thesaurus(file.read_text(encoding="utf-8"))
