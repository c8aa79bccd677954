"""Which parameters are in force, and what a skill gets that nobody has answered."""

from datetime import timedelta

import pytest

from models.fitting import registry
from models.fitting.registry import POOLED, NoParametersInForce
from models.learner import Parameters
from models.store import Store
from models.tables import ParameterSet
from tests.builders import MONDAY

EASY, HARD = Parameters(prior=0.8), Parameters(prior=0.1)


def test_before_the_set_up_nothing_is_in_force(empty_store: Store) -> None:
    with empty_store.reading() as db, pytest.raises(NoParametersInForce):
        registry.in_force(db)


def test_the_set_up_puts_the_default_in_force_for_every_skill(empty_store: Store) -> None:
    with empty_store.writing() as db:
        registry.ensure_defaults(db, MONDAY)
    with empty_store.reading() as db:
        assert registry.in_force(db).of("listen.active") == Parameters()


def test_setting_up_again_changes_nothing(empty_store: Store) -> None:
    for _ in range(2):
        with empty_store.writing() as db:
            registry.ensure_defaults(db, MONDAY)
    with empty_store.reading() as db:
        assert db.query(ParameterSet).count() == 1


def test_a_set_is_in_force_only_once_promoted(empty_store: Store) -> None:
    with empty_store.writing() as db:
        registry.ensure_defaults(db, MONDAY)
        kept = registry.add_set(db, {POOLED: HARD, "listen.active": EASY}, "fit", MONDAY, seed=42)
    with empty_store.reading() as db:
        assert registry.in_force(db).of("listen.active") == Parameters()
    with empty_store.writing() as db:
        registry.promote(db.get_one(ParameterSet, kept.id), MONDAY + timedelta(hours=1), "somebody")
    with empty_store.reading() as db:
        in_force = registry.in_force(db)
    assert (in_force.id, in_force.of("listen.active"), in_force.of("frame.role")) == (kept.id, EASY, HARD)


def test_promoting_an_earlier_set_again_puts_it_back_in_force(empty_store: Store) -> None:
    with empty_store.writing() as db:
        first, second = (registry.add_set(db, {POOLED: values}, "fit", MONDAY) for values in (EASY, HARD))
        for hours, row in enumerate((first, second, first)):
            registry.promote(row, MONDAY + timedelta(hours=hours), "somebody")
            db.flush()
        assert registry.in_force(db).of("any") == EASY


def test_a_set_keeps_what_it_was_fitted_to_and_how_well_in_readable_form(empty_store: Store) -> None:
    with empty_store.writing() as db:
        seen, worth = {"answers": 60}, {"log_loss": 0.6}
        kept = registry.add_set(db, {POOLED: EASY}, "fit", MONDAY, seed=42, window=seen, metrics=worth)
    with empty_store.reading() as db:
        row = db.get_one(ParameterSet, kept.id)
        assert (row.model, row.seed, row.window["answers"], row.metrics["log_loss"]) == ("classic", 42, 60, 0.6)
        assert row.skills[POOLED]["prior"] == 0.8
