"""Three guessers who answer from the wording alone, to find questions that give their key away."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from math import fsum, log
from statistics import fmean

from content.checks.absolutes import absolutes
from content.checks.words import shown, words
from content.module import Module, Option, Question, QuestionKind

Judge = Callable[[Option], float]
"""How much a guesser likes an option."""

_EQUAL = 1e-9
"""Sums of logarithms that differ by less are the same sum."""


class Guesser(Enum):
    """A rule by which somebody who knows nothing picks an option."""

    LONGEST = "longest"
    """The option of the most characters."""
    MODERATE = "moderate"
    """The option of the fewest absolute words."""
    WORDS = "words"
    """The option whose words are likeliest in a key, as learnt from other modules."""


@dataclass(frozen=True, slots=True)
class Guess:
    """The pick of one guesser on one question.

    `chance` is the probability that it takes the key, equals being drawn by lot; `margin` is how much more it likes
    the key than the best distractor, in its own measure.
    """

    chance: float
    margin: float


@dataclass(frozen=True, slots=True)
class Exposure:
    """The picks of the three guessers on one question."""

    module: Module
    question: Question
    guesses: Mapping[Guesser, Guess]
    telling: tuple[str, ...]
    """The words of the key that are likeliest in keys, the likeliest first."""

    @property
    def caught(self) -> int:
        """Return how many of them take the key, and no other option."""
        return sum(guess.margin > _EQUAL for guess in self.guesses.values())

    @property
    def chance(self) -> float:
        """The probability that one of them, drawn by lot, takes the key."""
        return fmean(guess.chance for guess in self.guesses.values())


def length(option: Option) -> float:
    """Return how long an option looks, in characters."""
    return len(shown(option.text))


def guess(question: Question, judge: Judge) -> Guess:
    """Return how somebody fares on a question with one key who takes the option that she likes best."""
    liked = {option.key: judge(option) for option in question.options}
    (key,) = question.key
    margin = liked[key] - max(value for other, value in liked.items() if other != key)
    best = [other for other, value in liked.items() if value >= max(liked.values()) - _EQUAL]
    return Guess((key in best) / len(best), margin)


def guessable(module: Module) -> list[Question]:
    """Return the questions with one key among several options that are shown."""
    return [question for question in module.questions if question.kind is QuestionKind.ONE]


def exposures(modules: Sequence[Module]) -> list[Exposure]:
    """Return the picks of the guessers on every guessable question; words are learnt from the other modules alone."""
    counts = {id(module): _counted(module) for module in modules}
    found = []
    for module in modules:
        others = [counts[id(other)] for other in modules if other is not module and other.language == module.language]
        learnt = weights(others)
        judges = _judges(module.language, learnt)
        for question in guessable(module):
            guesses = {each: guess(question, judge) for each, judge in judges.items()}
            found.append(Exposure(module, question, guesses, _telling(question, learnt)))
    return found


def _telling(question: Question, learnt: Mapping[str, float]) -> tuple[str, ...]:
    found = {word for option in question.options if option.right for word in words(option.text)}
    return tuple(sorted((word for word in found if learnt.get(word, 0) > 0), key=lambda word: (-learnt[word], word)))


def _judges(language: str, learnt: Mapping[str, float]) -> dict[Guesser, Judge]:
    return {
        Guesser.LONGEST: length,
        Guesser.MODERATE: lambda option: -len(absolutes(option, language)),
        Guesser.WORDS: lambda option: fsum(learnt.get(word, 0.0) for word in words(option.text)),
    }


Counted = tuple[Counter[str], Counter[str]]
"""How often each word stands in the keys, and in the distractors."""


def _counted(module: Module) -> Counted:
    keys: Counter[str] = Counter()
    distractors: Counter[str] = Counter()
    for question in guessable(module):
        for option in question.options:
            (keys if option.right else distractors).update(words(option.text))
    return keys, distractors


def weights(counts: Iterable[Counted]) -> dict[str, float]:
    """Return naive Bayes weights (Laplace smoothing, + 1): word → log of how much likelier it is in a key.

    A word that was never seen says nothing.
    """
    keys: Counter[str] = Counter()
    distractors: Counter[str] = Counter()
    for in_keys, in_distractors in counts:
        keys += in_keys
        distractors += in_distractors
    seen = keys | distractors
    bias = log((distractors.total() + len(seen)) / (keys.total() + len(seen))) if seen else 0.0
    return {word: bias + log((keys[word] + 1) / (distractors[word] + 1)) for word in seen}
