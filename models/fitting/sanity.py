"""The sanity tests that every candidate set passes, however well it predicts. Pure.

Three and ten right answers in a row: Baker, Corbett & Aleven, "More accurate student modeling through contextual
estimation of slip and guess probabilities in Bayesian knowledge tracing", ITS 2008,
https://doi.org/10.1007/978-3-540-69132-7_44
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice, product
from random import Random
from typing import Any

from models.estimates import POOLED, Estimates, Item, Parameters
from models.learner import (
    ACQUIRED_AT,
    LUCK,
    MOST_GUESS,
    Ability,
    Belief,
    Evidence,
    Knowledge,
    after_answer,
    retained,
    review_at,
)

LEAST_ANSWERS = 50
"""What less than that has told of a skill is not judged."""
MOST_SLIP = 0.5
ROUNDING = 1e-12
LEVELS = [percent / 100 for percent in range(1, 100, 7)]
MONDAY = datetime(2024, 1, 1, 9, tzinfo=UTC)
GUESSED_QUESTIONS, QUESTIONS_A_DAY = 12, 3
"""Of each skill: asked in all, and on one of the days, so that they lie on four days of one week."""
LEAST_GUESSES = 4_000
"""Skills times guessers: the share declared acquired is then known to a third of a percent."""
IN_TURN = 40
"""Skills that somebody who is always right answers in turn: as many as a year of the trade has."""
FIRST_REVIEW_DAYS = 2.0, 60.0
"""Sooner is learning, not reviewing; later, a review tells too late that something is lost."""
FADES, DURABLES = (0.05, 2.5), (0.1, 0.8)
"""Outside these a fit has found no memory: nothing would be lost in a year, or all in a week; no saving, or no loss."""


@dataclass(frozen=True, slots=True)
class Sanity:
    """One test: the share of skills that fail it, and how many may."""

    name: str
    share: float
    most: float

    @property
    def held(self) -> bool:
        """Whether the set passes."""
        return self.share <= self.most

    def plain(self) -> dict[str, Any]:
        """Return the tests as they are kept."""
        return {**asdict(self), "held": self.held}


def check(estimates: Estimates, seed: int, answers: Mapping[str, int] | None = None) -> tuple[Sanity, ...]:
    """Run every test on the skills with enough answers, or on all when their counts are not given.

    Skills are tried by a learner and a question in the middle, answers back to back; `seed` is that of the guessers.
    """
    own = {skill: parameters for skill, parameters in estimates.skills.items() if skill != POOLED}
    if answers is not None:
        own = {skill: parameters for skill, parameters in own.items() if answers.get(skill, 0) >= LEAST_ANSWERS}
    # With too few answers on every skill, the pooled parameters are what everybody would get.
    judged = own or {POOLED: estimates.of(POOLED)}
    each = (Sanity(name, sum(map(fails, judged.values())) / len(judged), most) for name, (fails, most) in TESTS.items())
    guesses = Sanity("guesser_acquires", guesser_acquires(judged, seed), 0.05)
    return (*each, guesses, Sanity("always_right_is_not_declared", always_right_is_not_declared(judged), 0.05))


# ------------------------------------------------------------------------------------------------------------ one skill


def right_lowers(parameters: Parameters) -> bool:
    """Return whether a right answer anywhere leaves mastery lower just after it than just before."""
    return any(_after(known, correct=True).belief.known < _level(known) - ROUNDING for known in _starts(parameters))


def wrong_raises(parameters: Parameters) -> bool:
    """Return whether a wrong answer anywhere raises P(known), before what its feedback teaches."""
    untaught = parameters._replace(learn=0.0)
    return any(_after(known, correct=False).belief.known > _level(known) + ROUNDING for known in _starts(untaught))


def three_right_end_below(parameters: Parameters) -> bool:
    """Return whether three right answers in a row leave less than before, with what fades at once."""
    return _level(_after_right(parameters, 3)) < _level(Knowledge(parameters))


def ten_right_fall_short(parameters: Parameters) -> bool:
    """Return whether P(known) just after ten right answers in a row is below the bar of *acquired*."""
    return _after_right(parameters, 10).belief.known < ACQUIRED_AT


def guess_too_high(parameters: Parameters) -> bool:
    """Return whether who does not know is more often right than wrong."""
    return parameters.guess > MOST_GUESS


def slip_too_high(parameters: Parameters) -> bool:
    """Return whether who knows is more often wrong than right."""
    return parameters.slip > MOST_SLIP


def first_review_astray(parameters: Parameters) -> bool:
    """Return whether what has just been acquired is to be reviewed within two days, or not within sixty."""
    known, day = Knowledge(parameters), 0
    while not known.belief.acquired:
        if known.belief.answers == GUESSED_QUESTIONS:
            return True
        known, day = _after(known, correct=True, day=day), day + (known.belief.answers >= QUESTIONS_A_DAY - 1)
    since, due = known.belief.at, review_at(known)
    least, most = FIRST_REVIEW_DAYS
    return since is None or due is None or not least <= (due - since) / timedelta(days=1) <= most


def memory_out_of_bounds(parameters: Parameters) -> bool:
    """Return whether days take nothing or all, as no memory does."""
    shared = parameters.shared
    return not (FADES[0] <= shared.fade <= FADES[1] and DURABLES[0] <= shared.durable <= DURABLES[1])


TESTS: Mapping[str, tuple[Callable[[Parameters], bool], float]] = {
    "right_lowers": (right_lowers, 0.0),
    "wrong_raises": (wrong_raises, 0.0),
    "three_right_end_below": (three_right_end_below, 0.0),
    "ten_right_fall_short": (ten_right_fall_short, 0.05),
    "guess_too_high": (guess_too_high, 0.0),
    "slip_too_high": (slip_too_high, 0.0),
    "first_review_astray": (first_review_astray, 0.1),
    "memory_out_of_bounds": (memory_out_of_bounds, 0.0),
}
"""Each test of a skill, and the share of skills that may fail it."""


IN_WORDS = {
    "right_lowers": "une bonne réponse y fait baisser ce qu'on croit su",
    "wrong_raises": "une mauvaise réponse y fait monter ce qu'on croit su",
    "three_right_end_below": "trois bonnes réponses de suite y laissent plus bas qu'avant",
    "ten_right_fall_short": "dix bonnes réponses de suite n'y suffisent pas",
    "guess_too_high": "qui ne sait pas y répond juste plus d'une fois sur deux",
    "slip_too_high": "qui sait y répond faux plus d'une fois sur deux",
    "first_review_astray": "ce qu'on vient d'y acquérir serait à revoir avant deux jours, ou pas avant deux mois",
    "memory_out_of_bounds": "le temps n'y ferait rien oublier, ou ferait tout oublier",
    "guesser_acquires": "qui devine y acquiert trop de compétences",
    "always_right_is_not_declared": "qui y répond toujours juste n'acquiert pas assez de compétences",
}


def in_words(names: Iterable[str]) -> str:
    """Return in French what a set does that fails these tests."""
    return " ; ".join(IN_WORDS[name] for name in names)


def _starts(parameters: Parameters) -> Iterable[Knowledge]:
    """Return somebody who has answered nothing, and somebody who has, at every level."""
    yield Knowledge(parameters)
    for level in LEVELS:
        yield Knowledge(parameters, Belief(known=level, earned=level, at=MONDAY, earned_at=MONDAY, answers=1))


def _level(known: Knowledge) -> float:
    return retained(known, MONDAY)


def _after(known: Knowledge, correct: bool, day: int = 0) -> Knowledge:
    """Return what is known after one answer by a learner whose ability stays in the middle."""
    item, at = Item(facility=known.parameters.facility), MONDAY + timedelta(days=day)
    after = after_answer(known, Evidence(correct, at, at.date(), working_day=True, item=item))
    return after._replace(ability=Ability(answers=after.ability.answers))


def _after_right(parameters: Parameters, times: int) -> Knowledge:
    known = Knowledge(parameters)
    for _ in range(times):
        known = _after(known, correct=True)
    return known


# ------------------------------------------------------------------------------------------------- somebody who guesses


def guesser_acquires(skills: Mapping[str, Parameters], seed: int) -> float:
    """Return the share of skills that somebody right by luck (LUCK) ends up acquiring, whatever is asked."""
    random = Random(seed)
    guessers = -(-LEAST_GUESSES // len(skills))
    lucky, each = (lambda: random.random() < LUCK), list(skills.values())
    declared = sum(_acquired_in_turn(each, lucky) for _ in range(guessers))
    return declared / (guessers * len(skills))


def always_right_is_not_declared(skills: Mapping[str, Parameters]) -> float:
    """Return the share of skills that somebody who is always right has not acquired after as many questions."""
    in_turn = list(islice(cycle(skills.values()), max(IN_TURN, len(skills))))
    return 1 - _acquired_in_turn(in_turn, lambda: True) / len(in_turn)


def _acquired_in_turn(skills: Sequence[Parameters], right: Callable[[], bool]) -> int:
    """Return how many skills are acquired after GUESSED_QUESTIONS on each, asked in turn."""
    beliefs, ability = [Belief()] * len(skills), Ability()
    for turn, place in product(range(GUESSED_QUESTIONS), range(len(skills))):
        day, of_the_day = divmod(turn, QUESTIONS_A_DAY)
        at = MONDAY + timedelta(days=day, seconds=of_the_day * len(skills) + place)
        item = Item(facility=skills[place].facility)
        evidence = Evidence(right(), at, at.date(), working_day=True, item=item)
        after = after_answer(Knowledge(skills[place], beliefs[place], ability), evidence)
        beliefs[place], ability = after.belief, after.ability
    return sum(belief.acquired for belief in beliefs)
