"""Questions of practice count towards *acquired* once three practitioners, answering blind, agreed two to one."""

from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from content.module import QuestionNature
from models.catalogue import coming_into_force, documents, votes
from models.catalogue.votes import NotBlind
from models.ground.store import Store
from models.tables.answers import Mastery
from models.tables.documents import VersionChange
from tests import builders
from tests.builders import MONDAY, RIGHT, WRONG, ask, question
from tests.studio.test_publishing import FIRST, LATER, TRAINER, publish, with_question

PRACTICE = question(FIRST)._replace(nature=QuestionNature.PRACTICE)


def vote(db: Session, *responses: tuple[str, ...]) -> None:
    for response in responses:
        votes.vote(db, builders.add_learner_in(db), FIRST, response, LATER)


def is_validated(db: Session) -> bool:
    return [standing.is_validated for standing in votes.tallies(db)] == [True]


def test_two_of_three_practitioners_validate_a_question_and_agreement_is_told_three_at_a_time(store: Store) -> None:
    """So that nobody is read from the difference, nor from whether the question counts."""
    histories = {
        (RIGHT, RIGHT, WRONG, WRONG, WRONG, RIGHT): [False, False, True, True, True, False],
        (RIGHT, WRONG, WRONG, RIGHT, RIGHT, RIGHT): [False, False, False, False, False, True],
    }
    for number, (responses, validated) in enumerate(histories.items()):
        with store.writing() as db:
            publish(db, with_question(PRACTICE._replace(stem=f"Et là ({number}) ?")), VersionChange.MEANING)
            assert not is_validated(db)
            read = []
            for response in responses:
                vote(db, response)
                (standing,) = votes.tallies(db)
                read.append((standing.votes, standing.told, standing.agreeing, standing.is_validated))
            agreeing = [*[0] * 2, *[responses[:3].count(RIGHT)] * 3, responses.count(RIGHT)]
            assert read == [*zip(range(1, 7), (0, 0, 3, 3, 3, 6), agreeing, validated, strict=True)]


def test_votes_are_on_a_question_as_it_stood(store: Store) -> None:
    with store.writing() as db:
        publish(db, with_question(PRACTICE), VersionChange.MEANING)
        vote(db, RIGHT, RIGHT, RIGHT)
        publish(db, with_question(PRACTICE._replace(stem="Autrement ?")), VersionChange.MEANING)
        assert not is_validated(db)


def test_until_then_answers_to_it_move_belief_and_leave_what_is_earned_alone(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        publish(db, with_question(PRACTICE), VersionChange.MEANING)
        assert ask(db, learner_key, FIRST).provisional
        first = db.get_one(Mastery, (learner_key, "listen.active"))
        assert (first.answers, first.first_exposures, first.earned) == (1, 0, 0.0)
        assert not ask(db, learner_key, "listen-active-2").provisional
        vote(db, RIGHT, RIGHT, RIGHT)
        other = builders.add_learner_in(db)
        assert not ask(db, other, FIRST).provisional


def test_a_thin_skill_is_never_acquired(store: Store, learner_key: UUID) -> None:
    thin = builders.SKILLS.replace("prerequisites: []", "prerequisites: []\n        thin: true", 1)
    with store.writing() as db:
        skills = documents.document_of(db, documents.SKILLS)
        coming_into_force.put_in_force(db, skills, thin, VersionChange.WORDING, MONDAY, None)
        assert all(ask(db, learner_key, f"listen-active-{number}").provisional for number in range(1, 9))
        mastery = db.get_one(Mastery, (learner_key, "listen.active"))
        assert (mastery.acquired, mastery.first_exposures) == (False, 0)


def test_nobody_votes_twice_nor_on_what_she_has_answered_or_published(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        publish(db, with_question(PRACTICE), VersionChange.MEANING)
        voter = builders.add_learner_in(db)
        assert [asked.question.id for asked in votes.to_vote(db, voter)] == [FIRST]
        votes.vote(db, voter, FIRST, RIGHT, LATER)
        ask(db, learner_key, FIRST)
        for key in (voter, learner_key, TRAINER):
            assert votes.to_vote(db, key) == []
            with pytest.raises(NotBlind):
                votes.vote(db, key, FIRST, RIGHT, LATER)


def test_a_vote_leaves_no_trace_in_what_is_believed(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        publish(db, with_question(PRACTICE), VersionChange.MEANING)
        votes.vote(db, learner_key, FIRST, WRONG, LATER)
        assert db.get(Mastery, (learner_key, "listen.active")) is None
        assert ask(db, learner_key, FIRST).exposure == 0


def test_what_the_field_does_not_agree_on_is_asked_no_further(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        publish(db, with_question(PRACTICE), VersionChange.MEANING)
        vote(db, *[WRONG] * votes.MOST_VOTES)
        assert votes.to_vote(db, learner_key) == []


def test_only_questions_of_practice_are_voted_on(store: Store, learner_key: UUID) -> None:
    with store.reading() as db:
        assert votes.to_vote(db, learner_key) == []
