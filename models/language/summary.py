"""A summary made of sentences of the text itself, each with its place: nothing is rewritten, so a reader can check."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, pstdev

from models.language.sentences import Span, sentences
from models.language.standalone import stands_alone
from models.language.vectors import Vector, away_from, mean, similarity, unit

SENTENCES_READ = 40
FEWEST_WORDS = 28
MOST_WORDS = 60
MOST_SENTENCES = 3
TITLE_WEIGHT = 2.0
REDUNDANCY = 0.2
LENGTH_THAT_COUNTS = 30

Encode = Callable[[Sequence[str]], Sequence[Vector]]


@dataclass(frozen=True, slots=True)
class Summary:
    """The sentences chosen, as places in the text they come from, in its order; none where too few stand alone."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    span: Span
    words: int
    value: float
    direction: Vector


def summarise(text: str, title: str, language: str | None, encode: Encode) -> Summary:
    """One to three sentences that say by themselves what a French, Dutch or English text is about, in 28 to 60 words.

    Nearness to the middle of the text and to the title, and an early place, make a sentence worth taking; likeness to
    one already taken counts against it (maximal marginal relevance: Carbonell & Goldstein, 1998). Fewer than two
    sentences that stand alone, or another language: an empty summary, and the title serves. `encode` gives one vector
    of length 1 per text. The weights were set on 400 training articles of OrangeSum.
    """
    spans = sentences(text, language)[:SENTENCES_READ]
    texts = [text[span.start : span.end] for span in spans]
    first_told = {sentence: place for place, sentence in reversed(list(enumerate(texts)))}
    alone = sorted(place for sentence, place in first_told.items() if stands_alone(sentence, language or ""))
    if len(alone) < 2:
        return Summary(())
    *vectors, title_vector = encode([*texts, title])
    words = [len(sentence.split()) for sentence in texts]
    values = _values(vectors, title_vector, words)
    middle = mean(vectors)
    candidates = [
        _Candidate(spans[place], words[place], values[place], away_from(middle, vectors[place])) for place in alone
    ]
    return Summary(tuple(sorted(chosen.span for chosen in _choose(candidates))))


def _values(vectors: Sequence[Vector], title: Vector, words: Sequence[int]) -> list[float]:
    """What each sentence of a text is worth, about 0 ± 1."""
    weights = [min(count, LENGTH_THAT_COUNTS) for count in words]
    weighted = [[weight * value for value in vector] for weight, vector in zip(weights, vectors, strict=True)]
    centre = unit(mean(weighted))
    central = _standard([similarity(vector, centre) for vector in vectors])
    early = _standard([1 / sqrt(1 + place) for place in range(len(vectors))])
    titled = _standard([similarity(vector, title) for vector in vectors])
    total = 2 + TITLE_WEIGHT
    return [(c + e + TITLE_WEIGHT * t) / total for c, e, t in zip(central, early, titled, strict=True)]


def _standard(values: Sequence[float]) -> list[float]:
    middle, spread = fmean(values), pstdev(values) or 1.0
    return [(value - middle) / spread for value in values]


def _choose(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """The best candidate, then others that fit and repeat little, until there are words enough."""
    chosen: list[_Candidate] = []
    words = 0
    while words < FEWEST_WORDS and len(chosen) < MOST_SENTENCES:
        fitting = [one for one in candidates if one not in chosen and words + one.words <= MOST_WORDS]
        if not fitting:
            break
        chosen.append(max(fitting, key=lambda one: one.value - REDUNDANCY * _repetition(one, chosen)))
        words = sum(one.words for one in chosen)
    return chosen


def _repetition(candidate: _Candidate, chosen: Sequence[_Candidate]) -> float:
    return max((similarity(candidate.direction, other.direction) for other in chosen), default=0.0)
