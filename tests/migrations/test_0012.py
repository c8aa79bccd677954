"""From stories told once to stories that are recognised, owned and merged, and back."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from models import schema
from models.store import Store
from models.tables import Learner, UtcDateTime

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
INSTANTS, LISTS = ("_at", "at"), ("places", "marks", "sketch", "vector", "before", "after")


def column(name: str) -> sa.ColumnClause[Any]:
    if name.endswith(LISTS) and name != "title_before":
        return sa.column(name, sa.JSON())
    if name.endswith(INSTANTS):
        return sa.column(name, UtcDateTime())
    return sa.column(name, sa.Uuid() if name == "learner_key" else None)


def insert(db: Session, table: str, **values: object) -> None:
    db.execute(sa.insert(sa.table(table, *map(column, values))).values(**values))


def select(table: str, *names: str) -> sa.Select[Any]:
    return sa.select(*map(column, names)).select_from(sa.table(table, *map(column, names))).order_by(sa.text("id"))


def add_source(db: Session, number: int, **values: object) -> None:
    row = {"name": "S", "nature": "press", "right_to_show": "text", "host": "x:443", "kind": "feed", "active": True}
    times = {"next_visit_at": NOW, "created_at": NOW, "about_the_job": False, "ahead": "[]"}
    insert(db, "source", **row, **times, id=number, address=str(number), attempts=0, **values)


def add_story(db: Session, number: int, **values: object) -> None:
    row = {"title": "T", "summary_places": [[0, 4]], "vector": [], "summarised_id": number}
    insert(db, "story", **row, id=number, happened_at=NOW, created_at=NOW, **values)


def add_article(db: Session, number: int, source_id: int, story_id: int, **values: object) -> None:
    row = {"address": "a", "host": "x:443", "title": "T", "lead": "", "state": "read", "attempts": 1}
    ids = {"id": number, "source_id": source_id, "story_id": story_id, "identity": str(number)}
    insert(db, "article", **row, **ids, found_at=NOW, **values)


@pytest.fixture
def before(empty_store: Store) -> Store:
    """Tables of the migration before, with a story that two articles tell and one is summed up; then migrated."""
    schema.downgrade(empty_store.url, "0011")
    with empty_store.writing() as db:
        add_source(db, 1)
        add_story(db, 1)
        add_article(db, 1, 1, 1)
        add_article(db, 2, 1, 1)
    schema.upgrade(empty_store.url, "0012")
    return empty_store


def test_the_article_that_was_summed_up_has_its_sentences(before: Store) -> None:
    with before.reading() as db:
        rows = db.execute(select("article", "summary_places", "marks", "told_at"))
        assert [tuple(row) for row in rows] == [([[0, 4]], [], None), ([], [], None)]
        assert tuple(db.execute(select("story", "learner_key", "merged_into")).one()) == (None, None)


def test_back_in_the_tables_before_nothing_personal_is_shown_to_all_and_nothing_twice(before: Store) -> None:
    key = uuid4()
    with before.writing() as db:
        db.add(Learner(key=key, timezone="Europe/Brussels", last_sequence=0))
        db.flush()
        add_source(db, 2, learner_key=key)
        add_story(db, 2, merged_into=1)
        add_story(db, 3, learner_key=key)
        add_story(db, 4, learner_key=key, merged_into=3)
        add_article(db, 3, 2, 3, summary_places=[], marks=[], sketch=[], vector=[])
        insert(db, "correction", story_id=3, article_id=3, at=NOW, title_before="A", title="B", before=[], after=[])
    schema.downgrade(before.url, "0011")
    with before.reading() as db:
        assert db.scalars(select("story", "id")).all() == [1]
        assert db.scalars(select("article", "id")).all() == [1, 2]
    schema.upgrade(before.url)
