"""Which parameters are in force, what was in force before, and what a skill gets that nobody has answered."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import parameters
from models.estimates import POOLED, Estimates, Item, Parameters, Shared
from models.ground.store import Store
from models.parameters import NoParametersInForce, NoSuchSet, NothingToRollBack
from models.tables.parameters import ParameterSet, Promotion
from tests.builders import MONDAY

EASY, HARD = Parameters(prior=0.8), Parameters(prior=0.1)
SHARED = Shared(success=(0.6, 0.2), gap=0.3)
RICH = Estimates(
    {POOLED: Parameters(shared=SHARED), "listen.active": Parameters(prior=0.8, forget=0.01, shared=SHARED)},
    {"listen-active-1": Item(easiness=-0.7, facility=0.4, spread=(0.3, 0.2))},
)


def keep(db: Session, estimates: Estimates) -> int:
    return parameters.add_set(db, estimates, "classic", "fit", MONDAY).id


def promote_in_turn(db: Session, set_ids: Sequence[int]) -> None:
    for hours, set_id in enumerate(set_ids):
        parameters.promote(db, set_id, MONDAY + timedelta(hours=hours), "somebody")


def test_the_set_up_puts_the_default_in_force_once(empty_store: Store) -> None:
    with empty_store.reading() as db, pytest.raises(NoParametersInForce):
        parameters.in_force(db)
    with empty_store.writing() as db:
        parameters.ensure_defaults(db, MONDAY)
    with empty_store.reading() as db:
        assert parameters.in_force(db).estimates.of("listen.active") == Parameters()
    for _ in range(2):
        with empty_store.writing() as db:
            parameters.ensure_defaults(db, MONDAY)
    with empty_store.reading() as db:
        assert [db.scalar(select(func.count()).select_from(table)) for table in (ParameterSet, Promotion)] == [1, 1]


def test_a_set_is_in_force_only_once_promoted(empty_store: Store) -> None:
    with empty_store.writing() as db:
        parameters.ensure_defaults(db, MONDAY)
        kept = keep(db, Estimates({POOLED: HARD, "listen.active": EASY}))
    with empty_store.reading() as db:
        assert parameters.in_force(db).estimates.of("listen.active") == Parameters()
    with empty_store.writing() as db:
        parameters.promote(db, kept, MONDAY, "somebody")
    with empty_store.reading() as db:
        in_force = parameters.in_force(db)
    assert (in_force.id, in_force.estimates.of("listen.active"), in_force.estimates.of("frame.role")) == (
        kept,
        EASY,
        HARD,
    )


def test_a_set_comes_back_from_the_tables_as_it_was_fitted_and_is_parsed_once(empty_store: Store) -> None:
    with empty_store.writing() as db:
        kept = keep(db, RICH)
    with empty_store.reading() as db:
        assert parameters.of(db, kept).estimates == RICH
    with empty_store.writing() as db:
        kept = keep(db, RICH)
        assert parameters.of(db, kept).estimates is parameters.of(db, kept).estimates


def test_a_set_that_does_not_exist_has_no_parameters_and_cannot_be_promoted(empty_store: Store) -> None:
    with empty_store.writing() as db:
        with pytest.raises(NoSuchSet):
            parameters.of(db, 7)
        with pytest.raises(NoSuchSet):
            parameters.promote(db, 7, MONDAY, "somebody")


def test_promoting_an_earlier_set_again_puts_it_back_in_force(empty_store: Store) -> None:
    with empty_store.writing() as db:
        first, second = (keep(db, Estimates({POOLED: values})) for values in (EASY, HARD))
        promote_in_turn(db, [first, second, first])
        assert parameters.in_force(db).estimates.of("any") == EASY


def test_rolling_back_goes_from_set_to_set_as_far_as_the_first(empty_store: Store) -> None:
    with empty_store.writing() as db:
        first, second, third = (keep(db, Estimates({POOLED: Parameters(prior=p)})) for p in (0.1, 0.2, 0.3))
        promote_in_turn(db, [first, second, third])
        assert [parameters.rollback(db, MONDAY, "somebody") for _ in range(2)] == [second, first]
        assert parameters.in_force(db).id == first
        with pytest.raises(NothingToRollBack):
            parameters.rollback(db, MONDAY, "somebody")


def test_what_was_rolled_back_is_not_come_back_to(empty_store: Store) -> None:
    with empty_store.writing() as db:
        first, second, third = (keep(db, Estimates({POOLED: Parameters(prior=p)})) for p in (0.1, 0.2, 0.3))
        promote_in_turn(db, [first, second])
        parameters.rollback(db, MONDAY, "somebody")
        parameters.promote(db, third, MONDAY, "somebody")
        assert parameters.rollback(db, MONDAY, "somebody") == first


def test_after_a_rollback_only_a_person_may_promote_until_one_does(empty_store: Store) -> None:
    with empty_store.writing() as db:
        first, second = (keep(db, Estimates({POOLED: values})) for values in (EASY, HARD))
        promote_in_turn(db, [first, second])
        assert not parameters.is_held(db)
        parameters.rollback(db, MONDAY, "somebody")
        assert parameters.is_held(db)
        parameters.promote(db, first, MONDAY, "somebody")
        assert not parameters.is_held(db)


def test_the_table_tells_who_put_what_in_force_and_when(empty_store: Store) -> None:
    with empty_store.writing() as db:
        first, second = (keep(db, Estimates({POOLED: values})) for values in (EASY, HARD))
        promote_in_turn(db, [first, second])
        parameters.rollback(db, MONDAY + timedelta(days=1), "Nadia")
    with empty_store.reading() as db:
        told = [(row.parameters_id, row.kind, row.by) for row in db.scalars(select(Promotion).order_by(Promotion.id))]
    assert told == [(first, "promoted", "somebody"), (second, "promoted", "somebody"), (first, "rolled_back", "Nadia")]


@pytest.mark.dialects
def test_a_set_keeps_what_it_was_fitted_to_and_how_well_in_readable_form(empty_store: Store) -> None:
    with empty_store.writing() as db:
        seen, worth = {"answers": 60}, {"log_loss": 0.6}
        kept = parameters.add_set(db, RICH, "hierarchical", "refit", MONDAY, seed=42, window=seen, metrics=worth)
    with empty_store.reading() as db:
        row = db.get_one(ParameterSet, kept.id)
        assert (row.model, row.origin, row.seed) == ("hierarchical", "refit", 42)
        assert (row.window["answers"], row.metrics["log_loss"]) == (60, 0.6)
        assert row.skills["listen.active"]["prior"] == 0.8
        assert row.questions["listen-active-1"]["easiness"] == -0.7
        assert row.shared["success"] == [0.6, 0.2]
