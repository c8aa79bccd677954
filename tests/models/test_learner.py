"""What an answer changes in a belief: numbers worked out by hand, and what holds whatever the numbers."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from math import isnan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import learner
from models.learner import Belief, Evidence, Parameters, State, after_answer, predict, retained, retention, unseen

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DEFAULT = Parameters()
"""prior .3, learn .1, guess .35, slip .1"""


def answered(right: bool = True, days: float = 0, working_day: bool = True, **said: bool | float) -> Evidence:
    at = MONDAY + timedelta(days=days)
    return Evidence(right, at, at.date(), working_day, **said)  # type: ignore[arg-type]


def dont_know(days: float = 0) -> Evidence:
    return answered(False, days, dont_know=True)


def after(*evidence: Evidence, parameters: Parameters = DEFAULT) -> Belief:
    return reduce(lambda belief, told: after_answer(belief, told, parameters), evidence, unseen(parameters))


def on(days: float) -> datetime:
    return MONDAY + timedelta(days=days)


# ------------------------------------------------------------------------------------------- numbers by hand


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
    beliefs = [after(*history[:count]).known for count in range(6)]
    expected = [3 / 10, 589 / 1030, 1347 / 1690, 244861 / 266470, 546003 / 562810, 11138551 / 13104970]
    assert beliefs == pytest.approx(expected, abs=1e-15)


def test_an_answer_after_a_month_starts_from_what_is_left() -> None:
    # 589/1030 × 2^-¼ = .480862 ; × .9 = .432776 against .519138 × .35 = .181698, so .704303
    belief = after(answered(), answered(days=30))
    assert belief.known == pytest.approx(0.7338725710, abs=1e-10)


@pytest.mark.parametrize(("days", "left"), [(0, 1.0), (7, 0.9489), (30, 0.8409), (90, 0.7071), (365, 0.5250)])
def test_a_week_costs_a_twentieth_a_month_a_sixth_a_year_half(days: float, left: float) -> None:
    assert retention(DEFAULT, days) == pytest.approx(left, abs=5e-5)


def test_a_clock_that_goes_back_forgets_nothing() -> None:
    assert retention(DEFAULT, -1) == 1


def test_a_right_answer_is_expected_as_often_as_it_comes() -> None:
    assert predict(unseen(DEFAULT), DEFAULT, MONDAY) == pytest.approx(0.3 * 0.9 + 0.7 * 0.35)
    assert predict(unseen(DEFAULT), DEFAULT, MONDAY, chance=0.5) == pytest.approx(0.3 * 0.9 + 0.7 * 0.5)
    later = 589 / 1030 * 2**-0.25
    assert predict(after(answered()), DEFAULT, on(30)) == pytest.approx(later * 0.9 + (1 - later) * 0.35)


# ------------------------------------------------------------------------------------------- acquired, in words

ON_ONE_DAY = [answered(), answered(), answered(), answered()]
ON_TWO_DAYS = [answered(), answered(), answered(), answered(days=1)]


def test_four_right_first_exposures_one_of_them_on_a_later_working_day_acquire() -> None:
    belief = after(*ON_TWO_DAYS)
    assert belief.acquired
    assert learner.state(belief, DEFAULT, on(1)) is State.ACQUIRED


def test_three_do_not_however_sure_the_belief() -> None:
    sure = replace(DEFAULT, prior=0.9)
    belief = after(answered(), answered(), answered(days=1), parameters=sure)
    assert belief.earned > learner.ACQUIRED_AT
    assert learner.state(belief, sure, on(1)) is State.IN_PROGRESS


def test_on_one_day_only_the_skill_is_to_be_confirmed() -> None:
    belief = after(*ON_ONE_DAY)
    assert learner.state(belief, DEFAULT, MONDAY) is State.TO_CONFIRM
    assert after_answer(belief, answered(days=1), DEFAULT).acquired


def test_a_day_off_confirms_nothing() -> None:
    belief = after(*ON_ONE_DAY, answered(days=5, working_day=False))
    assert learner.state(belief, DEFAULT, on(5)) is State.TO_CONFIRM


def test_a_repeat_confirms_nothing() -> None:
    belief = after(*ON_ONE_DAY, answered(days=1, repeat=True))
    assert learner.state(belief, DEFAULT, on(1)) is State.TO_CONFIRM


def test_one_later_mistake_leaves_the_skill_acquired_and_a_second_loses_it() -> None:
    once = after(*ON_TWO_DAYS, answered(False, days=1))
    assert (once.earned >= learner.LOST_BELOW, once.acquired) == (True, True)
    twice = after_answer(once, answered(False, days=1), DEFAULT)
    assert (twice.earned >= learner.LOST_BELOW, twice.acquired) == (False, False)
    assert learner.state(twice, DEFAULT, on(1)) is State.IN_PROGRESS


def test_what_was_lost_is_acquired_again_at_the_full_bar() -> None:
    belief = after(*ON_TWO_DAYS, answered(False, days=1), answered(False, days=1))
    climbed = []
    while not belief.acquired:
        belief = after_answer(belief, answered(days=2), DEFAULT)
        climbed.append(belief.earned)
    assert any(learner.LOST_BELOW <= earned < learner.ACQUIRED_AT for earned in climbed[:-1])
    assert climbed[-1] >= learner.ACQUIRED_AT


def test_time_takes_freshness_away_and_never_what_is_acquired() -> None:
    belief = after(*ON_TWO_DAYS)
    assert [learner.state(belief, DEFAULT, on(days)) for days in (1, 30, 60, 3650)] == [
        State.ACQUIRED,
        State.ACQUIRED,
        State.TO_REFRESH,
        State.TO_REFRESH,
    ]


def test_nobody_acquires_a_skill_by_being_wrong_however_much_an_answer_teaches() -> None:
    teaching = replace(DEFAULT, learn=0.99)
    belief = after(*[answered(False, days=days) for days in range(4)], parameters=teaching)
    assert (belief.earned >= learner.ACQUIRED_AT, belief.confirmed_later, belief.acquired) == (True, True, False)
    assert after_answer(belief, answered(days=4), teaching).acquired


def test_a_right_repeat_refreshes() -> None:
    belief = after(*ON_TWO_DAYS)
    refreshed = after_answer(belief, answered(days=90, repeat=True), DEFAULT)
    assert not learner.fresh(belief, DEFAULT, on(90))
    assert learner.fresh(refreshed, DEFAULT, on(90))
    assert refreshed.earned == belief.earned


def test_without_an_answer_a_skill_is_to_discover_whatever_the_prior() -> None:
    sure = replace(DEFAULT, prior=0.99)
    assert learner.state(unseen(sure), sure, MONDAY) is State.TO_DISCOVER


def test_a_repeat_alone_puts_a_skill_in_progress() -> None:
    assert learner.state(after(answered(repeat=True)), DEFAULT, MONDAY) is State.IN_PROGRESS


# ------------------------------------------------------------------------------------------- whatever the numbers

probability = st.floats(0, 1)
below_half = st.floats(0, 0.49)
any_parameters = st.builds(
    Parameters,
    prior=probability,
    learn=probability,
    guess=probability,
    slip=probability,
    forget_scale=st.floats(0.01, 1e6),
    forget_power=st.floats(0, 10),
)
sound_parameters = st.builds(
    Parameters, prior=probability, learn=probability, guess=below_half, slip=below_half, forget_power=st.floats(0, 2)
)
one_answer = st.builds(
    answered,
    right=st.booleans(),
    days=st.floats(0, 2000),
    working_day=st.booleans(),
    repeat=st.booleans(),
    chance=st.floats(0, 0.5),
) | st.builds(dont_know, days=st.floats(0, 2000))
histories = st.lists(one_answer, max_size=12).map(lambda told: sorted(told, key=lambda evidence: evidence.at))


def posterior(parameters: Parameters, evidence: Evidence) -> float:
    """The belief after one answer that taught nothing."""
    return after(evidence, parameters=replace(parameters, learn=0)).known


@given(any_parameters, histories, st.floats(0, 1e5))
def test_a_belief_stays_a_probability_even_with_extreme_parameters(
    parameters: Parameters, history: list[Evidence], days: float
) -> None:
    belief = after(*history, parameters=parameters)
    values = [
        belief.known,
        belief.earned,
        retained(belief, parameters, on(days)),
        predict(belief, parameters, on(days)),
    ]
    assert all(0 <= value <= 1 and not isnan(value) for value in values)


@given(sound_parameters, st.booleans(), st.floats(0, 0.5))
def test_a_right_answer_never_lowers_and_a_wrong_one_never_raises(
    parameters: Parameters, repeat: bool, chance: float
) -> None:
    right = posterior(parameters, answered(True, repeat=repeat, chance=chance))
    wrong = posterior(parameters, answered(False, repeat=repeat, chance=chance))
    assert wrong <= parameters.prior + 1e-12
    assert right >= parameters.prior - 1e-12


@given(sound_parameters, st.floats(0, 0.5))
def test_saying_that_one_does_not_know_lowers_at_least_as_much_as_a_wrong_answer(
    parameters: Parameters, chance: float
) -> None:
    assert posterior(parameters, dont_know()) <= posterior(parameters, answered(False, chance=chance)) + 1e-12


@given(sound_parameters, probability, st.floats(0, 0.5))
def test_no_guess_is_involved_when_one_says_that_one_does_not_know(
    parameters: Parameters, guess: float, chance: float
) -> None:
    told = dont_know()
    assert posterior(replace(parameters, guess=guess), replace(told, chance=chance)) == posterior(parameters, told)


@given(sound_parameters, histories)
def test_what_is_earned_is_as_if_no_repeat_had_been_answered(parameters: Parameters, history: list[Evidence]) -> None:
    def earned(belief: Belief) -> Belief:
        return replace(belief, known=0, at=None, answers=0)

    first_exposures = [evidence for evidence in history if not evidence.repeat]
    with_repeats, without = (after(*told, parameters=parameters) for told in (history, first_exposures))
    assert earned(with_repeats) == earned(without)


@given(sound_parameters, histories)
def test_known_and_earned_are_one_where_nothing_was_repeated(parameters: Parameters, history: list[Evidence]) -> None:
    belief = after(*[evidence for evidence in history if not evidence.repeat], parameters=parameters)
    assert (belief.known, belief.at) == (belief.earned, belief.earned_at)


@given(sound_parameters, histories, st.floats(2000, 4000), st.floats(0, 4000))
def test_time_alone_only_forgets(parameters: Parameters, history: list[Evidence], days: float, more: float) -> None:
    belief = after(*history, parameters=parameters)
    now, later = on(days), on(days + more)
    assert retained(belief, parameters, later) <= retained(belief, parameters, now) <= belief.known
    lasting = {State.ACQUIRED, State.TO_REFRESH}
    assert (learner.state(belief, parameters, later) in lasting) == belief.acquired


@given(sound_parameters, histories)
def test_acquired_asks_for_four_first_exposures_on_two_days(parameters: Parameters, history: list[Evidence]) -> None:
    days: set[date] = {evidence.day for evidence in history if not evidence.repeat}
    if after(*history, parameters=parameters).acquired:
        assert sum(not evidence.repeat for evidence in history) >= learner.LEAST_EXPOSURES
        assert len(days) > 1
