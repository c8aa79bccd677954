"""A house filled by the version before: it serves from its first minute, and its people are replayed meanwhile."""

import json
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import select, text

from content.pack import PACKS, read_pack
from models import parameters
from models.catalogue import coming_into_force
from models.estimates import Estimates
from models.fitting.fit import silent
from models.fitting.refit import replay_due
from models.ground import schema
from models.ground.store import Store
from models.learner import REVISION
from models.learning import answer_log, progress, proposals
from models.people import accounts
from models.site import demo_learners
from models.tables.answers import LearnerAbility, Mastery
from models.tables.parameters import ParameterSet
from tests import builders
from tests.migrations.test_migrations import NOW

BEFORE = "0033"
"""The step from before the memory of record 1."""
FORGOTTEN = {"durable", "spacing", "met", "seen"}
"""What a set did not say then."""
LATER = NOW + timedelta(days=1)


@pytest.fixture
def people(empty_store: Store) -> Iterator[list[UUID]]:
    """Two counsellors of a house of the version before, who have played a module."""
    with empty_store.writing() as db:
        parameters.ensure_defaults(db, NOW)
        coming_into_force.load_pack(db, read_pack(PACKS / "conseil-emploi"), NOW)
        found = [
            accounts.invite(db, f"{name}@example.be", name, NOW, timezone="Europe/Brussels")
            for name in ("nadia", "tom")
        ]
        for account in found:
            demo_learners.sitting(
                db, demo_learners.InventedLearner(account, Random(1)), NOW.date(), Random(1), "tension"
            )
        keys = sorted(account.learner_key for account in found)
    schema.downgrade(empty_store.url, BEFORE)
    with empty_store.engine.begin() as connection:
        of_old = {**Estimates().plain()["shared"], "fade": 0.25}
        old = {"shared": json.dumps({name: of_old[name] for name in of_old.keys() - FORGOTTEN})}
        connection.execute(
            text("UPDATE parameter_set SET fingerprint = 'of the version before', shared = :shared"), old
        )
        connection.execute(text("UPDATE mastery SET earned = 0.123"))
    yield keys


def upgraded(store: Store) -> None:
    """As `python -m portal` does before it serves."""
    schema.upgrade(store.url)
    with store.writing() as db:
        parameters.ensure_defaults(db, LATER)


def assert_as_the_log_says(store: Store, key: UUID) -> None:
    with store.reading() as db:
        rows = db.scalars(select(Mastery).where(Mastery.learner_key == key))
        found = {row.skill: builders.belief_of(row) for row in rows}
        assert found == answer_log.lived(answer_log.counted_answers(db, key), Estimates())[0]
        ability = db.get_one(LearnerAbility, key)
        assert (ability.parameters_id, ability.revision) == (parameters.in_force(db).id, REVISION)


@pytest.mark.nightly
def test_until_the_worker_has_replayed_her_she_is_shown_what_was_believed(
    empty_store: Store, people: list[UUID]
) -> None:
    upgraded(empty_store)
    with empty_store.writing() as db:
        beliefs = progress.believed(db, people[0])
        assert {belief.earned for belief in beliefs.beliefs.values()} == {0.123}
        assert beliefs.parameters.estimates.shared.fade == 0.25
        assert proposals.propose(db, people[0], LATER)


@pytest.mark.nightly
def test_an_answer_brings_her_up_to_date_and_the_worker_the_others(empty_store: Store, people: list[UUID]) -> None:
    upgraded(empty_store)
    with empty_store.writing() as db:
        account = accounts.account_of(db, people[0])
        assert account
        demo_learners.sitting(db, demo_learners.InventedLearner(account, Random(2)), LATER.date(), Random(2), "tension")
        assert answer_log.due_for_replay(db) == [people[1]]
    assert replay_due(empty_store, silent) == 1
    for key in people:
        assert_as_the_log_says(empty_store, key)


@pytest.mark.nightly
def test_the_default_of_today_takes_over_once_and_the_earlier_one_stays_readable(
    empty_store: Store, people: list[UUID]
) -> None:
    for _ in range(2):
        upgraded(empty_store)
    with empty_store.reading() as db:
        earlier, today = db.scalars(select(ParameterSet).order_by(ParameterSet.id)).all()
        assert parameters.in_force(db).id == today.id
        assert parameters.of(db, earlier.id).estimates.shared.spacing == 0
        assert answer_log.due_for_replay(db) == people


@pytest.mark.nightly
def test_an_earlier_default_that_a_person_has_put_back_stays(empty_store: Store, people: list[UUID]) -> None:
    upgraded(empty_store)
    with empty_store.writing() as db:
        back = parameters.rollback(db, LATER, "nadia")
        parameters.ensure_defaults(db, LATER)
        assert parameters.in_force(db).id == back


@pytest.mark.nightly
def test_under_a_set_of_its_own_the_house_is_replayed_too(empty_store: Store, people: list[UUID]) -> None:
    with empty_store.engine.begin() as connection:
        connection.execute(text("UPDATE parameter_set SET origin = 'refit'"))
    upgraded(empty_store)
    assert replay_due(empty_store, silent) == 2
    with empty_store.reading() as db:
        assert 0.123 not in set(db.scalars(select(Mastery.earned)))
        assert parameters.in_force(db).estimates.shared.fade == 0.25
