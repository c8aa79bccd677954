"""The recognition of known news in an article. Pure: traits, instants and sources alone."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from statistics import fmean
from typing import NamedTuple

from models.language.vectors import similarity
from models.watch.stories.traits import Traits, resemblance

SAME_NEWS_WITHIN = timedelta(days=5)
CERTAIN = 10.0
COPY = 0.5
"""Share of shingles from which on one text is a copy of the other."""
WEIGHTS = {"near": 45.0, "language": -2.2, "facts": 4.4, "names": 2.3, "days": -1.3, "source": -2.0}
"""What speaks for two articles that tell the same (> 0). Fitted by logistic regression on one half of the articles of
benchmarks/stories, rounded; `source` by reason alone: a newsroom seldom tells the same twice."""
MIDDLE, BIAS = 0.85, -3.5
"""The encoder's similarity of texts that have only their topic in common; what any two articles begin with."""
WITHOUT_VECTORS = 0.8
SAME = 0.0


class ComparedArticle(NamedTuple):
    """An article as it is compared: what it is recognised by, when it was published or found, who tells it."""

    traits: Traits
    happened_at: datetime
    source_id: int | None = None


def likeness(a: ComparedArticle, b: ComparedArticle) -> float:
    """Return the evidence that two articles tell the same news: above SAME they do; CERTAIN for copies."""
    if abs(a.happened_at - b.happened_at) > SAME_NEWS_WITHIN:
        return -CERTAIN
    # At the same address, or under the same title.
    named_alike = any(mark[0] in "at" for mark in a.traits.marks & b.traits.marks)
    if named_alike or resemblance(a.traits.sketch, b.traits.sketch) >= COPY:
        return CERTAIN
    return BIAS + sum(WEIGHTS[name] * value for name, value in features(a, b).items())


def features(a: ComparedArticle, b: ComparedArticle) -> dict[str, float]:
    """Return what counts for and against, by the name of its weight."""
    one, other = a.traits, b.traits
    # Vectors of two encoders lie in different spaces.
    comparable = one.vector and other.vector and one.encoder == other.encoder
    return {
        "near": (similarity(one.vector, other.vector) if comparable else WITHOUT_VECTORS) - MIDDLE,
        "language": float(one.language == other.language),
        "facts": overlap(one.of("f"), other.of("f")),
        "names": overlap(one.of("p"), other.of("p")),
        "days": abs(a.happened_at - b.happened_at) / timedelta(days=1),
        "source": float(a.source_id is not None and a.source_id == b.source_id),
    }


def overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """Return how much of the smaller set stands in the other, its size plus one: few prove little."""
    # The smaller set: a long article holds all that a short one says.
    return len(a & b) / (min(len(a), len(b)) + 1)


def recognise(new: ComparedArticle, stories: Mapping[int, Sequence[ComparedArticle]]) -> list[int]:
    """Return the stories that an article tells, by their articles; the likeliest first.

    More than one where the article shows that they are one: each is like it, and like the other with it.
    """
    # The mean over a story's articles, so that a chain of near ones does not drift to another event.
    likely = {story_id: fmean(likeness(new, told) for told in members) for story_id, members in stories.items()}
    found: list[int] = []
    for story_id in sorted((one for one in likely if likely[one] > SAME), key=lambda one: (-likely[one], one)):
        if all(together(stories[story_id], [*stories[other], new]) > SAME for other in found):
            found.append(story_id)
    return found


def together(a: Sequence[ComparedArticle], b: Sequence[ComparedArticle]) -> float:
    """Return how alike the articles of two stories are, on average."""
    return fmean(likeness(one, other) for one in a for other in b)
