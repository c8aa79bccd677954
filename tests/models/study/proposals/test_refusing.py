"""What somebody does not want."""

from uuid import UUID

import pytest
from sqlalchemy import func, select

from models.catalogue.documents import UnknownModule
from models.ground.store import Store
from models.people import accounts
from models.study import gathering, proposals
from models.tables.proposals import Proposal, Refusal
from models.tutor.situation import Purpose, Term
from tests.builders import MONDAY, add_learner
from tests.models.study.proposals.proposed import CADRE, DAY, acquire, proposed
from tests.watchers.mornings import ON_ONE_DATABASE

pytestmark = ON_ONE_DATABASE


def test_what_is_refused_until_a_day_comes_back_on_that_day(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        proposals.refuse(db, learner_key, "cadre", MONDAY, until=MONDAY.date() + DAY)
        assert [proposed(db, learner_key, days) for days in (0, 1)] == [(Purpose.LEARN, "ecouter", Term.GAIN), CADRE]


def test_what_is_not_for_her_stays_away_until_she_takes_it_back(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        proposals.refuse(db, learner_key, "cadre", MONDAY, until=None)
        assert {proposed(db, learner_key, days) for days in (0, 1, 400)} == {(Purpose.LEARN, "ecouter", Term.GAIN)}
        proposals.take_back(db, learner_key, "cadre")
        assert proposed(db, learner_key) == CADRE
        assert gathering.refused(db, learner_key, MONDAY.date()) == set()


def test_what_is_put_off_for_a_day_is_not_refused_for_good(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        proposals.refuse(db, learner_key, "cadre", MONDAY, until=MONDAY.date() + DAY)
        proposals.refuse(db, learner_key, "ecouter", MONDAY, until=None)
        assert gathering.refused_for_good(db, learner_key) == {"ecouter"}
        assert gathering.refused(db, learner_key, MONDAY.date()) == {"cadre", "ecouter"}


def test_the_last_word_on_a_thing_is_the_one_that_holds(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        for until in (None, MONDAY.date() + DAY):
            proposals.refuse(db, learner_key, "cadre", MONDAY, until=until)
        assert db.scalar(select(func.count()).select_from(Refusal)) == 1
        assert gathering.refused(db, learner_key, MONDAY.date() + DAY) == set()


def test_a_skill_can_be_refused_as_a_module_can_and_nothing_else(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        acquire(db, learner_key)
        for target in ("listen.active", "cadre", "ecouter", "reformuler"):
            proposals.refuse(db, learner_key, target, MONDAY, until=None)
        assert proposed(db, learner_key, 91) is None
        for target in ("", "nowhere", "\0"):
            with pytest.raises(UnknownModule):
                proposals.refuse(db, learner_key, target, MONDAY, until=None)


def test_a_refusal_is_of_one_person(store: Store, learner_key: UUID) -> None:
    other = add_learner(store)
    with store.writing() as db:
        proposals.refuse(db, learner_key, "cadre", MONDAY, until=None)
        assert proposed(db, other) == CADRE


def test_what_was_proposed_and_refused_is_exported_and_erased(store: Store) -> None:
    with store.writing() as db:
        account = accounts.invite(db, "claire@example.org", "Claire", MONDAY, timezone="Europe/Brussels")
        made = proposals.propose(db, account.learner_key, MONDAY)
        assert made
        proposals.keep(db, account.learner_key, made)
        proposals.refuse(db, account.learner_key, "cadre", MONDAY, until=None)
        found = accounts.export(db, account)
        assert [row["target"] for row in (*found["proposal"], *found["refusal"])] == ["cadre", "cadre"]
        accounts.erase(db, account)
        for table in (Proposal, Refusal):
            assert db.scalar(select(func.count()).select_from(table)) == 0
