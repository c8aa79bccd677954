"""A fit of the whole log: kept in one piece or not at all, and lived again by everybody once promoted."""

from uuid import UUID

import pytest
from sqlalchemy import func, select

from models import study
from models.fitting import registry
from models.fitting.__main__ import fit_and_keep
from models.fitting.registry import POOLED
from models.store import Store
from models.tables import Mastery, ParameterSet
from tests.builders import RIGHT, WRONG, add_learner, ask


@pytest.fixture
def learners(store: Store) -> list[UUID]:
    """Seven people who have answered the eight questions on listening."""
    keys = [add_learner(store) for _ in range(7)]
    with store.writing() as db:
        for person, key in enumerate(keys):
            for number in range(1, 9):
                ask(db, key, f"listen-active-{number}", RIGHT if (person * number) % 3 else WRONG)
    return keys


def quiet(skill: str, place: int, of: int) -> None:
    pass


def test_a_fit_is_kept_and_changes_nothing_until_promoted(store: Store, learners: list[UUID]) -> None:
    number, _ = fit_and_keep(store, seed=42, promote=False, report=quiet)
    with store.reading() as db:
        kept = db.get_one(ParameterSet, number)
        assert set(kept.skills) == {"listen.active", POOLED}
        assert (kept.window["answers"], kept.window["learners"], kept.seed) == (56, 7, 42)
        assert registry.in_force(db).id != number


def test_a_promoted_fit_is_in_force_and_everybody_is_replayed(store: Store, learners: list[UUID]) -> None:
    number, _ = fit_and_keep(store, seed=42, promote=True, report=quiet)
    with store.reading() as db:
        in_force = registry.in_force(db)
        assert in_force.id == number
        for key in learners:
            beliefs = study.beliefs_from(study.counted_answers(db, key), in_force)
            assert study.belief_of(db.get_one(Mastery, (key, "listen.active"))) == beliefs["listen.active"]


def test_an_interrupted_fit_leaves_nothing(store: Store, learners: list[UUID]) -> None:
    def interrupt(skill: str, place: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fit_and_keep(store, seed=42, promote=True, report=interrupt)
    with store.reading() as db:
        assert db.scalar(select(func.count()).select_from(ParameterSet)) == 1
