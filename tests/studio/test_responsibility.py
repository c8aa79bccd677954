"""Modules and rules have an owner and a deputy, and successors when somebody leaves."""

from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from models.catalogue import coming_into_force, documents
from models.ground.store import Store
from models.people import accounts
from models.studio import responsibility
from models.studio.responsibility import NoTrainer
from models.tables.people import Account
from tests.builders import MONDAY


def trainer(db: Session, name: str) -> Account:
    return accounts.invite(db, f"{name}@example.be", name, MONDAY, timezone="Europe/Brussels", trainer=True)


def test_modules_and_rules_have_nobody_until_somebody_is_named_or_they_are_retired(store: Store) -> None:
    with store.writing() as db:
        assert responsibility.orphans(db) == ["cadre", "ecouter", "reformuler", "rule:duree"]
        anna, tom = trainer(db, "anna"), trainer(db, "tom")
        responsibility.entrust(db, "ecouter", anna.learner_key, tom.learner_key)
        answering = responsibility.answering(db, "ecouter")
        assert (answering.owner, answering.deputy, answering.orphan) == (anna, tom, False)
        coming_into_force.retire(db, documents.module_document(db, "cadre"))
        db.flush()
        assert responsibility.orphans(db) == ["reformuler", "rule:duree"]


def test_only_a_trainer_who_is_there_answers_for_something(store: Store) -> None:
    with store.writing() as db:
        gone = trainer(db, "gone")
        accounts.close(db, gone, MONDAY)
        for key in (gone.learner_key, uuid4()):
            with pytest.raises(NoTrainer):
                responsibility.entrust(db, "ecouter", key, None)


def test_whoever_leaves_hands_over_to_a_successor(store: Store) -> None:
    with store.writing() as db:
        anna, tom, lea = (trainer(db, name) for name in ("anna", "tom", "lea"))
        responsibility.entrust(db, "ecouter", anna.learner_key, tom.learner_key)
        responsibility.entrust(db, "cadre", tom.learner_key, anna.learner_key)
        responsibility.hand_over(db, anna.learner_key, lea.learner_key)
        found = {one: responsibility.answering(db, one) for one in ("ecouter", "cadre")}
        assert (found["ecouter"].owner, found["ecouter"].deputy) == (lea, tom)
        assert (found["cadre"].owner, found["cadre"].deputy) == (tom, None)


def test_without_a_successor_the_deputy_takes_over_and_the_rest_has_nobody(store: Store) -> None:
    with store.writing() as db:
        anna, tom = trainer(db, "anna"), trainer(db, "tom")
        responsibility.entrust(db, "ecouter", anna.learner_key, tom.learner_key)
        responsibility.entrust(db, "cadre", anna.learner_key, None)
        responsibility.hand_over(db, anna.learner_key, None)
        assert responsibility.answering(db, "ecouter").owner == tom
        assert responsibility.answering(db, "cadre").orphan
