"""Groups go with their figures, and so does what was told of too few; what was told of enough stays."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy import inspect, select

from models.ground import jobs, schema
from models.ground.store import Store
from models.people import accounts
from models.tables.answers import Answer
from models.tables.base import UtcDateTime
from models.tables.counts import QuestionFigures
from tests import builders
from tests.builders import MONDAY, ask

pytestmark = pytest.mark.nightly
"""Of steps that are taken once."""

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
GROUPS = {"learner_group", "membership", "group_figure"}


def tables(store: Store) -> set[str]:
    with store.engine.connect() as connection:
        return set(inspect(connection).get_table_names())


FIGURES = sa.table(
    "question_figures",
    *(sa.column(name) for name in ("question_id", "version_id", "skill", "answers", "people", "right")),
    *(sa.column(name, sa.JSON()) for name in ("figures", "signs")),
    sa.column("taken_at", UtcDateTime()),
)
"""As they were before 0043."""


def measured(question: str, answers: int, version: int) -> dict[str, object]:
    """The row of a question, as it was then."""
    counts = {"answers": answers, "people": answers, "right": 5}
    told = {"dont_know": 3, "confident": 6, "sure_wrong": 1, "chosen": {"a": [2, 2, 1]}, "keys": ["a"]}
    computed = {"seconds": 30.0, "discrimination": None, "findings": {"signs": [], "rival": None}}
    months = [["2026-03", 4, 2], ["2026-05", answers - 4, 3]]
    row = {"question_id": question, "version_id": version, "skill": "listen.active", **counts}
    return {**row, "figures": {**counts, **told, **computed, "months": months}, "signs": [], "taken_at": NOW}


def test_who_was_in_which_group_is_forgotten_and_her_answers_are_not(empty_store: Store) -> None:
    builders.set_up(empty_store, builders.small_pack())
    with empty_store.writing() as db:
        account = accounts.invite(db, "nadia@example.be", "Nadia", NOW, timezone="Europe/Brussels")
        version = ask(db, account.learner_key, "listen-active-1").version_id
    schema.downgrade(empty_store.url, "0022")
    assert tables(empty_store) >= GROUPS and "house_figure" not in tables(empty_store)
    with empty_store.writing() as db:
        db.execute(sa.text("INSERT INTO learner_group (name, created_at) VALUES ('Midi', '2026-11-23 09:00:00+00:00')"))
        row = "SELECT learner_group.id, learner.key, '2026-11-23 09:00:00+00:00' FROM learner_group, learner"
        db.execute(sa.text(f"INSERT INTO membership (group_id, learner_key, joined_at) {row}"))
        db.execute(sa.insert(FIGURES), [measured(f"listen-active-{number}", number, version) for number in (5, 20)])
        jobs.take_slot(db, jobs.FIGURES, "2026-06-01", MONDAY)
    schema.upgrade(empty_store.url)
    assert not tables(empty_store) & GROUPS and "house_figure" in tables(empty_store)
    with empty_store.reading() as db:
        assert len(db.scalars(select(Answer)).all()) == 1
        assert not jobs.is_taken(db, jobs.FIGURES, "2026-06-01")
        assert [row.answers for row in db.scalars(select(QuestionFigures))] == [20]
