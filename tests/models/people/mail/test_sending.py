"""Who holds which mail, and how often it is tried."""

import pytest

from models.ground.jobs import LEASE, LeaseLost
from models.ground.store import Store
from models.people.mail import sending
from models.people.mail.sending import FIRST_PAUSE, MOST_ATTEMPTS
from models.tables.mail import Mail, MailReason, MailState
from tests.models.people.mail.post import SECOND, due_at, taken
from tests.watchers.mornings import DAY, SEVEN, add_account, row_of


def test_a_mail_is_held_by_one_and_free_again_when_its_holder_dies(store: Store) -> None:
    add_account(store)
    due_at(store, SEVEN)
    mail_id, lease = taken(store, SEVEN)
    assert lease == SEVEN + LEASE
    assert taken(store, SEVEN + SECOND)[1] is None
    late = SEVEN + LEASE + SECOND
    with store.reading() as db:
        assert sending.due(db, SEVEN + SECOND, 9) == []
        assert sending.due(db, late, 9) == [mail_id]
    assert taken(store, late)[1] == late + LEASE


def test_a_mail_whose_sender_died_lets_the_others_go_first(store: Store) -> None:
    for name in ("claire", "bob"):
        add_account(store, f"{name}@example.org")
    due_at(store, SEVEN)
    with store.writing() as db:
        first, second = sending.due(db, SEVEN, 9)
        assert sending.take(db, first, SEVEN)
        assert sending.due(db, SEVEN + LEASE + SECOND, 9) == [second, first]


def test_whoever_was_too_slow_changes_nothing(store: Store) -> None:
    add_account(store)
    due_at(store, SEVEN)
    mail_id, lease = taken(store, SEVEN)
    assert lease
    taken(store, SEVEN + LEASE + SECOND)
    with pytest.raises(LeaseLost), store.writing() as db:
        sending.held(db, mail_id, lease)


def test_a_sending_that_was_cut_off_is_uncertain_and_never_due_again(store: Store) -> None:
    account = add_account(store)
    due_at(store, SEVEN)
    mail_id, lease = taken(store, SEVEN)
    assert lease
    with store.writing() as db:
        sending.begin_sending(sending.held(db, mail_id, lease), account.email, "<one@boussole.example>", SEVEN)
    assert taken(store, SEVEN + SECOND)[1] is None
    assert row_of(store, mail_id).state == MailState.SENDING
    assert taken(store, SEVEN + LEASE + SECOND)[1] is None
    assert row_of(store, mail_id).state == MailState.UNCERTAIN
    with store.reading() as db:
        assert sending.due(db, SEVEN + DAY, 9) == []


def test_each_refusal_waits_longer_until_the_last() -> None:
    row, at, pauses = Mail(attempts=0), SEVEN, []
    for attempt in range(1, MOST_ATTEMPTS + 1):
        row.attempts = attempt
        sending.postpone(row, at, MailReason.REFUSED, "450 later")
        if row.state == MailState.READY:
            pauses.append(row.due_at - at)
    assert pauses == [FIRST_PAUSE, 3 * FIRST_PAUSE, 9 * FIRST_PAUSE, 27 * FIRST_PAUSE]
    assert (row.state, row.result) == (MailState.FAILED, "refused 450 later")
