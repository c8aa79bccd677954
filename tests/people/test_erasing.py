"""An erasure is remembered while a copy may hold the person, repeated after a restore, and told her once."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import delete, func, select

from models.ground import backups, jobs, ledger
from models.ground.ledger import Erased
from models.ground.settings import Settings
from models.ground.store import Store
from models.learning import answer_log, learners
from models.people import accounts, erasing, mail_outcomes, mail_schedule, mail_sending, passwords, sessions
from models.people.erasing import LedgerRefused
from models.people.messages import OUTBOX
from models.tables.answers import Answer, Mastery
from models.tables.mail import Mail, MailKind
from models.tables.people import Account, Erasure, Learner, PasswordReset
from models.tables.people import Session as SignedIn
from tests.builders import MONDAY, ask
from tests.watchers.mornings import add_account
from tests.watchers.post_office import post_office
from watchers import delivery
from watchers.clock import Clock

DAY, WEEK = timedelta(days=1), timedelta(days=7)
CLAIRE, SMTP = "claire@example.org", "smtp://127.0.0.1:25"


@pytest.fixture
def settings(store: Store, tmp_path: Path) -> Settings:
    return Settings(instance=tmp_path, database_url=store.url, secret_key="not a secret", encoder=tmp_path / "none")


def erase(store: Store, settings: Settings, account: Account, again: bool = True) -> None:
    with store.writing() as db:
        erasing.erase(db, db.get_one(Account, account.id), settings, MONDAY)
    if again:
        erasing.finish(store, settings, MONDAY)


def remembered(store: Store) -> list[str]:
    with store.reading() as db:
        return list(db.scalars(select(Erasure.learner)))


def line_of(settings: Settings, key: UUID) -> ledger.ErasedLine:
    return ledger.line_of(settings.secret_key, Erased.PERSON, key, MONDAY.date())


def put_back(store: Store, account: Account) -> None:
    """The person as a copy from before brings her back; the erasures since are not in it."""
    with store.writing() as db:
        db.execute(delete(Erasure))
        db.add(Learner(key=account.learner_key, timezone="Europe/Brussels", last_sequence=0))
        row = {"learner_key": account.learner_key, "email": account.email, "name": account.name, "created_at": MONDAY}
        db.add(Account(**row, administrator=account.administrator))
        db.flush()
        ask(db, account.learner_key, "listen-active-1")


def test_an_erasure_that_is_committed_stands_in_the_ledger_and_comes_back_into_a_lost_one(
    store: Store, settings: Settings
) -> None:
    account = add_account(store)
    erase(store, settings, account)
    assert ledger.read(settings.instance).erased == {line_of(settings, account.learner_key)}
    assert remembered(store) == [line_of(settings, account.learner_key).learner]
    (settings.instance / ledger.FILE).unlink()
    erasing.finish(store, settings, MONDAY + DAY)
    # But it does not pretend to know what was before: a restore of an older copy is refused.
    assert ledger.read(settings.instance) == (MONDAY + DAY, {line_of(settings, account.learner_key)})


def test_an_erasure_that_is_not_committed_stands_nowhere(store: Store, settings: Settings) -> None:
    account = add_account(store)
    with pytest.raises(ZeroDivisionError), store.writing() as db:
        erasing.erase(db, db.get_one(Account, account.id), settings, MONDAY)
        raise ZeroDivisionError
    erasing.finish(store, settings, MONDAY)
    assert ledger.read(settings.instance).erased == frozenset()
    assert remembered(store) == []
    with store.reading() as db:
        assert db.get(Account, account.id)


def test_a_ledger_that_failed_has_it_a_minute_later(
    store: Store, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    account = add_account(store)
    erase(store, settings, account, again=False)
    nowhere = replace(settings, instance=settings.instance / "none")
    erasing.finish(store, nowhere, MONDAY)
    assert "ledger of erasures is behind" in caplog.text
    assert account.email not in caplog.text
    with Clock(settings, lambda: MONDAY) as clock:
        clock.tick()
    assert ledger.read(settings.instance).erased == {line_of(settings, account.learner_key)}


def test_an_erasure_is_remembered_as_long_as_a_copy_may_hold_the_person(store: Store, settings: Settings) -> None:
    erase(store, settings, add_account(store))

    def kept(at: timedelta) -> tuple[int, int]:
        with store.writing() as db:
            erasing.forget_old(db, settings, MONDAY + at)
        erasing.finish(store, settings, MONDAY + at)
        return len(remembered(store)), len(ledger.read(settings.instance).erased)

    assert kept(WEEK) == (1, 1)
    # A copy that has stayed longer, as no newer one could be made.
    (settings.instance / backups.FOLDER).mkdir()
    copy = settings.instance / backups.FOLDER / f"boussole-{MONDAY.date()}.sqlite3"
    copy.touch()
    assert kept(WEEK + 9 * DAY) == (1, 1)
    copy.unlink()
    assert kept(WEEK + 9 * DAY) == (0, 0)


def test_the_mails_in_the_outbox_go_with_the_person_and_those_of_others_stay(store: Store, settings: Settings) -> None:
    people = [add_account(store, f"{name}@example.org", invited=True) for name in ("claire", "karim")]
    with store.writing() as db:
        for account in people:
            mail_schedule.invite(db, account, MONDAY)
    with store.reading() as db:
        mails = db.scalars(select(Mail.id).order_by(Mail.id)).all()
    for mail_id in mails:
        delivery.deliver(settings, store, mail_id, MONDAY)
    assert len(list((settings.instance / OUTBOX).iterdir())) == 2
    erase(store, settings, people[0])
    (left,) = (settings.instance / OUTBOX).iterdir()
    assert "karim@example.org" in left.read_text()


def farewell(store: Store) -> int | None:
    with store.reading() as db:
        return db.scalar(select(Mail.id).where(Mail.kind == MailKind.FAREWELL))


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_one_last_mail_says_what_is_gone_and_what_is_left_and_then_her_address_is_gone(
    store: Store, settings: Settings, language: str
) -> None:
    account = add_account(store, CLAIRE, language=language)
    with post_office() as office:
        posting = replace(settings, smtp_url=f"smtp://127.0.0.1:{office.port}")
        erase(store, posting, account)
        mail_id = farewell(store)
        assert mail_id
        delivery.deliver(posting, store, mail_id, MONDAY)
        (sent,) = office.mails
    assert (sent["To"], sent["Content-Language"]) == (CLAIRE, language)
    for part in ("plain", "html"):
        text = sent.get_body((part,)).get_content()  # type: ignore[union-attr]
        assert "7" in text
        assert account.name not in text
    assert not [value for value in everything(store) if CLAIRE in value]


def everything(store: Store) -> list[str]:
    with store.reading() as db:
        return [str(value) for row in db.execute(select(Mail.__table__)) for value in row]


@pytest.mark.parametrize("answer", ["550 5.1.1 nobody here", "451 later"])
def test_a_farewell_that_nobody_takes_is_forgotten_within_a_day_and_shown_to_nobody(
    store: Store, settings: Settings, answer: str
) -> None:
    with post_office(RCPT=answer) as office:
        posting = replace(settings, smtp_url=f"smtp://127.0.0.1:{office.port}")
        erase(store, posting, add_account(store))
        mail_id = farewell(store)
        assert mail_id
        delivery.deliver(posting, store, mail_id, MONDAY)
    with store.writing() as db:
        assert mail_outcomes.failures(db) == []
        mail_sending.forget_farewells(db, MONDAY + DAY + timedelta(hours=1))
    assert farewell(store) is None


def test_whoever_cannot_be_reached_is_not_written_to_nor_twice_after_a_copy(store: Store, settings: Settings) -> None:
    erase(store, settings, add_account(store))  # without a mail server
    assert farewell(store) is None
    account = add_account(store, "karim@example.org")
    with store.writing() as db:
        db.get_one(Account, account.id).mail_paused_at = MONDAY
    erase(store, replace(settings, smtp_url=SMTP), account)
    assert farewell(store) is None
    erase(store, replace(settings, smtp_url=SMTP), add_account(store))
    assert farewell(store)
    with store.writing() as db:
        erasing.repeat(db, [], settings.secret_keys)
    assert farewell(store) is None


def test_a_farewell_leaves_no_file_once_the_server_was_taken_away(store: Store, settings: Settings) -> None:
    erase(store, replace(settings, smtp_url=SMTP), add_account(store))
    mail_id = farewell(store)
    assert mail_id
    delivery.deliver(settings, store, mail_id, MONDAY)
    assert farewell(store) is None
    assert not (settings.instance / OUTBOX).exists()


def test_who_was_erased_since_a_copy_is_erased_again_and_nobody_else(store: Store, settings: Settings) -> None:
    account, other = add_account(store), add_account(store, "karim@example.org")
    with store.writing() as db:
        ask(db, other.learner_key, "listen-active-1")
    erase(store, settings, account)
    put_back(store, account)
    with store.writing() as db:
        assert erasing.repeat(db, ledger.read(settings.instance).erased, settings.secret_keys) == 1
    with store.writing() as db:
        assert [one.email for one in accounts.accounts(db)] == [other.email]
        assert db.scalar(select(func.count(Answer.id))) == 1
        before = db.scalars(select(Mastery.known)).all()
        answer_log.replay(db, other.learner_key)
        assert db.scalars(select(Mastery.known)).all() == before
        # It is remembered anew: the next copy is of a database that the one before is gone from.
        assert erasing.repeat(db, ledger.read(settings.instance).erased, settings.secret_keys) == 0
    assert remembered(store) == [line_of(settings, account.learner_key).learner]


def test_what_she_erased_of_her_learning_is_erased_again_and_she_stays(store: Store, settings: Settings) -> None:
    account, other = add_account(store), add_account(store, "karim@example.org")
    with store.writing() as db:
        for one in (account, other):
            ask(db, one.learner_key, "listen-active-1")
        erasing.forget_learning(db, account.learner_key, settings, MONDAY)
    erasing.finish(store, settings, MONDAY)
    with store.writing() as db:
        ask(db, account.learner_key, "listen-active-1")  # as the copy has it
        assert erasing.repeat(db, ledger.read(settings.instance).erased, settings.secret_keys) == 0
        assert db.scalars(select(Answer.learner_key)).all() == [other.learner_key]
        assert learners.read(db, account.learner_key).without_estimation
        assert not learners.read(db, other.learner_key).without_estimation


def test_what_she_has_learned_anew_before_the_copy_stays(store: Store, settings: Settings) -> None:
    account = add_account(store)
    with store.writing() as db:
        erasing.forget_learning(db, account.learner_key, settings, MONDAY)
        erasing.forget_learning(db, account.learner_key, settings, MONDAY)  # twice on one day
    erasing.finish(store, settings, MONDAY)
    with store.writing() as db:
        ask(db, account.learner_key, "listen-active-1")
        jobs.take_slot(db, jobs.TICK, "the copy", MONDAY + DAY)
        erasing.repeat(db, ledger.read(settings.instance).erased, settings.secret_keys)
        assert db.scalars(select(Answer.learner_key)).all() == [account.learner_key]


def test_an_erasure_under_a_former_key_is_repeated_while_that_key_is_known(store: Store, settings: Settings) -> None:
    account = add_account(store)
    erase(store, settings, account)
    put_back(store, account)
    rotated = replace(settings, secret_key="a new one", secret_key_fallbacks=(settings.secret_key,))
    found = erasing.known_since(settings.instance, rotated.secret_keys, MONDAY)
    with store.writing() as db:
        assert erasing.repeat(db, found.erased, rotated.secret_keys) == 1


def test_who_has_a_new_account_at_the_same_address_keeps_it(store: Store, settings: Settings) -> None:
    erase(store, settings, add_account(store))
    again = add_account(store)
    with store.writing() as db:
        assert erasing.repeat(db, ledger.read(settings.instance).erased, settings.secret_keys) == 0
        assert db.get(Account, again.id)


def test_the_last_administrator_is_erased_again_too(store: Store, settings: Settings) -> None:
    """She had gone: others administered by then, of whom the copy knows nothing."""
    account, other = add_account(store), add_account(store, "karim@example.org")
    with store.writing() as db:
        for one in (account, other):
            db.get_one(Account, one.id).administrator = True
    erase(store, settings, account)
    account.administrator = True
    put_back(store, account)
    with store.writing() as db:
        db.get_one(Account, other.id).administrator = False
        assert accounts.is_administered(db)
        assert erasing.repeat(db, ledger.read(settings.instance).erased, settings.secret_keys) == 1
        assert not accounts.is_administered(db)


def test_no_session_or_way_back_of_a_copy_lives_on(store: Store, settings: Settings) -> None:
    account = add_account(store)
    with store.writing() as db:
        sessions.begin(db, account, "Firefox", MONDAY)
        passwords.begin_reset(db, account, MONDAY)
        erasing.repeat(db, [], settings.secret_keys)
        assert not db.scalars(select(SignedIn)).all()
        assert not db.scalars(select(PasswordReset)).all()


def test_a_ledger_answers_for_copies_that_are_younger_than_itself(store: Store, settings: Settings) -> None:
    with pytest.raises(LedgerRefused, match="manque"):
        erasing.known_since(settings.instance, settings.secret_keys, MONDAY)
    erase(store, settings, add_account(store))
    with pytest.raises(LedgerRefused, match="depuis le 2026-11-23 09:00"):
        erasing.known_since(settings.instance, settings.secret_keys, MONDAY - DAY)
    with pytest.raises(LedgerRefused, match="SECRET_KEY"):
        erasing.known_since(settings.instance, ["another key"], MONDAY)
    assert len(erasing.known_since(settings.instance, settings.secret_keys, MONDAY).erased) == 1
    erase(store, settings, add_account(store))
    erasing.finish(store, settings, MONDAY + 30 * DAY)
    with pytest.raises(LedgerRefused, match="depuis le 2026-11-24 00:00"):
        erasing.known_since(settings.instance, settings.secret_keys, MONDAY + DAY / 4)


def test_a_copy_is_as_old_as_its_last_turn_of_the_clock(store: Store) -> None:
    with store.writing() as db:
        assert erasing.made_at(db) < MONDAY - 1000 * DAY
        for number in range(3):
            jobs.take_slot(db, jobs.TICK, str(number), MONDAY + number * DAY)
        assert erasing.made_at(db) == MONDAY + 2 * DAY
