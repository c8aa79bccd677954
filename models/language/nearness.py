"""How near the concepts of the thesaurus are to a text: in meaning, and by the words that both have.

Pure but for the encoder. Weights were set on needs of our own: docs/decisions/0026.
"""

from collections.abc import Mapping, Sequence
from itertools import chain, islice
from math import ceil, log1p
from operator import add
from typing import NamedTuple

from content.lexicons import Thesaurus
from content.schema.yaml_fields import LANGUAGES
from models.ground.concepts import lexicon
from models.language.hybrid import Encode
from models.language.vectors import Vector, away_from, mean, near_to, similarity, standard, unit

AT_ONCE = 12
"""Labels that the encoder reads together."""
ABOUT = 0.75
"""What the subject of a text weighs beside the text itself."""
LETTERS, TITLE = 2.5, 2.0
"""What words in common weigh beside meaning, and those of the title beside those of the text."""
ASKED = 1.0
"""What words in common with the questions on the whole weigh: they tell situations as people tell them."""
LEAST = 0.0
"""What is less near is not kept."""
CLEARLY = 3 * (1 + ABOUT)
"""How near a concept is that stands out by three standard deviations, where a text has no whole that it is part of: by
chance none of two hundred does. A label in the text counts as well."""


class Described(NamedTuple):
    """A text to be found by its meaning."""

    title: str
    text: str
    language: str
    about: tuple[str, ...] = ()
    """What the whole that it is part of says of itself, in any language."""
    asked: str = ""
    """The questions on that whole, one a line, in the language of the text."""
    least: float = LEAST


def directions(of: Thesaurus, encode: Encode) -> list[Vector]:
    """Return, by concept, where its meaning lies from the middle of all; no language says it louder than another."""
    said = [[_together(concept[language]) for language in LANGUAGES] for concept in of.concepts]
    vectors = iter(encode([labels for languages in said for labels in chain(*languages)]))
    meanings = [unit(mean([mean(list(islice(vectors, len(each)))) for each in languages])) for languages in said]
    middle = mean(meanings)
    return [away_from(middle, meaning) for meaning in meanings]


def _together(labels: Sequence[str]) -> list[str]:
    """Return labels a few at a time, about as many each: alone a word may mean anything, and many are not read."""
    parts = max(1, round(len(labels) / AT_ONCE))
    step = ceil(len(labels) / parts)
    return [", ".join(labels[start : start + step]) for start in range(0, len(labels), step)]


def nearness(
    texts: Sequence[Described], of: Thesaurus, meanings: Sequence[Vector], encode: Encode
) -> list[Mapping[int, float]]:
    """Return for each text the concepts that are near to it, from 0 to about 10; `meanings` are their directions.

    What is near is judged within each text, by how far it stands out among all concepts: encoders crowd all
    similarities together, and some texts are near to everything.
    """
    wanted = dict.fromkeys(part for text in texts for part in (*_parts(text), *text.about))
    vectors = dict(zip(wanted, encode(list(wanted)), strict=True))
    found: list[Mapping[int, float]] = []
    for text in texts:
        beginning, *paragraphs = (vectors[part] for part in _parts(text))
        about = [vectors[part] for part in text.about]
        itself = [similarity(one, beginning) + near_to(one, paragraphs or [beginning]) for one in meanings]
        whole = [near_to(one, about or [beginning]) for one in meanings]
        meant = [near + ABOUT * of_all for near, of_all in zip(standard(itself), standard(whole), strict=True)]
        letters, asked = _letters(text, of), _letters(Described("", text.asked, text.language), of)
        in_common = [LETTERS * letters.get(one, 0.0) + ASKED * asked.get(one, 0.0) for one in range(len(meant))]
        near = enumerate(map(add, meant, in_common))
        found.append({number: round(weight, 3) for number, weight in near if weight > text.least})
    return found


def _parts(text: Described) -> list[str]:
    """Return the beginning of a text and its paragraphs: encoders read no long text to its end."""
    return [f"{text.title}. {text.text}", *filter(None, map(str.strip, text.text.split("\n")))]


def _letters(text: Described, of: Thesaurus) -> Mapping[int, float]:
    """Return how much of a text is about each concept by the labels that stand in it, the rare ones more."""
    if text.language not in LANGUAGES:
        return {}
    labels, found = lexicon(of, text.language), dict[int, float]()
    weights = {label: 1.0 for each in text.text.split("\n") for label in labels.standing(each)}
    weights |= {label: TITLE + weights.get(label, 0.0) for label in labels.standing(text.title)}
    for label, weight in weights.items():
        for concept in labels.named[label]:
            found[concept] = found.get(concept, 0.0) + weight * labels.rarity(label)
    return {concept: log1p(weight) for concept, weight in found.items()}
