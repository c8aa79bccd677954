"""Cross-validation by learner: nobody is foreseen by a set that has seen her."""

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.rivals import means
from models.estimates import POOLED, Estimates, Parameters
from models.fitting.cross_validation import folds_by_learner, from_fit, out_of_fold, splits
from models.fitting.fit import TooFewLearners, predictions
from tests.models.fitting.made_up import in_one_skill


@given(st.lists(st.integers(1, 4), min_size=5, max_size=30), st.integers(2, 5), st.integers(0, 9))
def test_a_learner_is_in_one_fold_and_folds_are_even(lengths: list[int], folds: int, seed: int) -> None:
    answers = in_one_skill(*("1" * length for length in lengths))
    fold = folds_by_learner(answers, folds, seed)
    homes = {(int(who), int(home)) for who, home in zip(answers.learner, fold, strict=True)}
    assert len(homes) == len(lengths)
    sizes = [sum(home == number for _, home in homes) for number in range(folds)]
    assert max(sizes) - min(sizes) <= 1
    assert sum(sizes) == len(lengths)


def test_shuffled_learners_take_the_folds_in_turn() -> None:
    answers = in_one_skill(*["11"] * 12)
    shuffled = numpy.random.RandomState(7).permutation(numpy.arange(12))
    turn = {int(who): place % 5 for place, who in enumerate(shuffled)}
    assert folds_by_learner(answers, 5, 7).tolist() == [turn[who] for who in answers.learner.tolist()]


def test_fewer_learners_than_folds_are_refused() -> None:
    with pytest.raises(TooFewLearners):
        folds_by_learner(in_one_skill("11", "01"), 5, 42)


def test_a_fold_is_foreseen_from_the_others_alone() -> None:
    answers = in_one_skill("111", "000", "11", "0")
    fold = numpy.array([0, 0, 0, 1, 1, 1, 0, 0, 1])
    told: list[tuple[str, int, int]] = []
    predicted = out_of_fold(means.constant, answers, fold, 42, lambda *what: told.append(what), "constante")
    assert predicted.tolist() == [0.0] * 3 + [1.0] * 3 + [0.0] * 2 + [1.0]
    assert told == [("constante", 1, 2), ("constante", 2, 2)]


def test_a_fit_foresees_what_the_learner_model_does_under_its_set() -> None:
    answers, estimates = in_one_skill(*["10110", "01"] * 5), Estimates({POOLED: Parameters(prior=0.6)})
    ((train, test),) = list(splits(answers, folds_by_learner(answers, 5, 1)))[:1]
    predicted = from_fit(lambda answers, seed, report: estimates)(train, test, 42)
    assert (predicted == predictions(estimates, test).success).all()
