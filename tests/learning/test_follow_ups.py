"""« En avez-vous eu l'occasion ? »: asked once of each try, on a later working day, and not of whoever goes by."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import func, select

from content.text.module_writer import write_module
from models.catalogue import coming_into_force
from models.ground.calendar import DAY
from models.ground.store import Store
from models.learning import follow_ups, objection, playing, week
from models.tables.documents import Document, VersionChange
from models.tables.follow_ups import FollowUp, Tried
from tests import builders
from tests.builders import MONDAY, live_through

Asked = Callable[[float], str | None]
NOTHING_TO_TRY = builders.module("rien", questions=(builders.question("rien-1"),), to_try="")


def end_a_sitting(store: Store, learner_key: UUID, module_id: str, days: float) -> None:
    with store.writing() as db:
        at = MONDAY + days * DAY
        live_through(db, playing.start(db, learner_key, module_id, at), at)


@pytest.fixture
def asked(store: Store, learner_key: UUID) -> Asked:
    """Of which module's try she is asked so many days after a Monday on which she played « ecouter »."""
    end_a_sitting(store, learner_key, "ecouter", 0)

    def ask(days: float) -> str | None:
        with store.reading() as db:
            module = follow_ups.due(db, learner_key, MONDAY + days * DAY)
        return module.id if module else None

    return ask


def say(store: Store, learner_key: UUID, tried: Tried, days: float, module_id: str = "ecouter") -> None:
    with store.writing() as db:
        follow_ups.say(db, learner_key, module_id, tried, MONDAY + days * DAY)


def pass_over(store: Store, learner_key: UUID, days: float) -> None:
    with store.writing() as db:
        follow_ups.pass_over(db, learner_key, MONDAY + days * DAY)


def kept(store: Store) -> int:
    with store.reading() as db:
        return db.scalar(select(func.count()).select_from(FollowUp)) or 0


def test_it_is_asked_on_a_later_working_day_and_not_for_ever(asked: Asked, store: Store, learner_key: UUID) -> None:
    saturday, much_later = 5, 30
    assert [asked(day) for day in (0.1, 1, 4, saturday, 7, much_later)] == [
        *(None, "ecouter", "ecouter"),
        *(None, "ecouter", None),
    ]
    with store.writing() as db:
        week.pause(db, learner_key, (MONDAY + DAY).date(), (MONDAY + DAY).date(), MONDAY)
    assert (asked(1), asked(2)) == (None, "ecouter")


def test_nothing_is_asked_of_a_module_that_is_sensitive_now(asked: Asked, store: Store, learner_key: UUID) -> None:
    assert asked(1) == "ecouter"
    sensitive = builders.module("ecouter", to_try="", sensitive=True)
    with store.writing() as db:
        coming_into_force.put_in_force(
            db, db.get_one(Document, "ecouter"), write_module(sensitive), VersionChange.MEANING, MONDAY, None
        )
    assert asked(1) is None


def test_nothing_is_asked_of_a_module_without_something_to_try_nor_of_nobody(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        coming_into_force.load_pack(db, builders.small_pack(NOTHING_TO_TRY), MONDAY)
        assert follow_ups.due(db, learner_key, MONDAY) is None
    end_a_sitting(store, learner_key, "rien", 0)
    with store.reading() as db:
        assert follow_ups.due(db, learner_key, MONDAY + DAY) is None


@pytest.mark.parametrize("tried", [Tried.YES, Tried.OTHERWISE])
def test_it_is_asked_once(asked: Asked, store: Store, learner_key: UUID, tried: Tried) -> None:
    say(store, learner_key, tried, 1)
    assert [asked(day) for day in (1, 2, 8, 15)] == [None] * 4


def test_who_has_not_yet_is_asked_once_more_a_week_later(asked: Asked, store: Store, learner_key: UUID) -> None:
    say(store, learner_key, Tried.NOT_YET, 1)
    assert [asked(day) for day in (1, 2, 7, 8)] == [None, None, None, "ecouter"]
    say(store, learner_key, Tried.NOT_YET, 8)
    assert [asked(day) for day in (8, 9, 15, 22)] == [None] * 4


def test_after_two_without_a_word_there_is_silence_for_good(asked: Asked, store: Store, learner_key: UUID) -> None:
    for day in (1, 1.1, 2):
        pass_over(store, learner_key, day)
        assert asked(day + 0.2) is None
    assert asked(3) is None
    end_a_sitting(store, learner_key, "cadre", 7)
    assert asked(8) is None


def test_a_word_between_two_silences_is_no_silence(asked: Asked, store: Store, learner_key: UUID) -> None:
    pass_over(store, learner_key, 1)
    say(store, learner_key, Tried.YES, 2)
    end_a_sitting(store, learner_key, "cadre", 3)
    pass_over(store, learner_key, 4)
    assert asked(7) == "cadre"


def test_only_the_last_sitting_is_asked_about(asked: Asked, store: Store, learner_key: UUID) -> None:
    end_a_sitting(store, learner_key, "cadre", 1)
    assert (asked(1.1), asked(2)) == (None, "cadre")


def test_what_is_said_late_or_twice_changes_nothing_and_what_was_passed_over_may_still_be_said(
    asked: Asked, store: Store, learner_key: UUID
) -> None:
    say(store, learner_key, Tried.YES, 0)
    say(store, learner_key, Tried.YES, 1, "cadre")
    assert kept(store) == 0
    pass_over(store, learner_key, 1)
    for tried in (Tried.OTHERWISE, Tried.YES):
        say(store, learner_key, tried, 1.1)
    with store.reading() as db:
        told = follow_ups.last_said(db, learner_key, "ecouter")
    assert told == follow_ups.Asked((MONDAY + DAY).date(), "ecouter", Tried.OTHERWISE)
    assert (kept(store), asked(2)) == (1, None)


def test_nobody_is_asked_about_what_another_has_played(asked: Asked, store: Store) -> None:
    assert asked(1) == "ecouter"
    pass_over(store, builders.add_learner(store), 1)
    assert kept(store) == 0


def test_of_whoever_objects_nothing_is_kept(asked: Asked, store: Store, learner_key: UUID) -> None:
    say(store, learner_key, Tried.YES, 1)
    with store.writing() as db:
        objection.object_to_estimation(db, learner_key)
        for keep in (
            lambda: follow_ups.pass_over(db, learner_key, MONDAY + 2 * DAY),
            lambda: follow_ups.say(db, learner_key, "ecouter", Tried.YES, MONDAY + 2 * DAY),
        ):
            with pytest.raises(objection.WithoutEstimation):
                keep()
        objection.forget(db, learner_key)
    assert kept(store) == 0
