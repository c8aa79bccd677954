"""Mails as rows: who is due when, who holds which, what an administrator may know, and what stays with its owner."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import InvalidRequestError

from models import mail, people, week
from models.jobs import LEASE, LeaseLost
from models.mail import FIRST_PAUSE, MOST_ATTEMPTS, BadRhythm, Kind, Letter, NoSuchMail, Reason, Rhythm, State
from models.mail.kinds import IN_WORDS
from models.store import Store
from models.tables import Account, Mail
from tests.watchers.mornings import DAY, HOUR, ON_ONE_DATABASE, SEVEN, add_account, row_of

SECOND = timedelta(seconds=1)
THURSDAY = 3
LETTER = Letter("Votre veille", "le texte", "<p>la page</p>")


def due_at(store: Store, at: datetime) -> int:
    """How many mails become due at that instant."""
    with store.writing() as db:
        return mail.make_due(db, at)


def written(store: Store, account: Account, state: State, reason: Reason, detail: str = "") -> int:
    """A digest that went as far as that."""
    with store.writing() as db:
        row = Mail(learner_key=account.learner_key, kind=Kind.DIGEST, slot=str(uuid4()), due_at=SEVEN, state="ready")
        row.attempts = 1
        db.add(row)
        mail.keep(row, LETTER)
        mail.begin_sending(row, account.email, "<one@boussole.example>", SEVEN + SECOND)
        mail.settle(row, state, reason, detail)
    return row.id


def taken(store: Store, at: datetime) -> tuple[int, datetime | None]:
    """Take the one mail that there is."""
    with store.writing() as db:
        mail_id = db.scalars(select(Mail.id)).one()
        return mail_id, mail.take(db, mail_id, at)


def weekly(store: Store, weekday: int) -> Account:
    """Somebody who wants one mail a week."""
    account = add_account(store)
    with store.writing() as db:
        mail.choose_rhythm(db.get_one(Account, account.id), Rhythm.WEEKLY, 7, weekday)
    return account


# ------------------------------------------------------------------------------------------------------ who is due when


def test_a_mail_is_due_at_the_learners_hour_and_not_before(store: Store) -> None:
    add_account(store)
    assert due_at(store, SEVEN - SECOND) == 0
    assert due_at(store, SEVEN) == 1


def test_a_morning_is_due_once_however_often_one_looks(store: Store) -> None:
    add_account(store)
    assert [due_at(store, SEVEN), due_at(store, SEVEN + HOUR), due_at(store, SEVEN + 10 * HOUR)] == [1, 0, 0]


def test_another_hour_on_the_same_day_is_no_second_morning(store: Store) -> None:
    account = add_account(store)
    assert due_at(store, SEVEN) == 1
    with store.writing() as db:
        mail.choose_rhythm(db.get_one(Account, account.id), Rhythm.DAILY, 9, 0)
    assert due_at(store, SEVEN + 2 * HOUR) == 0
    assert due_at(store, SEVEN + DAY) == 0
    assert due_at(store, SEVEN + DAY + 2 * HOUR) == 1


@ON_ONE_DATABASE
@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(datetime(2026, 3, 27, 6, tzinfo=UTC), datetime(2026, 3, 30, 5, tzinfo=UTC), id="to summer"),
        pytest.param(datetime(2026, 10, 23, 5, tzinfo=UTC), datetime(2026, 10, 26, 6, tzinfo=UTC), id="to winter"),
    ],
)
def test_seven_stays_seven_when_brussels_changes_its_clocks(store: Store, before: datetime, after: datetime) -> None:
    add_account(store)
    for seven in (before, after):
        assert due_at(store, seven - SECOND) == 0
        assert due_at(store, seven) == 1


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
@pytest.mark.parametrize(
    "day",
    [
        pytest.param(datetime(2026, 11, 28, 7, tzinfo=UTC), id="Saturday"),
        pytest.param(datetime(2026, 11, 29, 7, tzinfo=UTC), id="Sunday"),
        pytest.param(datetime(2026, 11, 11, 7, tzinfo=UTC), id="Armistice"),
        pytest.param(datetime(2026, 12, 25, 7, tzinfo=UTC), id="Christmas"),
    ],
)
def test_nothing_is_due_on_a_day_off(store: Store, day: datetime) -> None:
    add_account(store)
    assert due_at(store, day) == 0


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
        assert mail.recipient(db, db.get_one(Mail, mail_id))
        week.pause(db, account.learner_key, SEVEN.date(), SEVEN.date(), SEVEN)
        assert mail.recipient(db, db.get_one(Mail, mail_id)) is None


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
        people.close(db, db.get_one(Account, gone.id), SEVEN)
    assert due_at(store, SEVEN + HOUR) == 0


def test_an_invitation_is_due_at_once_and_once_an_hour(store: Store) -> None:
    account = add_account(store, invited=True)
    with store.writing() as db:
        assert [mail.invite(db, account, SEVEN), mail.invite(db, account, SEVEN + SECOND)] == [True, False]
        assert mail.invite(db, account, SEVEN + HOUR)
        assert len(mail.due(db, SEVEN, 9)) == 1


@pytest.mark.parametrize(("hour", "weekday"), [(-1, 0), (24, 0), (7, -1), (7, 5)])
def test_what_is_no_hour_or_no_working_day_is_refused(hour: int, weekday: int) -> None:
    with pytest.raises(BadRhythm):
        mail.choose_rhythm(Account(), Rhythm.WEEKLY, hour, weekday)


@pytest.mark.parametrize("rhythm", Rhythm)
def test_the_rhythm_that_was_chosen_is_the_one_that_is_kept(rhythm: Rhythm) -> None:
    account = Account()
    mail.choose_rhythm(account, rhythm, 8, 2)
    assert mail.rhythm_of(account) is rhythm


def test_unsubscribing_can_be_asked_again_and_by_somebody_who_is_gone(store: Store) -> None:
    account = add_account(store)
    with store.writing() as db:
        for key in (account.learner_key, account.learner_key, uuid4()):
            mail.unsubscribe(db, key)
    with store.reading() as db:
        assert db.get_one(Account, account.id).digest_hour is None


# ------------------------------------------------------------------------------------------------------ who holds which


def test_a_mail_is_held_by_one_and_free_again_when_its_holder_dies(store: Store) -> None:
    add_account(store)
    due_at(store, SEVEN)
    mail_id, lease = taken(store, SEVEN)
    assert lease == SEVEN + LEASE
    assert taken(store, SEVEN + SECOND)[1] is None
    late = SEVEN + LEASE + SECOND
    with store.reading() as db:
        assert mail.due(db, SEVEN + SECOND, 9) == []
        assert mail.due(db, late, 9) == [mail_id]
    assert taken(store, late)[1] == late + LEASE


def test_a_mail_whose_sender_died_lets_the_others_go_first(store: Store) -> None:
    for name in ("claire", "bob"):
        add_account(store, f"{name}@example.org")
    due_at(store, SEVEN)
    with store.writing() as db:
        first, second = mail.due(db, SEVEN, 9)
        assert mail.take(db, first, SEVEN)
        assert mail.due(db, SEVEN + LEASE + SECOND, 9) == [second, first]


def test_whoever_was_too_slow_changes_nothing(store: Store) -> None:
    add_account(store)
    due_at(store, SEVEN)
    mail_id, lease = taken(store, SEVEN)
    assert lease
    taken(store, SEVEN + LEASE + SECOND)
    with pytest.raises(LeaseLost), store.writing() as db:
        mail.held(db, mail_id, lease)


def test_a_sending_that_was_cut_off_is_uncertain_and_never_due_again(store: Store) -> None:
    account = add_account(store)
    due_at(store, SEVEN)
    mail_id, lease = taken(store, SEVEN)
    assert lease
    with store.writing() as db:
        mail.begin_sending(mail.held(db, mail_id, lease), account.email, "<one@boussole.example>", SEVEN)
    assert taken(store, SEVEN + SECOND)[1] is None
    assert row_of(store, mail_id).state == State.SENDING
    assert taken(store, SEVEN + LEASE + SECOND)[1] is None
    assert row_of(store, mail_id).state == State.UNCERTAIN
    with store.reading() as db:
        assert mail.due(db, SEVEN + DAY, 9) == []


def test_each_refusal_waits_longer_until_the_last() -> None:
    row, at, pauses = Mail(attempts=0), SEVEN, []
    for attempt in range(1, MOST_ATTEMPTS + 1):
        row.attempts = attempt
        mail.postpone(row, at, Reason.REFUSED, "450 later")
        if row.state == State.READY:
            pauses.append(row.due_at - at)
    assert pauses == [FIRST_PAUSE, 3 * FIRST_PAUSE, 9 * FIRST_PAUSE, 27 * FIRST_PAUSE]
    assert (row.state, row.result) == (State.FAILED, "refused 450 later")


# ------------------------------------------------------------------------------------------------------- who sees what


def test_an_administrator_sees_whom_what_when_and_the_result_and_no_content(store: Store) -> None:
    account = add_account(store)
    written(store, account, State.FAILED, Reason.REFUSED, "550 5.1.1 nobody here")
    with store.reading() as db:
        (delivery,) = mail.deliveries(db)
    assert (delivery.recipient, delivery.kind, delivery.state) == ("claire@example.org", Kind.DIGEST, State.FAILED)
    assert (delivery.due_at, delivery.sent_at, delivery.attempts) == (SEVEN, None, 1)
    assert (delivery.result, delivery.detail) == ("Le serveur de courrier l'a refusé.", "550 5.1.1 nobody here")
    assert not {"subject", "text", "html", "story_ids", "presentation_id", "learner_key"} & set(delivery.__slots__)


def test_an_administrator_sees_to_whom_a_mail_is_going_to_leave(store: Store) -> None:
    add_account(store)
    due_at(store, SEVEN)
    with store.reading() as db:
        (delivery,) = mail.deliveries(db)
    assert (delivery.recipient, delivery.state, delivery.result) == ("claire@example.org", State.READY, None)


def test_that_there_was_nothing_to_say_stays_with_the_learner(store: Store) -> None:
    add_account(store)
    due_at(store, SEVEN)
    mail_id, lease = taken(store, SEVEN)
    assert lease
    with store.writing() as db:
        mail.have_nothing(mail.held(db, mail_id, lease))
    with store.reading() as db:
        assert mail.deliveries(db) == []


def test_every_reason_has_its_sentence() -> None:
    assert set(IN_WORDS) == set(Reason)


def test_a_mail_is_read_by_its_owner_alone(store: Store) -> None:
    account, other = add_account(store), add_account(store, "bob@example.org")
    mail_id = written(store, account, State.SENT, Reason.ACCEPTED)
    with store.reading() as db:
        assert mail.mail_of(db, mail_id, account.learner_key).text == "le texte"
        assert [row.id for row in mail.mails_of(db, account.learner_key)] == [mail_id]
        assert mail.mails_of(db, other.learner_key) == []
        for number, key in ((mail_id, other.learner_key), (mail_id + 1, account.learner_key)):
            with pytest.raises(NoSuchMail):
                mail.mail_of(db, number, key)


def test_a_list_of_mails_does_not_read_what_they_say(store: Store) -> None:
    account = add_account(store)
    written(store, account, State.SENT, Reason.ACCEPTED)
    with store.reading() as db:
        (row,) = mail.mails_of(db, account.learner_key)
        assert (row.subject, row.due_at) == ("Votre veille", SEVEN)
        for unread in ("text", "html"):
            with pytest.raises(InvalidRequestError):
                getattr(row, unread)


def test_a_mail_that_is_not_written_yet_cannot_be_read(store: Store) -> None:
    account = add_account(store)
    due_at(store, SEVEN)
    with store.reading() as db:
        assert mail.mails_of(db, account.learner_key) == []
        with pytest.raises(NoSuchMail):
            mail.mail_of(db, db.scalars(select(Mail.id)).one(), account.learner_key)


def test_whoever_is_erased_leaves_no_mail(store: Store) -> None:
    account = add_account(store)
    written(store, account, State.SENT, Reason.ACCEPTED)
    with store.writing() as db:
        people.erase(db, db.get_one(Account, account.id))
        assert db.scalar(select(func.count()).select_from(Mail)) == 0


# ------------------------------------------------------------------------------------------------ addresses that refuse


def refused(store: Store, account: Account, *reasons: Reason, at: datetime = SEVEN) -> Account:
    """One mail after another that ended so, from that instant on."""
    for number, reason in enumerate(reasons):
        sent_at = at + number * DAY
        with store.writing() as db:
            row = Mail(learner_key=account.learner_key, kind=Kind.DIGEST, slot=str(uuid4()), due_at=sent_at)
            row.state, row.message_id = State.SENT, f"<{row.slot}@boussole.example>"
            db.add(row)
            mail.settle(row, State.SENT if reason is Reason.ACCEPTED else State.FAILED, reason)
            db.flush()
            mail.note_refusal(db, account.learner_key, sent_at)
    with store.reading() as db:
        return db.get_one(Account, account.id)


N, B, OK, OTHER = Reason.NO_MAILBOX, Reason.BOUNCED, Reason.ACCEPTED, Reason.REFUSED


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
    store: Store, reasons: list[Reason], paused: bool
) -> None:
    account = refused(store, add_account(store), *reasons)
    assert (account.mail_paused_at is not None) is paused
    assert due_at(store, SEVEN + 7 * DAY) == (0 if paused else 1)


def test_nothing_that_waits_leaves_for_a_paused_address_but_an_invitation(store: Store) -> None:
    account = add_account(store)
    due_at(store, SEVEN)
    with store.writing() as db:
        waiting = db.scalars(select(Mail)).one()
        db.get_one(Account, account.id).mail_paused_at = SEVEN
        assert mail.recipient(db, waiting) is None
        invited = people.invite(db, "new@example.org", "New", SEVEN, timezone="Europe/Brussels")
        invited.mail_paused_at = SEVEN
        mail.invite(db, invited, SEVEN)
        row = db.scalars(select(Mail).where(Mail.kind == Kind.INVITATION)).one()
        assert mail.recipient(db, row) is invited


def test_an_address_that_was_taken_up_again_has_three_refusals_to_go(store: Store) -> None:
    account = refused(store, add_account(store), N, N, N)
    with store.writing() as db:
        assert [one.email for one in mail.paused_addresses(db)] == [account.email]
        mail.take_up(db, account.learner_key, SEVEN + 3 * DAY)
        assert mail.paused_addresses(db) == []
    assert refused(store, account, N, N, at=SEVEN + 4 * DAY).mail_paused_at is None
    assert refused(store, account, N, at=SEVEN + 6 * DAY).mail_paused_at == SEVEN + 6 * DAY


def test_a_mail_that_comes_back_is_noted_once(store: Store) -> None:
    mail_id = written(store, add_account(store), State.SENT, Reason.ACCEPTED)
    with store.writing() as db:
        assert mail.bounced(db, "<one@boussole.example>", "5.1.1", SEVEN)
        assert not mail.bounced(db, "<one@boussole.example>", "5.1.1", SEVEN)
        assert not mail.bounced(db, "<of somebody else>", "5.1.1", SEVEN)
    row = row_of(store, mail_id)
    assert (row.state, row.result) == (State.FAILED, "bounced 5.1.1")
