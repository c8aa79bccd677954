"""Whoever has left: what stops at once, a link that serves, a last mail, and erasure at the term."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from content.errors import Gone, Refused
from models.ground import audit
from models.ground.environment import Terms
from models.ground.settings import Settings
from models.ground.store import Store
from models.news.sources import own_sources, trials, visits
from models.news.sources.visits import FoundEntry
from models.people import accounts, leaving, mail_outcomes, mail_schedule, mail_sending, own_address, sessions
from models.people.own_address import CONFIRM_WITHIN, MOST_A_DAY, NoSuchOwnAddress
from models.tables.audit import Audit, AuditVerb
from models.tables.mail import Mail, MailKind, MailReason, MailState
from models.tables.people import Account, Learner, LeavingLink, OwnAddress
from models.tables.sources import Source, SourceNature, Trial
from models.tables.stories import Article
from tests.watchers.mornings import DAY, HOUR, ON_ONE_DATABASE, SEVEN, add_account, due, settings_for
from watchers import delivery

TERM = timedelta(days=365)
HOME = "claire@chez-elle.example"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_for(tmp_path)


def close(store: Store, account: Account, at: datetime = SEVEN) -> None:
    with store.writing() as db:
        accounts.close(db, db.get_one(Account, account.id), at)


def reopen(store: Store, account: Account, at: datetime) -> None:
    with store.writing() as db:
        accounts.reopen(db, db.get_one(Account, account.id), at)


def named(store: Store, account: Account, email: str = HOME, at: datetime = SEVEN) -> str:
    """The token with which she confirms the address that she has named."""
    with store.writing() as db:
        hers = db.get_one(Account, account.id)
        own_address.name(db, hers, email, at)
        return own_address.begin_confirmation(db, hers)


def confirmed(store: Store, account: Account, email: str = HOME, at: datetime = SEVEN) -> None:
    token = named(store, account, email, at)
    with store.writing() as db:
        own_address.confirm(db, token, at)


def mails(store: Store, account: Account, kind: MailKind = MailKind.LEAVING) -> list[Mail]:
    with store.reading() as db:
        hers = select(Mail).where(Mail.learner_key == account.learner_key, Mail.kind == kind)
        return list(db.scalars(hers.order_by(Mail.id)))


def delivered(store: Store, settings: Settings, at: datetime) -> str:
    """What the mails that are due then say, as one text."""
    before = set((settings.instance / "outbox").glob("*")) if (settings.instance / "outbox").exists() else set()
    for mail_id in due(store, at):
        delivery.deliver(settings, store, mail_id, at)
    written = [file.read_text("utf-8") for file in set((settings.instance / "outbox").glob("*")) - before]
    return "\n".join(written).replace("=\n", "").replace("=3D", "=")


def token_in(text: str, page: str = "leaving") -> str:
    found = re.search(rf"/{page}/([\w-]+)", text)
    assert found
    return found[1]


def tidy(store: Store, at: datetime, term: timedelta = TERM) -> list[int]:
    """A night: whoever is to be told is, whoever is to be erased is; returns the numbers of those erased."""
    nowhere = Settings(Path("nowhere"), store.url, "not a secret", terms=Terms(leavers=term))
    with store.writing() as db:
        leaving.warn(db, at, term)
        return [number for number in leaving.due(db, at, term) if leaving.erase_due(db, number, nowhere, at)]


def is_there(store: Store, account: Account) -> bool:
    with store.reading() as db:
        return db.get(Account, account.id) is not None


def with_own_source(store: Store, account: Account) -> int:
    """A source of hers, an article that it has brought and nobody has read, and a trial."""
    with store.writing() as db:
        key = account.learner_key
        source = own_sources.add_own(db, key, "À moi", "https://moi.example/feed", SourceNature.PRESS, SEVEN)
        visits.add_articles(db, source, [FoundEntry("1", "https://moi.example/1", "Un")], SEVEN)
        trials.ask(db, key, "https://autre.example/", SEVEN)
        return source.id


def test_nothing_of_her_own_is_visited_from_the_moment_of_closing(store: Store) -> None:
    account = add_account(store)
    with_own_source(store, account)
    with store.reading() as db:
        assert visits.is_any_due(db, SEVEN)
    close(store, account)
    with store.reading() as db:
        assert not visits.is_any_due(db, SEVEN + 400 * DAY)
        assert db.scalars(select(Trial)).all() == []


def test_what_was_opened_again_is_visited_again(store: Store) -> None:
    account = add_account(store)
    source_id = with_own_source(store, account)
    close(store, account)
    reopen(store, account, SEVEN + DAY)
    with store.reading() as db:
        source, article = db.get_one(Source, source_id), db.scalars(select(Article)).one()
        assert (source.active, source.next_visit_at, article.due_at) == (True, SEVEN + DAY, SEVEN + DAY)


def test_what_others_follow_goes_on(store: Store) -> None:
    account, other = add_account(store), add_account(store, "noor@example.org")
    with_own_source(store, other)
    close(store, account)
    with store.reading() as db:
        assert visits.is_any_due(db, SEVEN)


def test_sessions_end_for_good(store: Store) -> None:
    account = add_account(store)
    with store.writing() as db:
        token = sessions.begin(db, db.get_one(Account, account.id), "Firefox", SEVEN)
    close(store, account)
    reopen(store, account, SEVEN + HOUR)
    with store.reading() as db:
        assert sessions.account_of(db, token, SEVEN + HOUR) is None


def test_mails_that_wait_do_not_leave(store: Store, settings: Settings) -> None:
    account = add_account(store)
    with store.writing() as db:
        mail_schedule.make_due(db, SEVEN)
    close(store, account)
    assert delivered(store, settings, SEVEN + HOUR).count("Message-ID") == 1
    assert [mail.state for mail in mails(store, account, MailKind.DIGEST)] == ["nothing"]


def test_closing_twice_is_closing_once_and_the_address_of_a_closed_account_stays(store: Store) -> None:
    account = add_account(store)
    close(store, account)
    close(store, account, SEVEN + DAY)
    assert len(mails(store, account)) == 1
    with store.reading() as db:
        assert db.get_one(Account, account.id).closed_at == SEVEN
    # Or whoever changes it would be sent the link.
    same = {"name": "Claire", "language": "fr", "trainer": False, "administrator": False}
    with store.writing() as db:
        hers = db.get_one(Account, account.id)
        with pytest.raises(Refused, match="Ce compte est fermé"):
            accounts.change(db, hers, email="quelqu.un@example.org", **same)
        assert accounts.change(db, hers, email=hers.email, **same | {"name": "Claire P."}) != {}


def test_an_address_counts_once_it_is_confirmed_and_until_another_is(store: Store) -> None:
    account = add_account(store)
    token = named(store, account, f" {HOME.upper()} ")
    with store.writing() as db:
        assert own_address.confirmed(db, account) is None
        own_address.confirm(db, token, SEVEN + HOUR)
        own_address.confirm(db, token, SEVEN + DAY)
        assert own_address.confirmed(db, account) == HOME
        assert own_address.waiting(db, account) is None
        assert db.scalars(select(OwnAddress.confirmed_at)).one() == SEVEN + HOUR
    token = named(store, account, "autre@chez-elle.example", SEVEN + DAY)
    with store.writing() as db:
        assert own_address.confirmed(db, account) == HOME
        own_address.confirm(db, token, SEVEN + DAY)
        assert own_address.confirmed(db, account) == "autre@chez-elle.example"
        assert len(db.scalars(select(OwnAddress)).all()) == 1


def test_a_link_confirms_for_a_week_and_only_the_address_named_last(store: Store) -> None:
    account = add_account(store)
    first, second = named(store, account), named(store, account, "autre@chez-elle.example", SEVEN + HOUR)
    with store.reading() as db:
        for token, at in ((first, SEVEN), ("x", SEVEN), (second, SEVEN + HOUR + CONFIRM_WITHIN)):
            with pytest.raises(NoSuchOwnAddress):
                own_address.of_token(db, token, at)
        assert own_address.of_token(db, second, SEVEN + CONFIRM_WITHIN)[0].email == "autre@chez-elle.example"


def test_nobody_fills_the_mailbox_of_a_stranger(store: Store) -> None:
    account = add_account(store)
    for number in range(MOST_A_DAY):
        named(store, account, at=SEVEN + number * HOUR)
    with pytest.raises(Refused, match="Cinq adresses"):
        named(store, account, at=SEVEN + 23 * HOUR)
    named(store, account, at=SEVEN + DAY)


def test_its_mail_goes_to_it_and_neither_link_nor_text_is_kept(store: Store, settings: Settings) -> None:
    account = add_account(store)
    with store.writing() as db:
        own_address.name(db, db.get_one(Account, account.id), HOME, SEVEN)
    sent = delivered(store, settings, SEVEN)
    assert f"To: Claire <{HOME}>" in sent
    (mail,) = mails(store, account, MailKind.OWN_ADDRESS)
    assert (mail.state, mail.recipient, mail.subject, mail.text) == ("sent", HOME, None, None)
    token = token_in(sent, "own-address")
    with store.writing() as db:
        assert token not in str(db.execute(select(OwnAddress.__table__)).all())
        own_address.confirm(db, token, SEVEN)
        assert own_address.confirmed(db, account) == HOME


def test_no_administrator_is_told_of_it_even_when_its_mails_come_back(store: Store) -> None:
    account = add_account(store)
    confirmed(store, account)
    with store.writing() as db:
        accounts.close(db, db.get_one(Account, account.id), SEVEN)
        for row in db.scalars(select(Mail)):
            mail_sending.begin_sending(row, HOME, f"<{row.id}@boussole.example>", SEVEN)
            mail_sending.settle(row, MailState.FAILED, MailReason.NO_MAILBOX, f"550 <{HOME}> unknown")
        assert len(db.scalars(select(Mail)).all()) == 2
        assert mail_outcomes.failures(db) == []
        assert HOME not in str(db.execute(select(Audit.__table__)).all())


@ON_ONE_DATABASE
def test_what_her_own_address_refuses_does_not_pause_the_one_of_her_account(store: Store) -> None:
    account = add_account(store)
    for number in range(3):
        named(store, account, at=SEVEN + number * HOUR)
    with store.writing() as db:
        for row in db.scalars(select(Mail)).all():
            mail_sending.begin_sending(row, HOME, f"<{row.id}@boussole.example>", SEVEN)
            mail_sending.settle(row, MailState.SENT, MailReason.ACCEPTED)
            db.flush()
            assert mail_outcomes.bounced(db, f"<{row.id}@boussole.example>", "5.1.1", SEVEN)
        assert db.get_one(Account, account.id).mail_paused_at is None


@pytest.mark.parametrize("home", [True, False], ids=["to her own address", "to that of her account"])
def test_who_leaves_is_sent_a_link_where_she_is_reached(store: Store, settings: Settings, home: bool) -> None:
    account = add_account(store)
    if home:
        confirmed(store, account)
    close(store, account)
    sent = delivered(store, settings, SEVEN)
    assert f"To: Claire <{HOME if home else account.email}>" in sent
    assert "24 novembre" in sent.replace("=C2=A0", " ") and "2027" in sent
    assert ("sans mot de passe" in sent, "votre mot de passe" in sent) == (home, not home)
    with store.reading() as db:
        assert leaving.leaver(db, token_in(sent)).id == account.id
        assert leaving.asks_password(db, token_in(sent)) is not home
        assert token_in(sent) not in str(db.execute(select(LeavingLink.__table__)).all())
    (mail,) = mails(store, account)
    assert (mail.state, mail.subject, mail.text) == ("sent", None, None)


def test_every_link_serves_until_the_account_opens_again(store: Store, settings: Settings) -> None:
    account = add_account(store)
    close(store, account)
    first = token_in(delivered(store, settings, SEVEN))
    with store.writing() as db:
        assert leaving.send_again(db, account.email, SEVEN + DAY)
    second = token_in(delivered(store, settings, SEVEN + DAY))
    with store.reading() as db:
        assert {leaving.leaver(db, token).id for token in (first, second)} == {account.id}
    reopen(store, account, SEVEN + 2 * DAY)
    close(store, account, SEVEN + 3 * DAY)
    with store.reading() as db:
        for token in (first, second, "x"):
            with pytest.raises(Gone, match="Ce lien ne mène plus à rien"):
                leaving.leaver(db, token)


def test_a_link_that_was_lost_comes_again_to_her_own_address_whichever_she_types(store: Store) -> None:
    account, other = add_account(store), add_account(store, "noor@example.org")
    confirmed(store, account)
    named(store, other, "noor@chez-elle.example")
    close(store, account)
    with store.writing() as db:
        assert leaving.send_again(db, f" {HOME.upper()}", SEVEN + DAY)
        assert not leaving.send_again(db, HOME, SEVEN + DAY + timedelta(minutes=9))
        assert leaving.send_again(db, account.email, SEVEN + DAY + timedelta(minutes=10))
        assert not leaving.send_again(db, other.email, SEVEN + 2 * DAY)
        assert not leaving.send_again(db, "personne@example.org", SEVEN + 2 * DAY)
    close(store, other)
    with store.writing() as db:
        assert not leaving.send_again(db, "noor@chez-elle.example", SEVEN + 2 * DAY)
    assert len(mails(store, account)) == 3


def test_whoever_is_not_reached_whatever_the_term_or_role_is_erased_all_the_same(
    store: Store, settings: Settings
) -> None:
    account = add_account(store, invited=True)
    close(store, account)
    with store.writing() as db:
        assert not leaving.send_again(db, account.email, SEVEN + DAY)
    assert mails(store, account) == []
    assert tidy(store, SEVEN + TERM - HOUR) == []
    assert tidy(store, SEVEN + TERM) == [account.id]
    account = add_account(store)
    close(store, account)
    tidy(store, SEVEN + TERM - leaving.WARNED)
    with store.writing() as db:
        for row in db.scalars(select(Mail)):
            mail_sending.settle(row, MailState.FAILED, MailReason.NO_MAILBOX)
    assert tidy(store, SEVEN + TERM) == [account.id]
    account, term = add_account(store), timedelta(days=1)
    close(store, account)
    tidy(store, SEVEN, term)
    delivered(store, settings, SEVEN)
    assert tidy(store, SEVEN + 13 * DAY, term) == []
    assert tidy(store, SEVEN + 14 * DAY, term) == [account.id]
    account, other = add_account(store), add_account(store, "ada@example.org")
    with store.writing() as db:
        for one in (account, other):
            db.get_one(Account, one.id).administrator = True
    close(store, account)
    tidy(store, SEVEN + TERM - leaving.WARNED)
    delivered(store, settings, SEVEN + TERM - leaving.WARNED)
    assert tidy(store, SEVEN + TERM) == [account.id]
    assert is_there(store, other)


def test_she_is_told_two_weeks_before_and_erased_at_the_term(store: Store, settings: Settings) -> None:
    account = add_account(store)
    confirmed(store, account)
    close(store, account)
    delivered(store, settings, SEVEN)
    told_at = SEVEN + TERM - leaving.WARNED
    assert tidy(store, told_at - HOUR) == []
    assert len(mails(store, account)) == 1
    assert tidy(store, told_at) == []
    sent = delivered(store, settings, told_at)
    assert f"To: Claire <{HOME}>" in sent and "24 novembre" in sent.replace("=C2=A0", " ")
    assert tidy(store, SEVEN + TERM - HOUR) == []
    with store.reading() as db:
        assert leaving.leaver(db, token_in(sent)).id == account.id
    assert tidy(store, SEVEN + TERM) == [account.id]
    assert len(mails(store, account)) == 0
    with store.reading() as db:
        assert db.get(Learner, account.learner_key) is None
        assert db.scalars(select(OwnAddress)).all() == []
        (noted,) = audit.trail(db, audit.ACCOUNT, [AuditVerb.ERASE_ACCOUNT])
        assert (noted.day, list(noted.parties)) == ((SEVEN + TERM).date(), [])


def test_nobody_is_erased_who_was_not_told_two_weeks_ago(store: Store, settings: Settings) -> None:
    """As after an upgrade, or when the worker has slept."""
    account = add_account(store)
    with store.writing() as db:
        db.get_one(Account, account.id).closed_at = SEVEN - 3 * TERM
    assert tidy(store, SEVEN) == []
    # A mail server that is down holds the last mail back, and with it the erasure.
    assert tidy(store, SEVEN + 30 * DAY) == []
    sent_at = SEVEN + 30 * DAY
    delivered(store, settings, sent_at)
    assert tidy(store, sent_at + leaving.WARNED - HOUR) == []
    assert tidy(store, sent_at + leaving.WARNED) == [account.id]


def test_who_comes_back_meanwhile_is_told_anew_when_she_leaves_again(store: Store, settings: Settings) -> None:
    account = add_account(store)
    close(store, account)
    told_at = SEVEN + TERM - leaving.WARNED
    tidy(store, told_at)
    delivered(store, settings, told_at)
    reopen(store, account, told_at + DAY)
    assert tidy(store, SEVEN + TERM) == []
    close(store, account, SEVEN + TERM)
    assert tidy(store, SEVEN + 2 * TERM - leaving.WARNED - HOUR) == []
    assert is_there(store, account)
    with store.writing() as db:
        assert leaving.erasures(db, SEVEN + TERM, TERM) == {account.id: SEVEN + 2 * TERM}
