"""What is proposed, what somebody does not want, and what a proposal depends on."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from content.marking import DONT_KNOW
from models.catalogue import coming_into_force, documents, drafts
from models.catalogue.documents import UnknownModule
from models.ground.store import Store
from models.learner import SkillState
from models.learning import learner_situation, playing, proposals
from models.learning.progress import by_domain, in_state
from models.studio import publishing
from models.tables.documents import VersionChange
from models.tables.people import Learner
from models.tables.proposals import Refusal
from models.tutor.situation import Offer, OpenSeries, Purpose, Term
from tests import builders
from tests.builders import MONDAY, WRONG, add_learner, ask, live_through, module, small_pack
from tests.learning.proposals.proposed import CADRE, DAY, acquire, answer_right, proposed, situation
from tests.watchers.mornings import ON_ONE_DATABASE

pytestmark = ON_ONE_DATABASE


def test_a_new_learner_is_offered_what_builds_on_nothing_then_what_was_begun(store: Store, learner_key: UUID) -> None:
    with store.reading() as db:
        assert proposed(db, learner_key) == CADRE
    with store.writing() as db:
        playing.start(db, learner_key, "reformuler", MONDAY)
        assert proposed(db, learner_key, 1) == (Purpose.LEARN, "reformuler", Term.CONTINUE)


def test_a_new_meaning_is_checked_once_by_those_who_had_the_skill(store: Store, learner_key: UUID) -> None:
    other = add_learner(store)
    with store.writing() as db:
        acquire(db, learner_key)
        document = documents.module_document(db, "ecouter")
        text = drafts.latest_text(db, document)
        publishing.publish(db, document, text, VersionChange.MEANING, MONDAY + 2 * DAY, by=None)
        assert proposed(db, learner_key, 1.5) == CADRE
        assert proposed(db, learner_key, 3) == (Purpose.CHECK, "listen.active", Term.CHECK)
        assert proposed(db, other, 3) == CADRE
        at = MONDAY + 3 * DAY
        live_through(db, playing.practise(db, learner_key, "listen.active", Purpose.CHECK, at), at)
        assert proposed(db, learner_key, 4) == CADRE


def test_a_check_waits_while_nothing_can_be_asked(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        acquire(db, learner_key)
        document = documents.module_document(db, "ecouter")
        publishing.publish(
            db, document, drafts.latest_text(db, document), VersionChange.MEANING, MONDAY + 2 * DAY, by=None
        )
        coming_into_force.retire(db, document)
        assert proposed(db, learner_key, 3) == CADRE


def test_what_is_begun_is_practised_what_was_right_confirmed_what_fades_refreshed(
    store: Store, learner_key: UUID
) -> None:
    with store.writing() as db:
        answer_right(db, learner_key, "listen-active", range(1, 5))
        assert proposed(db, learner_key) == CADRE
        assert proposed(db, learner_key, 1) == (Purpose.CHECK, "listen.active", Term.CONFIRM)
        learner_key = builders.add_learner_in(db)
        answer_right(db, learner_key, "listen-active", [1, 2])
        assert proposed(db, learner_key, 1) == (Purpose.PRACTISE, "listen.active", Term.GAIN)
        learner_key = builders.add_learner_in(db)
        acquire(db, learner_key)
        assert proposed(db, learner_key, 91) == (Purpose.REVIEW, "listen.active", Term.REFRESH)
        at = MONDAY + 91 * DAY
        live_through(db, playing.practise(db, learner_key, "listen.active", Purpose.REVIEW, at), at)
        assert in_state(by_domain(db, learner_key, at), SkillState.ACQUIRED)


def test_what_was_missed_before_its_cards_were_read_comes_with_its_cards(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        playing.begin_situating(db, learner_key, MONDAY)
        ask(db, learner_key, "frame-role-1", WRONG)
        assert proposed(db, learner_key, 1) == CADRE
        at = MONDAY + DAY
        live_through(db, playing.start(db, learner_key, "cadre", at), at, lambda _: WRONG)
        assert proposed(db, learner_key, 2) != CADRE


def test_what_is_refused_stays_away_until_its_day_or_until_she_takes_it_back(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        proposals.refuse(db, learner_key, "cadre", MONDAY, until=MONDAY.date() + DAY)
        assert [proposed(db, learner_key, days) for days in (0, 1)] == [(Purpose.LEARN, "ecouter", Term.GAIN), CADRE]
        learner_key = builders.add_learner_in(db)
        proposals.refuse(db, learner_key, "cadre", MONDAY, until=None)
        assert proposed(db, builders.add_learner_in(db)) == CADRE
        assert {proposed(db, learner_key, days) for days in (0, 1, 400)} == {(Purpose.LEARN, "ecouter", Term.GAIN)}
        proposals.take_back(db, learner_key, "cadre")
        assert proposed(db, learner_key) == CADRE
        assert learner_situation.refused(db, learner_key, MONDAY.date()) == set()
        learner_key = builders.add_learner_in(db)
        proposals.refuse(db, learner_key, "cadre", MONDAY, until=MONDAY.date() + DAY)
        proposals.refuse(db, learner_key, "ecouter", MONDAY, until=None)
        assert learner_situation.refused_for_good(db, learner_key) == {"ecouter"}
        assert learner_situation.refused(db, learner_key, MONDAY.date()) == {"cadre", "ecouter"}


def test_the_last_word_on_a_thing_is_the_one_that_holds(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        for until in (None, MONDAY.date() + DAY):
            proposals.refuse(db, learner_key, "cadre", MONDAY, until=until)
        assert db.scalar(select(func.count()).select_from(Refusal)) == 1
        assert learner_situation.refused(db, learner_key, MONDAY.date() + DAY) == set()


def test_a_skill_can_be_refused_as_a_module_can_and_nothing_else(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        acquire(db, learner_key)
        for target in ("listen.active", "cadre", "ecouter", "reformuler"):
            proposals.refuse(db, learner_key, target, MONDAY, until=None)
        assert proposed(db, learner_key, 91) is None
        for target in ("", "nowhere", "\0"):
            with pytest.raises(UnknownModule):
                proposals.refuse(db, learner_key, target, MONDAY, until=None)


def test_a_situation_counts_what_is_new_in_modules_and_what_practice_may_ask(store: Store, learner_key: UUID) -> None:
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
        here = learner_situation.situation(db, learner_key, MONDAY.replace(hour=23, minute=30))
    assert (bool(here.offers), bool(here.practice)) == (offered, offered)


def test_the_open_module_is_the_one_begun_last_for_what_is_left_of_it(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        for hours, module_id in enumerate(["cadre", "ecouter"]):
            playing.start(db, learner_key, module_id, MONDAY + timedelta(hours=hours))
        playing.practise(db, learner_key, "listen.reflect", Purpose.REVIEW, MONDAY + timedelta(hours=2))
        assert situation(db, learner_key, 1).open_module == "ecouter"
    learner_key = builders.add_learner(store)
    with store.writing() as db:
        begun = playing.start(db, learner_key, "ecouter", MONDAY)
        before = situation(db, learner_key).offers[1]
        playing.advance(db, begun, "card-1", MONDAY)
        after = situation(db, learner_key).offers[1]
    assert (before.module, before.minutes, after.module) == ("ecouter", 5, "ecouter")
    assert 0 < after.minutes < before.minutes
    learner_key = builders.add_learner(store)
    with store.writing() as db:
        begun = playing.start(db, learner_key, "ecouter", MONDAY)
        assert [offer.read for offer in situation(db, learner_key).offers] == [False, False, False]
        live_through(db, begun, MONDAY)
        assert [offer.module for offer in situation(db, learner_key).offers if offer.read] == ["ecouter"]


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


def test_what_was_asked_counts_for_its_day_and_she_comes_on_the_next_one(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        answer_right(db, learner_key, "listen-active", [1, 2])
        answer_right(db, learner_key, "frame-role", [1], days=1)
        assert situation(db, learner_key).asked_today == {"listen.active": 2}
        assert situation(db, learner_key, 1).asked_today == {"frame.role": 1}
    with store.reading() as db:
        assert situation(db, learner_key).next_visit == MONDAY.replace(hour=8) + DAY
        assert situation(db, learner_key, 4).next_visit == MONDAY.replace(hour=8) + 7 * DAY
