"""Made-up learners whose truth is known, to see whether a fit finds it.

They know, guess, slip, learn and forget as `models/learner.py` says, under parameters drawn here; no fit has a part
in it. What an observer sees is `answers`; what only the maker of this world knows is `truth`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from models.estimates import ABILITY_STEPS, AIR_DAYS, FADE_DAYS, POOLED, Estimates, Item, Pair, Parameters, Shared
from models.fitting.answers import Answers
from models.learner import FAST_STEP, INFORMATION, LEAST_STEP
from models.memory import SPACED_DAYS, WIDER

if TYPE_CHECKING:
    import numpy
    from numpy.random import Generator
    from numpy.typing import NDArray

    from models.fitting.answers import Codes, Numbers

    Flags = NDArray[numpy.bool_]

EASINESS = 0.7
"""Standard deviation of easiness between the questions of a skill, in logits."""
BLOCK = (3, 5)
"""Fewest and most questions on one skill in a row; the last block of a skill takes what is left."""
REST = (1, 2)
"""Fewest and most days between two blocks."""
ANSWERS_A_DAY = 24 * 60
"""Within a block one answer a minute."""
REHEARSAL = 500


class World(StrEnum):
    """A world, by what makes one learner better than another."""

    AS_MODELLED = "as modelled"
    """The running ratings of the learner model."""
    ABLE = "able"
    """A constant ability that nobody observes."""
    REMEMBERING = "remembering"
    """Nothing; but what was met stays in mind, spaced successes make it last, and questions come back, keys told."""


NO_DOUBT = (0.0,) * len(ABILITY_STEPS)
SHARED = {
    World.AS_MODELLED: Shared(success=(0.4, 0.15), learn=(0.2, 0.05), prior=(0.3, 0.1), gap=0.3, doubt=NO_DOUBT),
    World.ABLE: Shared(gap=0.3),
    World.REMEMBERING: Shared(
        gap=0.3, fade=0.6, durable=0.3, spacing=0.6, met=(0.3, 0.4), seen=(0.5, 1.2, 0.5), doubt=NO_DOUBT
    ),
}
"""Much heavier weights would let ratings feed on themselves: learners would drift to all wrong or all right."""


class TooFewQuestions(ValueError):
    """A learner cannot answer more questions on a skill than it has, where the world has no say on repeats (`seen`)."""


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """The true parameters of a world, and what was true before each answer."""

    estimates: Estimates
    ability: "Numbers"
    """By code of learner, in logits of success, beside the running ratings."""
    known: "Flags"
    """Whether the skill was known, forgetting applied."""
    success: "Numbers"
    """Probability of a right answer, given all that is true, whether the skill was known included."""


@dataclass(frozen=True, slots=True, eq=False)
class Simulated:
    """The answers of made-up learners, and the truth behind each."""

    answers: Answers
    truth: Truth


def simulate(learners: int, skills: int, questions: int, answers: int, seed: int, world: World) -> Simulated:
    """Simulate learners who answer `answers` of the `questions` of every skill; raises TooFewQuestions.

    In a world that says what a repeat is worth there may be fewer questions: they come back, each as often as others.
    """
    import numpy

    random = numpy.random.default_rng(seed)
    estimates = draw(skills, questions, world, random)
    return live(_with_facilities(estimates, answers, random), learners, answers, random)


def draw(skills: int, questions: int, world: World, random: "Generator") -> Estimates:
    """Draw true parameters of every skill and the easiness of its questions; no facility is known yet.

    Guess and slip stay below one half; what is known is lost slowly.
    """
    parameters = {
        f"s{skill}": Parameters(
            prior=float(_logistic(random.normal(-0.6, 0.8))),
            learn=float(_logistic(random.normal(-1.8, 0.7))),
            guess=float(_logistic(random.normal(0.0, 0.8)) / 2),
            slip=float(_logistic(random.normal(-1.0, 0.6)) / 2),
            forget=float(random.lognormal(-5.0, 0.5)),
            shared=SHARED[world],
        )
        for skill in range(skills)
    }
    items = {
        f"{skill}q{question}": Item(easiness=float(random.normal(0.0, EASINESS)))
        for skill in parameters
        for question in range(questions)
    }
    return Estimates({POOLED: Parameters(shared=SHARED[world]), **parameters}, items)


def live(estimates: Estimates, learners: int, answers: int, random: "Generator") -> Simulated:
    """Simulate the lives of learners under parameters that are true.

    `estimates.items` are the questions in the order of the skills, as many for each. Raises TooFewQuestions.
    """
    import numpy

    skills = tuple(skill for skill in estimates.skills if skill != POOLED)
    questions = len(estimates.items) // len(skills)
    if answers > questions and not any(estimates.shared.seen):
        raise TooFewQuestions(f"{answers} answers to {questions} questions")
    plan = _plan(learners, len(skills), questions, answers, random)
    ability = random.normal(0.0, estimates.shared.doubt[0], learners)
    lives = _Lives(estimates, skills, ability)
    steps = [lives.answer(*step, random) for step in zip(plan.skill.T, plan.question.T, plan.day.T, strict=True)]
    known, success, right = (numpy.stack(column, axis=1).ravel() for column in zip(*steps, strict=True))
    seen = Answers(
        learner=numpy.repeat(numpy.arange(learners), plan.skill.shape[1]),
        skill=plan.skill.ravel(),
        question=plan.question.ravel(),
        right=right.astype(numpy.int64),
        day=plan.day.ravel(),
        chance=numpy.zeros(len(right)),
        skills=skills,
        questions=tuple(estimates.items),
    )
    return Simulated(seen, Truth(estimates, ability, known, success))


def _with_facilities(estimates: Estimates, answers: int, random: "Generator") -> Estimates:
    """Add the shares of right answers: first of learners in the middle, then of learners as they are.

    What meeting a skill or a question adds is left out: shares move ratings alone, which do nothing where it adds any.
    """
    middling = estimates.shared._replace(success=(0.0, 0.0), learn=(0.0, 0.0), prior=(0.0, 0.0), doubt=NO_DOUBT)
    plain = {skill: parameters._replace(shared=middling) for skill, parameters in estimates.skills.items()}
    first = _rehearsed(Estimates(plain, estimates.items), answers, random)
    return _rehearsed(replace(estimates, items=first.items), answers, random)


def _rehearsed(estimates: Estimates, answers: int, random: "Generator") -> Estimates:
    import numpy

    lived = live(estimates, REHEARSAL, answers, random)
    shares = numpy.bincount(lived.answers.skill, lived.truth.known) / numpy.bincount(lived.answers.skill)
    known = dict(zip(lived.answers.skills, shares.tolist(), strict=True))
    skill_of = numpy.repeat(lived.answers.skills, len(estimates.items) // len(known)).tolist()
    items = {
        question: item._replace(facility=_facility(estimates.of(skill), item.easiness, known[skill]))
        for (question, item), skill in zip(estimates.items.items(), skill_of, strict=True)
    }
    skills = {
        skill: parameters._replace(facility=_facility(parameters, 0.0, known.get(skill, 0.5)))
        for skill, parameters in estimates.skills.items()
    }
    return Estimates(skills, items)


def _facility(parameters: Parameters, easiness: float, known: float) -> float:
    if_known, if_unknown = (_shifted(p, easiness) for p in (1 - parameters.slip, parameters.guess))
    return float(known * if_known + (1 - known) * if_unknown)


@dataclass(frozen=True, slots=True, eq=False)
class _Plan:
    """Who answers what and when: tables of learners by steps."""

    skill: "Codes"
    question: "Codes"
    day: "Numbers"


def _plan(learners: int, skills: int, questions: int, answers: int, random: "Generator") -> _Plan:
    """Plan blocks of a skill in a random order, days apart, and within each its questions in a random order.

    Where they are too few they come back, each as often as the others of its skill.
    """
    import numpy

    blocks = answers // BLOCK[0] + 1
    ends = random.integers(*BLOCK, (learners, skills, blocks), endpoint=True).cumsum(axis=2)
    block = (ends[:, :, None, :] <= numpy.arange(answers)[:, None]).sum(axis=3)
    turn = numpy.take_along_axis(random.random((learners, skills, blocks)), block, axis=2).reshape(learners, -1)
    order = turn.argsort(axis=1, kind="stable")
    rounds = -(-answers // questions)
    asked = random.random((learners, skills, rounds, questions)).argsort(axis=3)
    asked = asked.reshape(learners, skills, -1)[:, :, :answers]
    asked += questions * numpy.arange(skills)[:, None]
    question = numpy.take_along_axis(asked.reshape(learners, -1), order, axis=1)
    begins = numpy.diff(numpy.take_along_axis(turn, order, axis=1), axis=1, prepend=-1.0) > 0
    days = (begins * random.integers(*REST, order.shape, endpoint=True)).cumsum(axis=1)
    starts = numpy.maximum.accumulate(begins * numpy.arange(order.shape[1]), axis=1)
    return _Plan(question // questions, question, days + (numpy.arange(order.shape[1]) - starts) / ANSWERS_A_DAY)


class _Lives:
    """The state of all learners after the same number of answers: knowledge, since when, ratings, what was shown."""

    def __init__(self, estimates: Estimates, skills: tuple[str, ...], ability: "Numbers") -> None:
        import numpy

        self.shared, self.of, items = estimates.shared, _columns(estimates, skills), estimates.items.values()
        self.easiness = numpy.array([item.easiness for item in items])
        self.facility = numpy.array([item.facility for item in items])
        self.ability = ability
        self.everybody = numpy.arange(len(ability))
        self.known = numpy.zeros((len(ability), len(skills)), dtype=bool)
        self.since = numpy.full(self.known.shape, numpy.nan)
        self.mark = numpy.zeros(self.known.shape)
        self.spaced = numpy.zeros(self.known.shape)
        self.slow, self.fast, self.answers = numpy.zeros(len(ability)), numpy.zeros(len(ability)), 0
        self.shown_at = numpy.full((len(ability), len(items)), numpy.nan)
        self.shown_right = numpy.zeros(self.shown_at.shape, dtype=bool)
        self.rights = numpy.zeros(self.shown_at.shape)

    def answer(
        self, skill: "Codes", question: "Codes", day: "Numbers", random: "Generator"
    ) -> "tuple[Flags, Numbers, Flags]":
        """Let each learner answer; return whether the skill was known, P(right), and whether it was right."""
        known = random.random(len(day)) < self._known_share(skill, day)
        success = self._success(known, skill, question, day)
        right = random.random(len(day)) < success
        learned = random.random(len(day)) < _shifted(self.of["learn"][skill], self._weighed(self.shared.learn))
        self._rate(right, self.facility[question])
        at, shown = (self.everybody, skill), (self.everybody, question)
        # Before the first answer on a skill nothing is spaced: NaN is not so many days.
        self.spaced[at] = right * (self.spaced[at] + (day - self.since[at] >= SPACED_DAYS * WIDER ** self.spaced[at]))
        self.known[at], self.since[at], self.mark[at] = known | learned, day, self.answers
        self.shown_at[shown], self.shown_right[shown] = day, right
        self.rights[shown] += right
        return known, success, right

    def _known_share(self, skill: "Codes", day: "Numbers") -> "Numbers":
        """Return P(known): the prior at the first answer, later what was known and is not forgotten."""
        import numpy

        at = self.everybody, skill
        prior = _shifted(self.of["prior"][skill], self._weighed(self.shared.prior))
        by_answers = self.of["forget"][skill] * (1 + self.answers - self.mark[at]) ** self.shared.gap
        fade = self.shared.fade * (1 + self.spaced[at]) ** -self.shared.spacing
        by_days = fade * numpy.log1p((day - self.since[at]) / FADE_DAYS)
        durable = self.shared.durable
        kept = durable + (1 - durable) * numpy.exp(-by_answers - by_days)
        return numpy.where(numpy.isnan(self.since[at]), prior, self.known[at] * kept)

    def _success(self, known: "Flags", skill: "Codes", question: "Codes", day: "Numbers") -> "Numbers":
        import numpy

        reference = numpy.where(known, 1 - self.of["slip"][skill], self.of["guess"][skill])
        lifted = self._weighed(self.shared.success) + self._met(skill, day) + self._in_mind(question, day)
        return _shifted(reference, self.easiness[question] + lifted + self.ability)

    def _met(self, skill: "Codes", day: "Numbers") -> "Numbers":
        """Return what having met the skill adds, for good and in the air."""
        import numpy

        days = day - self.since[self.everybody, skill]
        lasting, in_the_air = self.shared.met
        return numpy.where(numpy.isnan(days), 0.0, lasting + in_the_air * numpy.exp(-days / AIR_DAYS))

    def _in_mind(self, question: "Codes", day: "Numbers") -> "Numbers":
        """Return what earlier showings of the question add."""
        import numpy

        shown = self.everybody, question
        hours = 24 * (day - self.shown_at[shown])
        by_rights, if_right, if_wrong = self.shared.seen
        last = numpy.where(self.shown_right[shown], if_right, if_wrong) / (1 + numpy.log1p(hours))
        return numpy.where(numpy.isnan(hours), 0.0, by_rights * numpy.log1p(self.rights[shown]) + last)

    def _weighed(self, weights: Pair) -> "Numbers":
        return weights[0] * self.slow + weights[1] * self.fast

    def _rate(self, right: "Flags", facility: "Numbers") -> None:
        step = max(LEAST_STEP, 1 / (1 + INFORMATION * self.answers))
        self.slow = self.slow + (right - _shifted(facility, self.slow)) * step
        self.fast = self.fast + (right - _shifted(facility, self.fast)) * FAST_STEP
        self.answers += 1


def _columns(estimates: Estimates, skills: tuple[str, ...]) -> "Mapping[str, Numbers]":
    import numpy

    names = ("prior", "learn", "guess", "slip", "forget")
    return {name: numpy.array([getattr(estimates.of(skill), name) for skill in skills]) for name in names}


def _logistic(logit: "float | Numbers") -> "Numbers":
    import numpy

    return numpy.asarray(1 / (1 + numpy.exp(-numpy.asarray(logit))))


def _shifted(probability: "float | Numbers", shift: "float | Numbers") -> "Numbers":
    """Raise a probability by so much in logit; certainties stay."""
    import numpy

    odds = probability * numpy.exp(shift)
    return numpy.asarray(odds / (odds + (1 - probability)))
