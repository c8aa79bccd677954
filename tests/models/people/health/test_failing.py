"""When much of what is watched fails at once, it is said at the first visits."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.ground.store import Store
from models.people.health.failing import WidespreadFailure, widespread
from models.tables.sources import Source, VisitResult
from models.watch.sources.together import change_together
from models.watch.sources.watching import add_source
from tests.builders import MONDAY, add_learner_in

TEN_MINUTES = timedelta(minutes=10)


def visited(db: Session, result: VisitResult, number: int, **values: object) -> list[Source]:
    found = []
    for one in range(number):
        source = add_source(db, "Un site", f"https://{result}-{len(values)}-{one}.example/", "feed", MONDAY)
        source.last_visit_at, source.last_result = MONDAY + TEN_MINUTES, result
        for column, value in values.items():
            setattr(source, column, value)
        found.append(source)
    db.flush()
    return found


def test_ten_minutes_after_hundreds_have_failed_their_number_and_the_usual_reason_are_known(store: Store) -> None:
    with store.writing() as db:
        visited(db, VisitResult.UNREACHABLE, 28)
        visited(db, VisitResult.ANSWERED, 6)
        visited(db, VisitResult.OK, 2)
        add_source(db, "Pas encore visitée", "https://new.example/", "feed", MONDAY)
        assert widespread(db) == WidespreadFailure(34, 36, VisitResult.UNREACHABLE, 28)


@pytest.mark.parametrize(("failed", "well", "told"), [(5, 10, True), (5, 11, False), (4, 0, False)])
def test_it_is_told_from_a_third_on_and_not_of_a_handful(store: Store, failed: int, well: int, told: bool) -> None:
    with store.writing() as db:
        visited(db, VisitResult.TOO_SLOW, failed)
        visited(db, VisitResult.UNCHANGED, well - 1) if well else None
        visited(db, VisitResult.MOVED, 1) if well else None
        assert (widespread(db) is not None) is told


def test_what_rests_or_is_somebodys_own_does_not_count(store: Store) -> None:
    with store.writing() as db:
        resting = visited(db, VisitResult.UNREACHABLE, 5)
        visited(db, VisitResult.TOO_SLOW, 5, learner_key=add_learner_in(db))
        assert widespread(db) is not None
        change_together(db, [one.id for one in resting], "pause", MONDAY)
        assert widespread(db) is None
