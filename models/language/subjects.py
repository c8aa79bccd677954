"""The skill that a piece of news is an occasion to learn: near in meaning to what news tells of it, and in its words.

Pure. Weights and threshold were found on labelled news: `python -m benchmarks.ties`, docs/benchmarks.md.
"""

from collections import Counter
from collections.abc import Sequence
from math import log
from typing import NamedTuple

from content.skills import SkillMap
from models.ground.stems import stems
from models.language.vectors import Vector, near_to

SHARED_WORD = 0.002
"""What a word in common adds to the cosine, times its rarity."""
SHORTEST_WORD = 4
LEAST = 0.885
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


def nearest(vector: Vector, words: frozenset[str], subjects: Sequence[Subject]) -> dict[str, float]:
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
    return {skill: near[skill]} if near.get(skill, 0.0) >= LEAST else {}
