"""How many of the next answers on a skill the learner model itself expects to be right, as a distribution.

The distribution behind `learner.interval` speaks of one question at one moment. Here it is lived on by the model's own
laws, many times over: what is unsure of the learner and of the skill is drawn once for a run of answers, what is unsure
of a question for that question alone; in between she learns, forgets and sees keys. Gelman et al., "Bayesian data
analysis" (2013), chapter 6: posterior predictive checks.
"""

from bisect import bisect
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy
from numpy.random import Generator

from models import memory
from models.estimates import ABILITY_STEPS, AIR_DAYS, FADE_DAYS, Pair
from models.fitting.answers import Answers
from models.fitting.fit import ORIGIN, LivedAnswer
from models.learner import DAY, mastery_likelihoods, retained

if TYPE_CHECKING:
    from models.fitting.answers import Codes, Flags, Numbers

DRAWS = 200
UNKNOWING, KNOWING = 0, 1


def rights_ahead(
    answers: Answers, lives: Sequence[LivedAnswer], runs: "Codes", moving: bool, random: Generator
) -> "Codes":
    """Return how many answers of each run are right in each of DRAWS lives (runs × DRAWS).

    `runs` are the rows of next answers on one skill (runs × answers); `lives` are those `answers`, lived through under
    one set. Unless `moving`, each answer of a run is given as if at its first moment.
    """
    ahead, right = LivesAhead(answers, lives, runs, random), list["Flags"]()
    for turn in range(runs.shape[1]):
        if turn and moving:
            ahead.forget(turn)
        right.append(ahead.answered(turn, right if moving else []))
        if moving:
            ahead.learn()
    counts: Codes = numpy.sum(right, axis=0)
    return counts


class LivesAhead:
    """The drawn states of all runs: whether the skill is known, and how far each strays from what is estimated."""

    def __init__(self, answers: Answers, lives: Sequence[LivedAnswer], runs: "Codes", random: Generator) -> None:
        self.random, self.shape = random, (len(runs), DRAWS)
        self.day, self.question, self.between = answers.day[runs], answers.question[runs], numpy.diff(runs) - 1
        self.starts = [lives[row] for row in runs[:, 0].tolist()]
        self.items = [[lives[row].evidence.item for row in run] for run in runs.tolist()]
        self.parameters = [step.known.parameters for step in self.starts]
        self.shared, beliefs = self.parameters[0].shared, [step.known.belief for step in self.starts]
        self.known = self._happens(numpy.array([retained(step.known, step.evidence.at) for step in self.starts]))
        learn = _logit(numpy.array([of.learn for of in self.parameters]))
        self.learned = _share(learn + self._weighed(self.shared.learn))
        self.rate = numpy.array([of.forget for of in self.parameters])
        self.fade = numpy.array([memory.fading(self.shared, belief.spaced) for belief in beliefs])
        self.met = numpy.array([_met(step) for step in self.starts])
        after = [bisect(ABILITY_STEPS, step.known.ability.answers) - 1 for step in self.starts]
        self.ability = self._weighed(self.shared.success)[:, None] + self._strays(numpy.take(self.shared.doubt, after))
        self.spread = numpy.array([(of.spread.guess, of.spread.slip) for of in self.parameters])
        self.skill = [self._strays(self.spread[:, state]) for state in (UNKNOWING, KNOWING)]

    def learn(self) -> None:
        """Let the feedback of an answer teach."""
        self.known |= self._happens(self.learned)

    def forget(self, turn: int) -> None:
        """Let the gap before this answer of the run take its part of what is known, and of what is in the air."""
        days = (self.day[:, turn] - self.day[:, turn - 1]).clip(min=0)
        loss = self.rate * (1 + self.between[:, turn - 1]) ** self.shared.gap
        kept = numpy.exp(-loss - self.fade * numpy.log1p(days / FADE_DAYS))
        self.known &= self._happens(self.shared.durable + (1 - self.shared.durable) * kept)
        lasting, in_the_air = self.shared.met
        self.met = lasting + in_the_air * numpy.exp(-days / AIR_DAYS)

    def answered(self, turn: int, before: "Sequence[Flags]") -> "Flags":
        """Return in which lives this answer of the run is right, after those `before` it that have told a key."""
        return self._happens(self.success(turn, before))

    def success(self, turn: int, before: "Sequence[Flags]") -> "Numbers":
        """Return the probability of a right answer in each life: at first, what `learner.interval` is of."""
        items = [run[turn] for run in self.items]
        success = numpy.array([mastery_likelihoods(of, item) for of, item in zip(self.parameters, items, strict=True)])
        spread = numpy.array([item.spread for item in items])
        # The spread of a question holds that of its skill, which is drawn for the whole run.
        own = numpy.sqrt((spread**2 - self.spread**2).clip(min=0))
        unknowing, knowing = (
            _logit(success[:, 1 - state])[:, None] + self.skill[state] + self._strays(own[:, state])
            for state in (UNKNOWING, KNOWING)
        )
        lifted = self.ability + self.met[:, None] + self._in_mind(turn, before)
        return _share(numpy.where(self.known, knowing, unknowing) + lifted)

    def _in_mind(self, turn: int, before: "Sequence[Flags]") -> "Numbers":
        """Return what earlier showings of the question add: those before the run, and those in it as drawn."""
        first = (self.question == self.question[:, [turn]]).argmax(axis=1)
        shown = [run[place].shown for run, place in zip(self.items, first.tolist(), strict=True)]
        rights = numpy.array([one.rights if one else 0 for one in shown])[:, None]
        right = numpy.array([one is not None and one.right for one in shown])[:, None]
        at = numpy.array([(one.at - ORIGIN) / DAY if one else numpy.nan for one in shown])
        for earlier, drawn in enumerate(before):
            again = self.question[:, earlier] == self.question[:, turn]
            rights, right = rights + (again[:, None] & drawn), numpy.where(again[:, None], drawn, right)
            at = numpy.where(again, self.day[:, earlier], at)
        hours = 24 * (self.day[:, turn if before else 0] - at).clip(min=0)
        by_rights, if_right, if_wrong = self.shared.seen
        last = numpy.where(right, if_right, if_wrong) / (1 + numpy.log1p(hours))[:, None]
        return numpy.where(numpy.isnan(at)[:, None], 0.0, by_rights * numpy.log1p(rights) + last)

    def _weighed(self, weights: Pair) -> "Numbers":
        abilities = [step.known.ability for step in self.starts]
        return numpy.array([weights[0] * ability.slow + weights[1] * ability.fast for ability in abilities])

    def _strays(self, spread: "Numbers") -> "Numbers":
        return spread[:, None] * self.random.standard_normal(self.shape)

    def _happens(self, share: "Numbers") -> "Flags":
        happens: Flags = self.random.random(self.shape) < share.reshape(len(share), -1)
        return happens


def _met(step: LivedAnswer) -> float:
    met_at = step.known.belief.earned_at
    return memory.met(step.known.parameters.shared, (step.evidence.at - met_at) / DAY) if met_at else 0.0


def _logit(share: "Numbers") -> "Numbers":
    logit: Numbers = numpy.log(share / (1 - share))
    return logit


def _share(logit: "Numbers") -> "Numbers":
    share: Numbers = 1 / (1 + numpy.exp(-logit))
    return share
