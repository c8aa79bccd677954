"""Made-up learners live as the learner model says, and what is true of them is kept beside what they answer."""

from dataclasses import replace
from typing import Any

import numpy
import pytest
from numpy.typing import NDArray

from benchmarks.simulation import Simulated, World, draw, live, simulate
from models.estimates import POOLED, Estimates, Item, Parameters, Shared
from models.fitting.fit import predictions

Numbers = NDArray[Any]
CERTAIN = Parameters(prior=0.0, learn=0.3, guess=0.0, slip=0.0, forget=0.0, shared=Shared(fade=0.0))
"""Nobody guesses, slips or forgets."""


def lived(parameters: Parameters, learners: int = 400, skills: int = 3, answers: int = 8) -> Simulated:
    """A world whose skills are all alike, with questions of all kinds."""
    names = [f"s{skill}" for skill in range(skills)]
    items = {f"{name}q{number}": Item(easiness=number - 4.0) for name in names for number in range(answers)}
    estimates = Estimates({POOLED: parameters, **dict.fromkeys(names, parameters)}, items)
    return live(estimates, learners, answers, numpy.random.default_rng(1))


@pytest.fixture(scope="module", params=list(World))
def simulated(request: pytest.FixtureRequest) -> Simulated:
    return simulate(learners=300, skills=6, questions=15, answers=12, seed=3, world=request.param)


def by_skill(simulated: Simulated, column: Numbers) -> Numbers:
    """A row for each learner and skill, the answers in their order."""
    order = numpy.lexsort((simulated.answers.skill, simulated.answers.learner))
    pairs = len(simulated.truth.ability) * len(simulated.answers.skills)
    return column[order].reshape(pairs, -1)


def test_who_neither_guesses_nor_slips_answers_what_she_knows() -> None:
    simulated = lived(CERTAIN)
    assert numpy.array_equal(simulated.answers.right == 1, simulated.truth.known)
    assert numpy.array_equal(simulated.truth.success, simulated.truth.known)


def test_who_does_not_forget_knows_more_with_every_answer_at_the_rate_of_learning() -> None:
    simulated = lived(CERTAIN)
    known = by_skill(simulated, simulated.truth.known.astype(float))
    share = 1 - (1 - CERTAIN.learn) ** numpy.arange(known.shape[1])
    assert not known[:, 0].any()
    assert numpy.all(numpy.abs(known.mean(axis=0) - share) < 4 * numpy.sqrt(0.25 / len(known)))


def test_the_share_of_right_answers_is_the_mean_of_the_true_probabilities(simulated: Simulated) -> None:
    success = simulated.truth.success
    error = numpy.sqrt((success * (1 - success)).sum()) / len(success)
    assert abs(simulated.answers.right.mean() - success.mean()) < 4 * error


def test_under_the_true_parameters_the_learner_model_foresees_what_comes() -> None:
    """Where ratings move what is known and learned; those that move success are no evidence of knowing."""
    random = numpy.random.default_rng(3)
    drawn = draw(6, 15, World.AS_MODELLED, random)
    shared = drawn.shared._replace(success=(0.0, 0.0), spacing=0.6)
    skills = {skill: parameters._replace(shared=shared) for skill, parameters in drawn.skills.items()}
    simulated = live(replace(drawn, skills=skills), 300, 12, random)
    foreseen = predictions(simulated.truth.estimates, simulated.answers)
    for expected, came in ((foreseen.known, simulated.truth.known), (foreseen.success, simulated.truth.success)):
        for tenth in numpy.array_split(numpy.argsort(expected), 10):
            error = 4 * 0.5 / numpy.sqrt(len(tenth))
            assert abs(expected[tenth].mean() - came[tenth].mean()) < error
