"""What a text is near to in meaning: concepts of the thesaurus, and the skill that news is an occasion to learn."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain, islice
from math import ceil, log, log1p
from operator import add
from typing import NamedTuple

from content.lexicons import Thesaurus
from content.schema.yaml_fields import LANGUAGES
from content.skills import SkillMap
from models.ground.concepts import lexicon
from models.ground.stems import stems
from models.language.summary import Encode
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
    weights = {label: 1.0 for each in text.text.split("\n") for label in labels.found_in(each)}
    weights |= {label: TITLE + weights.get(label, 0.0) for label in labels.found_in(text.title)}
    for label, weight in weights.items():
        for concept in labels.named[label]:
            found[concept] = found.get(concept, 0.0) + weight * labels.rarity(label)
    return {concept: log1p(weight) for concept, weight in found.items()}


# --------------------------------------------------------------- the skill that a piece of news is an occasion to learn
#
# Pure. Weights and threshold were found on labelled news: `python -m benchmarks.ties`, docs/benchmarks.md.


SHARED_WORD = 0.002
"""What a word in common adds to the cosine, times its rarity."""
SHORTEST_WORD = 4
LEAST_LIKE_SKILL = 0.885
"""How near a text has to be; sentence encoders crowd all texts between 0.75 and 0.95."""

Phrases = tuple[tuple[str, tuple[str, ...]], ...]
"""By skill, what the news tells of when it touches it, in any language."""


class Subject(NamedTuple):
    """A skill: the vectors of its phrases, of length 1, and the stems of their words."""

    skill: str
    vectors: Sequence[Vector]
    words: frozenset[str]


def phrases(skills: SkillMap) -> Phrases:
    """Return the names of each skill, and what its trainers say that the news tells of when it touches it."""
    return tuple((skill.id, (*skill.name.values(), *skill.news)) for skill in skills)


def long_words(text: str, language: str | None) -> frozenset[str]:
    """Return the stems of the words by which a text and a skill are compared."""
    return frozenset(stem for stem in stems(text, language) if len(stem) >= SHORTEST_WORD)


def nearest_skill(vector: Vector, words: frozenset[str], subjects: Sequence[Subject]) -> dict[str, float]:
    """Return the skill that a text touches, and how near; nothing when it is no occasion to learn one.

    `vector`, of length 1, lies between those of the title and of its first sentences; `words` are the long ones there.
    """
    # How much a word says: ln(1 + skills / skills that have it).
    spread = Counter(word for subject in subjects for word in subject.words)
    rarity = {word: log(1 + len(subjects) / skills) for word, skills in spread.items()}
    near = {
        one.skill: near_to(vector, one.vectors) + SHARED_WORD * sum(rarity[word] for word in words & one.words)
        for one in subjects
    }
    skill = max(near, key=lambda skill: near[skill], default="")
    return {skill: near[skill]} if near.get(skill, 0.0) >= LEAST_LIKE_SKILL else {}
