"""The rivals of the learner model: probabilities, from a seed, of what lies behind them alone."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy
import pytest
from numpy.typing import NDArray

from benchmarks.simulation import World, simulate
from models.fitting.answers import Answers
from models.fitting.cross_validation import Predict, from_fit

SEED = 42
WITHOUT_A_MEMORY = ["constant", "skill mean", "question mean"]
WITH_A_MEMORY = ["BKT", "PFA", "Best-LR", "trees"]
Rivals = dict[str, Predict]
Foreseen = Callable[[str], NDArray[numpy.float64]]
every_rival = pytest.mark.parametrize("name", [*WITHOUT_A_MEMORY, *WITH_A_MEMORY])


@pytest.fixture(scope="module")
def rivals() -> Rivals:
    """Each by its name."""
    from benchmarks.rivals import bkt, logistic, means, tree

    return {
        "constant": means.constant,
        "skill mean": means.skill_mean,
        "question mean": means.question_mean,
        "BKT": from_fit(bkt.fit),
        "PFA": logistic.pfa,
        "Best-LR": logistic.best_lr,
        "trees": tree.predict,
    }


@pytest.fixture(scope="module")
def foreseen(rivals: Rivals) -> Foreseen:
    """What a rival foresees of one half of the learners when it has seen the other."""
    return cache(lambda name: rivals[name](*two_halves(), SEED))


@cache
def two_halves() -> tuple[Answers, Answers]:
    answers = simulate(80, 3, 8, 8, 1, World.AS_MODELLED).answers
    return answers.where(answers.learner % 2 == 0), answers.where(answers.learner % 2 == 1)


def without(answers: Answers, unseen: Callable[[Answers], object]) -> Answers:
    return answers.where(~numpy.asarray(unseen(answers), dtype=bool))


@pytest.mark.nightly
@every_rival
def test_answers_get_probabilities_the_same_for_one_seed(rivals: Rivals, foreseen: Foreseen, name: str) -> None:
    predicted = foreseen(name)
    assert predicted.shape == (len(two_halves()[1]),)
    assert ((predicted > 0) & (predicted < 1)).all()
    assert (rivals[name](*two_halves(), SEED) == predicted).all()


@pytest.mark.parametrize("name", WITH_A_MEMORY)
def test_an_answer_moves_no_earlier_prediction_nor_its_own(rivals: Rivals, foreseen: Foreseen, name: str) -> None:
    train, test = two_halves()
    learner = test.learner[len(test) // 2]
    rows = numpy.flatnonzero(test.learner == learner)
    flipped = rows[len(rows) // 2 :]
    right = test.right.copy()
    right[flipped] = 1 - right[flipped]
    before, after = foreseen(name), rivals[name](train, replace(test, right=right), SEED)
    unmoved = numpy.setdiff1d(numpy.arange(len(test)), flipped[1:])
    assert (before[unmoved] == after[unmoved]).all()
    assert (before[flipped[1:]] != after[flipped[1:]]).any()


@every_rival
def test_a_skill_and_a_question_met_by_nobody_in_training_are_foreseen(rivals: Rivals, name: str) -> None:
    train, test = two_halves()
    known = without(train, lambda answers: (answers.skill == 0) | (answers.question % 5 == 0))
    predicted = rivals[name](known, test, SEED)
    assert ((predicted > 0) & (predicted < 1)).all()


def test_to_a_rival_that_knows_questions_all_new_ones_of_a_skill_are_alike(rivals: Rivals) -> None:
    train, test = two_halves()
    first = test.where(numpy.unique(test.learner, return_index=True)[1])
    one_skill = first.where(first.skill == first.skill[0])
    known = without(train, lambda answers: numpy.isin(answers.question, one_skill.question))
    assert len(set(one_skill.question.tolist())) > 1
    assert numpy.ptp(rivals["Best-LR"](known, one_skill, SEED)) < 1e-6
