"""The ways to sum up an article in one to three of its sentences, and each of them in numbers."""

from collections.abc import Sequence
from itertools import combinations, pairwise

from models.language.features import ArticleFeatures, Row, share, stems
from models.language.terms import likeness

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
