"""How models are set beside each other: leads and their intervals, and what *acquired* is worth."""

from functools import cache
from itertools import count

import numpy
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from benchmarks.evaluation.__main__ import evaluate
from benchmarks.evaluation.acquisition import acquisition, standing
from benchmarks.evaluation.bootstrap import Scored, lead
from benchmarks.rivals import means
from benchmarks.simulation import World, simulate
from models.estimates import POOLED, Estimates, Parameters
from models.fitting.answers import Answers
from models.fitting.fit import predictions, silent
from models.fitting.measures import auc, log_loss
from tests.models.fitting.made_up import in_one_skill


@cache
def made_up() -> Answers:
    return simulate(40, 3, 10, 8, 1, World.AS_MODELLED).answers


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
    found = standing(sure, answers).tolist()
    assert found[:7] == [False] * 4 + [True] * 3
    assert not found[-1]


def test_what_stands_as_acquired_for_one_says_nothing_of_the_next() -> None:
    sure = Estimates({POOLED: Parameters(prior=0.5, learn=0.2, guess=0.2, slip=0.1)})
    assert standing(sure, in_one_skill("111111", "111111")).tolist() == ([False] * 4 + [True] * 2) * 2


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
