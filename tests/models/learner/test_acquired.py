"""*Acquired*, *fresh* and the other words for a belief: what leads to each, and what takes it away."""

from datetime import timedelta
from random import Random

import pytest

from models import learner
from models.estimates import Item, Shared
from models.learner import Knowledge, SkillState, after_answer, fades_at
from tests.models.belief_histories import DEFAULT, MONDAY, ON_TWO_DAYS, after, answered, known_after, on

ON_ONE_DAY = [answered(), answered(), answered(), answered()]


def test_four_right_first_exposures_one_of_them_on_a_later_working_day_acquire_and_no_fewer() -> None:
    known = known_after(*ON_TWO_DAYS)
    assert known.belief.acquired
    assert learner.state(known, on(1)) is SkillState.ACQUIRED
    sure = DEFAULT._replace(prior=0.9)
    known = known_after(answered(), answered(), answered(days=1), parameters=sure)
    assert known.belief.known > learner.ACQUIRED_AT
    assert learner.state(known, on(1)) is SkillState.IN_PROGRESS
    assert not known_after(*ON_TWO_DAYS, answered(False, days=1)).belief.acquired


def test_on_one_day_only_the_skill_is_to_be_confirmed() -> None:
    known = known_after(*ON_ONE_DAY)
    assert learner.state(known, MONDAY) is SkillState.TO_CONFIRM
    assert after_answer(known, answered(days=1)).belief.acquired


def test_neither_a_day_off_nor_a_repeat_confirms() -> None:
    known = known_after(*ON_ONE_DAY, answered(days=5, working_day=False))
    assert learner.state(known, on(5)) is SkillState.TO_CONFIRM
    known = known_after(*ON_ONE_DAY, answered(days=1, repeat=True))
    assert learner.state(known, on(1)) is SkillState.TO_CONFIRM


def test_after_five_right_one_later_mistake_leaves_the_skill_acquired_and_a_second_loses_it() -> None:
    once = known_after(*ON_TWO_DAYS, answered(days=1), answered(False, days=1))
    assert (once.belief.earned >= learner.LOST_BELOW, once.belief.acquired) == (True, True)
    twice = after_answer(once, answered(False, days=1))
    assert (twice.belief.earned >= learner.LOST_BELOW, twice.belief.acquired) == (False, False)
    assert learner.state(twice, on(1)) is SkillState.IN_PROGRESS


def test_what_was_lost_is_acquired_again_at_the_full_bar() -> None:
    known = known_after(*ON_TWO_DAYS, answered(False, days=1), answered(False, days=1))
    climbed = []
    while not known.belief.acquired:
        known = after_answer(known, answered(days=2))
        climbed.append(known.belief.earned)
    assert any(learner.LOST_BELOW <= earned < learner.ACQUIRED_AT for earned in climbed[:-1])
    assert climbed[-1] >= learner.ACQUIRED_AT


def test_time_takes_freshness_away_and_never_what_is_acquired() -> None:
    known = known_after(*ON_TWO_DAYS)
    assert [learner.state(known, on(days)) for days in (1, 10, 30, 3650)] == [
        SkillState.ACQUIRED,
        SkillState.ACQUIRED,
        SkillState.TO_REFRESH,
        SkillState.TO_REFRESH,
    ]


def test_the_day_on_which_it_fades_is_the_first_on_which_it_is_not_fresh() -> None:
    known = known_after(*ON_TWO_DAYS)
    fades = fades_at(known)
    assert fades is not None and on(10) < fades < on(30)
    assert learner.fresh(known, fades - timedelta(minutes=1))
    assert not learner.fresh(known, fades + timedelta(minutes=1))
    assert fades_at(known_after(answered(False))) == MONDAY


def test_where_nothing_is_known_or_too_little_is_lost_no_day_can_be_foreseen() -> None:
    for fade in [0.0, 0.001]:
        lasting = DEFAULT._replace(shared=Shared(fade=fade))
        assert fades_at(known_after(*ON_TWO_DAYS, parameters=lasting)) is None
        assert fades_at(Knowledge(DEFAULT)) is None


def test_what_is_earned_by_hand() -> None:
    teaching = DEFAULT._replace(learn=0.99)
    wrong = known_after(answered(False), parameters=teaching)
    assert wrong.belief.known > 0.99
    # from even odds, .1 against 1 - .44
    assert wrong.belief.earned == pytest.approx(5 / 33)
    teaching = DEFAULT._replace(learn=0.99)
    assert after(answered(), parameters=teaching).known > 0.99
    # .9 against .44, so 45/67; a fiftieth of 22/67 is then learned
    assert after(answered(), parameters=teaching).earned == pytest.approx(45.44 / 67)
    sloppy = DEFAULT._replace(slip=0.5, learn=0.0)
    # (.5 + .9) / 2 against .44
    assert after(answered(), parameters=sloppy).earned == pytest.approx(70 / 114)
    assert after(answered(False), parameters=sloppy).earned == pytest.approx(30 / 86)


def test_a_question_that_who_does_not_know_answers_tells_little_however_often_it_is_right() -> None:
    trivial = Item(easiness=4.0)
    assert not known_after(*[answered(days=day, item=trivial) for day in range(4)]).belief.acquired


def test_two_wrong_answers_in_a_row_lose_a_skill_however_much_was_shown() -> None:
    sure = known_after(*[answered(days=day) for day in range(40)])
    once = after_answer(sure, answered(False, days=400))
    assert sure.belief.earned == learner.MOST_EARNED
    assert (once.belief.acquired, after_answer(once, answered(False, days=400)).belief.acquired) == (True, False)


def test_neither_answers_on_other_skills_nor_days_take_anything_from_what_was_shown() -> None:
    forgetful = DEFAULT._replace(forget=0.2, shared=Shared(gap=1.0))
    shown = known_after(answered(), parameters=forgetful)
    busy = shown._replace(ability=shown.ability._replace(answers=40))
    at_once, after_others, later = (
        after_answer(known, answered(days=days)).belief for known, days in ((shown, 0), (busy, 0), (shown, 30))
    )
    assert max(after_others.known, later.known) < at_once.known
    assert after_others.earned == later.earned == at_once.earned


def test_what_others_know_neither_helps_nor_hinders() -> None:
    for prior in [0.05, 0.95]:
        told = [answered(), answered(False), answered(), answered(days=1)]
        assert after(*told, parameters=DEFAULT._replace(prior=prior)).earned == after(*told).earned


def test_of_those_who_are_right_by_luck_hardly_one_in_twenty_ever_acquires() -> None:
    random, believed = Random(42), 0
    for _ in range(1000):
        given = [answered(random.random() < learner.LUCK, days=number // 4) for number in range(24)]
        known, ever = Knowledge(DEFAULT), False
        for one in given:
            known = after_answer(known, one)
            ever = ever or known.belief.acquired
        believed += ever
    assert believed <= 50


def test_who_was_wrong_ten_times_while_she_learned_catches_up_by_ten_right_answers() -> None:
    wrong = [answered(False, days=day) for day in range(10)]
    right = [answered(days=day) for day in range(10, 20)]
    assert known_after(*wrong, *right).belief.acquired
    assert not known_after(*wrong, *right[:-1]).belief.acquired


def test_nobody_acquires_a_skill_by_being_wrong_however_much_an_answer_teaches() -> None:
    teaching = DEFAULT._replace(learn=0.99)
    known = known_after(*[answered(False, days=days) for days in range(4)], parameters=teaching)
    assert (known.belief.confirmed_later, known.belief.acquired) == (True, False)


def test_a_right_repeat_refreshes() -> None:
    known = known_after(*ON_TWO_DAYS)
    refreshed = after_answer(known, answered(days=90, repeat=True))
    assert not learner.fresh(known, on(90))
    assert learner.fresh(refreshed, on(90))
    assert refreshed.belief.earned == known.belief.earned


def test_a_skill_is_to_discover_until_an_answer_puts_it_in_progress() -> None:
    assert learner.state(Knowledge(DEFAULT._replace(prior=0.99)), MONDAY) is SkillState.TO_DISCOVER
    assert learner.state(known_after(answered(repeat=True)), MONDAY) is SkillState.IN_PROGRESS
