"""Rivals of our summary: the first sentences, the untrained hybrid, and the best sentence of all."""

from collections.abc import Callable, Sequence

from benchmarks.summary.articles import Told
from benchmarks.summary.rouge import french_words, rouge
from models.language import summary
from models.language.features import FEWEST_WORDS, MOST_SENTENCES, Selection
from models.language.standalone import units
from models.language.summary import Encode
from models.language.vectors import weighted, words

Method = Callable[[Told], Selection]
"""The places of the sentences that sum up an article."""


def lead(most: int) -> Method:
    """Return the first sentences."""
    return lambda told: tuple(range(min(most, len(told.sentences))))


def grown_lead(told: Told) -> Selection:
    """Return the first sentences until there are 28 words, three at most."""
    taken: list[int] = []
    for place in range(min(MOST_SENTENCES, len(told.sentences))):
        if sum(len(told.sentences[other].split()) for other in taken) >= FEWEST_WORDS:
            break
        taken.append(place)
    return tuple(taken)


def untrained(encode: Encode) -> Method:
    """Summarise French as we do Dutch and English; nothing where fewer than two sentences stand alone."""

    def choose(told: Told) -> Selection:
        alone = units(told.text, told.spans, "fr")
        return summary.best_by_nearness(told.sentences, told.title, alone, encode) if sum(map(len, alone)) >= 2 else ()

    return choose


def words_as_vectors(texts: Sequence[str]) -> list[list[float]]:
    """Return the TF-IDF of some texts among themselves, as lists of one length: vectors without any model."""
    vectors = weighted([words(text) for text in texts])
    vocabulary = sorted({word for terms in vectors for word in terms})
    return [[terms.get(word, 0.0) for word in vocabulary] for terms in vectors]


def best_sentence(told: Told) -> Selection:
    """Return the sentence nearest to the summary that people wrote: a bound, no method."""
    scores = [sum(rouge(french_words(told.reference), french_words(sentence))) for sentence in told.sentences]
    return (max(range(len(scores)), key=lambda place: scores[place]),)


def text_of(told: Told, places: Sequence[int]) -> str:
    return " ".join(told.sentences[place] for place in places)
