"""What is proposed."""

from uuid import UUID

from models.catalogue import coming_into_force, documents, drafts
from models.ground.store import Store
from models.learner import SkillState
from models.study.play import playing
from models.study.progress import in_state, standings
from models.tables.documents import VersionChange
from models.tutor.situation import Purpose, Term
from models.workshop import publishing
from tests.builders import MONDAY, WRONG, add_learner, ask, live_through
from tests.models.study.proposals.proposed import CADRE, DAY, acquire, answer_right, proposed
from tests.watchers.mornings import ON_ONE_DATABASE

pytestmark = ON_ONE_DATABASE


def test_a_new_learner_is_offered_a_module_that_builds_on_nothing(store: Store, learner_key: UUID) -> None:
    with store.reading() as db:
        assert proposed(db, learner_key) == CADRE


def test_a_module_that_was_begun_is_continued(store: Store, learner_key: UUID) -> None:
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


def test_what_was_answered_right_on_one_day_is_confirmed_the_next(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        answer_right(db, learner_key, "listen-active", range(1, 5))
        assert proposed(db, learner_key) == CADRE
        assert proposed(db, learner_key, 1) == (Purpose.CHECK, "listen.active", Term.CONFIRM)


def test_what_has_been_begun_is_practised_before_something_is_begun(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        answer_right(db, learner_key, "listen-active", [1, 2])
        assert proposed(db, learner_key, 1) == (Purpose.PRACTISE, "listen.active", Term.GAIN)


def test_what_was_missed_before_its_cards_were_read_comes_with_its_cards(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        playing.begin_situating(db, learner_key, MONDAY)
        ask(db, learner_key, "frame-role-1", WRONG)
        assert proposed(db, learner_key, 1) == CADRE
        at = MONDAY + DAY
        live_through(db, playing.start(db, learner_key, "cadre", at), at, lambda _: WRONG)
        assert proposed(db, learner_key, 2) != CADRE


def test_what_fades_is_refreshed_by_two_questions(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        acquire(db, learner_key)
        assert proposed(db, learner_key, 91) == (Purpose.REVIEW, "listen.active", Term.REFRESH)
        at = MONDAY + 91 * DAY
        live_through(db, playing.practise(db, learner_key, "listen.active", Purpose.REVIEW, at), at)
        assert in_state(standings(db, learner_key, at), SkillState.ACQUIRED)
