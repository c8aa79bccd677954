"""A programme is taken up by a learner herself, told to her alone, never late, and may be stopped."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.catalogue import coming_into_force, documents
from models.ground.store import Store
from models.learning import objection, playing, programmes
from models.learning.objection import WithoutEstimation
from models.learning.programmes import ProgrammeProgress, UnknownProgramme
from models.people import accounts
from models.tables.programmes import ProgrammeFollowing
from tests import builders
from tests.builders import MONDAY, live_through
from tests.programmes import LINKED, SIX, SIX_WEEKS, WELCOME, pack_of_six_weeks, pack_with_programmes

WEEK = timedelta(days=7)


@pytest.fixture
def six(empty_store: Store) -> Iterator[Store]:
    """A house with a programme of six weeks."""
    builders.set_up(empty_store, pack_of_six_weeks())
    yield empty_store


def learner(db: Session) -> UUID:
    """Somebody at her very beginning."""
    return accounts.invite(db, "nouvelle@example.org", "Nouvelle", MONDAY, timezone="Europe/Brussels").learner_key


def play(db: Session, key: UUID, module_id: str, at: datetime) -> None:
    live_through(db, playing.start(db, key, module_id, at), at)


def told(standing: ProgrammeProgress) -> tuple[int, str | None, date | None]:
    """How many are finished, which is next, and when home offers it if that is to come."""
    following = standing.next
    return standing.finished, following and following.module.id, following and following.opens_on


def test_two_weeks_of_a_programme_of_six(six: Store) -> None:
    with six.writing() as db:
        key = learner(db)
        assert programmes.for_newcomer(db, key) == [SIX_WEEKS]
        programmes.take_up(db, key, SIX_WEEKS.id, MONDAY)
        assert programmes.for_newcomer(db, key) == []

        def standing(at: datetime) -> tuple[int, str | None, date | None]:
            return told(programmes.progress_on(db, key, SIX_WEEKS.id, at))

        assert standing(MONDAY) == (0, SIX[0], None)
        play(db, key, SIX[0], MONDAY)
        assert standing(MONDAY) == (1, SIX[1], (MONDAY + WEEK).date())
        assert standing(MONDAY + WEEK) == (1, SIX[1], None)
        play(db, key, SIX[1], MONDAY + WEEK)
        assert standing(MONDAY + WEEK) == (2, SIX[2], (MONDAY + 2 * WEEK).date())
        assert standing(MONDAY + 2 * WEEK) == (2, SIX[2], None)
        (followed,) = programmes.followed(db, key, MONDAY + 2 * WEEK)
        assert (followed.finished, len(followed.weeks), followed.minutes) == (2, 6, 30)


def test_of_weeks_that_go_by_nothing_is_said(six: Store) -> None:
    with six.writing() as db:
        key = learner(db)
        programmes.take_up(db, key, SIX_WEEKS.id, MONDAY)
        for later in (MONDAY, MONDAY + 10 * WEEK, MONDAY + 100 * WEEK):
            standing = programmes.progress_on(db, key, SIX_WEEKS.id, later)
            assert [one.opens_on for one in standing.weeks if one.opens_on and one.opens_on <= later.date()] == []
            assert told(standing) == (0, SIX[0], None)


def test_whoever_goes_ahead_keeps_what_she_has_played(six: Store) -> None:
    with six.writing() as db:
        key = learner(db)
        play(db, key, SIX[3], MONDAY)  # before she took it up
        programmes.take_up(db, key, SIX_WEEKS.id, MONDAY)
        play(db, key, SIX[5], MONDAY)
        weeks = programmes.progress_on(db, key, SIX_WEEKS.id, MONDAY).weeks
        assert [one.finished for one in weeks] == [False, False, False, True, False, True]


def test_a_module_begun_and_left_is_not_finished_and_one_played_in_dutch_is(six: Store) -> None:
    with six.writing() as db:
        key = learner(db)
        programmes.take_up(db, key, SIX_WEEKS.id, MONDAY)
        playing.start(db, key, SIX[1], MONDAY)
        accounts.account_of(db, key).language = "nl"  # type: ignore[union-attr]
        db.flush()
        play(db, key, SIX[0], MONDAY)
        standing = programmes.progress_on(db, key, SIX_WEEKS.id, MONDAY)
        assert {one.module.language for one in standing.weeks} == {"nl"}
        assert told(standing)[:2] == (1, SIX[1])


def test_home_says_no_more_of_it_once_all_is_played(six: Store) -> None:
    with six.writing() as db:
        key = learner(db)
        programmes.take_up(db, key, SIX_WEEKS.id, MONDAY)
        for name in SIX:
            play(db, key, name, MONDAY)
        assert programmes.followed(db, key, MONDAY) == []
        assert told(programmes.progress_on(db, key, SIX_WEEKS.id, MONDAY)) == (6, None, None)


def test_it_is_taken_up_once_and_stopping_forgets_it(six: Store) -> None:
    with six.writing() as db:
        key = learner(db)
        programmes.take_up(db, key, SIX_WEEKS.id, MONDAY)
        programmes.take_up(db, key, SIX_WEEKS.id, MONDAY + WEEK)
        assert db.scalars(select(ProgrammeFollowing.begun_on)).all() == [MONDAY.date()]
        play(db, key, SIX[0], MONDAY)
        programmes.stop(db, key, SIX_WEEKS.id)
        programmes.stop(db, key, SIX_WEEKS.id)
        assert db.scalar(select(func.count()).select_from(ProgrammeFollowing)) == 0
        assert not programmes.progress_on(db, key, SIX_WEEKS.id, MONDAY).followed
        programmes.take_up(db, key, SIX_WEEKS.id, MONDAY)
        assert told(programmes.progress_on(db, key, SIX_WEEKS.id, MONDAY))[0] == 1


def test_only_who_is_new_is_offered_it_and_only_what_is_for_newcomers(store: Store) -> None:
    with store.writing() as db:
        coming_into_force.load_pack(db, pack_with_programmes(), MONDAY)
        key = learner(db)
        assert programmes.offered(db) == [WELCOME, LINKED]
        assert programmes.for_newcomer(db, key) == [WELCOME]
        play(db, key, "ecouter", MONDAY)
        assert programmes.for_newcomer(db, key) == []
        assert programmes.progress_on(db, key, LINKED.id, MONDAY).programme == LINKED


def test_without_its_last_translation_a_programme_is_offered_to_nobody(store: Store) -> None:
    with store.writing() as db:
        coming_into_force.load_pack(db, pack_with_programmes("ecouter", "reformuler"), MONDAY)
        key = learner(db)
        assert programmes.offered(db) == [LINKED]
        assert programmes.for_newcomer(db, key) == []
        with pytest.raises(UnknownProgramme):
            programmes.progress_on(db, key, WELCOME.id, MONDAY)
        with pytest.raises(UnknownProgramme):
            programmes.take_up(db, key, WELCOME.id, MONDAY)


def test_who_follows_it_keeps_it_without_a_module_that_is_no_longer_published(store: Store) -> None:
    with store.writing() as db:
        coming_into_force.load_pack(db, pack_with_programmes(), MONDAY)
        key = learner(db)
        programmes.take_up(db, key, WELCOME.id, MONDAY)
        coming_into_force.retire(db, documents.document_of(db, "cadre"))
        assert programmes.offered(db) == [LINKED]
        weeks = programmes.progress_on(db, key, WELCOME.id, MONDAY).weeks
        assert [one.module.id for one in weeks] == ["ecouter", "reformuler"]


def test_without_estimation_a_programme_is_a_list_and_nothing_of_it_is_kept(six: Store) -> None:
    with six.writing() as db:
        key = learner(db)
        programmes.take_up(db, key, SIX_WEEKS.id, MONDAY)
        play(db, key, SIX[0], MONDAY)
        objection.object_to_estimation(db, key)
        standing = programmes.progress_on(db, key, SIX_WEEKS.id, MONDAY)
        assert (standing.followed, standing.finished, len(standing.weeks)) == (False, 0, 6)
        with pytest.raises(WithoutEstimation):
            programmes.take_up(db, key, SIX_WEEKS.id, MONDAY)
        objection.take_back(db, key)
        assert told(programmes.progress_on(db, key, SIX_WEEKS.id, MONDAY))[0] == 1
