"""The least that a model must beat: shares of right answers."""

from typing import TYPE_CHECKING

import numpy

from models.fitting.answers import Answers, facilities

if TYPE_CHECKING:
    from models.fitting.answers import Numbers


def constant(train: Answers, test: Answers, seed: int) -> "Numbers":
    """Predict the share of right answers among all."""
    return numpy.full(len(test), train.right.mean())


def skill_mean(train: Answers, test: Answers, seed: int) -> "Numbers":
    """Predict the share of the skill, drawn to that of all."""
    return facilities(train).skills[test.skill]


def question_mean(train: Answers, test: Answers, seed: int) -> "Numbers":
    """Predict the share of the question, drawn to that of its skill."""
    shares = facilities(train)
    asked = numpy.isin(test.question, train.question)
    return numpy.where(asked, shares.questions[test.question], shares.skills[test.skill])
