"""How models are set beside each other: leads and their intervals, and what *acquired* is worth."""

from functools import cache
from itertools import count

import numpy
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from benchmarks.evaluation.__main__ import evaluate
from benchmarks.evaluation.acquisition import declared, in_a_row, worth
from benchmarks.evaluation.bootstrap import Scored, lead
from benchmarks.rivals import means
from benchmarks.simulation import World, simulate
from models.estimates import POOLED, Estimates, Parameters
from models.fitting.answers import Answers
from models.fitting.cross_validation import folds_by_learner
from models.fitting.fit import predictions, silent
from models.fitting.measures import auc, log_loss
from tests.models.fitting.made_up import in_one_skill


@cache
def made_up() -> Answers:
    return simulate(40, 3, 10, 8, 1, World.AS_MODELLED).answers


@settings(max_examples=10, deadline=None)
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


SURE = Estimates({POOLED: Parameters(prior=0.5, learn=0.1, guess=0.2, slip=0.1)})


def test_the_fourth_right_answer_declares_and_mistakes_take_it_back() -> None:
    found = declared(SURE, in_one_skill("1" * 6 + "0" * 6)).acquired.tolist()
    assert found[:6] == [False] * 3 + [True] * 3
    assert not found[-1]


def test_three_in_a_row_begin_anew_after_a_mistake_and_with_each_skill_of_each_learner() -> None:
    assert in_a_row(in_one_skill("1101111", "11")).tolist() == [False] * 5 + [True] * 2 + [False] * 2


def test_a_rule_is_worth_the_next_three_answers_misses_who_is_good_and_not_declared_and_spares_what_follows() -> None:
    answers = in_one_skill("11" + "1011111111", "1111111111", "01")
    declares = numpy.zeros(len(answers), dtype=bool)
    declares[[1, 5]] = True
    # of three learners one is declared, then right twice of three times; of two who are good one is missed; of 24
    # answers ten come after the declaration
    assert worth(answers, declares) == pytest.approx((1 / 3, 2 / 3, 1 / 2, 10 / 24))


def test_where_nobody_is_declared_nothing_can_be_said_of_what_follows() -> None:
    found = worth(in_one_skill("01"), numpy.zeros(2, dtype=bool))
    assert (found.declared, found.spared) == (0, 0)
    assert numpy.isnan(found.right_after) and numpy.isnan(found.missed)


def test_the_table_has_a_line_for_each_model_then_leads_and_what_acquired_is_worth() -> None:
    ticks = count()
    fold = folds_by_learner(made_up(), 2, 42)
    lines = list(evaluate(made_up(), fold, 42, silent, clock=lambda: float(next(ticks))))
    assert lines[0].startswith("960 réponses, 40 apprenants, 3 compétences, 30 questions")
    names = [
        "constante",
        "moyenne par compétence",
        "moyenne par question",
        "BKT",
        "PFA",
        "Best-LR",
        "arbres",
        "hiérarchique",
    ]
    assert [line[:24].strip() for line in lines[2:10]] == names
    assert all(line.endswith(" 0.5") for line in lines[2:10])
    assert [line[:32] for line in lines[11:13]] == [
        "hiérarchique moins Best-LR  ΔAUC",
        "hiérarchique moins arbres   ΔAUC",
    ]
    assert lines[13].startswith("Jours depuis la dernière réponse")
    assert any(line.startswith("Intervalle à 90 % tenu par les réponses suivantes") for line in lines[14:])
    assert [line[:24].strip() for line in lines[-3:]] == ["acquise", "P(su) ≥ 0,95", "trois de suite"]
