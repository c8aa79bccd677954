"""Practitioners say, blind, whether they would ask a question of an interview so; a vote is on the words they read."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from content.topics import Topic, write_topics
from models.catalogue import coming_into_force, documents, in_force, votes
from models.catalogue.votes import MOST_VOTES, NotBlind, WordingTally
from models.ground.store import Store
from models.people import accounts
from models.tables.documents import VersionChange
from models.tables.votes import WouldAsk
from tests.builders import MONDAY, add_learner_in
from tests.topics import ASKED, ASPECT, DECIDING, TOPIC, pack_with_topics, said

FR, NL = ["fr"], ["nl"]
YES, OTHERWISE, NO = WouldAsk


def publish(db: Session, *topics: Topic) -> None:
    if not topics:
        coming_into_force.load_pack(db, pack_with_topics(), MONDAY)
        return
    document = documents.document_of(db, documents.TOPICS)
    coming_into_force.put_in_force(db, document, write_topics(topics), VersionChange.WORDING, MONDAY, by=None)


def vote(db: Session, *words: WouldAsk, language: str = "fr", of: int = 0) -> None:
    asked = votes.wording_tallies(db, in_force.topics(db), [language])[of].asked
    for word in words:
        votes.vote_on_wording(db, add_learner_in(db), asked.question.id, asked.fingerprint, word, MONDAY)


def first(db: Session, language: str = "fr") -> WordingTally:
    return votes.wording_tallies(db, in_force.topics(db), [language])[0]


def waits(db: Session, key: UUID, languages: list[str] = FR) -> list[str]:
    return [one.question.id for one in votes.wordings_to_vote(db, key, languages)]


def test_two_of_three_who_would_ask_it_so_validate_it_and_what_is_said_is_told_three_at_a_time(store: Store) -> None:
    """So that nobody is read from the difference."""
    with store.writing() as db:
        publish(db)
        read = [(first(db).votes, first(db).is_validated, dict(first(db).said), bool(first(db).told))]
        for word in (YES, NO, OTHERWISE, YES, YES, YES):
            vote(db, word)
            read.append((first(db).votes, first(db).is_validated, dict(first(db).said), bool(first(db).told)))
        three, six = {YES: 1, OTHERWISE: 1, NO: 1}, {YES: 4, OTHERWISE: 1, NO: 1}
        said, validated = [{}, {}, {}, three, three, three, six], [False] * 6 + [True]
        assert read == [(number, validated[number], said[number], number > 2) for number in range(7)]
        vote(db, YES, YES, OTHERWISE, of=1)
        assert votes.wording_tallies(db, in_force.topics(db), FR)[1].is_validated


def test_what_is_validated_or_divides_the_field_is_asked_no_further(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        publish(db)
        assert waits(db, learner_key) == ["garde-place-1", "garde-place-2", "soins-1"]
        vote(db, YES, YES, YES)
        vote(db, *[NO] * MOST_VOTES, of=1)
        assert waits(db, learner_key) == ["soins-1"]


def test_a_vote_is_on_the_words_of_one_language(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        publish(db)
        vote(db, YES, YES, YES, language="nl")
        assert (first(db, "nl").is_validated, first(db, "fr").votes) == (True, 0)
        assert "garde-place-1" in waits(db, learner_key)
        assert "garde-place-1" not in waits(db, learner_key, NL)


def test_it_outlives_a_version_that_leaves_its_words_and_no_other(store: Store) -> None:
    with store.writing() as db:
        publish(db)
        voter = add_learner_in(db)
        asked = votes.wordings_to_vote(db, voter, FR)[0]
        votes.vote_on_wording(db, voter, asked.question.id, asked.fingerprint, OTHERWISE, MONDAY)
        publish(db, replace(TOPIC, name=said("Enfants")))
        assert first(db).votes == 1
        assert "garde-place-1" not in waits(db, voter)
        put_better = replace(ASKED, words={**ASKED.words, "fr": "Qui avez-vous appelé ?"})
        publish(db, replace(TOPIC, aspects=(replace(ASPECT, questions=(put_better, DECIDING)),)))
        assert first(db).votes == 0
        assert "garde-place-1" in waits(db, voter)


def test_the_same_form_sent_twice_is_one_vote(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        publish(db)
        shown = votes.wordings_to_vote(db, learner_key, FR)[0]
        once, again = (
            votes.vote_on_wording(db, learner_key, shown.question.id, shown.fingerprint, YES, MONDAY) for _ in range(2)
        )
        assert (once, first(db).votes) == (again, 1)


def test_nobody_votes_otherwise_afterwards_nor_on_words_that_have_changed_since_they_were_shown(
    store: Store, learner_key: UUID
) -> None:
    with store.writing() as db:
        publish(db)
        shown = votes.wordings_to_vote(db, learner_key, FR)[1]
        votes.vote_on_wording(db, learner_key, shown.question.id, shown.fingerprint, YES, MONDAY)
        for key, fingerprint in ((learner_key, shown.fingerprint), (add_learner_in(db), "of other words")):
            with pytest.raises(NotBlind):
                votes.vote_on_wording(db, key, shown.question.id, fingerprint, NO, MONDAY)


def test_who_may_read_the_votes_casts_none(store: Store) -> None:
    with store.writing() as db:
        publish(db)
        trainer = accounts.invite(db, "t@example.org", "T", MONDAY, timezone="Europe/Brussels", trainer=True)
        assert waits(db, trainer.learner_key) == []
        asked = first(db).asked
        with pytest.raises(NotBlind):
            votes.vote_on_wording(db, trainer.learner_key, asked.question.id, asked.fingerprint, YES, MONDAY)
