"""The rows that an answer writes: what a session holds of them is what is kept."""

from uuid import UUID

import pytest
from sqlalchemy import inspect

from content.marking import DONT_KNOW, Response, UnknownOption
from models.ground.store import Store
from models.tables.people import Learner
from models.tables.study import Answer
from tests.builders import RIGHT, WRONG, ask


def columns(row: Answer) -> dict[str, object]:
    return {column.key: getattr(row, column.key) for column in inspect(Answer).columns}


@pytest.mark.parametrize("response", [RIGHT, DONT_KNOW])
def test_an_answer_in_hand_is_the_one_that_is_kept(store: Store, learner_key: UUID, response: Response) -> None:
    with store.writing() as db:
        given = ask(db, learner_key, "listen-active-1", response)
        assert given in db
        assert not db.is_modified(given)
    with store.reading() as db:
        assert columns(db.get_one(Answer, given.id)) == columns(given)


def test_the_count_of_a_learner_in_hand_is_the_one_that_is_kept(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        owner = db.get_one(Learner, learner_key)
        ask(db, learner_key, "listen-active-1", RIGHT)
        assert owner.last_sequence == 1
        assert not db.is_modified(owner)
    with store.reading() as db:
        assert db.get_one(Learner, learner_key).last_sequence == 1


def test_an_answer_that_is_taken_back_with_its_transaction_is_nowhere(store: Store, learner_key: UUID) -> None:
    with pytest.raises(UnknownOption), store.writing() as db:
        ask(db, learner_key, "listen-active-1", RIGHT)
        ask(db, learner_key, "listen-active-2", ("z",))
    with store.writing() as db:
        assert ask(db, learner_key, "listen-active-1", WRONG).sequence == 1
