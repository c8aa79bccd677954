"""Questions of practice count towards *acquired* once three practitioners, answering blind, agreed two to one."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from content.module import Nature
from models import authoring, field
from models.authoring import Change
from models.field import NotBlind
from models.store import Store
from models.tables import Mastery
from tests import builders
from tests.builders import MONDAY, RIGHT, WRONG, ask, question
from tests.models.test_publishing import FIRST, LATER, TRAINER, publish, with_question

PRACTICE = replace(question(FIRST), nature=Nature.PRACTICE)


def vote(db: Session, *responses: tuple[str, ...]) -> None:
    for response in responses:
        field.vote(db, builders.add_learner_in(db), FIRST, response, LATER)


def is_validated(db: Session) -> bool:
    return [standing.is_validated for standing in field.standings(db)] == [True]


@pytest.mark.parametrize(
    ("responses", "validated"),
    [
        ((), False),
        ((RIGHT, RIGHT), False),
        ((RIGHT, RIGHT, WRONG), True),
        ((RIGHT, WRONG, WRONG), False),
        ((RIGHT, RIGHT, WRONG, WRONG), False),
        ((RIGHT, RIGHT, RIGHT, RIGHT, WRONG, WRONG), True),
    ],
)
def test_two_of_three_practitioners_validate_a_question(
    store: Store, responses: tuple[tuple[str, ...], ...], validated: bool
) -> None:
    with store.writing() as db:
        publish(db, with_question(PRACTICE), Change.MEANING)
        vote(db, *responses)
        assert is_validated(db) is validated


def test_votes_are_on_a_question_as_it_stood(store: Store) -> None:
    with store.writing() as db:
        publish(db, with_question(PRACTICE), Change.MEANING)
        vote(db, RIGHT, RIGHT, RIGHT)
        publish(db, with_question(replace(PRACTICE, stem="Autrement ?")), Change.MEANING)
        assert not is_validated(db)


def test_until_then_answers_to_it_move_belief_and_leave_what_is_earned_alone(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        publish(db, with_question(PRACTICE), Change.MEANING)
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
        skills = authoring.document_of(db, authoring.SKILLS)
        authoring.put_in_force(db, skills, thin, Change.WORDING, MONDAY, None)
        assert all(ask(db, learner_key, f"listen-active-{number}").provisional for number in range(1, 9))
        mastery = db.get_one(Mastery, (learner_key, "listen.active"))
        assert (mastery.acquired, mastery.first_exposures) == (False, 0)


def test_nobody_votes_twice_nor_on_what_she_has_answered_or_published(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        publish(db, with_question(PRACTICE), Change.MEANING)
        voter = builders.add_learner_in(db)
        assert [asked.question.id for asked in field.to_vote(db, voter)] == [FIRST]
        field.vote(db, voter, FIRST, RIGHT, LATER)
        ask(db, learner_key, FIRST)
        for key in (voter, learner_key, TRAINER):
            assert field.to_vote(db, key) == []
            with pytest.raises(NotBlind):
                field.vote(db, key, FIRST, RIGHT, LATER)


def test_a_vote_leaves_no_trace_in_what_is_believed(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        publish(db, with_question(PRACTICE), Change.MEANING)
        field.vote(db, learner_key, FIRST, WRONG, LATER)
        assert db.get(Mastery, (learner_key, "listen.active")) is None
        assert ask(db, learner_key, FIRST).exposure == 0


def test_what_the_field_does_not_agree_on_is_asked_no_further(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        publish(db, with_question(PRACTICE), Change.MEANING)
        vote(db, *[WRONG] * field.MOST_VOTES)
        assert field.to_vote(db, learner_key) == []


def test_only_questions_of_practice_are_voted_on(store: Store, learner_key: UUID) -> None:
    with store.reading() as db:
        assert field.to_vote(db, learner_key) == []
