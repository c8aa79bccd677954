"""The share of right answers to each skill and question, shrunk where there are few."""

from typing import TYPE_CHECKING, NamedTuple

from models.fitting.answers import Answers

if TYPE_CHECKING:
    from models.fitting.answers import Codes, Numbers

SKILL_WEIGHT, QUESTION_WEIGHT = 10, 5
"""Pseudo-answers by which a skill is drawn to the mean of all, a question to its skill."""


class Facilities(NamedTuple):
    """Shares of right answers, never 0 nor 1: of all answers, by code of skill, by code of question."""

    mean: float
    skills: "Numbers"
    questions: "Numbers"


def facilities(answers: Answers) -> Facilities:
    """Return the shares in these answers; a skill that does not occur has the mean of all, so has such a question.

    The mean is (right + 1) / (answers + 2), by Laplace's rule of succession.
    """
    import numpy

    mean = (int(answers.right.sum()) + 1) / (len(answers) + 2)
    skills = _shrunk(answers.skill, answers.right, numpy.full(len(answers.skills), mean), SKILL_WEIGHT)
    of_its_skill = numpy.full(len(answers.questions), mean)
    of_its_skill[answers.question] = skills[answers.skill]
    return Facilities(mean, skills, _shrunk(answers.question, answers.right, of_its_skill, QUESTION_WEIGHT))


def _shrunk(codes: "Codes", right: "Codes", to: "Numbers", weight: int) -> "Numbers":
    import numpy

    rights, answers = (numpy.bincount(codes, weights, len(to)) for weights in (right, None))
    shares: Numbers = (rights + weight * to) / (answers + weight)
    return shares
