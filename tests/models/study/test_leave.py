"""Planned leave and what comes back: before it what would be forgotten by the return, nothing on a day off."""

from datetime import timedelta
from uuid import UUID

import pytest

from models.ground.calendar import DAY, Days, is_paused, is_working_day
from models.ground.store import Store
from models.study import absence, coming_back, gathering, progress, proposals, week
from models.tutor.situation import Purpose
from tests.builders import MONDAY
from tests.models.study.proposals.proposed import acquire
from tests.watchers.mornings import ON_ONE_DATABASE

TODAY = MONDAY.date()


@pytest.fixture
def leave(store: Store, learner_key: UUID) -> Days:
    """Four weeks off that begin on the best day for the reviews of three acquired skills."""
    with store.writing() as db:
        for prefix in ("listen-active", "listen-reflect", "frame-role"):
            acquire(db, learner_key, prefix)
        skills = {"listen.active", "listen.reflect", "frame.role"}
        known = progress.knowledge(db, learner_key, skills)
        best = absence.reviews(db, learner_key, known, MONDAY + 2 * DAY, ()).days
        first = min(best.values())
        week.pause(db, learner_key, first, first + 27 * DAY, MONDAY)
    return Days(first, first + 27 * DAY)


@ON_ONE_DATABASE
def test_what_would_be_forgotten_by_the_return_comes_on_the_working_days_before_the_leave(
    store: Store, learner_key: UUID, leave: Days
) -> None:
    with store.reading() as db:
        here = gathering.situation(db, learner_key, MONDAY + 2 * DAY)
        back = coming_back.days(db, learner_key, here)
    assert len(here.advanced) == 3
    assert {one.first for one in here.advanced.values()} == {leave.first}
    assert all(one.back.date() > leave.last for one in here.advanced.values())
    assert all(back[skill] < leave.first and is_working_day(back[skill]) for skill in here.advanced)
    assert len({back[skill] for skill in here.advanced}) == 1


@ON_ONE_DATABASE
def test_on_its_day_such_a_review_is_proposed_and_its_proposal_can_be_replayed(
    store: Store, learner_key: UUID, leave: Days
) -> None:
    with store.reading() as db:
        here = gathering.situation(db, learner_key, MONDAY + 2 * DAY)
        day = min(coming_back.days(db, learner_key, here)[skill] for skill in here.advanced)
    with store.writing() as db:
        for module in ("ecouter", "reformuler", "cadre"):
            proposals.refuse(db, learner_key, module, MONDAY, until=None)
        made = proposals.propose(db, learner_key, MONDAY + (day - TODAY))
        assert made is not None
        chosen = made.step.chosen
        assert (chosen.purpose, chosen.target in made.situation.advanced) == (Purpose.REVIEW, True)
        proposals.keep(db, learner_key, made)
        kept = proposals.from_plain(
            proposals.plain(made.situation), progress.parameters_behind(db, learner_key).estimates
        )
    assert kept.advanced == made.situation.advanced


def test_without_leave_the_same_reviews_keep_their_days(store: Store, learner_key: UUID, leave: Days) -> None:
    with store.writing() as db:
        week.resume(db, learner_key, leave.first, MONDAY)
        here = gathering.situation(db, learner_key, MONDAY + 2 * DAY)
        back = coming_back.days(db, learner_key, here)
    assert here.advanced == {}
    assert min(back.values()) == leave.first


def test_what_comes_back_never_lies_on_a_day_off(store: Store, learner_key: UUID, leave: Days) -> None:
    with store.reading() as db:
        for days in range(2, (leave.last - TODAY).days + 3):
            here = gathering.situation(db, learner_key, MONDAY + timedelta(days=days))
            for day in coming_back.days(db, learner_key, here).values():
                assert is_working_day(day) and not is_paused(day, (leave,))
