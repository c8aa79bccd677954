"""Everything that is kept has a term, is told, and goes when the table says so; what must stay stays."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.ground import backups, ledger
from models.ground.environment import Terms
from models.ground.settings import ENCODER_FOLDER, SECRET_KEY_FILE, Settings
from models.ground.store import Store
from models.ground.words import words
from models.learning import absence, proposals, report_inbox, reports
from models.learning.report_subjects import AboutAnswer
from models.news.sources import shared_sources, trials
from models.people import passwords, retention, sessions
from models.people.messages import OUTBOX
from models.tables.base import Base
from models.tables.mail import Mail, MailKind, MailState
from models.tables.people import Account, PasswordReset, SignInAttempt
from models.tables.people import Session as SignedIn
from models.tables.proposals import Proposal
from models.tables.reports import Report, ReportKind, ReportOutcome
from models.tables.sources import SourceChange, Trial
from models.tables.stories import Article, Correction, CorrectionTold, StoryReading
from tests.builders import MONDAY, ask
from tests.watchers.mornings import add_account, tell
from watchers.clock import Clock

ROOT = Path(__file__).resolve().parents[2]
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NOW = MONDAY + 400 * DAY
FILES = {OUTBOX, backups.FOLDER, ledger.FILE, "queue.sqlite3", SECRET_KEY_FILE, ENCODER_FOLDER.split("/")[0]}
"""What lies in an instance beside the database."""


@pytest.fixture
def settings(store: Store, tmp_path: Path) -> Settings:
    return Settings(instance=tmp_path, database_url=store.url, secret_key="not a secret", encoder=tmp_path / "none")


def test_every_table_and_every_file_has_its_row() -> None:
    told = {place for thing in retention.kept_things(Terms()) for place in thing.tables}
    assert told == {table.name for table in Base.metadata.sorted_tables} | FILES


def test_every_term_that_a_house_sets_is_told_under_the_name_of_its_variable() -> None:
    terms = Terms(*(timedelta(days=number) for number in range(701, 701 + len(Terms.__slots__))))
    told = {row.setting: row.how_long for row in retention.table(terms, words("fr")) if row.setting}
    assert told.keys() == {f"KEEP_{name.upper()}" for name in Terms.__slots__}
    for name in Terms.__slots__:
        assert str(getattr(terms, name).days) in told[f"KEEP_{name.upper()}"]


def test_each_row_says_what_how_long_and_why() -> None:
    for language in ["fr", "nl", "en"]:
        rows = retention.table(Terms(), words(language))
        assert len(rows) == len({row.what for row in rows}) > 15
        assert [row for row in rows if not (row.what and row.how_long and row.why) or "%(" in str(row)] == []


def test_a_document_shows_the_same_table_and_the_record_of_processing_too() -> None:
    lines = retention.in_markdown(Terms(copies=timedelta(days=9)), words("fr")).splitlines()
    assert lines[:2] == ["| Quoi | Combien de temps | Pour quoi | Réglage |", "| --- | --- | --- | --- |"]
    assert len(lines) == 2 + len(retention.kept_things(Terms()))
    (copies,) = (line for line in lines if "`KEEP_COPIES`" in line)
    assert "| 9 jours |" in copies
    assert {line.count("|") for line in lines} == {5}
    text = (ROOT / "docs" / "privacy.md").read_text("utf-8")
    (shown,) = re.findall(r"<!-- terms -->\n(.*)\n<!-- /terms -->", text, re.DOTALL)
    assert shown == retention.in_markdown(Terms(), words("fr"))


Count = Callable[[Session], object]


def number(of: type[Base]) -> Count:
    return lambda db: db.scalar(select(func.count()).select_from(of))


def signed_in_until(db: Session, account: Account, at: datetime) -> None:
    sessions.begin(db, account, "Firefox", at - sessions.LASTS)


def failed(db: Session, account: Account, at: datetime) -> None:
    passwords.begin_attempt(db, passwords.attempt("key", account.email, "192.0.2.1", None), at)


def proposed(db: Session, account: Account, at: datetime) -> None:
    made = proposals.propose(db, account.learner_key, at)
    assert made
    proposals.keep(db, account.learner_key, made)


def mailed(db: Session, account: Account, at: datetime) -> None:
    row = {"slot": str(uuid4()), "due_at": at, "state": MailState.SENT, "subject": "Lundi"}
    db.add(Mail(learner_key=account.learner_key, kind=MailKind.DIGEST, **row, text="Bonjour", html="<p>Bonjour"))


def tried(db: Session, account: Account, at: datetime) -> None:
    trials.ask(db, account.learner_key, f"https://{at:%d%H}.example/", at)


def reset_asked(db: Session, account: Account, at: datetime) -> None:
    passwords.begin_reset(db, account, at)


@pytest.mark.parametrize(
    ("plant", "count", "term"),
    [
        (signed_in_until, number(SignedIn), Terms().sessions),
        (failed, number(SignInAttempt), DAY),
        (reset_asked, number(PasswordReset), passwords.RESET_LASTS),
        (tried, number(Trial), trials.KEPT),
        (mailed, lambda db: len(db.scalars(select(Mail.id).where(Mail.text.is_not(None))).all()), Terms().mails),
        (mailed, lambda db: len(db.scalars(select(Mail.id).where(Mail.html.is_not(None))).all()), Terms().mails),
        (mailed, number(Mail), timedelta(days=365)),
    ],
    ids=["sessions", "attempts", "resets", "trials", "texts of mails", "pages of mails", "mails"],
)
def test_what_has_had_its_term_goes_and_what_has_not_stays(
    store: Store, settings: Settings, plant: Callable[[Session, Account, datetime], None], count: Count, term: timedelta
) -> None:
    people = [add_account(store, f"{name}@example.org") for name in ("claire", "karim")]
    with store.writing() as db:
        for account, at in zip(people, (NOW - term - HOUR / 2, NOW - term + HOUR / 2), strict=True):
            plant(db, db.get_one(Account, account.id), at)
        assert count(db) == 2
        retention.forget_old(db, settings, NOW)
        assert count(db) == 1


def test_a_mail_that_waits_keeps_its_text(store: Store, settings: Settings) -> None:
    account = add_account(store)
    with store.writing() as db:
        mailed(db, account, NOW - 400 * DAY)
        db.scalars(select(Mail)).one().state = MailState.READY
        retention.forget_old(db, settings, NOW)
        assert db.scalars(select(Mail.text)).all() == ["Bonjour"]


def test_old_proposals_go_but_for_the_last_which_tells_who_was_away(store: Store, settings: Settings) -> None:
    account = add_account(store)
    days = [MONDAY, MONDAY + 7 * DAY, MONDAY + 14 * DAY]
    with store.writing() as db:
        for at in days:
            proposed(db, account, at)
        back = MONDAY + 14 * DAY + proposals.KEPT + 30 * DAY
        retention.forget_old(db, settings, back)
        assert db.scalars(select(Proposal.at)).all() == days[-1:]
        away = absence.away_since(db, account.learner_key, back.date())
        assert away == days[-1].date()
        proposed(db, account, back)
        # While she is back for the first time, what tells so stays.
        retention.forget_old(db, settings, back + DAY)
        assert absence.away_since(db, account.learner_key, back.date()) == away
        retention.forget_old(db, settings, back + 3 * DAY)
        assert db.scalars(select(Proposal.at)).all() == [back]


def test_what_was_read_long_ago_is_forgotten_and_the_news_is_not(store: Store, settings: Settings) -> None:
    account, at = add_account(store), NOW - 91 * DAY
    old, young = tell(store, "Ancienne", at), tell(store, "Récente", NOW - 80 * DAY)
    with store.writing() as db:
        for story, when in ((old, at), (young, NOW - 80 * DAY)):
            article = db.scalars(select(Article.id).where(Article.story_id == story)).first()
            correction = Correction(story_id=story, article_id=article, at=when, title_before="x", title="y")
            db.add(correction)
            db.flush()
            db.add(StoryReading(learner_key=account.learner_key, story_id=story, at=when))
            db.add(CorrectionTold(learner_key=account.learner_key, correction_id=correction.id, at=when))
        retention.forget_old(db, settings, NOW)
        assert db.scalars(select(StoryReading.story_id)).all() == [young]
        assert number(CorrectionTold)(db) == 1
        assert number(Correction)(db) == 2


@pytest.mark.parametrize("end", ["replied", "withdrawn", "open"])
def test_the_words_of_a_report_go_a_year_after_its_end(store: Store, settings: Settings, end: str) -> None:
    account = add_account(store)
    with store.writing() as db:
        answer = ask(db, account.learner_key, "listen-active-1", at=MONDAY)
        about = AboutAnswer(answer.presentation_id)
        report = reports.report(db, account.learner_key, about, ReportKind.BADLY_PUT, MONDAY)
        reports.add_word(db, report, "Je ne comprends pas", wants_reply=True)
        if end == "replied":
            report_inbox.reply(db, [report], "Corrigé", ReportOutcome.ACCEPTED, MONDAY, uuid4())
        elif end == "withdrawn":
            reports.withdraw(db, report, MONDAY)
        retention.forget_old(db, settings, MONDAY + 364 * DAY)
        db.refresh(report)
        assert report.word
        retention.forget_old(db, settings, MONDAY + 366 * DAY)
        db.refresh(report)
        assert (report.word, report.reply) == (("Je ne comprends pas", None) if end == "open" else ("", None))
        # What was decided, and that it was, stays.
        assert report.outcome == (ReportOutcome.ACCEPTED if end == "replied" else None)
        assert number(Report)(db) == 1


def test_a_house_sets_its_own_terms(store: Store, settings: Settings) -> None:
    account = add_account(store)
    with store.writing() as db:
        mailed(db, account, NOW - 3 * DAY)
        signed_in_until(db, db.get_one(Account, account.id), NOW - 3 * DAY)
        retention.forget_old(db, replace(settings, terms=Terms(mails=2 * DAY, sessions=2 * DAY)), NOW)
        assert number(SignedIn)(db) == 0
        assert db.scalars(select(Mail.text)).all() == [None]


def outbox(settings: Settings, *days: datetime) -> Path:
    folder = settings.instance / OUTBOX
    folder.mkdir()
    for at in days:
        for end in ("eml", "part"):
            (folder / f"{at:%Y-%m-%d}-{uuid4()}.{end}").touch()
    return folder


def test_once_a_day_the_clock_forgets_rows_and_files_that_have_had_their_term(store: Store, settings: Settings) -> None:
    account = add_account(store)
    folder = outbox(settings, NOW - 40 * DAY, NOW - 20 * DAY)
    copies = settings.instance / backups.FOLDER
    copies.mkdir()
    for days in (8, 3):
        (copies / f"boussole-{(NOW - days * DAY).date()}.sqlite3").touch()
    with store.writing() as db:
        mailed(db, account, NOW - 40 * DAY)
        source = shared_sources.add_source(db, "Forem", "https://forem.example/feed", "feed", MONDAY)
        db.add(SourceChange(source_id=source.id, at=NOW - 40 * DAY, before="a", now="b"))
    with Clock(settings, lambda: NOW) as clock:
        clock.tidy()
        with store.reading() as db:
            assert db.scalars(select(Mail.text)).all() == [None]
            assert number(SourceChange)(db) == 0
        assert {path.name[:10] for path in folder.iterdir()} == {str((NOW - 20 * DAY).date())}
        assert [path.name for path in copies.iterdir()] == [f"boussole-{(NOW - 3 * DAY).date()}.sqlite3"]
        # Once a day: what comes meanwhile waits until tomorrow.
        with store.writing() as db:
            mailed(db, account, NOW - 40 * DAY)
        clock.tidy()
        with store.reading() as db:
            assert "Bonjour" in db.scalars(select(Mail.text)).all()
