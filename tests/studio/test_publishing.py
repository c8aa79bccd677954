"""A new version, and what it means for those who had learned: wording, meaning, a key that was wrong."""

from dataclasses import replace
from datetime import timedelta
from threading import Thread
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from content.marking import DONT_KNOW
from content.module import Question, QuestionNature
from content.text.module_writer import write_module
from models.catalogue import documents, drafts, in_force
from models.ground.store import Store
from models.learning import answer_log, answering, history, objection, playing, scenes
from models.learning.scenes import QuestionScene, WithdrawnScene
from models.studio import publishing, reviewing
from models.studio.version_changes import KeyChanged, NothingCorrected
from models.tables.answers import Annulment, DueCheck, Mastery
from models.tables.attestations import AttestationKind
from models.tables.documents import Document, Version, VersionChange
from tests import builders
from tests.builders import MONDAY, RIGHT, WRONG, ask, module, question, show

TRAINER, COLLEAGUE = uuid4(), uuid4()
DAY = timedelta(days=1)
LATER = MONDAY + 7 * DAY
FIRST = "listen-active-1"


def document(db: Session, module_id: str = "ecouter") -> Document:
    return documents.module_document(db, module_id)


def text_of(db: Session, module_id: str = "ecouter") -> str:
    return drafts.latest_text(db, document(db, module_id))


def publish(
    db: Session, text: str, change: VersionChange = VersionChange.WORDING, module_id: str = "ecouter"
) -> Version:
    return publishing.publish(db, document(db, module_id), text, change, LATER, TRAINER)


def with_question(new: Question, module_id: str = "ecouter") -> str:
    """The small pack's module with one question in the place of the one that has its id."""
    old = module(module_id)
    return write_module(replace(old, questions=tuple(new if one.id == new.id else one for one in old.questions)))


def key_on(letter: str, question_id: str = FIRST) -> Question:
    asked = question(question_id)
    return asked._replace(options=tuple(option._replace(right=option.key == letter) for option in asked.options))


def correct(db: Session) -> Version:
    """The key was wrong: it is b."""
    return publish(db, with_question(key_on("b")), VersionChange.KEY)


def acquire(db: Session, learner_key: UUID) -> None:
    for number in range(1, 6):
        days = (number == 5) * DAY
        ask(db, learner_key, f"listen-active-{number}", at=MONDAY + days + timedelta(minutes=number))


# -------------------------------------------------------------------------------------------------- wording and meaning


def test_a_change_of_meaning_queues_a_check_for_those_who_had_acquired_the_skill(store: Store) -> None:
    had, had_not = builders.add_learner(store), builders.add_learner(store)
    with store.writing() as db:
        acquire(db, had)
        ask(db, had_not, FIRST)
        version = publish(db, text_of(db), VersionChange.MEANING)
        due = db.execute(select(DueCheck.learner_key, DueCheck.skill, DueCheck.version_id, DueCheck.due_at)).all()
    assert due == [(had, "listen.active", version.id, LATER)]


def test_who_objects_to_being_estimated_is_neither_checked_nor_told(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        acquire(db, learner_key)
        objection.object_to_estimation(db, learner_key)
        publish(db, text_of(db), VersionChange.MEANING)
        correct(db)
        assert (db.scalars(select(DueCheck.id)).all(), history.unread_notices(db, learner_key)) == ([], [])
        assert db.scalars(select(Annulment.id)).all()


def test_a_change_of_wording_keeps_everything(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        acquire(db, learner_key)
        publish(db, text_of(db).replace("À lire.", "À relire."))
        assert db.scalars(select(DueCheck.id)).all() == []


def test_no_check_is_queued_for_a_skill_that_no_question_asks(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        acquire(db, learner_key)
        only_reflect = module(
            "reformuler", ("listen.reflect", "listen.active"), module("x", ("listen.reflect",)).questions
        )
        publish(db, write_module(only_reflect), VersionChange.MEANING, "reformuler")
        assert db.scalars(select(DueCheck.id)).all() == []


def test_another_right_answer_is_no_wording(store: Store) -> None:
    with pytest.raises(KeyChanged, match=FIRST), store.writing() as db:
        publish(db, with_question(key_on("b")))


def test_options_in_another_order_are_wording(store: Store) -> None:
    asked = question(FIRST)
    turned = tuple(o._replace(key=key) for key, o in zip("abc", reversed(asked.options), strict=True))
    with store.writing() as db:
        assert publish(db, with_question(asked._replace(options=turned))).change == VersionChange.WORDING


# ---------------------------------------------------------------------------------------------------- the key was wrong


def test_belief_is_then_as_if_the_question_had_never_been_asked(store: Store, learner_key: UUID) -> None:
    translation = builders.add_learner(store)
    with store.writing() as db:
        ask(db, learner_key, FIRST, WRONG)
        ask(db, learner_key, "listen-active-2", at=MONDAY + DAY)
        ask(db, translation, "listen-active-2", at=MONDAY + DAY)
        correct(db)
        hers, its = (db.get_one(Mastery, (key, "listen.active")) for key in (learner_key, translation))
        assert (hers.known, hers.answers) == (its.known, its.answers)


@pytest.mark.parametrize(("response", "right"), [(WRONG, True), (RIGHT, False), (("c",), False), (DONT_KNOW, False)])
def test_each_person_is_told_once_whether_she_was_right(
    store: Store, learner_key: UUID, response: tuple[str, ...], right: bool
) -> None:
    with store.writing() as db:
        ask(db, learner_key, FIRST, response)
        ask(db, learner_key, FIRST, response, MONDAY + DAY)
        correct(db)
        told = history.unread_notices(db, learner_key)
        assert [(one.notice.right, one.stem) for one in told] == [(right, f"Que faites-vous ({FIRST}) ?")]
        history.put_notice_away(told[0].notice, LATER)
        assert history.unread_notices(db, learner_key) == []


def test_an_option_is_the_same_by_its_text_wherever_it_now_stands(store: Store, learner_key: UUID) -> None:
    asked = key_on("b")
    first, second, third = asked.options
    lettered = (o._replace(key=key) for key, o in zip("abc", (second, first, third), strict=True))
    moved = asked._replace(options=tuple(lettered))
    with store.writing() as db:
        ask(db, learner_key, FIRST, WRONG)
        publish(db, with_question(moved), VersionChange.KEY)
        assert [one.notice.right for one in history.unread_notices(db, learner_key)] == [True]


def test_a_version_that_corrects_nothing_is_refused(store: Store) -> None:
    with pytest.raises(NothingCorrected), store.writing() as db:
        publish(db, text_of(db).replace("À lire.", "À relire."), VersionChange.KEY)


def test_what_stands_open_on_a_page_is_withdrawn_and_nothing_is_noted(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        shown = show(db, learner_key, FIRST)
        correct(db)
    with pytest.raises(answering.Withdrawn), store.writing() as db:
        answering.answer(db, shown, learner_key, WRONG, LATER)
    with store.reading() as db:
        assert answering.answer_to(db, shown) is None


def test_a_sitting_says_that_its_question_was_withdrawn_and_goes_on_to_another(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        sitting = playing.start(db, learner_key, "ecouter", MONDAY)
        while not isinstance(here := scenes.scene(db, sitting), QuestionScene):
            playing.advance(db, sitting, here.position, MONDAY)
        withdrawn = here.question.id
        publish(db, with_question(key_on("b", withdrawn)), VersionChange.KEY)
        gone = scenes.scene(db, sitting)
        assert isinstance(gone, WithdrawnScene)
        playing.advance(db, sitting, gone.position, LATER)
        following = scenes.scene(db, sitting)
        assert isinstance(following, QuestionScene)
        assert following.question.id != withdrawn


def test_the_corrected_question_is_asked_again_in_its_new_version(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        correct(db)
        answer = ask(db, learner_key, FIRST, WRONG, LATER)
        assert (answer.correct, answer.counts) == (True, True)


@pytest.mark.dialects
def test_an_answer_that_comes_while_the_key_is_corrected_is_refused(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        shown = show(db, learner_key, FIRST)
    refused: list[Exception] = []

    def answer() -> None:
        try:
            with store.writing() as db:
                answering.answer(db, shown, learner_key, WRONG, LATER)
        except answering.Withdrawn as error:
            refused.append(error)

    with store.writing() as db:
        correct(db)
        late = Thread(target=answer)
        late.start()
    late.join()
    with store.reading() as db:
        assert len(refused) == 1
        assert list(answer_log.counted_answers(db, learner_key)) == []


# -------------------------------------------------------------------------------------------------- law and its readers

LAW = question(FIRST)._replace(nature=QuestionNature.LAW, cites=("duree",))


def asked_ids(db: Session) -> list[str]:
    return [one.id for one in in_force.published_module(db, "ecouter").module.questions]


def test_what_states_law_is_not_asked_before_a_second_reader_has_vouched_for_it_and_practice_is(store: Store) -> None:
    with store.writing() as db:
        publish(db, with_question(question(FIRST)._replace(nature=QuestionNature.PRACTICE)), VersionChange.MEANING)
        assert FIRST in asked_ids(db)
        publish(db, with_question(LAW), VersionChange.MEANING)
        assert FIRST not in asked_ids(db)
        with pytest.raises(reviewing.OwnText):
            reviewing.read_in_force(db, document(db), AttestationKind.LAW, LATER, TRAINER)
        reviewing.read_in_force(db, document(db), AttestationKind.LAW, LATER, COLLEAGUE)
        assert FIRST in asked_ids(db)


def test_the_rules_and_the_skill_map_have_versions_like_a_module(store: Store) -> None:
    with store.writing() as db:
        rules = documents.document_of(db, documents.RULES)
        text = drafts.latest_text(db, rules).replace("Belgique", "Bruxelles")
        assert publishing.publish(db, rules, text, VersionChange.MEANING, LATER, TRAINER).number == 2
        assert in_force.rules(db)["duree"].scope == "Bruxelles"
