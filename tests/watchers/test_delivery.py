"""A mail on its way: sent once, and never twice whatever dies."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import select

from models.ground.jobs import LEASE
from models.ground.settings import Settings
from models.ground.store import Store
from models.ground.words import words
from models.people import accounts, mail_schedule, mail_sending
from models.people.mail_outcomes import REFUSALS, MailRefusal
from models.people.mail_sending import MOST_ATTEMPTS, MOST_TAKEN
from models.site import alarms, installation_state
from models.tables.mail import Mail, MailReason, MailState
from models.tables.people import Account
from tests.processes import own_processes
from tests.site.pages.test_queries import counted
from tests.watchers.mornings import (
    DAY,
    HOUR,
    SECOND,
    SEVEN,
    add_account,
    by_post,
    deliver_with,
    due,
    mail_due,
    make_due,
    morning,
    presented,
    row_of,
    settings_for,
    tell,
)
from tests.watchers.post_office import SILENCE, PostOffice, post_office
from watchers import delivery

MINUTE = timedelta(minutes=1)

# ------------------------------------------------------------------------------------------------------------ once only


def test_a_mail_delivered_twice_leaves_once(store: Store, tmp_path: Path) -> None:
    add_account(store)
    with post_office() as office:
        row = morning(store, by_post(office, tmp_path))
        delivery.deliver(by_post(office, tmp_path), store, row.id, SEVEN + HOUR)
        assert len(office.mails) == 1
    assert office.mails[0]["Message-ID"] == row.message_id


@pytest.mark.dialects
def test_two_workers_at_once_send_one_mail(store: Store, tmp_path: Path) -> None:
    add_account(store)
    together = Barrier(2)

    def work(settings: Settings) -> None:
        together.wait()
        make_due(store, SEVEN)
        together.wait()
        for mail_id in due(store, SEVEN):
            delivery.deliver(settings, store, mail_id, SEVEN)

    with post_office() as office, ThreadPoolExecutor(2) as pool:
        list(pool.map(work, [by_post(office, tmp_path)] * 2))
        assert len(office.mails) == 1
    assert presented(store) == 1


def test_that_it_is_being_sent_is_kept_before_the_first_byte_leaves(store: Store, tmp_path: Path) -> None:
    add_account(store)
    states = []

    class Watchful(PostOffice):
        def answer_to(self, command: str) -> str | None:
            with store.reading() as db:
                states.append(db.scalars(select(Mail.state)).one())
            return super().answer_to(command)

    with post_office(kind=Watchful) as office:
        morning(store, by_post(office, tmp_path))
    assert set(states) == {MailState.SENDING}


@pytest.mark.nightly
def test_a_worker_killed_while_the_server_takes_the_mail_leaves_it_uncertain(
    store: Store, database_url: str, tmp_path: Path
) -> None:
    add_account(store)
    mail_id = mail_due(store)
    with post_office(TEXT=SILENCE) as office:
        settings = by_post(office, tmp_path)
        worker = own_processes().Process(target=deliver_with, args=(settings, database_url, mail_id, SEVEN))
        worker.start()
        assert office.has_mail.wait(60)
        worker.kill()
        worker.join()
        assert row_of(store, mail_id).state == MailState.SENDING
        assert due(store, SEVEN + LEASE) == []
        assert due(store, SEVEN + LEASE + SECOND) == [mail_id]
        for later in (LEASE + SECOND, 2 * LEASE + 2 * SECOND, 10 * HOUR):
            delivery.deliver(settings, store, mail_id, SEVEN + later)
        assert len(office.mails) == 1
    row = row_of(store, mail_id)
    assert (row.state, row.result) == (MailState.UNCERTAIN, MailReason.CUT_OFF)
    assert due(store, SEVEN + 10 * HOUR) == []


def test_a_worker_killed_before_it_began_to_send_is_replaced(store: Store, outbox: Settings) -> None:
    add_account(store)
    mail_id = mail_due(store)
    with store.writing() as db:
        assert mail_sending.take(db, mail_id, SEVEN)
    delivery.deliver(outbox, store, mail_id, SEVEN + LEASE)
    assert row_of(store, mail_id).state == MailState.READY
    delivery.deliver(outbox, store, mail_id, SEVEN + LEASE + SECOND)
    assert row_of(store, mail_id).state == MailState.SENT


def test_a_mail_whose_writing_fails_each_time_is_given_up(store: Store, outbox: Settings) -> None:
    add_account(store)
    mail_id, at = mail_due(store), SEVEN
    for _ in range(MOST_TAKEN):
        with store.writing() as db:
            assert mail_sending.take(db, mail_id, at)
        at += LEASE + SECOND
    delivery.deliver(outbox, store, mail_id, at)
    row = row_of(store, mail_id)
    assert (row.state, row.result) == (MailState.FAILED, MailReason.INTERRUPTED)


# ------------------------------------------------------------------------------------------------------------- refusals


def test_a_mail_refused_for_now_leaves_later_as_it_was(store: Store, tmp_path: Path) -> None:
    add_account(store)
    tell(store, "Hier")
    with post_office(RCPT="450 later") as office:
        settings = by_post(office, tmp_path)
        refused = morning(store, settings)
        assert (refused.state, refused.sent_at, refused.result) == (MailState.READY, None, "refused 450 later")
        assert due(store, SEVEN) == []
        tell(store, "Entre-temps", SEVEN)
        office.answers.clear()
        delivery.deliver(settings, store, refused.id, refused.due_at)
        assert len(office.mails) == 1
    row = row_of(store, refused.id)
    assert (row.state, row.sent_at, row.result) == (MailState.SENT, refused.due_at, "accepted")
    assert (row.message_id, row.text) == (refused.message_id, refused.text)
    assert presented(store) == 1


def test_a_server_that_never_answers_is_asked_five_times(store: Store, tmp_path: Path) -> None:
    add_account(store)
    with post_office() as office:
        settings = by_post(office, tmp_path)
    row = morning(store, settings)
    while row.state == MailState.READY:
        delivery.deliver(settings, store, row.id, row.due_at)
        row = row_of(store, row.id)
    assert (row.state, row.attempts) == (MailState.FAILED, MOST_ATTEMPTS)
    assert (row.result or "").startswith(MailReason.UNREACHABLE)


def test_an_address_that_cannot_be_one_fails_at_once(store: Store, outbox: Settings) -> None:
    add_account(store, "claire dubois@example.org")
    row = morning(store, outbox)
    assert (row.state, row.result, row.recipient) == (
        MailState.FAILED,
        MailReason.BAD_ADDRESS,
        "claire dubois@example.org",
    )


def test_an_address_that_no_server_knows_is_written_to_three_times_and_no_more(store: Store, tmp_path: Path) -> None:
    account = add_account(store)
    with post_office(RCPT="550 5.1.1 nobody here") as office:
        for number in range(REFUSALS):
            row = morning(store, by_post(office, tmp_path), SEVEN + number * DAY)
            assert (row.state, row.result) == (MailState.FAILED, "no_mailbox 550 5.1.1 nobody here")
    assert make_due(store, SEVEN + REFUSALS * DAY) == 0
    with store.reading() as db:
        assert db.get_one(Account, account.id).mail_paused_at == SEVEN + 2 * DAY


def test_the_mail_of_yesterday_does_not_leave_today(store: Store, outbox: Settings) -> None:
    add_account(store)
    mail_id = mail_due(store)
    delivery.deliver(outbox, store, mail_id, SEVEN + DAY)
    row = row_of(store, mail_id)
    assert (row.state, row.result) == (MailState.FAILED, MailReason.TOO_LATE)
    assert morning(store, outbox, SEVEN + DAY).state == MailState.SENT


def unsubscribe(store: Store, account: Account) -> None:
    with store.writing() as db:
        mail_schedule.unsubscribe(db, account.learner_key)


def close(store: Store, account: Account) -> None:
    with store.writing() as db:
        accounts.close(db, db.get_one(Account, account.id), SEVEN)


@pytest.mark.parametrize("leave", [unsubscribe, close])
def test_whoever_leaves_before_the_mail_does_gets_none(
    leave: Callable[[Store, Account], None], store: Store, outbox: Settings
) -> None:
    account = add_account(store)
    mail_id = mail_due(store)
    leave(store, account)
    delivery.deliver(outbox, store, mail_id, SEVEN)
    assert row_of(store, mail_id).state == MailState.NOTHING
    assert not (outbox.instance / "outbox").exists()


# ---------------------------------------------------------------------------------------------------------- invitations


def test_an_invitation_leaves_by_the_same_door(store: Store, tmp_path: Path) -> None:
    account = add_account(store, invited=True)
    with store.writing() as db:
        mail_schedule.invite(db, account, SEVEN)
    with post_office() as office:
        (mail_id,) = due(store, SEVEN)
        delivery.deliver(by_post(office, tmp_path), store, mail_id, SEVEN)
        (arrived,) = office.mails
    assert arrived["To"] == "Claire <claire@example.org>"
    assert arrived["List-Unsubscribe"] is None
    assert row_of(store, mail_id).state == MailState.SENT


def test_an_invitation_that_was_accepted_meanwhile_is_not_sent(store: Store, outbox: Settings) -> None:
    account = add_account(store, invited=True)
    with store.writing() as db:
        mail_schedule.invite(db, account, SEVEN)
        db.get_one(Account, account.id).password_hash = "a hash"
    (mail_id,) = due(store, SEVEN)
    delivery.deliver(outbox, store, mail_id, SEVEN)
    assert row_of(store, mail_id).state == MailState.NOTHING


def test_an_invitation_reaches_somebody_who_wants_no_digest_at_any_hour_of_any_day(
    store: Store, outbox: Settings
) -> None:
    account, sunday = add_account(store, hour=None, invited=True), SEVEN + 5 * DAY
    with store.writing() as db:
        mail_schedule.invite(db, account, sunday)
    (mail_id,) = due(store, sunday)
    delivery.deliver(outbox, store, mail_id, sunday + 3 * DAY)
    assert row_of(store, mail_id).state == MailState.SENT


def test_a_mail_asks_the_database_so_many_times(store: Store, outbox: Settings) -> None:
    for number in range(4):
        tell(store, f"Nouvelle {number}", SEVEN - number * HOUR, source=f"Source {number}")
    for name in ("une", "autre"):
        add_account(store, f"{name}@example.org")
    with store.writing() as db:
        mail_schedule.make_due(db, SEVEN)
    with store.reading() as db:
        first, second = db.scalars(select(Mail.id).order_by(Mail.id))
    delivery.deliver(outbox, store, first, SEVEN)  # by which what is published is in memory
    with counted(store) as sent:
        delivery.deliver(outbox, store, second, SEVEN)
    assert len(sent) == 10


# --------------------------------------------------------------------------------------------- the server takes nothing


@pytest.mark.parametrize("there", [True, False])
def test_a_mail_server_that_takes_nothing_is_seen_at_the_first_mail_and_logged_once_without_an_address(
    store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture, there: bool
) -> None:
    for name in ("claire", "karim"):
        add_account(store, f"{name}@example.org")
    make_due(store, SEVEN)
    with post_office(HELLO="554 no service for boussole@boussole.example") as office:
        settings = by_post(office, tmp_path)
        if there:
            try_all(store, settings, SEVEN)
    # From here on nothing listens at that port.
    for minutes in (0, 5):
        try_all(store, settings, SEVEN + minutes * MINUTE)
    (line,) = [record for record in caplog.records if record.levelname == "WARNING"]
    assert "@" not in line.getMessage() and "takes no mail" in line.getMessage()
    found = health(store, tmp_path, SEVEN + 6 * MINUTE)
    assert found.refused == MailRefusal(SEVEN, lasting=False)
    (alarm,) = [one for one in raised(store, tmp_path, SEVEN + MINUTE) if "courrier" in one.clause]
    assert alarm.signs == set()  # no mail would tell of a server that is started anew


def test_a_mail_server_that_takes_one_mail_is_well_again(store: Store, tmp_path: Path) -> None:
    for name in ("claire", "karim"):
        add_account(store, f"{name}@example.org")
    make_due(store, SEVEN)
    first, second = due(store, SEVEN)
    with post_office(HELLO="554 no service here") as office:
        delivery.deliver(by_post(office, tmp_path), store, first, SEVEN)
        assert health(store, tmp_path, SEVEN).refused
        del office.answers["HELLO"]
        delivery.deliver(by_post(office, tmp_path), store, second, SEVEN + SECOND)
    assert health(store, tmp_path, SEVEN + MINUTE).refused is None


def try_all(store: Store, settings: Settings, at: datetime) -> None:
    for mail_id in due(store, at):
        delivery.deliver(settings, store, mail_id, at)


def health(store: Store, folder: Path, at: datetime) -> installation_state.Work:
    with store.reading() as db:
        return installation_state.work(db, settings_for(folder), at)


def raised(store: Store, folder: Path, at: datetime) -> list[alarms.Alarm]:
    settings = replace(settings_for(folder), database_url=store.url)
    with store.reading() as db:
        return alarms.raised(installation_state.look(db, settings, at), words("fr"))
