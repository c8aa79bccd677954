"""Who is due a mail when."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from models.ground.store import Store
from models.learning import week
from models.people import accounts, mail_schedule, mail_sending
from models.tables.mail import Mail, MailRhythm
from models.tables.people import Account
from tests.people.post import SECOND, due_at, taken
from tests.watchers.mornings import DAY, HOUR, ON_ONE_DATABASE, SEVEN, add_account

THURSDAY = 3


def weekly(store: Store, weekday: int) -> Account:
    """Somebody who wants one mail a week."""
    account = add_account(store)
    with store.writing() as db:
        mail_schedule.choose_rhythm(db.get_one(Account, account.id), MailRhythm.WEEKLY, 7, weekday)
    return account


def test_a_morning_is_due_once_at_her_hour_however_often_one_looks(store: Store) -> None:
    add_account(store)
    times = (-SECOND, 0 * HOUR, HOUR, 10 * HOUR)
    assert [due_at(store, SEVEN + later) for later in times] == [0, 1, 0, 0]


def test_another_hour_on_the_same_day_is_no_second_morning(store: Store) -> None:
    account = add_account(store)
    assert due_at(store, SEVEN) == 1
    with store.writing() as db:
        mail_schedule.choose_rhythm(db.get_one(Account, account.id), MailRhythm.DAILY, 9, 0)
    assert due_at(store, SEVEN + 2 * HOUR) == 0
    assert due_at(store, SEVEN + DAY) == 0
    assert due_at(store, SEVEN + DAY + 2 * HOUR) == 1


@ON_ONE_DATABASE
def test_seven_stays_seven_when_brussels_changes_its_clocks(store: Store) -> None:
    add_account(store)
    for month, day, hour in ((3, 27, 6), (3, 30, 5), (10, 23, 5), (10, 26, 6)):
        seven = datetime(2026, month, day, hour, tzinfo=UTC)
        assert [due_at(store, at) for at in (seven - SECOND, seven)] == [0, 1], seven


@ON_ONE_DATABASE
def test_an_hour_that_the_clock_skips_comes_just_after(store: Store) -> None:
    """In Cairo Friday 24 April 2026 has no midnight: at 22 h UTC, it is one in the morning."""
    add_account(store, hour=0, timezone="Africa/Cairo")
    midnight = datetime(2026, 4, 23, 22, tzinfo=UTC)
    assert [due_at(store, at) for at in (midnight - DAY, midnight - SECOND, midnight)] == [1, 0, 1]


@ON_ONE_DATABASE
def test_an_hour_that_comes_twice_is_due_once(store: Store) -> None:
    """In Cairo, Thursday 29 October 2026 has two hours that begin at 23 h: at 20 h and at 21 h UTC."""
    add_account(store, hour=23, timezone="Africa/Cairo")
    first = datetime(2026, 10, 29, 20, tzinfo=UTC)
    assert [due_at(store, first - SECOND), due_at(store, first), due_at(store, first + HOUR)] == [0, 1, 0]


@ON_ONE_DATABASE
def test_nothing_is_due_on_a_day_off(store: Store) -> None:
    """Armistice, a Saturday, a Sunday, Christmas."""
    add_account(store)
    days = ((11, 11), (11, 28), (11, 29), (12, 25))
    assert [due_at(store, datetime(2026, *day, 7, tzinfo=UTC)) for day in days] == [0] * 4


def test_nothing_is_due_during_a_pause_of_hers_and_the_others_have_their_mail(store: Store) -> None:
    away = add_account(store)
    add_account(store, "bob@example.org")
    with store.writing() as db:
        week.pause(db, away.learner_key, SEVEN.date(), SEVEN.date() + DAY, SEVEN)
    assert [due_at(store, SEVEN + number * DAY) for number in range(3)] == [1, 1, 2]


@ON_ONE_DATABASE
def test_a_weekly_mail_comes_on_its_day_and_on_no_other(store: Store) -> None:
    weekly(store, THURSDAY)
    assert [due_at(store, SEVEN + number * DAY) for number in range(14)] == [0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]


@ON_ONE_DATABASE
def test_a_weekly_mail_whose_day_is_off_comes_on_the_next_working_day(store: Store) -> None:
    """Wednesday 11 November 2026 is a public holiday; the Thursday after it is one of her own."""
    account = weekly(store, 2)
    monday, thursday = datetime(2026, 11, 9, 6, tzinfo=UTC), datetime(2026, 11, 12).date()
    with store.writing() as db:
        week.pause(db, account.learner_key, thursday, thursday, monday)
    assert [due_at(store, monday + number * DAY) for number in range(8)] == [0, 0, 0, 0, 1, 0, 0, 0]


@ON_ONE_DATABASE
def test_a_week_that_is_all_off_brings_no_weekly_mail(store: Store) -> None:
    account = weekly(store, 0)
    monday = SEVEN - DAY
    with store.writing() as db:
        week.pause(db, account.learner_key, monday.date(), (monday + 6 * DAY).date(), monday)
    assert [due_at(store, monday + number * DAY) for number in range(8)] == [0, 0, 0, 0, 0, 0, 0, 1]


def test_a_mail_that_waits_is_no_longer_wanted_once_a_pause_is_noted(store: Store) -> None:
    account = add_account(store)
    due_at(store, SEVEN)
    mail_id, _ = taken(store, SEVEN)
    with store.writing() as db:
        assert mail_sending.is_wanted(db, db.get_one(Mail, mail_id), account)
        week.pause(db, account.learner_key, SEVEN.date(), SEVEN.date(), SEVEN)
        assert not mail_sending.is_wanted(db, db.get_one(Mail, mail_id), account)


@ON_ONE_DATABASE
def test_the_day_is_that_of_the_learner(store: Store) -> None:
    """At seven in Brussels it is five in the afternoon in Sydney, and one in the morning in New York."""
    add_account(store, timezone="Australia/Sydney", hour=17)
    add_account(store, "bob@example.org", timezone="America/New_York", hour=7)
    assert due_at(store, SEVEN) == 1


def test_nothing_is_due_to_those_who_want_none_are_gone_or_have_not_come_yet(store: Store) -> None:
    add_account(store, hour=None)
    add_account(store, "new@example.org", invited=True)
    gone = add_account(store, "gone@example.org")
    with store.writing() as db:
        accounts.close(db, db.get_one(Account, gone.id), SEVEN)
    assert due_at(store, SEVEN + HOUR) == 0


def test_who_comes_on_a_friday_has_her_first_mail_on_monday(store: Store) -> None:
    account = add_account(store)
    friday = SEVEN + 3 * DAY
    came(store, account, friday)
    assert [due_at(store, friday + days * DAY) for days in range(4)] == [0, 0, 0, 1]


def test_the_first_mail_is_due_on_the_working_day_after_she_has_come(store: Store) -> None:
    account = add_account(store)
    came(store, account, None)
    assert due_at(store, SEVEN) == 0
    came(store, account, SEVEN - HOUR)
    assert due_at(store, SEVEN + 12 * HOUR) == 0
    assert due_at(store, SEVEN + DAY) == 1


def came(store: Store, account: Account, at: datetime | None) -> None:
    """When she read who sees what."""
    with store.writing() as db:
        db.get_one(Account, account.id).privacy_read_at = at


def test_an_invitation_is_due_at_once_and_once_an_hour(store: Store) -> None:
    account = add_account(store, invited=True)
    with store.writing() as db:
        assert [mail_schedule.invite(db, account, SEVEN), mail_schedule.invite(db, account, SEVEN + SECOND)] == [
            True,
            False,
        ]
        assert mail_schedule.invite(db, account, SEVEN + HOUR)
        assert len(mail_sending.due(db, SEVEN, 9)) == 1


def test_the_rhythm_that_was_chosen_is_kept_and_what_is_no_hour_or_no_working_day_refused() -> None:
    for rhythm in MailRhythm:
        account = Account()
        mail_schedule.choose_rhythm(account, rhythm, 8, 2)
        assert mail_schedule.rhythm_of(account) is rhythm
    for hour, weekday in [(-1, 0), (24, 0), (7, -1), (7, 5)]:
        with pytest.raises(ValueError):
            mail_schedule.choose_rhythm(Account(), MailRhythm.WEEKLY, hour, weekday)


def test_unsubscribing_can_be_asked_again_and_by_somebody_who_is_gone(store: Store) -> None:
    account = add_account(store)
    with store.writing() as db:
        for key in (account.learner_key, account.learner_key, uuid4()):
            mail_schedule.unsubscribe(db, key)
    with store.reading() as db:
        assert db.get_one(Account, account.id).digest_hour is None
