"""The hierarchical fit: what the learner model lives, exact slopes, and sense where little is known."""

from dataclasses import replace
from functools import cache
from itertools import count

import numpy
import pytest

from benchmarks.simulation import World, simulate
from models.estimates import POOLED, Estimates, Item, Parameters
from models.fitting import hierarchical_fit as hierarchical
from models.fitting.answers import Answers, facilities, from_columns
from models.fitting.fit import DidNotConverge, predictions, silent
from models.fitting.hierarchical_objective import Objective, VectorViews, start
from models.fitting.hierarchical_sequences import SequenceBlocks
from models.fitting.hierarchical_set import fitted_set
from models.learner import Knowledge, interval, predict
from tests.builders import MONDAY

pytestmark = pytest.mark.every_kernel

SEED = 42
Vector = numpy.typing.NDArray[numpy.float64]


@cache
def made_up(learners: int = 40, seed: int = 1) -> Answers:
    """Learners who answer six of eight questions on each of four skills; ticking blindly is sometimes easy."""
    answers = simulate(learners, 4, 8, 6, seed, World.AS_MODELLED).answers
    return replace(answers, chance=numpy.where(answers.question % 3 == 0, 0.45, 0.1))


@cache
def fitted(learners: int = 40) -> Estimates:
    return hierarchical.fit(made_up(learners), SEED, silent)


def objective(answers: Answers) -> Objective:
    sequences = SequenceBlocks.of(answers, facilities(answers).questions)
    return Objective(sequences, len(answers.skills), len(answers.questions))


def somewhere(answers: Answers, seed: int) -> "numpy.typing.NDArray[numpy.float64]":
    """A point far from any minimum."""
    around = start(len(answers.skills), len(answers.questions))
    return around + numpy.random.default_rng(seed).normal(0, 0.4, len(around))


@pytest.mark.parametrize("seed", range(3))
def test_the_slopes_are_those_of_finite_differences(seed: int) -> None:
    answers = made_up(6, seed)
    loss, point, step = objective(answers), somewhere(answers, seed), 1e-5
    moves = numpy.eye(len(point)) * step
    differences = [(loss(point + move)[0] - loss(point - move)[0]) / (2 * step) for move in moves]
    assert loss(point)[1] == pytest.approx(differences, rel=1e-5, abs=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_answer_by_answer_the_learner_model_foresees_what_the_fit_does_over_all_rows(seed: int) -> None:
    answers = made_up(30, seed)
    all_rows, point = objective(answers), somewhere(answers, seed)
    evaluated = all_rows.evaluate(VectorViews.of(point, len(answers.skills), len(answers.questions)))
    one_by_one = predictions(fitted_set(answers, facilities(answers), all_rows, point), answers)
    row = all_rows.sequences.row
    assert numpy.abs(one_by_one.success[row] - evaluated.success).max() < 1e-9
    assert numpy.abs(one_by_one.known[row] - evaluated.known).max() < 1e-9


def test_a_prediction_knows_nothing_of_its_own_answer_nor_of_later_ones() -> None:
    answers = made_up().where(made_up().learner < 3)
    before = predictions(fitted(), answers)
    for row in range(0, len(answers), 5):
        later = (numpy.arange(len(answers)) >= row) & (answers.learner == answers.learner[row])
        flipped = predictions(fitted(), replace(answers, right=numpy.where(later, 1 - answers.right, answers.right)))
        untouched = ~later | (numpy.arange(len(answers)) == row)
        assert (flipped.success[untouched] == before.success[untouched]).all()
        assert (flipped.known[untouched] == before.known[untouched]).all()


def test_many_answers_are_fitted_from_where_a_quarter_of_the_learners_leads_to_the_same_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[int] = []
    answers, begun = made_up(400), hierarchical.fit(made_up(400), SEED, silent)
    monkeypatch.setattr(hierarchical, "MANY", 3000)
    found = hierarchical.fit(answers, SEED, lambda what, place, of: told.append(place))
    assert told.count(1) == 2, "a quarter of 9600 answers is few"
    assert numpy.abs(predictions(found, answers).success - predictions(begun, answers).success).max() < 2e-3


def test_the_same_answers_give_the_same_set_whatever_the_seed() -> None:
    assert hierarchical.fit(made_up(), 7, silent) == fitted()


def test_for_the_one_in_the_middle_guess_and_slip_stay_below_one_half() -> None:
    lucky = [(learner, skill, right) for learner in range(20) for skill, right in (("easy", 1), ("hard", 0)) * 10]
    learner, skill, right = zip(*lucky, strict=True)
    answers = from_columns(learner, skill, [f"{name}-1" for name in skill], right, *[[0.0] * len(lucky)] * 2)
    for parameters in hierarchical.fit(answers, SEED, silent).skills.values():
        assert 0 < parameters.guess < 0.5
        assert 0 < parameters.slip < 0.5


def test_with_no_answers_everything_keeps_the_default() -> None:
    nothing = from_columns(*[[]] * 6)
    assert hierarchical.fit(nothing, SEED, silent) == Estimates()


@pytest.mark.nightly
def test_one_answer_moves_little_and_breaks_nothing() -> None:
    found = hierarchical.fit(from_columns([1], ["alone"], ["alone-1"], [1], [0.0], [0.25]), SEED, silent)
    assert found.of("alone").guess == pytest.approx(Parameters().guess, abs=0.05)
    assert found.of("alone").slip == pytest.approx(Parameters().slip, abs=0.02)
    assert found.items["alone-1"].easiness > 0


def test_a_skill_that_few_have_answered_stays_near_the_others() -> None:
    answers = made_up()
    always_right = replace(answers, right=numpy.where(answers.skill == 0, 1, answers.right))

    def foreseen(learners: int) -> float:
        few = always_right.where((answers.skill > 0) | (answers.learner < learners))
        found = hierarchical.fit(few, SEED, silent).of(answers.skills[0])
        return predict(Knowledge(found), Item(), MONDAY)

    shares = [foreseen(learners) for learners in (0, 2, 10, 40)]
    assert shares == sorted(shares)


def test_a_skill_and_a_question_that_nobody_has_answered_are_in_the_middle() -> None:
    found = fitted()
    assert found.of("never seen") == found.skills[POOLED]
    item = found.item("never asked", made_up().skills[0], chance=0.2)
    assert (item.easiness, item.facility, item.chance) == (0.0, found.of(made_up().skills[0]).facility, 0.2)


def test_what_is_fitted_predicts_better_than_the_default_for_others() -> None:
    answers = made_up(150)
    others = answers.where(answers.learner >= 120)
    right = others.right == 1

    def loss(estimates: Estimates) -> float:
        success = predictions(estimates, others).success
        return float(-numpy.log(numpy.where(right, success, 1 - success)).mean())

    assert loss(hierarchical.fit(answers.where(answers.learner < 120), SEED, silent)) < loss(Estimates())


def test_the_more_learners_the_surer_the_fit() -> None:
    few, many = fitted(), fitted(300)
    for name in ("prior", "learn", "guess", "slip"):
        spreads = [sum(getattr(of.of(skill).spread, name) for skill in made_up().skills) for of in (few, many)]
        assert spreads[1] < spreads[0]
    question = made_up().questions[0]
    assert many.items[question].spread < few.items[question].spread


def test_the_interval_of_a_question_that_nobody_has_answered_is_wider() -> None:
    skill, question = made_up().skills[0], made_up().questions[0]
    known = Knowledge(fitted(300).of(skill))
    widths = []
    for name in (question, "never asked"):
        low, high = interval(known, fitted(300).item(name, skill), MONDAY)
        widths.append(high - low)
    assert widths[0] < widths[1]


def test_each_iteration_is_told_and_an_interruption_goes_through() -> None:
    told = []

    def stop_at_three(what: str, place: int, of: int) -> None:
        told.append(place)
        if place == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        hierarchical.fit(made_up(), SEED, stop_at_three)
    assert told == [1, 2, 3]


def test_a_fit_that_has_not_converged_is_no_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hierarchical, "MOST_ITERATIONS", 2)
    with pytest.raises(DidNotConverge):
        hierarchical.fit(made_up(), SEED, silent)


@pytest.mark.parametrize(("first", "last"), [(5, 15), (20, 30), (25, 26), (40, 41)])
def test_a_search_that_is_misled_ends_within_a_ten_millionth_of_the_best(first: int, last: int) -> None:
    true, looks = objective(made_up()), count()

    def misleading(vector: Vector) -> tuple[float, Vector]:
        loss, slope = true(vector)
        return loss, -slope if first <= next(looks) < last else slope

    misleading.information, misleading.skills, misleading.questions = (  # type: ignore[attr-defined]
        true.information,
        true.skills,
        true.questions,
    )
    found = hierarchical.minimum(misleading, silent)  # type: ignore[arg-type]
    assert true(found)[0] <= true(hierarchical.minimum(true, silent))[0] * (1 + 1e-7)


def test_a_set_is_the_same_once_written_and_read() -> None:
    assert Estimates.from_plain(fitted().plain()) == fitted()
