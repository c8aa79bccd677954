"""Made-up learners live as the learner model says, and what is true of them is kept beside what they answer."""

from dataclasses import replace
from typing import Any

import numpy
import pytest
from numpy.typing import NDArray

from benchmarks.answer_file import first_exposures
from benchmarks.simulation import BLOCK, Simulated, TooFewQuestions, World, draw, live, simulate
from models.estimates import POOLED, Estimates, Item, Parameters, Shared
from models.fitting.fit import predictions
from models.fitting.gaps import gaps

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


def test_the_same_seed_gives_the_same_lives_and_another_seed_others() -> None:
    first, again, other = (simulate(20, 3, 8, 6, seed, World.ABLE) for seed in (1, 1, 2))
    assert numpy.array_equal(first.answers.right, again.answers.right)
    assert numpy.array_equal(first.answers.question, again.answers.question)
    assert numpy.array_equal(first.answers.day, again.answers.day)
    assert numpy.array_equal(first.truth.success, again.truth.success)
    assert first.truth.estimates == again.truth.estimates != other.truth.estimates
    assert not numpy.array_equal(first.answers.right, other.answers.right)


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


def test_nobody_comes_to_know_what_nobody_learns() -> None:
    simulated = lived(CERTAIN._replace(prior=0.8, learn=0.0, forget=0.05))
    steps = numpy.diff(by_skill(simulated, simulated.truth.known.astype(float)), axis=1)
    assert steps.max() == 0
    assert steps.min() == -1


def test_nobody_loses_what_nobody_forgets() -> None:
    simulated = lived(CERTAIN._replace(prior=0.2, guess=0.3, slip=0.2))
    steps = numpy.diff(by_skill(simulated, simulated.truth.known.astype(float)), axis=1)
    assert steps.min() == 0
    assert steps.max() == 1


def test_what_came_back_right_a_night_later_lasts_longer() -> None:
    shared = Shared(gap=0.0, fade=1.0, durable=0.0, doubt=(0.0,) * 5)
    sure = CERTAIN._replace(prior=1.0, learn=0.0)
    known = [
        lived(sure._replace(shared=shared._replace(spacing=spacing)), answers=24).truth.known.mean()
        for spacing in (0.0, 2.0)
    ]
    assert known[1] > known[0] + 0.05


def test_who_has_met_a_skill_does_better_and_best_while_it_is_in_the_air() -> None:
    shared = Shared(fade=0.0, met=(1.0, 2.0), doubt=(0.0,) * 5)
    simulated = lived(CERTAIN._replace(learn=0.0, guess=0.3, shared=shared))
    answers, success = simulated.answers, numpy.log(simulated.truth.success / (1 - simulated.truth.success))
    easiness = numpy.array([simulated.truth.estimates.items[question].easiness for question in answers.questions])
    lifted = success - easiness[answers.question] - numpy.log(0.3 / 0.7)
    days = gaps(answers).days
    assert lifted[numpy.isnan(days)] == pytest.approx(0.0)
    assert lifted[days < 0.01] == pytest.approx(3.0, abs=0.05)
    assert lifted[days > 0.5] == pytest.approx(1.0, abs=0.01)


def test_where_a_repeat_is_worth_something_questions_come_back_and_do_better_than_new_ones() -> None:
    shared = Shared(fade=0.0, seen=(0.5, 1.0, 0.3), doubt=(0.0,) * 5)
    names = [f"sq{number}" for number in range(4)]
    parameters = CERTAIN._replace(learn=0.0, guess=0.3, shared=shared)
    estimates = Estimates({POOLED: parameters, "s": parameters}, {name: Item() for name in names})
    simulated = live(estimates, 300, 12, numpy.random.default_rng(1))
    asked = by_skill(simulated, simulated.answers.question)
    assert all(sorted(row) == sorted([0, 1, 2, 3] * 3) for row in asked.tolist())
    again = ~first_exposures(simulated.answers)
    assert simulated.truth.success[~again] == pytest.approx(0.3)
    assert simulated.truth.success[again].min() > 0.3


def test_the_share_of_right_answers_is_the_mean_of_the_true_probabilities(simulated: Simulated) -> None:
    success = simulated.truth.success
    error = numpy.sqrt((success * (1 - success)).sum()) / len(success)
    assert abs(simulated.answers.right.mean() - success.mean()) < 4 * error


def test_guess_and_slip_stay_below_one_half(simulated: Simulated) -> None:
    skills = simulated.truth.estimates.skills.values()
    assert all(0 < parameters.guess < 0.5 and 0 < parameters.slip < 0.5 for parameters in skills)


@pytest.mark.parametrize("simulated", [World.AS_MODELLED, World.ABLE], indirect=True)
def test_the_facility_of_a_question_is_its_share_of_right_answers_where_nothing_is_lifted(simulated: Simulated) -> None:
    answers, items = simulated.answers, simulated.truth.estimates.items
    share = numpy.bincount(answers.question, answers.right) / numpy.bincount(answers.question)
    facility = numpy.array([items[question].facility for question in answers.questions])
    assert numpy.corrcoef(share, facility)[0, 1] > 0.9
    assert abs(share.mean() - facility.mean()) < 0.05


def test_the_rows_of_a_learner_stand_together_in_the_order_of_time(simulated: Simulated) -> None:
    answers = simulated.answers
    assert numpy.all(numpy.diff(answers.learner) >= 0)
    same = numpy.diff(answers.learner) == 0
    assert numpy.all(numpy.diff(answers.day)[same] > 0)


def test_each_learner_works_in_blocks_of_one_skill_days_apart(simulated: Simulated) -> None:
    answers = simulated.answers
    begins = numpy.flatnonzero(numpy.diff(answers.day, prepend=-1.0) >= 0.5)
    begins = numpy.union1d(begins, numpy.flatnonzero(numpy.diff(answers.learner, prepend=-1)))
    lengths = numpy.diff(begins, append=len(answers))
    assert lengths.max() == BLOCK[1]
    assert (lengths >= BLOCK[0]).mean() > 0.7
    assert all(len(set(block.tolist())) == 1 for block in numpy.split(answers.skill, begins[1:]))
    first = answers.where(answers.learner == 0)
    assert (numpy.diff(first.skill) != 0).sum() > 6


def test_every_learner_answers_as_many_questions_of_every_skill_and_none_twice(simulated: Simulated) -> None:
    answers = simulated.answers
    questions = by_skill(simulated, answers.question)
    assert questions.shape == (300 * 6, 12)
    assert all(len(set(row)) == 12 for row in questions.tolist())
    assert numpy.array_equal(answers.question // 15, answers.skill)


@pytest.mark.parametrize("spacing", [0.0, 0.6])
def test_under_the_true_parameters_the_learner_model_foresees_what_comes(spacing: float) -> None:
    """Where ratings move what is known and learned; those that move success are no evidence of knowing."""
    random = numpy.random.default_rng(3)
    drawn = draw(6, 15, World.AS_MODELLED, random)
    shared = drawn.shared._replace(success=(0.0, 0.0), spacing=spacing)
    skills = {skill: parameters._replace(shared=shared) for skill, parameters in drawn.skills.items()}
    simulated = live(replace(drawn, skills=skills), 300, 12, random)
    foreseen = predictions(simulated.truth.estimates, simulated.answers)
    for expected, came in ((foreseen.known, simulated.truth.known), (foreseen.success, simulated.truth.success)):
        for tenth in numpy.array_split(numpy.argsort(expected), 10):
            error = 4 * 0.5 / numpy.sqrt(len(tenth))
            assert abs(expected[tenth].mean() - came[tenth].mean()) < error


def test_who_is_able_succeeds_more_and_nobody_is_where_the_ratings_are_all() -> None:
    able, modelled = (simulate(200, 6, 10, 10, seed=5, world=world) for world in (World.ABLE, World.AS_MODELLED))
    share = able.answers.right.reshape(200, -1).mean(axis=1)
    assert numpy.corrcoef(share, able.truth.ability)[0, 1] > 0.5
    assert not modelled.truth.ability.any()


def test_more_answers_than_questions_are_refused() -> None:
    with pytest.raises(TooFewQuestions, match="7 answers to 6 questions"):
        simulate(5, 2, 6, 7, seed=1, world=World.ABLE)
