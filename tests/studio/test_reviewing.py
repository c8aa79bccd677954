"""A colleague reads before a text is published: asked, commenting on lines, returning, approving."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from content.errors import BrokenText, Conflict, Forbidden
from models.catalogue import documents, drafts
from models.catalogue.drafts import DraftMoved
from models.ground.store import Store
from models.people import accounts
from models.studio import reviewing
from models.studio.reviewing import OwnText
from models.tables.documents import Document, VersionChange
from models.tables.reviewing import Review, ReviewDecision
from tests.builders import MONDAY
from tests.studio.test_publishing import COLLEAGUE, FIRST, LATER, LAW, TRAINER, asked_ids, with_question


def document(db: Session) -> Document:
    return documents.module_document(db, "ecouter")


def ask(db: Session, text: str | None = None, invited: UUID | None = None) -> Review:
    text = text or drafts.latest_text(db, document(db)).replace("À lire.", "À relire.")
    drafts.save_draft(db, document(db), text, MONDAY, TRAINER)
    return reviewing.ask(db, document(db), VersionChange.MEANING, MONDAY, TRAINER, invited=invited, word="Plus clair.")


def test_a_text_in_review_is_the_one_that_was_sent_last_and_can_be_published(store: Store) -> None:
    with store.writing() as db:
        first, second = ask(db), ask(db)
        assert first.decision == ReviewDecision.WITHDRAWN
        assert reviewing.open_review(db, document(db)) == second
        assert "À relire." in second.text
    with pytest.raises(BrokenText), store.writing() as db:
        ask(db, "rien de lisible")


def test_a_colleague_comments_on_lines_and_returns_the_text(store: Store) -> None:
    with store.writing() as db:
        review = ask(db)
        reviewing.comment(db, review, 12, "D'où vient ce chiffre ?", MONDAY, COLLEAGUE)
        reviewing.comment(db, review, 3, "Titre trop long.", MONDAY, COLLEAGUE)
        reviewing.return_text(db, review, LATER, COLLEAGUE)
        assert [(one.line, one.body) for one in reviewing.comments(db, review)] == [
            (3, "Titre trop long."),
            (12, "D'où vient ce chiffre ?"),
        ]
        assert (review.decision, review.decided_by) == (ReviewDecision.RETURNED, COLLEAGUE)
        assert "À relire." in drafts.latest_text(db, document(db))
        assert reviewing.open_review(db, document(db)) is None


def test_a_colleague_approves_and_the_text_is_published_in_its_authors_name(store: Store) -> None:
    with store.writing() as db:
        version = reviewing.approve(db, ask(db), LATER, COLLEAGUE)
        assert (version.published_by, version.change, version.word) == (TRAINER, VersionChange.MEANING, "Plus clair.")
        assert documents.in_force_of(db, document(db)) == version


def test_approving_is_the_second_reading_of_what_states_law(store: Store) -> None:
    with store.writing() as db:
        reviewing.approve(db, ask(db, with_question(LAW)), LATER, COLLEAGUE)
        assert FIRST in asked_ids(db)


def test_nobody_approves_or_returns_her_own_text(store: Store) -> None:
    with store.writing() as db:
        review = ask(db)
        for decide in (reviewing.approve, reviewing.return_text):
            with pytest.raises(OwnText):
                decide(db, review, LATER, TRAINER)


def test_who_wrote_a_text_last_does_not_approve_it_whoever_sends_it(store: Store) -> None:
    with store.writing() as db:
        text = drafts.latest_text(db, document(db)).replace("À lire.", "À relire.")
        drafts.save_draft(db, document(db), text, MONDAY, COLLEAGUE)
        review = ask(db, text)
        with pytest.raises(OwnText):
            reviewing.approve(db, review, LATER, COLLEAGUE)
        review = reviewing.ask(db, document(db), VersionChange.MEANING, LATER, COLLEAGUE)
        reviewing.approve(db, review, LATER, TRAINER)


def test_a_text_that_has_changed_since_is_not_approved(store: Store) -> None:
    with store.writing() as db:
        review = ask(db)
        drafts.save_draft(db, document(db), review.text + "\nEncore.\n", LATER, TRAINER)
        with pytest.raises(DraftMoved):
            reviewing.approve(db, review, LATER, COLLEAGUE)


def test_a_review_is_decided_once(store: Store) -> None:
    with store.writing() as db:
        review = ask(db)
        reviewing.return_text(db, review, LATER, COLLEAGUE)
        for decide in (reviewing.approve, reviewing.return_text, reviewing.withdraw):
            with pytest.raises(Conflict, match="Cette relecture est déjà terminée"):
                decide(db, review, LATER, COLLEAGUE)


def test_only_the_colleague_who_was_invited_decides_as_long_as_she_is_there(store: Store) -> None:
    with store.writing() as db:
        invited = accounts.invite(db, "tom@example.be", "Tom", MONDAY, timezone="Europe/Brussels", trainer=True)
        review = ask(db, invited=invited.learner_key)
        assert reviewing.waiting_for(db, invited.learner_key) == [review]
        assert reviewing.waiting_for(db, COLLEAGUE) == []
        with pytest.raises(Forbidden, match="Quelqu'un d'autre a été invité à relire ce texte"):
            reviewing.approve(db, review, LATER, COLLEAGUE)
        accounts.close(db, invited, LATER)
        reviewing.approve(db, review, LATER, COLLEAGUE)


def test_what_a_trainer_has_to_read_is_never_what_she_has_asked_others_to_read(store: Store) -> None:
    with store.writing() as db:
        review = ask(db)
        assert reviewing.waiting_for(db, TRAINER) == []
        assert reviewing.waiting_for(db, uuid4()) == [review]
