"""A comma in one question and a new meaning in another are said apart: each touches those who learned from it."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from content.module import Module, Question, Reference
from content.text.corrections import changed_around, changed_questions, new_questions
from content.text.module_writer import write_module
from models.catalogue import documents, drafts, translations
from models.ground.store import Store
from models.learning import answer_log, history
from models.studio import publishing, reviewing
from models.studio.statistics.refresh import editions
from models.studio.version_changes import ChangesUnsaid, KeyChanged, NothingCorrected
from models.tables.answers import Annulment, DueCheck, Mastery
from models.tables.attestations import AttestationKind
from models.tables.documents import AROUND, Version, VersionChange
from tests import builders
from tests.builders import MONDAY, WRONG, ask, module, pool, question
from tests.studio.test_publishing import COLLEAGUE, FIRST, LATER, LAW, TRAINER, acquire, asked_ids, document, key_on

SECOND, THIRD = "listen-active-2", "listen-active-3"
WORDING, MEANING, KEY = VersionChange.WORDING, VersionChange.MEANING, VersionChange.KEY
BOTH = "reformuler"
"""A module of two skills."""


def said_otherwise(question_id: str, stem: str = "Et maintenant ?") -> Question:
    return question(question_id)._replace(stem=stem)


def text_with(*new: Question, of: Module | None = None, **fields: object) -> str:
    """The small pack's module with these questions in the place of those that have their ids."""
    old, there = of or module("ecouter"), {one.id: one for one in new}
    asked = tuple(there.get(one.id, one) for one in old.questions)
    return write_module(replace(old, questions=asked, **fields))  # type: ignore[arg-type]


def publish(
    db: Session, text: str, changes: Mapping[str, VersionChange], change: VersionChange = WORDING, name: str = "ecouter"
) -> Version:
    return publishing.publish(db, document(db, name), text, change, LATER, TRAINER, changes=changes)


def two_skills(db: Session) -> Module:
    """A module that asks one question of each of two skills, in force."""
    asked = (*pool("listen-reflect", "listen.reflect"), *pool("both-active", "listen.active"))
    both = module(BOTH, ("listen.reflect", "listen.active"), asked)
    publishing.publish(db, document(db, BOTH), write_module(both), WORDING, MONDAY, TRAINER)
    return both


# ----------------------------------------------------------------------------------------------------- what has changed


def test_a_question_has_changed_when_it_is_said_otherwise_and_not_when_a_source_moves_its_number() -> None:
    source = Reference("Une loi", "https://loi.example", MONDAY.date())
    before = replace(module("ecouter"), sources=(source,))
    cited = before.questions[0]._replace(source=1)
    before = replace(before, questions=(cited, *before.questions[1:]))
    moved = replace(before, sources=(source._replace(title="Avant"), source), questions=(cited._replace(source=2),))
    assert changed_questions(before, moved) == ()
    assert changed_questions(before, replace(before, questions=(cited._replace(stem="?"),))) == (FIRST,)
    assert (changed_around(before, moved), changed_around(before, replace(before, questions=()))) == (True, False)


def test_new_and_gone_questions_are_no_changed_ones() -> None:
    before = module("ecouter")
    fewer = replace(before, questions=before.questions[1:])
    assert (new_questions(fewer, before), new_questions(before, fewer)) == ((FIRST,), ())
    assert changed_questions(before, fewer) == ()


# ------------------------------------------------------------------------------------------------- what a version keeps


def test_the_version_keeps_what_is_said_by_question_where_it_is_and_has_changed_and_its_gravest(store: Store) -> None:
    text = text_with(said_otherwise(FIRST), said_otherwise(SECOND), key_on("b", THIRD), to_try="Autre chose.")
    with store.writing() as db:
        version = publishing.publish(db, document(db), text_with(said_otherwise(FIRST)), MEANING, LATER, TRAINER)
        assert (version.change, version.changes) == (MEANING, {})
        version = publish(db, text_with(), {FIRST: WORDING, SECOND: KEY}, MEANING)
        assert (version.change, version.changes) == (WORDING, {FIRST: WORDING})
        version = publish(db, text, {FIRST: WORDING, SECOND: MEANING, THIRD: KEY})
        assert version.change == KEY
        assert version.changes == {AROUND: WORDING, FIRST: WORDING, SECOND: MEANING, THIRD: KEY}


# ------------------------------------------------------------------------------------------------------ what is refused


def test_what_is_unsaid_or_untrue_of_a_changed_question_is_refused_and_names_it(store: Store) -> None:
    both, wrong = (text_with(one, said_otherwise(SECOND)) for one in (said_otherwise(FIRST), key_on("b")))
    for text, changes, error, name in (
        (both, {FIRST: WORDING}, ChangesUnsaid, SECOND),
        (wrong, {FIRST: WORDING, SECOND: MEANING}, KeyChanged, FIRST),
        (wrong, {FIRST: KEY, SECOND: KEY}, NothingCorrected, SECOND),
    ):
        with pytest.raises(error, match=name), store.writing() as db:
            publish(db, text, changes)


def test_what_a_text_changes_is_said_of_the_version_that_was_in_force(store: Store) -> None:
    with store.writing() as db:
        drafts.save_draft(db, document(db), text_with(said_otherwise(FIRST)), MONDAY, TRAINER)
        asked = reviewing.ask(db, document(db), WORDING, MONDAY, TRAINER, changes={FIRST: WORDING})
        publishing.publish_beside_draft(db, document(db), text_with(to_try="La loi a changé."), MEANING, LATER, TRAINER)
        with pytest.raises(ChangesUnsaid):
            reviewing.approve(db, asked, LATER, COLLEAGUE)


# -------------------------------------------------------------------------------------------------------------- meaning


def test_meaning_queues_checks_for_the_skills_of_those_questions_alone(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        both = two_skills(db)
        acquire(db, learner_key)
        db.add(Mastery(learner_key=learner_key, skill="listen.reflect", **_like(db, learner_key)))
        db.flush()
        active, reflect = both.question("both-active-1"), both.question("listen-reflect-1")
        text = text_with(active._replace(stem="Que dites-vous ?"), reflect._replace(stem="Quoi ?"), of=both)
        version = publish(db, text, {active.id: WORDING, reflect.id: MEANING}, name=BOTH)
        due = db.execute(select(DueCheck.learner_key, DueCheck.skill, DueCheck.version_id)).all()
    assert due == [(learner_key, "listen.reflect", version.id)]


def _like(db: Session, learner_key: UUID) -> dict[str, object]:
    """The columns of what she has of one skill."""
    row = db.get_one(Mastery, (learner_key, "listen.active"))
    return {
        column.key: getattr(row, column.key)
        for column in Mastery.__table__.columns
        if column.key not in {"learner_key", "skill"}
    }


def test_a_comma_queues_no_check_though_another_key_was_wrong(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        acquire(db, learner_key)
        publish(db, text_with(said_otherwise(FIRST), key_on("b", THIRD)), {FIRST: WORDING, THIRD: KEY})
        assert db.scalars(select(DueCheck.id)).all() == []


def test_cards_that_mean_something_else_concern_every_question(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        acquire(db, learner_key)
        text = text_with(said_otherwise(FIRST), to_try="Autre chose.")
        publish(db, text, {FIRST: WORDING}, MEANING)
        assert db.scalars(select(DueCheck.skill)).all() == ["listen.active"]


# ------------------------------------------------------------------------------------------------------------------ key


def test_a_wrong_key_annuls_and_tells_of_that_question_alone(store: Store) -> None:
    wronged, untouched = builders.add_learner(store), builders.add_learner(store)
    with store.writing() as db:
        hers, others = ask(db, wronged, FIRST, WRONG), ask(db, untouched, SECOND)
        publish(db, text_with(key_on("b"), key_on("c", SECOND)), {FIRST: KEY, SECOND: MEANING})
        assert db.scalars(select(Annulment.answer_id)).all() == [hers.id]
        assert [one.id for one in answer_log.counted_answers(db, untouched)] == [others.id]
        told = {
            key: [one.notice.question_id for one in history.unread_notices(db, key)] for key in (wronged, untouched)
        }
        assert told == {wronged: [FIRST], untouched: []}


def test_who_learned_from_other_questions_is_left_to_the_last_bit(store: Store) -> None:
    """Golden: what two versions, one of them by question, leave of somebody who met neither question."""
    learner_key, somebody = builders.add_learner(store), builders.add_learner(store)
    with store.writing() as db:
        for number in (2, 4, 5):
            ask(db, learner_key, f"listen-active-{number}", at=MONDAY.replace(minute=number))
        ask(db, somebody, FIRST, WRONG)
        before = _kept(db, learner_key)
        publish(db, text_with(key_on("b"), said_otherwise(THIRD)), {FIRST: KEY, THIRD: WORDING})
        assert _kept(db, learner_key) == before
        answer_log.replay(db, learner_key)
        db.flush()
        assert _kept(db, learner_key) == before
        assert history.unread_notices(db, learner_key) == []


def _kept(db: Session, learner_key: UUID) -> list[tuple[object, ...]]:
    rows = db.execute(select(Mastery.__table__).where(Mastery.learner_key == learner_key).order_by(Mastery.skill))
    return [tuple(row) for row in rows]


# ---------------------------------------------------------------------------------------------- law and other languages


def test_the_second_reading_stays_with_what_is_only_worded_otherwise(store: Store) -> None:
    other = LAW._replace(id=SECOND)
    with store.writing() as db:
        publishing.publish(db, document(db), text_with(LAW, other), MEANING, LATER, TRAINER)
        reviewing.read_in_force(db, document(db), AttestationKind.LAW, LATER, COLLEAGUE)
        text = text_with(LAW._replace(stem="Combien ?"), other._replace(stem="Combien de mois ?"))
        publish(db, text, {FIRST: WORDING, SECOND: MEANING})
        assert FIRST in asked_ids(db)
        assert SECOND not in asked_ids(db)


# ------------------------------------------------------------------------------------------------------- asked and read


def test_a_review_keeps_what_is_said_by_question_and_is_published_with_it(store: Store) -> None:
    with store.writing() as db:
        text = text_with(said_otherwise(FIRST), said_otherwise(SECOND))
        drafts.save_draft(db, document(db), text, MONDAY, TRAINER)
        changes = {FIRST: WORDING, SECOND: MEANING}
        review = reviewing.ask(db, document(db), WORDING, MONDAY, TRAINER, changes=changes)
        assert (review.change, review.changes) == (MEANING, changes)
        version = reviewing.approve(db, review, LATER, COLLEAGUE)
        assert (version.change, version.changes) == (MEANING, changes)


def test_statistics_begin_anew_for_the_questions_that_mean_something_else(store: Store) -> None:
    with store.writing() as db:
        (first,) = [one.id for one in documents.versions(db, document(db))]
        reworded = said_otherwise(FIRST), said_otherwise(SECOND)
        version = publish(db, text_with(*reworded), {FIRST: WORDING, SECOND: MEANING})
        edition_of = editions(db)
        assert [edition_of(one, version.id).version_id for one in (FIRST, SECOND, THIRD)] == [first, version.id, first]
        later = publish(db, text_with(*reworded, to_try="Plus."), {}, MEANING)
        assert editions(db)(FIRST, later.id).version_id == later.id


def test_only_what_means_something_else_waits_in_other_languages(store: Store) -> None:
    with store.writing() as db:
        translation = translations.begin(db, document(db), "nl", MONDAY, TRAINER)
        publishing.publish(
            db, translation, write_module(builders.in_dutch(module("ecouter"))), WORDING, MONDAY, TRAINER
        )
        publish(db, text_with(said_otherwise(FIRST), said_otherwise(SECOND)), {FIRST: WORDING, SECOND: MEANING})
        assert translations.waiting(db, documents.document_of(db, translation.id)) == {SECOND}
