"""What gaps leave, and what makes it last."""

from datetime import timedelta
from math import exp, log1p

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.estimates import POOLED, Estimates, Item, Shared, Showings
from models.learner import Knowledge, fades_at, fresh, predict, retained, review_at
from models.memory import in_mind, met, retention
from tests.models.belief_histories import DEFAULT, MONDAY, ON_TWO_DAYS, after, answered, known_after, on

SPACED = Shared(fade=0.4, durable=0.3, spacing=0.5, met=(0.2, 0.8), seen=(0.5, 1.0, 0.4))
REMEMBERING = DEFAULT._replace(shared=SPACED)
BEFORE_MEMORY = ("success", "learn", "prior", "gap", "fade", "doubt")
"""What a set said of all skills then."""


@given(st.floats(0, 4000), st.floats(0, 4000), st.integers(0, 20))
def test_the_longer_the_gap_the_less_is_left_and_never_less_than_what_is_durable(
    days: float, more: float, spaced: int
) -> None:
    left = retention(REMEMBERING, days, spaced=spaced)
    assert 0.3 <= retention(REMEMBERING, days + more, spaced=spaced) <= left <= 1


@given(st.floats(0.1, 4000), st.integers(0, 20))
def test_every_success_after_a_night_makes_what_is_known_last_longer(days: float, spaced: int) -> None:
    assert retention(REMEMBERING, days, spaced=spaced + 1) > retention(REMEMBERING, days, spaced=spaced)


def test_a_week_after_three_spaced_successes_takes_half_the_power_by_hand() -> None:
    # without answers in between: .3 + .7 × 2 ** -(.4 / √4)
    assert retention(REMEMBERING, 7, spaced=3) == pytest.approx(0.3 + 0.7 * 2**-0.2)


def test_what_a_spaced_success_is_and_what_ends_a_row() -> None:
    assert after(answered(), answered(days=0.4)).spaced == 0
    assert after(answered(), answered(days=0.5)).spaced == 1
    assert after(answered(), answered(False, days=3)).spaced == 0
    assert after(answered(), answered(days=3, repeat=True)).spaced == 0
    assert after(answered(False), answered(days=3), answered(days=9)).spaced == 2
    daily = [answered(days=day) for day in range(5)]
    assert after(*daily).spaced == 2
    assert after(*daily, answered(days=5.9)).spaced == 2
    assert after(*daily, answered(days=6)).spaced == 3
    twice = [answered(), answered(days=3), answered(days=9)]
    assert after(*twice, answered(False, days=20)).spaced == 0
    assert after(*twice, answered(False, days=20), answered(days=21)).spaced == 1
    assert after(*twice, answered(False, days=20, repeat=True)).spaced == 2


def test_a_review_is_due_once_days_have_taken_seven_hundredths_or_it_is_no_longer_fresh() -> None:
    known = known_after(*ON_TWO_DAYS, answered(days=8))
    due = review_at(known)
    assert due is not None and on(8) < due < on(30)
    assert retained(known, due) == pytest.approx(0.93 * known.belief.known)
    forgotten = known_after(*ON_TWO_DAYS, answered(False, days=8))
    assert not fresh(forgotten, on(8)) and review_at(forgotten) == on(8)
    assert review_at(Knowledge(DEFAULT)) is None


def test_what_answers_in_between_take_at_once_makes_no_review_due() -> None:
    busy = DEFAULT._replace(forget=0.1)
    known = known_after(*ON_TWO_DAYS, parameters=busy)
    due = review_at(known)
    assert retained(known, on(1)) < 0.96 * known.belief.known
    assert due is not None and due > on(2)


def test_the_review_after_a_spaced_success_falls_due_later() -> None:
    once = known_after(answered(), answered(), answered(), answered(), parameters=REMEMBERING)
    again = known_after(answered(), answered(), answered(), answered(days=1), parameters=REMEMBERING)
    first, second = fades_at(once), fades_at(again)
    assert first is not None and second is not None
    assert second - on(1) > first - MONDAY


def test_what_lasts_for_good_never_fades_below_the_bar() -> None:
    lasting = DEFAULT._replace(shared=Shared(durable=0.9))
    assert fades_at(known_after(*[answered()] * 6, parameters=lasting)) is None


def test_what_is_in_the_air_and_in_mind_by_hand() -> None:
    assert met(SPACED, 0) == pytest.approx(0.2 + 0.8)
    assert met(SPACED, 1 / 24) == pytest.approx(0.2 + 0.8 * exp(-1))
    assert met(SPACED, 30) == pytest.approx(0.2)
    right, wrong = Showings(1, True, MONDAY), Showings(0, False, MONDAY)
    assert in_mind(SPACED, None, MONDAY) == 0
    assert in_mind(SPACED, right, MONDAY) == pytest.approx(0.5 * log1p(1) + 1.0)
    assert in_mind(SPACED, wrong, MONDAY) == pytest.approx(0.4)
    assert in_mind(SPACED, right, on(1)) == pytest.approx(0.5 * log1p(1) + 1 / (1 + log1p(24)))
    yesterday = MONDAY - timedelta(days=1)
    assert in_mind(SPACED, Showings(0, True, MONDAY), yesterday) == pytest.approx(1.0)
    assert met(SPACED, -1) == pytest.approx(1.0)


def test_what_is_in_the_air_is_foreseen_and_is_no_evidence_of_knowing() -> None:
    airy, dry = known_after(answered(), parameters=REMEMBERING), known_after(answered())
    assert airy.belief.known == dry.belief.known
    without = Knowledge(REMEMBERING._replace(shared=SPACED._replace(met=(0.0, 0.0))), airy.belief, airy.ability)
    assert predict(airy, Item(), MONDAY) > predict(without, Item(), MONDAY)
    assert retained(airy, on(1)) == retained(without, on(1))
    assert predict(Knowledge(REMEMBERING), Item(), MONDAY) == predict(Knowledge(DEFAULT), Item(), MONDAY)


def test_a_set_from_before_memory_forgets_as_it_did() -> None:
    history = [answered(), answered(False, days=1), answered(days=20)]
    old = Estimates({POOLED: DEFAULT}).plain()
    old["shared"] = {name: old["shared"][name] for name in BEFORE_MEMORY} | {"fade": 0.25}
    plain = Estimates.from_plain(old).of("any")
    known = known_after(*history, parameters=plain)
    left = retained(known, on(50)) / known.belief.known
    assert left == pytest.approx(0.5 + 0.5 * (1 + 30 / 7) ** -0.25)
