"""Handing a message over: what the server said is said, and silence is never taken for an answer."""

import base64
import stat
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from pathlib import Path

import pytest

from models.tables.mail import MailReason
from tests.watchers.mornings import settings_for
from tests.watchers.post_office import HANG_UP, PostOffice, post_office, trust
from watchers import smtp
from watchers.smtp import Handover, RefusedForGood, RefusedForNow, Sent, Unknown

ENCRYPTED = "250-localhost\r\n250-STARTTLS\r\n250 AUTH PLAIN"


def a_message(text: str = "Bonjour.\n") -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = "Boussole <boussole@boussole.example>", "Claire <claire@example.org>"
    message["Subject"], message["Message-ID"] = "Votre veille", "<one@boussole.example>"
    message["Date"] = datetime(2026, 11, 24, 6, tzinfo=UTC)
    message.set_content(text)
    return message


def send(office: PostOffice, folder: Path, url: str = "smtp://localhost:{port}", text: str = "Bonjour.\n") -> Handover:
    return smtp.send(settings_for(folder, url.format(port=office.port)), a_message(text))


def test_a_message_arrives_whole(tmp_path: Path) -> None:
    with post_office() as office:
        assert send(office, tmp_path, text="Une ligne.\n.\n..deux points\n") == Sent(MailReason.ACCEPTED)
    (arrived,) = office.mails
    assert arrived.get_content().splitlines() == ["Une ligne.", ".", "..deux points"]
    assert office.commands[0] == "EHLO boussole.example"
    addressed = [line.partition(" size=")[0].upper() for line in office.commands if "@" in line]
    assert addressed == ["MAIL FROM:<BOUSSOLE@BOUSSOLE.EXAMPLE>", "RCPT TO:<CLAIRE@EXAMPLE.ORG>"]


def test_a_refusal_is_for_now_or_for_good(tmp_path: Path) -> None:
    for answer, outcome in [("450 4.2.0 later", RefusedForNow), ("550 5.7.1 unwelcome", RefusedForGood)]:
        for command in ["MAIL", "RCPT", "DATA", "TEXT"]:
            with post_office(**{command: answer}) as office:
                assert send(office, tmp_path) == outcome(MailReason.REFUSED, answer)


def test_a_recipient_is_refused_for_her_address_or_for_something_else(tmp_path: Path) -> None:
    for answer, reason in [
        ("550 nobody of that name", MailReason.NO_MAILBOX),
        ("550 5.1.1 nobody of that name", MailReason.NO_MAILBOX),
        ("550 5.1.10 this domain takes no mail", MailReason.NO_MAILBOX),
        ("550 5.2.1 closed", MailReason.NO_MAILBOX),
        ("552 5.2.2 full", MailReason.REFUSED),
        ("550 5.1.8 your own address is wrong", MailReason.REFUSED),
        ("550 5.7.1 unwelcome", MailReason.REFUSED),
        ("450 4.2.1 busy", MailReason.REFUSED),
    ]:
        with post_office(RCPT=answer) as office:
            outcome = send(office, tmp_path)
        assert (outcome.reason, outcome.detail) == (reason, answer)


def test_a_line_that_breaks_before_the_message_is_tried_again_and_after_it_leaves_it_unknown(tmp_path: Path) -> None:
    for command in ("HELLO", "EHLO", "MAIL", "RCPT"):
        with post_office(**{command: HANG_UP}) as office:
            outcome = send(office, tmp_path)
        assert isinstance(outcome, RefusedForNow) and outcome.reason is MailReason.UNREACHABLE
        assert office.mails == []
    outcome = send(office, tmp_path)  # it is not there any more
    assert isinstance(outcome, RefusedForNow) and outcome.reason is MailReason.UNREACHABLE
    with post_office(HELLO="421 too many callers") as office:
        assert send(office, tmp_path) == RefusedForNow(MailReason.UNREACHABLE, "421 too many callers")
    with post_office(TEXT=HANG_UP) as office:
        assert isinstance(send(office, tmp_path), Unknown)
        assert len(office.mails) == 1
    with post_office(QUIT=HANG_UP) as office:
        assert send(office, tmp_path) == Sent(MailReason.ACCEPTED)


def test_encryption_is_used_where_it_is_offered_and_passwords_go_over_such_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", trust(tmp_path))
    with post_office(EHLO=ENCRYPTED) as office:
        assert send(office, tmp_path) == Sent(MailReason.ACCEPTED)
    assert office.said == ["EHLO", "STARTTLS", "EHLO", "MAIL", "RCPT", "DATA", "QUIT"]
    with post_office(tls=True) as office:
        assert send(office, tmp_path, "smtps://localhost:{port}") == Sent(MailReason.ACCEPTED)
    with post_office(EHLO=ENCRYPTED, AUTH="235 welcome") as office:
        assert send(office, tmp_path, "smtp://claire:pass%3Aword@localhost:{port}") == Sent(MailReason.ACCEPTED)
    assert "AUTH PLAIN " + base64.b64encode(b"\0claire\0pass:word").decode() in office.commands
    with post_office(tls=True, EHLO=ENCRYPTED, AUTH="535 5.7.8 who?") as office:
        outcome = send(office, tmp_path, "smtps://claire:word@localhost:{port}")
    assert outcome == RefusedForNow(MailReason.SIGN_IN_REFUSED, "535 5.7.8 who?")


@pytest.mark.parametrize(
    ("url", "tls", "trusted"),
    [
        ("smtp://localhost:{port}", False, False),
        ("smtps://localhost:{port}", True, False),
        ("smtps://127.0.0.1:{port}", True, True),
    ],
)
def test_a_server_that_cannot_prove_its_name_is_told_nothing(
    url: str, tls: bool, trusted: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", trust(tmp_path))
    with post_office(tls=tls, EHLO=ENCRYPTED) as office:
        outcome = send(office, tmp_path, url)
    assert isinstance(outcome, RefusedForNow)
    assert outcome.reason is MailReason.UNSAFE
    assert not {"MAIL", "RCPT", "DATA"} & set(office.said)


def test_a_password_never_goes_over_an_open_line(tmp_path: Path) -> None:
    with post_office(EHLO="250-localhost\r\n250 AUTH PLAIN") as office:
        assert send(office, tmp_path, "smtp://claire:word@localhost:{port}") == RefusedForNow(MailReason.UNSAFE)
    assert office.said == ["EHLO"]


def test_without_a_server_a_message_is_a_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    outcome = smtp.send(settings_for(tmp_path), a_message("À demain.\n"))
    assert outcome == Sent(MailReason.KEPT, "2026-11-24-one.eml")
    (path,) = (tmp_path / "outbox").iterdir()
    assert path.name == outcome.detail
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    kept = message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(kept, EmailMessage)
    assert (kept["To"], kept.get_content().strip()) == ("Claire <claire@example.org>", "À demain.")


def test_an_outbox_that_cannot_be_written_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file stands here")
    outcome = smtp.send(settings_for(tmp_path), a_message())
    assert isinstance(outcome, RefusedForNow)
    assert outcome.reason is MailReason.UNWRITABLE


# -------------------------------------------------------------------------------------------------------------- a round


def test_the_messages_of_a_round_share_a_connection_until_it_breaks_a_refusal_comes_or_the_server_has_left(
    tmp_path: Path,
) -> None:
    for refusal in ({}, *({one: how} for one in ("MAIL", "RCPT", "TEXT") for how in ("550 5.7.1 unwelcome", HANG_UP))):
        with post_office(**refusal) as office:
            with smtp.PostRound(settings_for(tmp_path, f"smtp://localhost:{office.port}")) as post:
                assert isinstance(post.send(a_message()), Sent) is not bool(refusal)
                office.answers.clear()
                assert [post.send(a_message()) for _ in range(2)] == [Sent(MailReason.ACCEPTED)] * 2
                assert office.said.count("EHLO") == 1 + bool(refusal)
                office.answers["NOOP"] = HANG_UP
                assert post.send(a_message()) == Sent(MailReason.ACCEPTED)
            assert office.said.count("EHLO") == 2 + bool(refusal)
            assert office.said.count("QUIT") >= 1
