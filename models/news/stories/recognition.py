"""The recognition of known news in an article, by words, numbers, dates, names and a sketch of its text. Pure."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from heapq import nsmallest
from statistics import fmean
from typing import NamedTuple

from content.strings.late_patterns import LatePattern
from content.strings.words import fold, written_words
from models.ground.stems import stems
from models.language.vectors import similarity
from models.news.stories.facts import Fact, FactKind, facts, names

LEAD = 1200
"""Characters of the text whose numbers, dates and names tell an event from another."""
ENCODED = 600
"""Characters that are encoded; the encoder reads 128 tokens."""
SHINGLE, SKETCH = 4, 128
"""Words of a shingle, hashes that are kept of a text."""
FEWEST_SHINGLES = 20
"""Of a text that can be said to be a copy of another."""
SMALLEST_NUMBER = 13
"""Smaller ones stand in any text, unless it is known what they count."""
FEWEST_TITLE_WORDS = 3
MARKER = LatePattern(
    r"^\W*(?:rectifi(?:catif|cation|é)|correctif|correction|erratum|errata|rechtzetting|verbetering|correctie"
    r"|gecorrigeerd|corrected|corrigée?)\b\W*",
    re.IGNORECASE,
)


class Traits(NamedTuple):
    """The traits of an article; `vector` is of length 1, or empty without an encoder.

    Marks: `w:` stems of the words of the title, `f:` numbers and dates, `p:` proper names, `t:` the whole title, `a:`
    the address.
    """

    language: str | None = None
    marks: frozenset[str] = frozenset()
    sketch: Sequence[int] = ()
    vector: Sequence[float] = ()
    encoder: str | None = None

    def of(self, kind: str) -> frozenset[str]:
        """Return the marks of one kind."""
        return frozenset(mark for mark in self.marks if mark.startswith(f"{kind}:"))


def traits(
    title: str,
    text: str,
    language: str | None,
    address: str | None,
    vector: Sequence[float] = (),
    encoder: str | None = None,
) -> Traits:
    """Return the traits of an article; `address` in the form that all spellings of it share, None where it has none."""
    told = f"{title}.\n{text[:LEAD]}"
    found = {f"w:{stem}" for stem in stems(title, language)}
    found |= {f"f:{value}" for fact in facts(told) if (value := _telling(fact))}
    found |= {f"p:{name}" for name in names(told)}
    # Without its « Rectificatif : », so that it meets the title which it corrects.
    found |= {f"t:{name}" for name in [same_name(MARKER.sub("", title))] if name}
    found |= {f"a:{address}"} if address else set()
    return Traits(language, frozenset(found), sketch(text), vector, encoder)


def _telling(fact: Fact) -> str:
    """Return a date without its year, or a small number with what it counts: tellings differ in the rest.

    Empty for what is found in many texts.
    """
    if fact.kind is FactKind.DATE:
        return fact.value[-5:]
    if "." in fact.value or float(fact.value) >= SMALLEST_NUMBER:
        return fact.value
    return f"{fact.value} {fact.counted}" if fact.counted else ""


def is_marked(title: str) -> bool:
    """Return whether a title says that it corrects: « Rectificatif », « Correction », « Erratum », "Rechtzetting"…"""
    return MARKER.match(title) is not None


def same_name(title: str) -> str | None:
    """Return the words of a title without case, accents and marks; None when there are too few to recognise it by."""
    words = [fold(word) for word in written_words(title)]
    return " ".join(words) if len(words) >= FEWEST_TITLE_WORDS else None


def sketch(text: str) -> list[int]:
    """Return the smallest shingle hashes of a text, at most 128: texts share as many as they share runs of words.

    Source: Broder, "On the resemblance and containment of documents", 1997. Empty for a text of few words.
    """
    words = [fold(word) for word in written_words(text)]
    shingles = {" ".join(words[start : start + SHINGLE]) for start in range(len(words) - SHINGLE + 1)}
    if len(shingles) < FEWEST_SHINGLES:
        return []
    # Not hash(), which Python salts anew in each process (PYTHONHASHSEED): sketches are kept.
    digests = (hashlib.blake2b(shingle.encode(), digest_size=6).digest() for shingle in shingles)
    # The k smallest hashes are a fair sample of all shingles (bottom-k sketch): docs/decisions/0012.
    return nsmallest(SKETCH, (int.from_bytes(digest) for digest in digests))


def resemblance(a: Sequence[int], b: Sequence[int]) -> float:
    """Return the share of shingles that two texts have in common, from their sketches; 0 where one says too little."""
    if not a or not b:
        return 0.0
    # Beyond what the shorter sketch can have seen of a longer text, nothing is known.
    last = min((one[-1] for one in (a, b) if len(one) == SKETCH), default=max(a[-1], b[-1]))
    mine, theirs = ({value for value in one if value <= last} for one in (a, b))
    return len(mine & theirs) / len(mine | theirs)


def event_words(title: str, text: str) -> str:
    """Return what is encoded to tell an event from another: the title and the first sentences."""
    return f"{title}. {text[:ENCODED]}"


# -------------------------------------------------------------------------- the recognition of known news in an article


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
