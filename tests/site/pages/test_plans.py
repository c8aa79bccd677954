"""How the database finds what an answer and a page ask for: by an index, however long the log has grown."""

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from models.ground.store import Store
from tests.builders import small_pack
from tests.databases import FreshDatabase
from tests.house import House, house_on
from tests.site.pages.test_queries import at_a_question, lived
from tests.teaching import teach

GROWING = ("answer", "presentation", "play", "proposal", "annulment", "audit", "mail", "due_check")
"""The tables that every answer and every morning add to."""
PAGES = ("/", "/news", "/modules", "/skills/listen.active", "/history")
ON_SQLITE = re.compile(r"^SCAN (\w+)")
ON_POSTGRESQL = re.compile(r"Seq Scan on (\w+)")

Statement = tuple[str, Any]


@contextmanager
def sent_to(store: Store) -> Iterator[list[Statement]]:
    """The statements that are sent meanwhile, with what fills them."""
    sent: list[Statement] = []

    def note(_: object, __: object, statement: str, parameters: object, *___: object) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
            sent.append((statement, parameters))

    event.listen(store.engine, "before_cursor_execute", note)
    yield sent
    event.remove(store.engine, "before_cursor_execute", note)


def sent_by_a_visit(house: House) -> list[Statement]:
    account = lived(house)
    browser, sitting = house.browser_of(account), at_a_question(house, account)
    with sent_to(house.app.extensions["store"]) as sent:
        for page in (*PAGES, sitting):
            assert browser.get(page).status == 200
        assert browser.swap(f"{sitting}/answer", ("answering", "1"), option="a").status_code == 200
        assert browser.swap(f"{sitting}/advance").status_code == 200
    return sent


def read_whole(store: Store, statement: Statement, growing: Collection[str] = GROWING) -> set[str]:
    """The growing tables that the plan of a statement reads from end to end."""
    text, parameters = statement
    sqlite = store.url.startswith("sqlite")
    with store.engine.connect() as connection:
        if sqlite:
            plan = [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", parameters)]
        else:
            # Of tables with a few rows PostgreSQL reads all: here it shows whether it could do otherwise.
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            plan = [row[0] for row in connection.exec_driver_sql(f"EXPLAIN {text}", parameters)]
    pattern = ON_SQLITE if sqlite else ON_POSTGRESQL
    return {found[1] for line in plan if (found := pattern.search(line))}.intersection(growing)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_no_page_and_no_answer_reads_a_growing_table_from_end_to_end(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    databases: FreshDatabase = request.getfixturevalue(kind)
    with databases() as url, house_on(url, tmp_path) as house:
        teach(house.store, small_pack())
        statements = sent_by_a_visit(house)
        assert len(statements) > 40
        assert {text: tables for text, _ in statements if (tables := read_whole(house.store, (text, _)))} == {}
