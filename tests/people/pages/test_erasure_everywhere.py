"""Markers planted in every table and every folder, a person erased, a copy of before restored: nothing of her is left.

What hangs on a person is found by its columns, so that a table that comes later is planted too.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import JSON, Column, Table, Text, cast, func, literal, make_url, select, update
from sqlalchemy.orm import Session

from models.ground import backups
from models.ground.store import Store
from models.learning import answer_log, reports
from models.learning.report_subjects import AboutAnswer
from models.people import mail_schedule, passwords, restoring, retention, sessions
from models.people.messages import OUTBOX
from models.tables.answers import Annulment, Answer, LearnerAbility, Mastery
from models.tables.base import Base
from models.tables.mail import Mail, MailKind
from models.tables.people import Account
from models.tables.reports import ReportKind
from models.tables.sources import Permission, Source, SourceChange
from models.tables.stories import Story, StorySkill
from tests.builders import MONDAY, ask
from tests.house import PASSWORD, House, house_on
from tests.people.test_accounts import lived
from tests.watchers.mornings import tell
from watchers import delivery
from watchers.clock import Clock

MARKER = "zorglubmarque"
DAY, WEEK = timedelta(days=1), timedelta(days=7)
TUESDAY = MONDAY + DAY
CODES = {
    "account": {"password_hash", "language"},
    "audit_party": {"role", "commitment"},
    "learner": {"timezone"},
    "report": {"kind"},
    "mail": {"kind", "state", "slot", "result"},
}
"""Columns of which what they hold is read before she is gone, and that nobody writes words into."""


@pytest.fixture
def house(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Iterator[House]:
    """A portal over a database of each kind, with something taught."""
    request.getfixturevalue("store")
    with house_on(database_url, tmp_path) as found:
        yield found


# -------------------------------------------------------------------------------------------------------------- planted


def person(house: House, name: str) -> Account:
    """Somebody with a row in every table, a password, a session, an open report and a way back."""
    story = tell(house.store, f"Nouvelle de {name}", MONDAY)
    with house.store.writing() as db:
        account = lived(db, story, f"{name}@example.org")
        account.name, account.password_hash = name, passwords.hashed(PASSWORD)
        account.privacy_read_at = account.themes_asked_at = MONDAY
        key = account.learner_key
        about = AboutAnswer(ask(db, key, "listen-active-2").presentation_id)
        reports.add_word(db, reports.report(db, key, about, ReportKind.DISAGREE, MONDAY), name, wants_reply=True)
        sessions.begin(db, account, name, MONDAY)
        passwords.begin_reset(db, account, MONDAY)
        source = db.scalars(select(Source).where(Source.learner_key == key)).one()
        db.add(SourceChange(source_id=source.id, at=MONDAY, before="x", now="y"))
        permission = {"given_by": name, "given_on": MONDAY.date(), "words": name, "right_to_show": "text"}
        db.add(Permission(source_id=source.id, **permission, recorded_by=key, recorded_at=MONDAY))
        mine = db.scalars(select(Story.id).where(Story.learner_key == key)).one()
        db.add(StorySkill(story_id=mine, skill="frame.role", similarity=0.5))
    return account


def hers(db: Session, table: Table, account: Account) -> object | None:
    """The condition by which the rows of a table hang on a person; None where none does."""
    key, columns = account.learner_key, table.c
    sources = select(Source.id).where(Source.learner_key == key)
    stories = select(Story.id).where(Story.learner_key == key)
    if "learner_key" in columns:
        return columns.learner_key == key
    if "account_id" in columns:
        return columns.account_id == account.id
    indirect = {
        "learner": lambda: columns.key == key,
        "annulment": lambda: columns.answer_id.in_(select(Answer.id).where(Answer.learner_key == key)),
        "article": lambda: columns.source_id.in_(sources),
        "source_change": lambda: columns.source_id.in_(sources),
        "permission": lambda: columns.source_id.in_(sources),
        "correction": lambda: columns.story_id.in_(stories),
        "story_skill": lambda: columns.story_id.in_(stories),
    }
    return indirect[table.name]() if table.name in indirect else None


def mark(db: Session, account: Account) -> set[str]:
    """Put the marker into every text and every value of every row of hers; returns the tables that hold it."""
    marked = set()
    for table in Base.metadata.sorted_tables:
        mine = hers(db, table, account)
        columns = [column for column in table.columns if mine is not None and holds_text(table, column)]
        if columns:
            new = {column.name: with_marker(column) for column in columns}
            rows = db.execute(update(table).where(mine).values(new)).rowcount  # type: ignore[attr-defined,arg-type]
            marked |= {table.name} if rows else set()
    return marked


def holds_text(table: Table, column: Column[object]) -> bool:
    of_words = isinstance(column.type, (Text, JSON)) and not column.foreign_keys
    return of_words and column.name not in CODES.get(table.name, set())


def with_marker(column: Column[object]) -> object:
    if isinstance(column.type, JSON):
        return [MARKER]
    # After what is there, so that what is unique stays so.
    return func.coalesce(column, "").op("||")(cast(literal(MARKER), Text))


def in_outbox(house: House, account: Account) -> None:
    """A mail to her in the outbox, and one that waits."""
    with house.store.writing() as db:
        sent, waiting = (f"export:{uuid4()}" for _ in range(2))
        for slot in (sent, waiting):
            assert mail_schedule.queue(db, account.learner_key, MailKind.NOTICE, slot, MONDAY)
        mail_id = db.scalars(select(Mail.id).where(Mail.slot == sent)).one()
    delivery.deliver(house.settings, house.store, mail_id, MONDAY)


# ----------------------------------------------------------------------------------------------------------- looked for


def tables_with(store: Store, marker: str) -> set[str]:
    with store.reading() as db:
        return {
            table.name
            for table in Base.metadata.sorted_tables
            for row in db.execute(select(table))
            if any(marker in str(value) for value in row)
        }


def files_with(folder: Path, *markers: str) -> set[str]:
    """The files, whatever they are, in whose bytes a marker stands."""
    words = [word for marker in markers for word in (marker.encode(), marker.encode("utf-16-le"))]
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and any(word in path.read_bytes() for word in words)
    }


def database_with(store: Store, *markers: str) -> list[str]:
    """The files of an SQLite database, its log among them, in whose bytes a marker stands."""
    file, words = Path(make_url(store.url).database or ""), [marker.encode() for marker in markers]
    found = {path.name: path.read_bytes() for path in file.parent.glob(f"{file.name}*")}
    return [name for name, text in found.items() if any(word in text for word in words)]


def erase_by_hand(house: House, account: Account) -> None:
    browser = house.browser_of(account)
    browser.get("/account")
    sent = {"word": "effacer", "erasing-present": PASSWORD}
    assert browser.send("/account/erase", **sent).path == "/sign-in"


# ------------------------------------------------------------------------------------------------------------- the test


def test_nothing_of_who_was_erased_is_left_in_any_table_file_or_byte(house: House) -> None:
    account, other = person(house, "claire"), person(house, "karim")
    in_outbox(house, account)
    in_outbox(house, other)
    with Clock(house.settings, lambda: MONDAY) as clock:
        clock.tick()
    with house.store.writing() as db:
        marked = mark(db, account)
        kept = log_of(db, other)
    assert marked >= everything_that_hangs_on_a_person()
    on_sqlite = house.settings.database_url.startswith("sqlite")
    copy = backups.make(house.settings.database_url, house.settings.instance, MONDAY.date(), WEEK)

    house.clock.at = TUESDAY
    # The address has the marker now too: she signs in by the session of a browser, and knows her password.
    erase_by_hand(house, house.again(account))
    assert tables_with(house.store, MARKER) == set()
    assert tables_with(house.store, str(account.learner_key)) == set()
    # The copies of before hold her until their term: the page says so.
    assert files_with(house.settings.instance, MARKER) == ({f"{backups.FOLDER}/{copy.name}"} if copy else set())
    assert files_with(house.settings.instance / OUTBOX, "claire@example.org") == set()
    assert files_with(house.settings.instance / OUTBOX, "karim@example.org") != set()
    if on_sqlite:
        assert database_with(house.store, MARKER, account.learner_key.hex) == []
        assert copy
        house.store.dispose()
        assert restoring.restore(house.settings, copy, TUESDAY).erased == 1
        assert tables_with(house.store, MARKER) == set()
        assert tables_with(house.store, str(account.learner_key)) == set()
        assert database_with(house.store, MARKER, account.learner_key.hex) == []
        retention.forget_files(house.settings, TUESDAY + WEEK)
        backups.make(house.settings.database_url, house.settings.instance, (TUESDAY + WEEK).date(), WEEK)
        assert files_with(house.settings.instance, MARKER) == set()
    with house.store.writing() as db:
        # The log of others replays to what it was.
        answer_log.replay(db, other.learner_key)
        assert log_of(db, other) == kept


def log_of(db: Session, account: Account) -> list[object]:
    """What somebody has answered, and what is believed of her by it."""
    found: list[object] = []
    for table in (Answer, Annulment, Mastery, LearnerAbility):
        mine = hers(db, table.__table__, account)  # type: ignore[arg-type]
        found += map(tuple, db.execute(select(table.__table__).where(mine).order_by(*table.__table__.primary_key)))  # type: ignore[arg-type]
    return found


def everything_that_hangs_on_a_person() -> set[str]:
    """The tables with a key of hers, and some text or value beside it."""
    return {
        table.name
        for table in Base.metadata.sorted_tables
        if {"learner_key", "account_id"} & set(table.columns.keys())
        and any(holds_text(table, column) for column in table.columns)
    }
