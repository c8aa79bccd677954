"""The floor under an answer: the rows that it writes, written again by bare sqlite3, in the same tables and indexes."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import pairwise
from pathlib import Path
from time import perf_counter, process_time

MODES = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
"""As models/ground/store.py opens SQLite."""
ANSWERS = "SELECT * FROM answer ORDER BY id"
SHOWN = "SELECT shown.* FROM presentation shown JOIN answer ON answer.presentation_id = shown.id ORDER BY answer.id"
MOVED = (
    "UPDATE learner SET last_sequence = last_sequence + 1 WHERE key = :learner_key",
    "UPDATE ability SET answers = answers + 1 WHERE learner_key = :learner_key",
    "UPDATE mastery SET answers = answers + 1 WHERE learner_key = :learner_key AND skill = :skill",
)
"""What changes in place: another value, the same rows."""
LEFT = "UPDATE presentation SET acknowledged_at = :shown_at WHERE id = :id"
Row = dict[str, object]


def rewritten(path: Path) -> Iterator[tuple[float, float]]:
    """Write the answers of a database again, in their order; give the seconds of each, and of the processor.

    Each is two transactions, as in Boussole: the answer with what it moves; then the question left, and the next shown.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for mode in MODES:
            db.execute(f"PRAGMA {mode}")
        answers, shown = _all(db, ANSWERS), _all(db, SHOWN)
        for emptied in ("DELETE FROM answer", "DELETE FROM presentation", "VACUUM"):
            db.execute(emptied)
        _add(db, "presentation", shown[0])
        for answer, (left, following) in zip(answers, pairwise(shown), strict=False):
            begun, busy = perf_counter(), process_time()
            _write(db, answer, left, following)
            yield perf_counter() - begun, process_time() - busy


def _all(db: sqlite3.Connection, query: str) -> list[Row]:
    found = db.execute(query)
    return [dict(zip((column[0] for column in found.description), row, strict=True)) for row in found]


def _write(db: sqlite3.Connection, answer: Row, left: Row, following: Row) -> None:
    with _transaction(db):
        for move in MOVED:
            db.execute(move, answer)
        _add(db, "answer", answer)
    with _transaction(db):
        db.execute(LEFT, left)
        _add(db, "presentation", following)


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    yield
    db.execute("COMMIT")


def _add(db: sqlite3.Connection, table: str, row: Row) -> None:
    db.execute(f"INSERT INTO {table} VALUES ({', '.join(f':{name}' for name in row)})", row)
