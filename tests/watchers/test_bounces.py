"""Mails that came back: a report on an address that is not, and many that are something else."""

import subprocess
import sys
from pathlib import Path

import pytest

from models.ground.store import Store
from models.tables.mail import Mail, MailReason, MailState
from models.tables.people import Account
from tests.watchers.mornings import DAY, SEVEN, add_account
from watchers import bounces
from watchers.bounces import Bounce

REPORT = """\
From: MAILER-DAEMON@mx.example
To: boussole@boussole.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="edge"

--edge
Content-Type: text/plain; charset=utf-8

<claire@example.org>: unknown user
--edge
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; claire@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} no such
    user here

--edge
Content-Type: {kind}

Message-ID: <one@boussole.example>
Subject: Vos actualités

--edge--
"""


def report(action: str = "failed", status: str = "5.1.1", kind: str = "message/rfc822") -> bytes:
    return REPORT.format(action=action, status=status, kind=kind).encode()


def test_a_report_names_the_mail_and_says_why() -> None:
    for kind in ["message/rfc822", "text/rfc822-headers"]:
        assert bounces.read(report(kind=kind)) == Bounce("<one@boussole.example>", "550 5.1.1 no such user here")


def test_any_other_report_says_nothing_of_an_address() -> None:
    others = {
        "late": report(action="delayed", status="4.4.1"),
        "arrived": report(action="delivered", status="2.1.5"),
        "unwelcome": report(status="5.7.1"),
        "full": report(status="5.2.2"),
        "a sender who is wrong": report(status="5.1.8"),
        "without the mail": report(kind="text/plain"),
        "a reply": b"From: bob@example.org\n\nJe suis absent.\n",
        "nothing": b"",
        "no mail at all": b"\xff\xfe\x00",
        "cut off": report()[:300],
    }
    assert [name for name, other in others.items() if bounces.read(other)] == []


def sent(store: Store, account: Account, message_id: str, day: int = 0) -> None:
    with store.writing() as db:
        row = Mail(learner_key=account.learner_key, kind="digest", slot=str(day), due_at=SEVEN + day * DAY)
        row.state, row.message_id, row.result = MailState.SENT, message_id, MailReason.ACCEPTED
        row.recipient = account.email
        db.add(row)


def test_a_mail_that_came_back_is_no_longer_sent_and_three_of_them_pause_the_address(store: Store) -> None:
    account = add_account(store)
    for day, name in enumerate(("one", "two", "three")):
        sent(store, account, f"<{name}@boussole.example>", day)
        with store.writing() as db:
            came_back = report().replace(b"<one@", f"<{name}@".encode())
            assert [bounces.note(db, came_back, SEVEN), bounces.note(db, came_back, SEVEN)] == [True, False]
            assert (db.get_one(Account, account.id).mail_paused_at is not None) is (name == "three")


@pytest.mark.nightly
def test_the_reports_of_a_mailbox_are_read_by_one_command(store: Store, database_url: str, tmp_path: Path) -> None:
    sent(store, add_account(store), "<one@boussole.example>")
    files = tmp_path / "1.eml", tmp_path / "2.eml"
    files[0].write_bytes(report())
    files[1].write_bytes(b"From: bob@example.org\n\nJe suis absent.\n")
    environment = {"INSTANCE": str(tmp_path), "DATABASE_URL": database_url, "PATH": ""}
    command = [sys.executable, "-m", "watchers", "bounces", *map(str, files)]
    said = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
    assert said == "Lus : 2 ; courriels revenus et notés : 1.\n"
    with store.reading() as db:
        assert db.query(Mail).one().result == "bounced 550 5.1.1 no such user here"
