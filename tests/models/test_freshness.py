"""How fast what was read fades, what re-readings and answers say of it, and the days on which that is shown."""

from datetime import date, timedelta
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.readings import Reading, ReadingManner
from models import freshness
from models.freshness import (
    ANY,
    CHECK_AT,
    HALF_LIVES,
    LEAST_READINGS,
    OLD_AT,
    STRICT,
    YEAR,
    FactAnswers,
    Freshness,
    FreshnessDates,
    RatePrior,
    Rereading,
    again_after,
    believed,
    dates,
    lasts,
    learned,
    prior,
    shown,
    still_true,
)
from models.studio.rereading import MODULE_AGAIN, RULE_AGAIN, SOURCES_LAST

READ_ON = date(2026, 11, 12)
READ = Reading(READ_ON)
DAY = timedelta(days=1)
RATES = st.floats(0.005, 5)
PRIORS = st.builds(RatePrior, RATES, st.floats(0.5, 50))
READINGS = st.lists(st.builds(Rereading, st.floats(0, 10), st.booleans()), max_size=30)
ONE, TWO = FactAnswers(gone=1), FactAnswers(gone=2)


def read_each_half_year(kept: int, changed: int) -> list[Rereading]:
    return [Rereading(0.5, False)] * kept + [Rereading(0.5, True)] * changed


@given(
    st.dates(date(2000, 1, 1), date(2030, 1, 1)),
    st.sampled_from(["", "2017", "2024-02", "2026-11-12"]),
    RATES,
    st.booleans(),
    st.integers(-400, 9000),
)
def test_an_undated_copy_never_bears_a_fresh_word(on: date, page: str, rate: float, strict: bool, days: int) -> None:
    read = Reading(on, ReadingManner.COPY, page=page if page <= on.isoformat() else "")
    assert shown(dates(read, rate, strict=strict), on + days * DAY) is not Freshness.RECENT


def test_half_is_left_after_a_half_life_and_what_was_not_measured_fades_as_all_do() -> None:
    link = prior("link").rate
    assert still_true(link, HALF_LIVES["link"] * YEAR) == pytest.approx(0.5)
    assert still_true(link, 2 * HALF_LIVES["link"] * YEAR) == pytest.approx(0.25)
    assert still_true(0.2, 182) == pytest.approx(0.9052, abs=1e-4)
    assert still_true(0.5, -1) == 1
    assert prior("hours") == prior(ANY) == RatePrior(log(2) / HALF_LIVES[ANY])


@given(RATES, st.floats(0, 9000), st.floats(0.1, 9000))
def test_belief_falls_with_age(rate: float, days: float, more: float) -> None:
    assert still_true(rate, days + more) <= still_true(rate, days) <= 1


@given(st.floats(0.005, 0.5), st.floats(1, 2000))
def test_belief_falls_faster_the_faster_such_facts_change(rate: float, days: float) -> None:
    assert still_true(2 * rate, days) < still_true(rate, days)


@given(PRIORS)
def test_without_readings_a_rate_is_the_one_that_was_thought(before: RatePrior) -> None:
    assert learned(before, []) == pytest.approx(before.rate)


def test_a_rate_by_hand() -> None:
    """Kept for eight years: 4 changes in 20 + 8 years. Changed within two: 4 / λ + 2 / (exp(2 λ) - 1) is 20 at .239."""
    assert learned(RatePrior(0.2, 4), [Rereading(2, False)] * 4) == pytest.approx(4 / 28)
    assert learned(RatePrior(0.2, 4), [Rereading(2, True)]) == pytest.approx(0.2390, abs=1e-4)
    before = RatePrior(0.2, 4)
    assert learned(before, [Rereading(0.0, True)]) == pytest.approx(5 / 20, rel=1e-3)
    assert learned(before, [Rereading(80.0, True)]) == pytest.approx(0.2, rel=1e-3)


@given(PRIORS, st.floats(0.1, 5), st.integers(1, 20))
def test_what_was_kept_fades_slower_and_what_had_changed_faster(before: RatePrior, years: float, times: int) -> None:
    assert learned(before, [Rereading(years, False)] * times) < before.rate
    assert learned(before, [Rereading(years, True)] * times) >= before.rate * (1 - 1e-9)


@given(RATES, st.floats(0.5, 20), READINGS)
def test_a_learned_rate_lies_between_the_prior_and_its_own_history(
    rate: float, changes: float, readings: list[Rereading]
) -> None:
    thought = learned(RatePrior(rate, changes), readings)
    alone, firm = (learned(RatePrior(rate, weight), readings) for weight in (1e-3, 1e6))
    assert min(alone, rate) * (1 - 1e-6) <= thought <= max(alone, rate) * (1 + 1e-6)
    assert firm == pytest.approx(rate, rel=1e-3)


def test_the_more_is_read_the_less_the_prior_counts() -> None:
    own = -log(1 - 0.2) / 0.5
    found = [learned(RatePrior(0.1), read_each_half_year(4 * times, times)) for times in (1, 10, 100, 1000)]
    assert found == sorted(found)
    assert found[0] < 0.2 < found[-1] == pytest.approx(own, rel=0.02)


@given(st.floats(0, 1))
def test_one_report_lowers_belief_within_bounds(still: float) -> None:
    after = believed(still, ONE)
    assert after <= still
    assert after < CHECK_AT
    assert after >= min(still, OLD_AT)


@given(st.floats(0, 1))
def test_two_people_make_a_fact_old(still: float) -> None:
    assert believed(still, TWO) < OLD_AT
    assert believed(still, TWO) <= believed(still, ONE)


@given(st.floats(0, 1), st.integers(0, 5), st.integers(0, 5))
def test_no_answer_raises_belief(still: float, gone: int, works: int) -> None:
    assert believed(still, FactAnswers(gone, works)) <= still


def test_one_report_quarters_the_odds_and_what_works_for_somebody_else_takes_it_away() -> None:
    assert believed(0.94, ONE) == pytest.approx(0.94 / 4 / (0.94 / 4 + 0.06))
    assert believed(0.95, FactAnswers(gone=1, works=1)) == 0.95
    assert believed(0.95, FactAnswers(gone=2, works=1)) == believed(0.95, ONE)


def test_the_days_of_a_link_read_on_a_day() -> None:
    """.9 and .7 of links are left after 444 and 1,503 days."""
    found = dates(READ, prior("link").rate)
    assert found == FreshnessDates(date(2028, 1, 30), date(2030, 12, 24))
    words = [shown(found, day) for day in (READ_ON, date(2028, 1, 29), date(2028, 1, 30), date(2030, 12, 24))]
    assert words == [Freshness.RECENT, Freshness.RECENT, Freshness.CHECK, Freshness.OLD]


def test_links_fade_as_a_sweep_of_them_found_not_as_their_pages_are_edited() -> None:
    """Of 499 links 26 were found dead, 97 at most; a half-life of 2.4 years, that of edits, foresaw 252."""
    years = 2.4 * log(499 / (499 - 252), 2)
    assert 26 < 499 * (1 - still_true(prior("link").rate, years * YEAR)) < 97


@given(RATES, st.integers(0, 5000))
def test_a_word_says_what_is_believed_on_the_day(rate: float, days: int) -> None:
    word = shown(dates(READ, rate), READ_ON + days * DAY)
    today, tomorrow = still_true(rate, days), still_true(rate, days + 1)
    # A word changes on the last whole day at its level: less than a day too soon, never too late.
    assert (word is Freshness.RECENT) <= (today >= CHECK_AT)
    assert (word is Freshness.CHECK) <= (today >= OLD_AT and tomorrow < CHECK_AT)
    assert (word is Freshness.OLD) <= (tomorrow < OLD_AT)


@given(RATES, st.integers(-400, 4000), st.booleans())
def test_a_human_date_is_brought_forward_and_never_put_back(rate: float, days: int, strict: bool) -> None:
    human = READ_ON + days * DAY
    found = dates(READ, rate, review_by=human, strict=strict)
    assert found.check_on == min(human, dates(READ, rate, strict=strict).check_on)
    assert found.check_on <= human and found.check_on <= found.old_on


@given(st.floats(0, 5))
def test_law_amounts_and_emergency_never_last_longer_than_todays_terms(rate: float) -> None:
    found = dates(READ, max(rate, freshness.SLOWEST), strict=True)
    assert found.check_on <= READ_ON + RULE_AGAIN
    assert found.old_on <= READ_ON + SOURCES_LAST


def test_law_amounts_and_emergency_have_the_terms_of_rules_and_sources() -> None:
    assert (freshness.STRICT_CHECK, freshness.STRICT_OLD) == (RULE_AGAIN, SOURCES_LAST)
    assert {"law", "amount", "emergency"} <= STRICT
    assert lasts(freshness.SLOWEST, OLD_AT) == freshness.FARTHEST
    assert dates(READ, freshness.SLOWEST).old_on.year == 2126


def test_one_report_says_check_at_once_and_two_say_old() -> None:
    found = dates(READ, prior("name").rate)
    assert shown(found, READ_ON, ONE) is Freshness.CHECK
    assert shown(found, READ_ON, TWO) is Freshness.OLD
    assert shown(found, READ_ON, FactAnswers(gone=1, works=1)) is Freshness.RECENT
    assert shown(found, found.old_on, ONE) is Freshness.OLD


def test_a_module_keeps_its_constant_until_forty_re_readings_exist() -> None:
    changing = read_each_half_year(0, LEAST_READINGS - 1)
    assert again_after(MODULE_AGAIN, changing) == MODULE_AGAIN
    assert again_after(MODULE_AGAIN, read_each_half_year(0, LEAST_READINGS)) < timedelta(days=60)
    # One in ten changed within the year: exactly what CHECK_AT means after a year.
    found = again_after(MODULE_AGAIN, [Rereading(1.0, False)] * 36 + [Rereading(1.0, True)] * 4)
    assert timedelta(days=360) <= found <= MODULE_AGAIN


@given(st.integers(0, 80), st.integers(0, 80))
def test_a_constant_is_never_put_back(kept: int, changed: int) -> None:
    assert again_after(MODULE_AGAIN, read_each_half_year(kept, changed)) <= MODULE_AGAIN
