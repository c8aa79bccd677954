from functools import cache
from itertools import count

import numpy
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from models.estimates import POOLED, Estimates, Parameters
from models.fitting.answers import Answers, from_columns
from models.fitting.evaluation import evaluate
from models.fitting.evaluation.acquisition import acquisition
from models.fitting.evaluation.bootstrap import Scored, lead
from models.fitting.evaluation.protocol import folds_by_learner, from_fit, out_of_fold, splits
from models.fitting.fit import TooFewLearners, predictions, silent
from models.fitting.measures import auc, log_loss
from models.fitting.rivals import means
from models.fitting.simulation import World, simulate


@cache
def made_up() -> Answers:
    return simulate(40, 3, 10, 8, 1, World.AS_MODELLED).answers


def in_one_skill(*lives: str) -> Answers:
    """One learner a word, of answers right (1) or wrong (0)."""
    rows = [
        (learner, "a", f"a{place}", int(right))
        for learner, life in enumerate(lives)
        for place, right in enumerate(life)
    ]
    return from_columns(*zip(*rows, strict=True), *[[0.0] * len(rows)] * 2)  # type: ignore[arg-type]


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
    answers, estimates = made_up(), Estimates({POOLED: Parameters(prior=0.6)})
    ((train, test),) = list(splits(answers, folds_by_learner(answers, 5, 1)))[:1]
    predicted = from_fit(lambda answers, seed, report: estimates)(train, test, 42)
    assert (predicted == predictions(estimates, test).success).all()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=40, max_size=40), st.booleans())
def test_a_learner_drawn_twice_counts_as_two(drawn: list[int], ties: bool) -> None:
    answers = made_up()
    predicted = predictions(Estimates(), answers).success.round(1 if ties else 9)
    times = numpy.array(drawn)[answers.learner]
    assume(0 < (times * answers.right).sum() < times.sum())
    right, repeated = numpy.repeat(answers.right, times), numpy.repeat(predicted, times)
    scored, weights = Scored.of(answers, predicted), numpy.array(drawn, dtype=float)
    assert scored.auc(weights) == pytest.approx(auc(right, repeated))
    assert scored.log_loss(weights) == pytest.approx(log_loss(right, repeated))


def test_a_model_leads_by_what_the_measures_say_and_not_at_all_over_itself() -> None:
    answers = made_up()
    ours, theirs = predictions(Estimates(), answers).success, means.constant(answers, answers, 42)
    found = lead(answers, ours, theirs, seed=42, draws=200)
    assert found.auc.found == pytest.approx(auc(answers.right, ours) - 0.5)
    assert found.auc.low < found.auc.found < found.auc.high
    assert found.log_loss.low < found.log_loss.found < found.log_loss.high
    assert lead(answers, ours, theirs, seed=42, draws=200) == found
    assert set(lead(answers, ours, ours, seed=42, draws=20).auc) == {0.0}


def test_four_right_answers_stand_as_acquired_until_mistakes_lose_it() -> None:
    sure = Estimates({POOLED: Parameters(prior=0.5, learn=0.1, guess=0.2, slip=0.1)})
    answers = in_one_skill("1" * 6 + "0" * 6)
    standing = predictions(sure, answers).acquired.tolist()
    assert standing[:7] == [False] * 4 + [True] * 3
    assert not standing[-1]


def test_what_stands_as_acquired_for_one_says_nothing_of_the_next() -> None:
    sure = Estimates({POOLED: Parameters(prior=0.5, learn=0.2, guess=0.2, slip=0.1)})
    assert predictions(sure, in_one_skill("111111", "111111")).acquired.tolist() == ([False] * 4 + [True] * 2) * 2


def test_success_is_told_apart_after_and_before() -> None:
    answers = in_one_skill("0110")
    found = acquisition(answers, numpy.array([False, False, True, True]))
    assert found == (0.5, 0.5, 0.5)
    assert numpy.isnan(acquisition(answers, numpy.zeros(4, dtype=bool)).right_after)


def test_the_table_has_a_line_for_each_model_then_leads_and_what_acquired_is_worth() -> None:
    ticks = count()
    lines = list(evaluate(made_up(), 2, 42, silent, clock=lambda: float(next(ticks))))
    assert lines[0].startswith("960 réponses, 40 apprenants, 3 compétences, 30 questions")
    names = [
        "constante",
        "moyenne par compétence",
        "moyenne par question",
        "BKT",
        "PFA",
        "Best-LR",
        "DKT",
        "hiérarchique",
    ]
    assert [line[:24].strip() for line in lines[2:10]] == names
    assert all(line.endswith(" 0.5") for line in lines[2:10])
    assert [line[:32] for line in lines[11:13]] == [
        "hiérarchique moins Best-LR  ΔAUC",
        "hiérarchique moins DKT      ΔAUC",
    ]
    assert lines[13].startswith("Réponses à une compétence déjà acquise : 0.")
