"""What waits for a trainer is told in one mail a day at most, without the name of who learns."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.catalogue import documents, drafts
from models.ground.store import Store
from models.learning import report_inbox, reports, week
from models.learning.report_subjects import AboutAnswer
from models.people import accounts, mail_schedule
from models.studio import reviewing
from models.tables.documents import VersionChange
from models.tables.mail import Mail, MailKind
from models.tables.people import Account
from models.tables.programmes import Pause
from models.tables.reports import Report, ReportKind, ReportOutcome
from tests.builders import MONDAY, add_learner_in, ask
from tests.studio.rule_changes.made_changes import Team
from tests.watchers.mornings import BASE, DAY, HOUR, ON_ONE_DATABASE, row_of, settings_for
from watchers import delivery

BRUSSELS = "Europe/Brussels"
SEVEN = MONDAY.replace(hour=6, minute=0)
"""In Brussels, on a Monday."""
SATURDAY = SEVEN + 5 * DAY


def trainer(db: Session, name: str = "Tom") -> Account:
    account = accounts.invite(db, f"{name.lower()}@example.org", name, SEVEN, timezone=BRUSSELS, trainer=True)
    account.password_hash = "a hash"
    db.flush()
    return account


def report(db: Session, at: datetime, question_id: str = "frame-role-1") -> Report:
    """Somebody named Zoé reports a question and asks for a reply."""
    key = add_learner_in(db)
    db.add(Account(learner_key=key, email=f"{key}@example.org", name="Zoé Reconnaissable", created_at=at))
    made = reports.report(
        db, key, AboutAnswer(ask(db, key, question_id, at=at).presentation_id), ReportKind.DISAGREE, at
    )
    reports.add_word(db, made, "un mot de Zoé", wants_reply=True)
    return made


def review(db: Session, at: datetime, by: UUID, invited: UUID | None = None) -> int:
    document = documents.module_document(db, "ecouter")
    text = drafts.latest_text(db, document).replace("À lire.", "À relire.")
    drafts.save_draft(db, document, text, at, by)
    return reviewing.ask(db, document, VersionChange.MEANING, at, by, invited=invited).id


def told(store: Store, at: datetime) -> list[str]:
    """Whom a tick at that instant has made a mail for."""
    with store.writing() as db:
        before = set(db.scalars(select(Mail.id)))
        mail_schedule.make_due_for_trainers(db, at, BRUSSELS)
        rows = select(Account.name).join(Mail, Mail.learner_key == Account.learner_key)
        new = rows.where(Mail.kind == MailKind.WAITING, Mail.id.not_in(before))
        return sorted(db.scalars(new))


def test_many_reports_are_one_mail_to_each_trainer_on_the_next_working_day(store: Store) -> None:
    with store.writing() as db:
        trainer(db, "Tom"), trainer(db, "Ada")
        for number in range(3):
            report(db, SEVEN + 3 * HOUR, f"frame-role-{1 + number % 2}")
    assert told(store, SEVEN + DAY - HOUR) == []
    assert told(store, SEVEN + DAY) == ["Ada", "Tom"]
    for later in (HOUR, DAY, 2 * DAY):
        assert told(store, SEVEN + DAY + later) == []


def test_what_comes_after_the_mail_of_a_day_is_told_on_the_next(store: Store) -> None:
    with store.writing() as db:
        trainer(db)
        report(db, SEVEN - HOUR)
    assert told(store, SEVEN) == ["Tom"]
    with store.writing() as db:
        report(db, SEVEN + HOUR)
    assert told(store, SEVEN + 2 * HOUR) == []
    assert told(store, SEVEN + DAY) == ["Tom"]


def test_nobody_is_written_to_on_a_weekend(store: Store) -> None:
    with store.writing() as db:
        trainer(db)
        report(db, SATURDAY - HOUR)
    assert told(store, SATURDAY) == told(store, SATURDAY + DAY) == []
    assert told(store, SATURDAY + 2 * DAY) == ["Tom"]


def test_who_is_on_leave_is_told_when_she_is_back(store: Store) -> None:
    with store.writing() as db:
        tom = trainer(db)
        db.add(Pause(learner_key=tom.learner_key, first=SEVEN.date(), last=SEVEN.date()))
        report(db, SEVEN - HOUR)
        assert week.PAUSES.ask(db, learner_key=tom.learner_key)
    assert told(store, SEVEN) == []
    assert told(store, SEVEN + DAY) == ["Tom"]


def test_a_text_to_read_is_told_to_whom_it_was_given_once_and_to_nobody_when_anybody_may_read_it(store: Store) -> None:
    with store.writing() as db:
        author, colleague = trainer(db, "Tom"), trainer(db, "Ada")
        trainer(db, "Karim")
        review(db, SEVEN - HOUR, author.learner_key, invited=colleague.learner_key)
    assert told(store, SEVEN) == ["Ada"]
    assert told(store, SEVEN + DAY) == []
    with store.writing() as db:
        author = db.scalars(select(Account).where(Account.name == "Tom")).one()
        review(db, SEVEN + HOUR, author.learner_key)
    assert told(store, SEVEN + 2 * DAY) == []


@pytest.mark.parametrize("decide", [reviewing.return_text, reviewing.approve])
def test_what_came_of_a_text_is_told_to_its_author_once(store: Store, decide: Callable[..., object]) -> None:
    with store.writing() as db:
        author, colleague = trainer(db, "Tom").learner_key, trainer(db, "Ada").learner_key
        decide(db, reviewing.review_of(db, review(db, MONDAY, author)), MONDAY + HOUR, colleague)
    assert told(store, SEVEN + DAY) == ["Tom"]
    assert told(store, SEVEN + 2 * DAY) == []


def test_a_rule_change_is_told_to_whoever_may_decide_on_it(store: Store) -> None:
    team = Team(store)
    with store.writing() as db:
        for account in accounts.accounts(db):
            account.password_hash = "a hash"
        team.propose(db)
    assert told(store, SEVEN + DAY) == ["Karim"]


@ON_ONE_DATABASE
@pytest.mark.parametrize("why", ["closed", "not accepted yet", "refused by its server", "no trainer"])
def test_who_could_do_nothing_about_it_is_not_written_to(store: Store, why: str) -> None:
    with store.writing() as db:
        tom = trainer(db)
        report(db, SEVEN - HOUR)
        match why:
            case "closed":
                tom.closed_at = SEVEN
            case "not accepted yet":
                tom.password_hash = None
            case "refused by its server":
                tom.mail_paused_at = SEVEN
            case _:
                tom.trainer = False
    assert told(store, SEVEN) == []


def sent(store: Store, folder: Path, at: datetime) -> Mail:
    with store.reading() as db:
        mail_id = db.scalars(select(Mail.id).where(Mail.kind == MailKind.WAITING)).one()
    delivery.deliver(settings_for(folder), store, mail_id, at)
    return row_of(store, mail_id)


def test_the_mail_counts_and_names_neither_the_learner_nor_her_words(store: Store, tmp_path: Path) -> None:
    with store.writing() as db:
        trainer(db, "Tom")
        tom = db.scalars(select(Account).where(Account.name == "Tom")).one().learner_key
        author = accounts.invite(db, "ada@example.org", "Ada", SEVEN, timezone=BRUSSELS, trainer=True)
        for question_id in ("frame-role-1", "frame-role-1", "frame-role-2"):
            report(db, SEVEN - HOUR, question_id)
        review_id = review(db, SEVEN - HOUR, author.learner_key, invited=tom)
    assert told(store, SEVEN) == ["Tom"]
    written = sent(store, tmp_path, SEVEN)
    assert written.state == "sent" and written.subject and written.text and written.html
    assert "2 textes signalés attendent une réponse, Ada vous demande de relire « Ecouter »" in plain(written.subject)
    for said in (written.text, written.html):
        assert f"{BASE}/reports/waiting" in said and f"{BASE}/reviewing/{review_id}" in said
        assert not any(secret in said for secret in ("Zoé", "mot de", "Reconnaissable", "frame-role", "À relire."))


def plain(said: str) -> str:
    return said.replace("\xa0", " ").replace("\u202f", " ")


def test_a_mail_says_nothing_that_the_one_before_has_said(store: Store, tmp_path: Path) -> None:
    with store.writing() as db:
        tom, ada = trainer(db, "Tom").learner_key, trainer(db, "Ada").learner_key
        review(db, SEVEN - HOUR, ada, invited=tom)
    assert told(store, SEVEN) == ["Tom"]
    first = sent(store, tmp_path, SEVEN)
    with store.writing() as db:
        report(db, SEVEN + HOUR)
    assert told(store, SEVEN + DAY) == ["Ada", "Tom"]
    with store.reading() as db:
        rows = select(Mail.id).where(Mail.kind == MailKind.WAITING, Mail.learner_key == tom).order_by(Mail.id)
        first_id, second_id = db.scalars(rows)
    delivery.deliver(settings_for(tmp_path), store, second_id, SEVEN + DAY)
    second = row_of(store, second_id)
    assert (first.id, "relire" in (first.text or ""), "relire" in (second.text or "")) == (first_id, True, False)


def test_what_was_settled_before_it_left_is_told_to_nobody(store: Store, tmp_path: Path) -> None:
    with store.writing() as db:
        tom = trainer(db).learner_key
        report(db, SEVEN - HOUR)
    assert told(store, SEVEN) == ["Tom"]
    with store.writing() as db:
        report_inbox.reply(db, db.scalars(select(Report)).all(), "Corrigé.", ReportOutcome.MAINTAINED, SEVEN, tom)
    assert sent(store, tmp_path, SEVEN).state == "nothing"
