"""From the first tables to sets with questions, promotions and abilities: what was in force stays so, and back."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy import select

from models import progress, schema, study
from models.estimates import Parameters
from models.fitting import registry
from models.fitting.promotion import replay_due
from models.store import Store
from models.tables import Learner, Mastery, Promotion, UtcDateTime

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
BY_DAYS = {"forget_scale": 30.0, "forget_power": 0.25}
OLD = {"prior": 0.6, "learn": 0.2, "guess": 0.3, "slip": 0.05}
DEFAULT = {"prior": 0.3, "learn": 0.1, "guess": 0.35, "slip": 0.1}
SETS = [
    {"id": 1, "skills": {"*": DEFAULT | BY_DAYS}, "promoted_at": NOW, "promoted_by": "set-up"},
    {
        "id": 2,
        "skills": {"*": DEFAULT | BY_DAYS, "listen.active": OLD | BY_DAYS},
        "promoted_at": NOW + timedelta(days=2),
        "promoted_by": "P",
    },
    {"id": 3, "skills": {"*": OLD | BY_DAYS}, "promoted_at": NOW + timedelta(days=1), "promoted_by": "P"},
    {"id": 4, "skills": {"*": OLD | BY_DAYS}, "promoted_at": None, "promoted_by": None},
]

parameter_set = sa.table(
    "parameter_set",
    sa.column("id", sa.Integer()),
    *(sa.column(name, sa.Text()) for name in ("model", "origin", "promoted_by")),
    *(sa.column(name, sa.JSON()) for name in ("skills", "window", "metrics")),
    *(sa.column(name, UtcDateTime()) for name in ("created_at", "promoted_at")),
)
mastery = sa.table(
    "mastery",
    *(sa.column(name, column.type) for name, column in Mastery.__table__.c.items() if "mark" not in name),
)


@pytest.fixture
def learner_key(empty_store: Store) -> UUID:
    """Somebody who has answered, in tables as the first migration made them, with sets of that time."""
    schema.downgrade(empty_store.url, "0001")
    common = {"model": "classic", "origin": "fit", "window": {}, "metrics": {}, "created_at": NOW}
    learner_key = uuid4()
    known = {"known": 0.9, "earned": 0.8, "answers": 3, "first_exposures": 2, "confirmed_later": False}
    with empty_store.writing() as db:
        for each in SETS:
            counted = {name: value for name, value in each.items() if name != "id"}
            db.execute(sa.insert(parameter_set), [{**common, **counted}])
        db.add(Learner(key=learner_key, timezone="Europe/Brussels", last_sequence=3))
        db.flush()
        values = {"learner_key": learner_key, "skill": "listen.active", "at": NOW, "earned_at": NOW, **known}
        db.execute(sa.insert(mastery), [{**values, "first_day": NOW.date(), "acquired": False}])
    schema.upgrade(empty_store.url, "0002")
    return learner_key


def test_what_was_in_force_is_in_force_and_foresees_what_it_foresaw(empty_store: Store, learner_key: UUID) -> None:
    with empty_store.reading() as db:
        in_force = registry.in_force(db)
    assert in_force.id == 2
    assert in_force.estimates.of("listen.active") == Parameters(**OLD)
    assert in_force.estimates.of("frame.role") == Parameters(**DEFAULT)


def test_the_promotions_are_told_in_turn_and_can_be_rolled_back(empty_store: Store, learner_key: UUID) -> None:
    with empty_store.writing() as db:
        told = [(row.parameters_id, row.kind, row.at, row.by) for row in db.scalars(select(Promotion))]
        assert told == [
            (1, "promoted", NOW, "set-up"),
            (3, "promoted", NOW + timedelta(days=1), "P"),
            (2, "promoted", NOW + timedelta(days=2), "P"),
        ]
        assert registry.rollback(db, NOW, "somebody") == 3


def test_what_was_known_is_shown_as_before_until_its_learner_is_replayed(empty_store: Store, learner_key: UUID) -> None:
    with empty_store.reading() as db:
        known = progress.knowledge(db, learner_key, ["listen.active"])["listen.active"]
        assert (known.belief.known, known.belief.mark, known.belief.earned_mark) == (0.9, 0, 0)
        assert study.due_for_replay(db) == [learner_key]
    schema.upgrade(empty_store.url)
    replay_due(empty_store, lambda what, place, of: None)
    with empty_store.reading() as db:
        assert study.due_for_replay(db) == []


def test_back_in_the_first_tables_the_sets_are_as_they_were(empty_store: Store, learner_key: UUID) -> None:
    schema.downgrade(empty_store.url, "0001")
    with empty_store.reading() as db:
        names = list(SETS[0])
        found = db.execute(select(*(parameter_set.c[name] for name in names)).order_by(parameter_set.c.id))
        assert [row._asdict() for row in found] == SETS
        assert db.scalar(select(mastery.c.known)) == 0.9


def test_back_in_the_first_tables_the_set_in_force_is_the_one_last_promoted(
    empty_store: Store, learner_key: UUID
) -> None:
    with empty_store.writing() as db:
        registry.rollback(db, NOW + timedelta(days=5), "somebody")
    schema.downgrade(empty_store.url, "0001")
    latest = select(parameter_set.c.id, parameter_set.c.promoted_by).where(parameter_set.c.promoted_at.is_not(None))
    with empty_store.reading() as db:
        assert db.execute(latest.order_by(parameter_set.c.promoted_at.desc())).first() == (3, "somebody")


def test_a_set_of_today_goes_back_without_what_the_first_tables_had_no_place_for(
    empty_store: Store, learner_key: UUID
) -> None:
    with empty_store.writing() as db:
        estimates = registry.in_force(db).estimates
        number = registry.add_set(db, estimates, "hierarchical", "refit", NOW).id
    schema.downgrade(empty_store.url, "0001")
    with empty_store.reading() as db:
        skills: dict[str, Any] = db.scalar(select(parameter_set.c.skills).where(parameter_set.c.id == number)) or {}
    assert skills["listen.active"] == OLD | BY_DAYS


def test_the_defaults_of_then_are_read_as_the_defaults_of_today() -> None:
    values = asdict(Parameters())
    assert {name: values[name] for name in DEFAULT} == DEFAULT
