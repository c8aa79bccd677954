"""What a proposal depends on."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from content.marking import DONT_KNOW
from models.catalogue import documents, drafts
from models.ground.store import Store
from models.study import gathering
from models.study.play import playing
from models.tables.documents import VersionChange
from models.tables.people import Learner
from models.tutor.situation import Offer, OpenSeries, Purpose
from models.workshop import publishing
from tests import builders
from tests.builders import MONDAY, WRONG, add_learner, ask, live_through, module, small_pack
from tests.models.study.proposals.proposed import DAY, answer_right, proposed, situation
from tests.watchers.mornings import ON_ONE_DATABASE

pytestmark = ON_ONE_DATABASE


def test_a_situation_counts_what_is_new_in_each_module_and_what_practice_may_ask(
    store: Store, learner_key: UUID
) -> None:
    with store.writing() as db:
        answer_right(db, learner_key, "listen-active", [1, 2, 7])
        here = situation(db, learner_key)
    assert here.offers[1] == Offer("ecouter", 5, ("listen.active",), {"listen.active": 4})
    assert here.practice == {"frame.role": 6, "listen.active": 3, "listen.reflect": 6}
    assert here.unseen == ["frame.role", "listen.active", "listen.reflect"]
    assert here.prerequisites["listen.reflect"] == ("listen.active",)


def test_what_only_a_check_may_ask_is_not_proposed_as_practice(empty_store: Store) -> None:
    """Three questions kept for checks are more than the reserve, and still none for practice."""
    builders.set_up(empty_store, small_pack(module(questions=builders.pool("q", "listen.active", learn=3, check=3))))
    learner_key = add_learner(empty_store)
    with empty_store.writing() as db:
        live_through(db, playing.start(db, learner_key, "ecouter", MONDAY), MONDAY, lambda _: DONT_KNOW)
        ask(db, learner_key, "q-3", WRONG)
        assert (situation(db, learner_key, 1).practice, situation(db, learner_key, 1).unseen) == (
            {"listen.active": 0},
            ["listen.active"],
        )
        assert proposed(db, learner_key, 1) is None


def test_a_module_that_has_been_read_counts_only_what_it_may_still_ask(empty_store: Store) -> None:
    """Its last two new questions are the reserve: it is not proposed for ever for the sake of those."""
    builders.set_up(empty_store, small_pack(module(questions=builders.pool("q", "listen.active", check=0))))
    learner_key = add_learner(empty_store)
    with empty_store.writing() as db:
        for day in range(5):
            at = MONDAY + day * DAY
            live_through(db, playing.start(db, learner_key, "ecouter", at), at, lambda _: WRONG)
        assert situation(db, learner_key, 5).offers[0].unseen == {"listen.active": 0}
        assert proposed(db, learner_key, 5) is None


@pytest.mark.parametrize(("timezone", "offered"), [("Europe/Brussels", True), ("UTC", False)])
def test_a_module_holds_by_the_day_of_the_learner(empty_store: Store, timezone: str, offered: bool) -> None:
    builders.set_up(empty_store, small_pack(module(valid_from=date(2026, 11, 24))))
    learner_key = add_learner(empty_store)
    with empty_store.writing() as db:
        db.get_one(Learner, learner_key).timezone = timezone
        here = gathering.situation(db, learner_key, MONDAY.replace(hour=23, minute=30))
    assert (bool(here.offers), bool(here.practice)) == (offered, offered)


def test_the_open_module_is_the_one_begun_last(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        for hours, module_id in enumerate(["cadre", "ecouter"]):
            playing.start(db, learner_key, module_id, MONDAY + timedelta(hours=hours))
        playing.practise(db, learner_key, "listen.reflect", Purpose.REVIEW, MONDAY + timedelta(hours=2))
        assert situation(db, learner_key, 1).open_module == "ecouter"


def test_an_open_module_takes_only_what_is_left_of_it(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        begun = playing.start(db, learner_key, "ecouter", MONDAY)
        before = situation(db, learner_key).offers[1]
        playing.advance(db, begun, "card-1", MONDAY)
        after = situation(db, learner_key).offers[1]
    assert (before.module, before.minutes, after.module) == ("ecouter", 5, "ecouter")
    assert 0 < after.minutes < before.minutes


def test_the_open_series_is_the_one_left_last_for_a_week(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        playing.practise(db, learner_key, "listen.reflect", Purpose.REVIEW, MONDAY)
        left = playing.practise(db, learner_key, "frame.role", Purpose.PRACTISE, MONDAY + timedelta(hours=1))
        assert situation(db, learner_key, 1).open_series == OpenSeries(Purpose.PRACTISE, "frame.role", 0)
        assert situation(db, learner_key, 9).open_series is None
        live_through(db, left, MONDAY + timedelta(hours=2))
        assert situation(db, learner_key, 1).open_series == OpenSeries(Purpose.REVIEW, "listen.reflect", 0)


def test_a_series_is_not_taken_up_in_another_version_of_its_module(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        playing.practise(db, learner_key, "listen.active", Purpose.PRACTISE, MONDAY)
        document = documents.module_document(db, "ecouter")
        text = drafts.latest_text(db, document)
        publishing.publish(db, document, text, VersionChange.MEANING, MONDAY + DAY, by=None)
        assert situation(db, learner_key, 2).open_series is None


def test_a_module_counts_as_read_once_it_has_been_played_to_its_end(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        begun = playing.start(db, learner_key, "ecouter", MONDAY)
        assert [offer.read for offer in situation(db, learner_key).offers] == [False, False, False]
        live_through(db, begun, MONDAY)
        assert [offer.module for offer in situation(db, learner_key).offers if offer.read] == ["ecouter"]


def test_what_was_asked_counts_for_its_local_day(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        answer_right(db, learner_key, "listen-active", [1, 2])
        answer_right(db, learner_key, "frame-role", [1], days=1)
        assert situation(db, learner_key).asked_today == {"listen.active": 2}
        assert situation(db, learner_key, 1).asked_today == {"frame.role": 1}


def test_the_next_visit_is_expected_on_the_morning_of_the_next_working_day(store: Store, learner_key: UUID) -> None:
    with store.reading() as db:
        assert situation(db, learner_key).next_visit == MONDAY.replace(hour=8) + DAY
        assert situation(db, learner_key, 4).next_visit == MONDAY.replace(hour=8) + 7 * DAY
