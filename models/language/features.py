"""The numbers of an article's sentences, and of the ways to sum it up in one to three of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from statistics import fmean

from models.language.context_words import leans
from models.language.vectors import Terms, likeness, total, weighted, words

LENGTH_THAT_COUNTS = 30
STEM = 5
"""The first letters that words of one family share."""
NAME = re.compile(r"(?<=\s)(?:[dl]['’])?[A-ZÀ-ÖØ-Þ]\w+")
NUMBER = re.compile(r"\d+")
QUOTE = re.compile(r'["«“]')
GLUED = re.compile(r"[a-zà-ÿ]{2}[A-ZÀ-Þ][a-zà-ÿ]")
"""A heading that a page has stuck to the sentence after it."""
SAID = re.compile(r"\b(?:selon|d['’]après)\b|[»\"”],? (?:a|ont|\w+e)\b", re.IGNORECASE)

SENTENCE = (
    "place",
    "relative place",
    "one over rank",
    "sentences of the article",
    "words",
    "words of the article",
    "words before",
    "words of the title",
    "nearness to the middle",
    "mean likeness to the others",
    "greatest likeness to another",
    "likeness to the first",
    "likeness to the one before",
    "likeness to the one after",
    "likeness to the title",
    "share of the title's words",
    "share of the title's stems",
    "quotation marks",
    "opens with a quotation",
    "numbers",
    "names",
    "names not seen before",
    "commas",
    "leans on what precedes",
    "is a question",
    "says who said it",
    "has a heading stuck to it",
)
"""The numbers of one sentence, in this order."""

Row = list[float]


@dataclass(frozen=True, slots=True)
class ArticleFeatures:
    """The sentences of one article and its title, with their words and vectors; lengths in words between spaces."""

    texts: tuple[str, ...]
    told: tuple[tuple[str, ...], ...]
    vectors: tuple[Terms, ...]
    lengths: tuple[int, ...]
    title: frozenset[str]
    title_vector: Terms

    @classmethod
    def of(cls, texts: Sequence[str], title: str) -> "ArticleFeatures":
        told = [tuple(words(text)) for text in texts]
        *vectors, title_vector = weighted([*told, words(title)])
        lengths = tuple(len(text.split()) for text in texts)
        return cls(tuple(texts), tuple(told), tuple(vectors), lengths, frozenset(words(title)), title_vector)

    @property
    def title_stems(self) -> frozenset[str]:
        return stems(self.title)


def stems(some: Sequence[str] | frozenset[str]) -> frozenset[str]:
    return frozenset(word[:STEM] for word in some if len(word) >= STEM)


def share(some: frozenset[str], of: frozenset[str]) -> float:
    """Return how much of a set is in another; 0 of an empty one."""
    return len(some & of) / max(1, len(of))


def of_sentences(article: ArticleFeatures, language: str) -> list[Row]:
    """Return the numbers of each sentence, in the order of SENTENCE."""
    rows = zip(_by_place(article), _by_likeness(article), _by_marks(article, language), strict=True)
    return [[*place, *near, *marks] for place, near, marks in rows]


def _by_place(article: ArticleFeatures) -> list[Row]:
    count, whole = len(article.texts), sum(article.lengths)
    return [
        [
            place,
            place / max(1, count - 1),
            1 / (1 + place),
            count,
            length,
            whole,
            sum(article.lengths[:place]),
            len(article.title),
        ]
        for place, length in enumerate(article.lengths)
    ]


def _by_likeness(article: ArticleFeatures) -> list[Row]:
    middle = total(article.vectors, [min(length, LENGTH_THAT_COUNTS) for length in article.lengths])
    title_stems = article.title_stems
    rows = []
    for place, vector in enumerate(article.vectors):
        near = [likeness(vector, other) for other in article.vectors]
        others = near[:place] + near[place + 1 :]
        mine = frozenset(article.told[place])
        rows.append(
            [
                likeness(vector, middle),
                fmean(others) if others else 0.0,
                max(others, default=0.0),
                near[0],
                near[place - 1] if place else 0.0,
                near[place + 1] if others[place:] else 0.0,
                likeness(vector, article.title_vector),
                share(mine, article.title),
                share(stems(mine), title_stems),
            ]
        )
    return rows


def _by_marks(article: ArticleFeatures, language: str) -> list[Row]:
    rows, seen = [], set[str]()
    for text in article.texts:
        names = set(NAME.findall(text))
        rows.append(
            [
                float(len(QUOTE.findall(text))),
                bool(QUOTE.match(text)),
                len(NUMBER.findall(text)),
                len(names),
                len(names - seen),
                text.count(","),
                leans(text, language),
                text.endswith("?"),
                bool(SAID.search(text)),
                bool(GLUED.search(text)),
            ]
        )
        seen |= names
    return rows


# ------------------------------------------------------- the ways to sum up an article in one to three of its sentences


FEWEST_WORDS = 28
MOST_WORDS = 60
MOST_SENTENCES = 3
MOST_UNITS = 10
"""Those of best value that are combined."""

Selection = tuple[int, ...]
"""Places of sentences, in the order of the text."""

SELECTION = (
    "sentences",
    "words",
    "best value",
    "least value",
    "mean value",
    "value by word",
    "value of the first",
    "mean value of the article",
    "best value of the article",
    "greatest likeness between two",
    "share of the title's words",
    "share of the title's stems",
    "different words by word",
    "nearness to the middle by word",
    "likeness to the title by word",
    "place of the first",
    "place of the last",
    "gaps",
    "holds the first sentence",
    "quotation marks",
    "numbers",
    "names",
    "headings stuck",
    "sentences of the article",
    "words of the article",
)
"""The numbers of one selection, in this order."""
_MIDDLE, _TITLE, _QUOTES, _NUMBERS, _NAMES, _GLUED = 8, 14, 17, 19, 20, 26
"""Where these stand among those of a sentence."""


def selections(units: Sequence[Selection], values: Sequence[float], lengths: Sequence[int]) -> list[Selection]:
    """Return what can be shown: units of best value combined, at most three sentences, in 28 to 60 words.

    Where no combination has so many, the longest that has at most 60; none when every unit is longer.
    """
    best = sorted(units, key=lambda unit: -sum(values[place] for place in unit) / len(unit))[:MOST_UNITS]
    short = []
    for count in range(1, MOST_SENTENCES + 1):
        for some in combinations(best, count):
            places = tuple(sorted(place for unit in some for place in unit))
            apart = all(one < other for one, other in pairwise(places))
            if apart and len(places) <= MOST_SENTENCES and _words(places, lengths) <= MOST_WORDS:
                short.append(places)
    enough = [selection for selection in short if _words(selection, lengths) >= FEWEST_WORDS]
    return enough or sorted(short, key=lambda selection: _words(selection, lengths))[-1:]


def _words(selection: Selection, lengths: Sequence[int]) -> int:
    return sum(lengths[place] for place in selection)


def of_selections(
    article: ArticleFeatures, rows: Sequence[Row], values: Sequence[float], among: Sequence[Selection]
) -> list[Row]:
    """Return each selection's numbers, in the order of SELECTION; `rows` and `values` are the sentences'."""
    of_article = [len(article.texts), sum(article.lengths)]
    usual = [sum(values) / len(values), max(values)]
    told, title_stems = [frozenset(words) for words in article.told], article.title_stems
    pairs = combinations(sorted({place for selection in among for place in selection}), 2)
    likenesses = {(one, other): likeness(article.vectors[one], article.vectors[other]) for one, other in pairs}
    found = []
    for places in among:
        words = _words(places, article.lengths)
        mine = frozenset[str]().union(*(told[place] for place in places))
        worth = [values[place] for place in places]

        def by_word(column: Sequence[float], places: Selection = places, words: int = words) -> float:
            return sum(article.lengths[place] * column[place] for place in places) / words

        def added(number: int, places: Selection = places) -> float:
            return sum(rows[place][number] for place in places)

        found.append(
            [
                *[len(places), words, max(worth), min(worth), sum(worth) / len(worth), by_word(values), worth[0]],
                *usual,
                max((likenesses[pair] for pair in combinations(places, 2)), default=0.0),
                *[share(mine, article.title), share(stems(mine), title_stems), len(mine) / words],
                *[by_word([row[_MIDDLE] for row in rows]), by_word([row[_TITLE] for row in rows])],
                *[places[0], places[-1], sum(other > one + 1 for one, other in pairwise(places)), places[0] == 0],
                *[added(_QUOTES), added(_NUMBERS), added(_NAMES), added(_GLUED)],
                *of_article,
            ]
        )
    return found
