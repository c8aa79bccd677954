"""The numbers of an article's sentences: what the ranker looks at first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from models.language.openers import leans
from models.language.terms import Terms, likeness, total, weighted, words

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
