"""What an administrator may know of a mail, and what stays with its owner."""

from datetime import timedelta
from statistics import median

import pytest
from sqlalchemy import select
from sqlalchemy.exc import InvalidRequestError

from content.errors import NotFound
from models.ground.store import Store
from models.people import mail_outcomes
from models.people.messages import IN_WORDS
from models.tables.mail import Mail, MailKind, MailReason, MailState
from tests.people.post import due_at, written
from tests.watchers.mornings import SEVEN, add_account

BRUSSELS = "Europe/Brussels"


def test_an_administrator_sees_whom_what_when_and_the_result_and_no_content(store: Store) -> None:
    account = add_account(store)
    written(store, account, MailState.FAILED, MailReason.REFUSED, "550 5.1.1 nobody here")
    with store.reading() as db:
        (delivery,) = mail_outcomes.failures(db)
    assert (delivery.recipient, delivery.kind, delivery.state) == (
        "claire@example.org",
        MailKind.DIGEST,
        MailState.FAILED,
    )
    assert delivery.day == SEVEN.date()
    assert (delivery.result, delivery.detail) == ("Le serveur de courrier l'a refusé.", "550 5.1.1 nobody here")
    assert not {"subject", "text", "html", "story_ids", "presentation_id", "learner_key"} & set(delivery._fields)


@pytest.mark.parametrize("state", [MailState.SENT, MailState.NOTHING, MailState.READY, MailState.SENDING])
def test_whom_boussole_writes_to_and_whom_not_is_nobodys_to_see(store: Store, state: MailState) -> None:
    """By its gaps such a list tells who is on leave, and when somebody was last seen."""
    account = add_account(store)
    mail_id = written(store, account, MailState.SENT, MailReason.ACCEPTED)
    with store.writing() as db:
        row = db.get_one(Mail, mail_id)
        row.state = state
        row.result = row.result if state == MailState.SENT else None
    with store.reading() as db:
        assert mail_outcomes.failures(db) == []


def test_what_is_put_off_is_a_failure_too(store: Store) -> None:
    account = add_account(store)
    mail_id = written(store, account, MailState.FAILED, MailReason.UNREACHABLE)
    with store.writing() as db:
        db.get_one(Mail, mail_id).state = MailState.READY
    with store.reading() as db:
        assert [one.state for one in mail_outcomes.failures(db)] == [MailState.READY]


def test_a_breakdown_is_told_once_a_day_and_names_nobody_but_an_invitation(store: Store) -> None:
    """Whom it did not meet, and how many it met, would tell who is on leave."""
    for name in ("claire", "bob"):
        written(store, add_account(store, f"{name}@example.org"), MailState.FAILED, MailReason.UNREACHABLE)
    invited = written(store, add_account(store, "eve@example.org"), MailState.FAILED, MailReason.UNREACHABLE)
    with store.writing() as db:
        db.get_one(Mail, invited).kind = MailKind.INVITATION
    with store.reading() as db:
        found = mail_outcomes.failures(db)
    assert [(one.recipient, one.kind) for one in found] == [("eve@example.org", "invitation"), (None, "digest")]


def test_about_how_many_have_left_is_told_of_all_together_a_week_at_a_time(store: Store) -> None:
    account = add_account(store)
    with store.writing() as db:
        sent = {"kind": MailKind.DIGEST, "state": MailState.SENT, "due_at": SEVEN, "sent_at": SEVEN}
        db.add_all(Mail(learner_key=account.learner_key, slot=f"{number}", **sent) for number in range(1000))
    with store.reading() as db:
        told = [
            mail_outcomes.sent_last_week(db, SEVEN + timedelta(days=days), BRUSSELS, "key")
            for days in (0, 5, 6, 12, 13)
        ]
    assert told[2] and (told[0], told[1], told[3], told[4]) == (None, None, told[2], None)
    assert told[2] != 1000 and abs(told[2] - 1000) < 600


def test_whoever_knows_of_everybody_else_does_not_read_from_how_many_left_that_one_was_on_leave(store: Store) -> None:
    """Thirty people, five mails each, and one more or none: the best guess of the number, on keys that she lacks."""
    with_her, without = (
        [mail_outcomes.blurred_count(150 + more, mail_outcomes.A_WEEK, f"key {key}", "mails") for key in range(2000)]
        for more in (mail_outcomes.A_WEEK, 0)
    )
    middle = median(with_her + without)
    right = sum(told > middle for told in with_her) + sum(told <= middle for told in without)
    assert right / 4000 < 0.54


def test_every_reason_has_its_sentence() -> None:
    assert set(IN_WORDS) == set(MailReason)


def test_a_mail_is_read_by_its_owner_alone(store: Store) -> None:
    account, other = add_account(store), add_account(store, "bob@example.org")
    mail_id = written(store, account, MailState.SENT, MailReason.ACCEPTED)
    with store.reading() as db:
        assert mail_outcomes.mail_of(db, 1, account.learner_key).text == "le texte"
        assert [row.id for row in mail_outcomes.mails_of(db, account.learner_key)] == [mail_id]
        assert mail_outcomes.mails_of(db, other.learner_key) == []
        for number, key in (
            (1, other.learner_key),
            (2, account.learner_key),
            (0, account.learner_key),
            (-1, account.learner_key),
        ):
            with pytest.raises(NotFound, match="Ce courriel n'est pas le vôtre"):
                mail_outcomes.mail_of(db, number, key)


def test_a_list_of_mails_does_not_read_what_they_say(store: Store) -> None:
    account = add_account(store)
    written(store, account, MailState.SENT, MailReason.ACCEPTED)
    with store.reading() as db:
        (row,) = mail_outcomes.mails_of(db, account.learner_key)
        assert (row.subject, row.due_at) == ("Votre veille", SEVEN)
        for unread in ("text", "html"):
            with pytest.raises(InvalidRequestError):
                getattr(row, unread)


def test_a_mail_that_is_not_written_yet_cannot_be_read(store: Store) -> None:
    account = add_account(store)
    due_at(store, SEVEN)
    with store.reading() as db:
        assert mail_outcomes.mails_of(db, account.learner_key) == []
        with pytest.raises(NotFound, match="Ce courriel n'est pas le vôtre"):
            mail_outcomes.mail_of(db, db.scalars(select(Mail.id)).one(), account.learner_key)
