"""Who holds which mail, how often it is tried, and addresses that refuse."""

from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy import select

from models.ground.jobs import LEASE, LeaseLost
from models.ground.store import Store
from models.people import accounts, mail_outcomes, mail_schedule, mail_sending
from models.people.mail_sending import FIRST_PAUSE, MOST_ATTEMPTS
from models.tables.mail import Mail, MailKind, MailReason, MailState
from models.tables.people import Account
from tests.people.post import SECOND, due_at, taken, written
from tests.watchers.mornings import DAY, SEVEN, add_account, row_of


def test_a_mail_is_held_by_one_and_free_again_when_its_holder_dies(store: Store) -> None:
    add_account(store)
    due_at(store, SEVEN)
    mail_id, lease = taken(store, SEVEN)
    assert lease == SEVEN + LEASE
    assert taken(store, SEVEN + SECOND)[1] is None
    late = SEVEN + LEASE + SECOND
    with store.reading() as db:
        assert mail_sending.due(db, SEVEN + SECOND, 9) == []
        assert mail_sending.due(db, late, 9) == [mail_id]
    assert taken(store, late)[1] == late + LEASE


def test_a_mail_whose_sender_died_lets_the_others_go_first(store: Store) -> None:
    for name in ("claire", "bob"):
        add_account(store, f"{name}@example.org")
    due_at(store, SEVEN)
    with store.writing() as db:
        first, second = mail_sending.due(db, SEVEN, 9)
        assert mail_sending.take(db, first, SEVEN)
        assert mail_sending.due(db, SEVEN + LEASE + SECOND, 9) == [second, first]


def test_whoever_was_too_slow_changes_nothing(store: Store) -> None:
    add_account(store)
    due_at(store, SEVEN)
    mail_id, lease = taken(store, SEVEN)
    assert lease
    taken(store, SEVEN + LEASE + SECOND)
    with pytest.raises(LeaseLost), store.writing() as db:
        mail_sending.held(db, mail_id, lease)


def test_a_sending_that_was_cut_off_is_uncertain_and_never_due_again(store: Store) -> None:
    account = add_account(store)
    due_at(store, SEVEN)
    mail_id, lease = taken(store, SEVEN)
    assert lease
    with store.writing() as db:
        mail_sending.begin_sending(
            mail_sending.held(db, mail_id, lease), account.email, "<one@boussole.example>", SEVEN
        )
    assert taken(store, SEVEN + SECOND)[1] is None
    assert row_of(store, mail_id).state == MailState.SENDING
    assert taken(store, SEVEN + LEASE + SECOND)[1] is None
    assert row_of(store, mail_id).state == MailState.UNCERTAIN
    with store.reading() as db:
        assert mail_sending.due(db, SEVEN + DAY, 9) == []


def test_each_refusal_waits_longer_until_the_last() -> None:
    row, at, pauses = Mail(attempts=0), SEVEN, []
    for attempt in range(1, MOST_ATTEMPTS + 1):
        row.attempts = attempt
        mail_sending.postpone(row, at, MailReason.REFUSED, "450 later")
        if row.state == MailState.READY:
            pauses.append(row.due_at - at)
    assert pauses == [FIRST_PAUSE, 3 * FIRST_PAUSE, 9 * FIRST_PAUSE, 27 * FIRST_PAUSE]
    assert (row.state, row.result) == (MailState.FAILED, "refused 450 later")


def refused(store: Store, account: Account, *reasons: MailReason, at: datetime = SEVEN) -> Account:
    """One mail after another that ended so, from that instant on."""
    for number, reason in enumerate(reasons):
        sent_at = at + number * DAY
        with store.writing() as db:
            row = Mail(learner_key=account.learner_key, kind=MailKind.DIGEST, slot=str(uuid4()), due_at=sent_at)
            row.state, row.recipient = MailState.SENT, account.email
            row.message_id = f"<{row.slot}@boussole.example>"
            db.add(row)
            mail_sending.settle(row, MailState.SENT if reason is MailReason.ACCEPTED else MailState.FAILED, reason)
            db.flush()
            mail_outcomes.note_refusal(db, account.learner_key, sent_at)
    with store.reading() as db:
        return db.get_one(Account, account.id)


N, B, OK, OTHER = MailReason.NO_MAILBOX, MailReason.BOUNCED, MailReason.ACCEPTED, MailReason.REFUSED


@pytest.mark.parametrize(
    ("reasons", "paused"),
    [
        ([N, N], False),
        ([N, B, N], True),
        ([N, N, OK, N], False),
        ([N, N, OTHER, N], True),
        ([OTHER, OTHER, OTHER], False),
    ],
)
def test_an_address_is_paused_once_three_mails_in_a_row_were_refused_for_its_sake(
    store: Store, reasons: list[MailReason], paused: bool
) -> None:
    account = refused(store, add_account(store), *reasons)
    assert (account.mail_paused_at is not None) is paused
    assert due_at(store, SEVEN + 7 * DAY) == (0 if paused else 1)


def test_nothing_that_waits_leaves_for_a_paused_address_but_an_invitation(store: Store) -> None:
    account = add_account(store)
    due_at(store, SEVEN)
    with store.writing() as db:
        waiting = db.scalars(select(Mail)).one()
        hers = db.get_one(Account, account.id)
        hers.mail_paused_at = SEVEN
        assert not mail_sending.is_wanted(db, waiting, hers)
        invited = accounts.invite(db, "new@example.org", "New", SEVEN, timezone="Europe/Brussels")
        invited.mail_paused_at = SEVEN
        mail_schedule.invite(db, invited, SEVEN)
        row = db.scalars(select(Mail).where(Mail.kind == MailKind.INVITATION)).one()
        assert mail_sending.is_wanted(db, row, invited)


def test_an_address_that_was_taken_up_again_has_three_refusals_to_go(store: Store) -> None:
    account = refused(store, add_account(store), N, N, N)
    with store.writing() as db:
        assert [one.email for one in mail_outcomes.paused_addresses(db)] == [account.email]
        mail_outcomes.take_up(db, account.learner_key, SEVEN + 3 * DAY)
        assert mail_outcomes.paused_addresses(db) == []
    assert refused(store, account, N, N, at=SEVEN + 4 * DAY).mail_paused_at is None
    assert refused(store, account, N, at=SEVEN + 6 * DAY).mail_paused_at == SEVEN + 6 * DAY


def test_a_mail_that_comes_back_is_noted_once(store: Store) -> None:
    mail_id = written(store, add_account(store), MailState.SENT, MailReason.ACCEPTED)
    with store.writing() as db:
        assert mail_outcomes.bounced(db, "<one@boussole.example>", "5.1.1", SEVEN)
        assert not mail_outcomes.bounced(db, "<one@boussole.example>", "5.1.1", SEVEN)
        assert not mail_outcomes.bounced(db, "<of somebody else>", "5.1.1", SEVEN)
    row = row_of(store, mail_id)
    assert (row.state, row.result) == (MailState.FAILED, "bounced 5.1.1")
