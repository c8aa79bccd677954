"""Small questions about a learner: asked alone or together, they have the same answers."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import bindparam, func, select

from models.ground.lookups import Lookup, ask_together
from models.ground.store import Store
from models.tables.keepsakes import Theme
from models.tables.people import Learner
from models.tables.programmes import Pause
from tests.builders import MONDAY
from tests.site.pages.test_queries import counted

HERS = bindparam("learner_key")
SUBJECTS = Lookup(
    select(Theme.id, Theme.words, Theme.domain, Theme.followed_at).where(Theme.learner_key == HERS),
    lambda rows: sorted(map(tuple, rows)),
)
OFF = Lookup(
    select(Pause.first, Pause.last).where(Pause.learner_key == HERS, Pause.last >= bindparam("day")),
    lambda rows: sorted(map(tuple, rows)),
)
LAST = Lookup(
    select(Theme.words).where(Theme.learner_key == HERS).order_by(Theme.id.desc()).limit(1),
    lambda rows: [words for (words,) in rows],
)
HOW_MANY = Lookup(select(func.count()).select_from(Theme).where(Theme.learner_key == HERS), lambda rows: rows[0][0])
KNOWN = Lookup(select(Learner.key, Learner.timezone).where(Learner.key == HERS), lambda rows: tuple(rows[0]))
ALL = (SUBJECTS, OFF, LAST, HOW_MANY, KNOWN)


@pytest.fixture
def hers(store: Store, learner_key: UUID) -> Iterator[dict[str, object]]:
    """Somebody with themes and pauses."""
    with store.writing() as db:
        for words in ("prime", "stage"):
            db.add(Theme(learner_key=learner_key, words=words, followed_at=MONDAY))
        for week in (0, 2):
            first = MONDAY.date() + timedelta(weeks=week)
            db.add(Pause(learner_key=learner_key, first=first, last=first + timedelta(days=1)))
    yield {"learner_key": learner_key, "day": MONDAY.date() + timedelta(weeks=1)}


@pytest.mark.dialects
def test_together_they_answer_what_each_answers_alone_in_one_statement(store: Store, hers: dict[str, object]) -> None:
    alone = []
    for lookup in ALL:
        with store.reading() as db:
            alone.append(lookup.ask(db, **hers))
    with store.reading() as db, counted(store) as sent:
        ask_together(db, ALL, **hers)
        assert [lookup.ask(db, **hers) for lookup in ALL] == alone
    assert len(sent) == 1
    assert [alone[1], alone[2], alone[3]] == [
        [(MONDAY.date() + timedelta(14), MONDAY.date() + timedelta(15))],
        ["stage"],
        2,
    ]


def test_for_somebody_else_or_another_day_it_is_asked_again(store: Store, hers: dict[str, object]) -> None:
    with store.reading() as db:
        ask_together(db, ALL, **hers)
        assert len(OFF.ask(db, **{**hers, "day": MONDAY.date()})) == 2
        assert SUBJECTS.ask(db, learner_key=UUID(int=7)) == []


def test_who_writes_sees_what_she_has_just_written(store: Store, hers: dict[str, object]) -> None:
    with store.writing() as db:
        ask_together(db, ALL, **hers)
        db.add(Theme(learner_key=hers["learner_key"], words="logement", followed_at=MONDAY))
        assert HOW_MANY.ask(db, learner_key=hers["learner_key"]) == 3
