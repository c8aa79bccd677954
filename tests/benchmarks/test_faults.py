"""A house broken on purpose: what was lost or doubled is seen, and for how long nobody was answered."""

import smtplib
from dataclasses import dataclass, field
from email.message import EmailMessage
from random import Random
from uuid import UUID

import pytest

from benchmarks.faults.breaking import Broken
from benchmarks.faults.counts import Kept, Tally, recovered, table, tallies
from benchmarks.faults.post import FickleOffice
from benchmarks.killed_mails import post_office
from models.tables.mail import MailState

ONE, OTHER = UUID(int=1), UUID(int=2)
WHOLE = [(ONE, ["a"]), (OTHER, ["b"])]


@dataclass
class Seen:
    """What was seen of a house from outside: an answer and a mail under each of two faults."""

    office: FickleOffice = field(default_factory=lambda: FickleOffice(Random(0), received=[(1.0, "m1"), (7.0, "m2")]))
    tried: list[tuple[float, bool]] = field(default_factory=lambda: [(1.0, True), (2.0, False), (6.0, True)])
    given: dict[UUID, tuple[float, str]] = field(default_factory=lambda: {ONE: (1.0, "a"), OTHER: (6.0, "b")})
    refused: list[tuple[float, str]] = field(default_factory=list)


def counted(answers: list[tuple[UUID, list[str]]], m1: str = "sent", m2: str = "sent") -> list[Tally]:
    faults = [("first", Broken(0, 3)), ("second", Broken(5, 5.5))]
    return list(tallies(Seen(), faults, Kept(answers, {"m1": m1, "m2": m2})))


def test_where_all_is_there_once_nothing_is_wrong_but_what_never_came_back() -> None:
    first, second = counted(WHOLE)
    assert second == Tally("second", 1, 0, 0, 0, 1, 0, 0, page=0.5, work=1.5)
    # Its last try failed; that answers were taken under the next fault is not its recovery.
    assert (first.page, first.sound, second.sound) == (None, False, True)


@pytest.mark.parametrize(
    ("answers", "lost", "doubled"),
    [(WHOLE[:1], 1, 0), ([WHOLE[0], (OTHER, ["a"])], 1, 0), ([*WHOLE, WHOLE[1]], 0, 1)],
    ids=["missing", "another answer", "twice"],
)
def test_an_answer_that_its_learner_saw_accepted_is_missed_or_counted_twice(
    answers: list[tuple[UUID, list[str]]], lost: int, doubled: int
) -> None:
    second = counted(answers)[1]
    assert (second.lost, second.doubled, second.sound) == (lost, doubled, False)


def test_a_mail_that_would_be_sent_again_counts_as_doubled() -> None:
    assert counted(WHOLE, m2=MailState.READY)[1].mails_doubled == 1
    assert counted(WHOLE, m2=MailState.UNCERTAIN)[1].mails_doubled == 0


def test_recovery_lasts_until_answers_are_taken_after_the_last_that_was_not() -> None:
    tried = [(1.0, True), (2.0, False), (4.0, True), (5.0, False), (7.0, True), (8.0, True)]
    assert recovered(tried, begun=1.5, mended=3.0, end=9.0) == 7.0
    assert recovered(tried, begun=7.5, mended=7.6, end=9.0) == 8.0
    assert recovered(tried[:4], begun=1.5, mended=3.0, end=9.0) is None


def test_a_fault_has_one_line_whatever_the_rounds() -> None:
    rows = counted(WHOLE)
    lines = table([*rows, *rows])
    assert [line.split()[:3] for line in lines[1:]] == [["first", "2", "2"], ["second", "2", "2"]]
    assert "2 NEVER" in lines[1]


def test_a_fickle_mail_server_refuses_hangs_up_and_takes_some_unsaid() -> None:
    office, message = FickleOffice(Random(1), fickle=True), EmailMessage()
    message["From"], message["To"], message["Message-ID"] = "a@x.example", "b@x.example", "<m@x.example>"
    sent, failures = 0, set()
    with post_office(office):
        for _ in range(60):
            try:
                with smtplib.SMTP("127.0.0.1", office.port, "localhost") as client:
                    client.send_message(message)
                sent += 1
            except smtplib.SMTPException as error:
                failures.add(type(error).__name__)
    assert failures >= {"SMTPSenderRefused", "SMTPRecipientsRefused", "SMTPDataError", "SMTPServerDisconnected"}
    assert 0 < sent < len(office.received)
