"""Guessers who answer from the wording alone, to find questions that give their key away."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from math import fsum, log
from statistics import fmean

from content.checks.cues import absolutes, at_rank, connectives, echoes, keys_at, turns
from content.module import Module, Option, Question, QuestionKind
from content.strings.words import folded_words

Judge = Callable[[Option], float]
"""How much a guesser likes an option."""

_EQUAL = 1e-9
"""Sums of logarithms that differ by less are the same sum."""


class Guesser(Enum):
    """A rule by which somebody who knows nothing picks an option."""

    LONGEST = "longest"
    """The option of the most characters."""
    SECOND_LONGEST = "second longest"
    SECOND_SHORTEST = "second shortest"
    """The middle one of three, once the longest is struck out."""
    SHORTEST = "shortest"
    RANK = "rank"
    """The rank by length that is right most often in other modules."""
    MODERATE = "moderate"
    """The option of the fewest absolute words."""
    UNREASONED = "unreasoned"
    """The option that gives its reasons least."""
    ECHO = "echo"
    """The option that takes up most words of the stem which no other option has."""
    FORM = "form"
    """The option that is a question, or is none, as most others are: not the odd one out."""
    REGISTER = "register"
    """The option that hands the initiative back most, by a list of turns."""
    WORDS = "words"
    """The option whose words are likeliest in a key, as learnt from other modules."""


RANKS = {Guesser.LONGEST: 0, Guesser.SECOND_LONGEST: 1, Guesser.SECOND_SHORTEST: -2, Guesser.SHORTEST: -1}
"""The rank that each of those takes who go by one rank alone."""


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
    """The picks of all guessers on one question."""

    module: Module
    question: Question
    guesses: Mapping[Guesser, Guess]
    telling: tuple[str, ...]
    """The words of the key that are likeliest in keys, the likeliest first."""

    @property
    def caught(self) -> tuple[Guesser, ...]:
        """Return the guessers that pick the key and nothing else; of those by length, only the one that was trained."""
        return tuple(each for each, guess in self.guesses.items() if each not in RANKS and guess.margin > _EQUAL)

    @property
    def chance(self) -> float:
        """The probability that a guesser, drawn at random among those that `caught` looks at, picks the key."""
        return fmean(guess.chance for each, guess in self.guesses.items() if each not in RANKS)


def guess(question: Question, judge: Judge) -> Guess:
    """Return the result of picking the option with the highest score on a question with one key."""
    liked = {option.key: judge(option) for option in question.options}
    (key,) = question.key
    margin = liked[key] - max(value for other, value in liked.items() if other != key)
    best = [other for other, value in liked.items() if value >= max(liked.values()) - _EQUAL]
    return Guess((key in best) / len(best), margin)


Asked = Callable[[Module], list[Question]]
"""What of a module somebody guesses."""


def guessable(module: Module) -> list[Question]:
    """Return the questions asked by themselves that have one key among several options that are shown."""
    return [question for question in module.pool if question.kind is QuestionKind.ONE]


def turns_of(module: Module) -> list[Question]:
    """Return the turns of the dialogues of a module, which are guessed apart: they have a scene and fewer options."""
    return [question for question in module.questions if question.dialogue]


def exposures(modules: Sequence[Module], asked: Asked = guessable) -> list[Exposure]:
    """Return the picks of the guessers on every question that is asked.

    Words and ranks are learnt from what is asked in the other modules of the same language alone.
    """
    counts = {id(module): _counted(asked(module)) for module in modules}
    found = []
    for module in modules:
        others = [other for other in modules if other is not module and other.language == module.language]
        learnt, rank = weights([counts[id(other)] for other in others]), best_rank(others, asked)
        for question in asked(module):
            judges = _judges(question, module.language, learnt, rank)
            guesses = {each: guess(question, judge) for each, judge in judges.items()}
            of_key = {word for option in question.options if option.right for word in folded_words(option.text)}
            learnt_of_key = {word: learnt[word] for word in of_key if learnt.get(word, 0) > 0}
            telling = sorted(learnt_of_key, key=lambda word: (-learnt_of_key[word], word))
            found.append(Exposure(module, question, guesses, tuple(telling)))
    return found


def best_rank(modules: Sequence[Module], asked: Asked = guessable) -> int:
    """Return the rank by length at which most keys of these modules stand."""
    questions = [question for module in modules for question in asked(module)]
    return max(RANKS.values(), key=lambda rank: keys_at(questions, rank))


def _judges(question: Question, language: str, learnt: Mapping[str, float], rank: int) -> dict[Guesser, Judge]:
    echoed, forms = echoes(question), Counter("?" in option.text for option in question.options)
    return {
        **{each: _ranked(question, its) for each, its in RANKS.items()},
        Guesser.RANK: _ranked(question, rank),
        Guesser.MODERATE: lambda option: -len(absolutes(option, language)),
        Guesser.UNREASONED: lambda option: -len(connectives(option, language)),
        Guesser.ECHO: lambda option: len(echoed[option.key]),
        Guesser.FORM: lambda option: forms["?" in option.text],
        Guesser.REGISTER: lambda option: turns(option, language),
        Guesser.WORDS: lambda option: fsum(learnt.get(word, 0.0) for word in folded_words(option.text)),
    }


def _ranked(question: Question, rank: int) -> Judge:
    there = at_rank(question, rank)
    return lambda option: option.key in there


Counted = tuple[Counter[str], Counter[str]]
"""How often each word stands in the keys, and in the distractors."""


def _counted(questions: Iterable[Question]) -> Counted:
    keys: Counter[str] = Counter()
    distractors: Counter[str] = Counter()
    for question in questions:
        for option in question.options:
            (keys if option.right else distractors).update(folded_words(option.text))
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
