"""Belief moves as it does by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.estimates import Item
from models.learner import Evidence, Knowledge, predict
from models.memory import retention
from tests.models.belief_histories import DEFAULT, MONDAY, after, answered, dont_know, known_after, on


@pytest.mark.parametrize(
    ("evidence", "known"),
    [
        # right: .3 × .9 = .27 against .7 × .35 = .245, so 54/103; a tenth of what is missing is then learned
        (answered(), 589 / 1030),
        # wrong: .3 × .1 = .03 against .7 × .65 = .455, so 6/97
        (answered(False), 151 / 970),
        # « je ne sais pas » : .03 against .7, no guess involved, so 3/73
        (dont_know(), 10 / 73),
        # a repeat, right: .27 against .7 × .5 = .35, so 27/62
        (answered(repeat=True), 61 / 124),
        # a repeat, wrong: .03 against .35, so 3/38
        (answered(False, repeat=True), 13 / 76),
        # sooner than one reads: as much a guess as a repeat
        (answered(rapid=True), 61 / 124),
        (answered(False, rapid=True), 13 / 76),
        # one chance in two is more than the guess of .35
        (answered(chance=0.5), 61 / 124),
        # one in five is less: the guess stands
        (answered(chance=0.2), 589 / 1030),
    ],
)
def test_one_answer_moves_the_prior(evidence: Evidence, known: float) -> None:
    assert after(evidence).known == pytest.approx(known, abs=1e-15)


def test_a_run_of_right_answers_and_a_wrong_one() -> None:
    history = [answered(), answered(), answered(), answered(), answered(False)]
    beliefs = [after(*history[:count]).known for count in range(1, 6)]
    expected = [589 / 1030, 1347 / 1690, 244861 / 266470, 546003 / 562810, 11138551 / 13104970]
    assert beliefs == pytest.approx(expected, abs=1e-15)


def test_an_answer_after_a_month_starts_from_what_is_left() -> None:
    # 589/1030 × (½ + ½ × (37/7)^-.8) = .361391 ; × .9 = .325252 against .638609 × .35 = .223513, so .592698
    belief = after(answered(), answered(days=30))
    assert belief.known == pytest.approx(0.6334278653, abs=1e-10)


@pytest.mark.parametrize(("days", "left"), [(0, 1.0), (7, 0.9110), (30, 0.8122), (90, 0.7377), (365, 0.6625)])
def test_right_on_two_days_a_week_costs_a_tenth_a_month_a_fifth_a_year_a_third(days: float, left: float) -> None:
    # ½ + ½ × (1 + days / 7) ** -(.8 / 2 ** 1.5)
    assert retention(DEFAULT, days, spaced=1) == pytest.approx(left, abs=5e-5)


@given(st.floats(0, 1e6), st.integers(0, 10**6))
def test_no_gap_takes_more_than_half(days: float, answers: int) -> None:
    assert retention(DEFAULT._replace(forget=5.0), days, answers) >= 0.5


def test_a_clock_that_goes_back_forgets_nothing() -> None:
    assert retention(DEFAULT, -1) == 1


def test_a_right_answer_is_expected_as_often_as_it_comes() -> None:
    assert predict(Knowledge(DEFAULT), Item(), MONDAY) == pytest.approx(0.3 * 0.9 + 0.7 * 0.35)
    assert predict(Knowledge(DEFAULT), Item(chance=0.5), MONDAY) == pytest.approx(0.3 * 0.9 + 0.7 * 0.5)
    later = 589 / 1030 * (1 + (37 / 7) ** -0.8) / 2
    assert predict(known_after(answered()), Item(), on(30)) == pytest.approx(later * 0.9 + (1 - later) * 0.35)
