"""Who has lost her password comes back, and nobody else comes in that way."""

import re
from datetime import timedelta

from sqlalchemy import select

from models.people import passwords
from models.tables.mail import Mail, MailKind
from models.tables.people import Account, PasswordReset
from tests.house import PASSWORD, House
from tests.page_browser import Page
from tests.people.pages.test_access import sign_in
from watchers import delivery

ANOTHER = "une autre phrase assez longue"


def ask(house: House, email: str) -> Page:
    browser = house.stranger()
    browser.get("/sign-in")
    browser.get("/forgotten")
    return browser.send(email=email)


def mails_to(house: House, account: Account, kind: MailKind) -> list[Mail]:
    of_kind = select(Mail).where(Mail.learner_key == account.learner_key, Mail.kind == kind).order_by(Mail.id)
    return list(house.read(lambda db: db.scalars(of_kind).all()))


def sent_link(house: House, account: Account) -> str:
    """The address in the latest mail that lets her come back."""
    mail = mails_to(house, account, MailKind.PASSWORD_RESET)[-1]
    delivery.deliver(house.settings, house.store, mail.id, house.clock())
    written = sorted((house.settings.instance / "outbox").glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)[-1]
    found = re.search(r"/way-back/[\w-]+", written.read_text("utf-8").replace("=\n", "").replace("=3D", "="))
    assert found
    return found[0]


def handed_link(house: House, account: Account) -> str:
    """The address of a link that an administrator hands over."""
    browser = house.visitor(administrator=True)
    browser.get(f"/people/{account.id}")
    page = browser.send(f"/people/{account.id}/way-back")
    return "/way-back/" + page.tree.xpath("string(//code)").rpartition("/")[2]


def test_a_link_by_mail_lets_her_choose_another_password_once(house: House) -> None:
    account, browser = house.person(), house.stranger()
    ask(house, f" {account.email.upper()} ")
    link = sent_link(house, account)
    assert browser.get(link).status == 200
    assert browser.get(link).status == 200
    assert browser.send(password=ANOTHER).path == "/"
    assert house.stranger().get(link).status == 410
    assert sign_in(house.stranger(), account.email).status == 422
    assert sign_in(house.stranger(), account.email, ANOTHER).path == "/"


def test_what_was_open_before_is_over_and_she_is_told(house: House) -> None:
    account = house.person()
    elsewhere, browser = house.browser_of(account), house.stranger()
    browser.get(handed_link(house, account))
    browser.send(password=ANOTHER)
    assert elsewhere.get("/modules").path == "/sign-in"
    assert browser.get("/modules").path == "/modules"
    told = [mail.slot.partition(":")[0] for mail in mails_to(house, account, MailKind.NOTICE)]
    assert told == ["way_back", "password"]


def test_a_link_serves_for_an_hour(house: House) -> None:
    account = house.person()
    link = handed_link(house, account)
    house.clock.pass_by(minutes=59)
    assert house.stranger().get(link).status == 200
    house.clock.pass_by(minutes=1)
    assert house.stranger().get(link).status == 410
    assert sign_in(house.stranger(), account.email).path == "/"


def test_the_page_says_the_same_whether_there_is_an_account_or_not(house: House) -> None:
    account, closed = house.person(), house.person()
    with house.store.writing() as db:
        db.get_one(Account, closed.id).closed_at = house.clock()
    pages = [ask(house, email) for email in (account.email, closed.email, "nobody@example.org")]
    assert {(page.status, page.text) for page in pages} == {(200, pages[0].text)}
    assert [len(mails_to(house, one, MailKind.PASSWORD_RESET)) for one in (account, closed)] == [1, 0]


def test_the_account_is_looked_for_when_the_answer_has_left(house: House) -> None:
    """So that its time tells nothing: until the response is closed, no row is written and no account is read."""
    account, browser = house.person(), house.stranger()
    browser.get("/forgotten")
    form = {"email": account.email, "csrf_token": browser.page.tree.xpath("string(//input[@name='csrf_token']/@value)")}
    response = browser.client.post("/forgotten", data=form, buffered=False)
    assert response.status_code == 200
    assert mails_to(house, account, MailKind.PASSWORD_RESET) == []
    response.close()
    assert len(mails_to(house, account, MailKind.PASSWORD_RESET)) == 1


def test_however_often_it_is_asked_for_one_mail_leaves_in_ten_minutes(house: House) -> None:
    account = house.person()
    for _ in range(5):
        ask(house, account.email)
    assert len(mails_to(house, account, MailKind.PASSWORD_RESET)) == 1
    house.clock.pass_by(minutes=10)
    ask(house, account.email)
    assert len(mails_to(house, account, MailKind.PASSWORD_RESET)) == 2


def test_neither_the_link_nor_its_mail_is_kept(house: House) -> None:
    account = house.person()
    ask(house, account.email)
    token = sent_link(house, account).rpartition("/")[2]
    (mail,) = mails_to(house, account, MailKind.PASSWORD_RESET)
    assert (mail.subject, mail.text, mail.html) == (None, None, None)
    rows = house.read(lambda db: db.scalars(select(PasswordReset)).all())
    assert token not in str([vars(row) for row in rows])
    with house.store.writing() as db:
        passwords.forget_old(db, house.clock() + timedelta(hours=1, seconds=1))
        assert db.scalars(select(PasswordReset)).all() == []


def test_who_has_not_accepted_her_invitation_gets_no_way_back(house: House) -> None:
    account = house.person(fresh=True)
    with house.store.writing() as db:
        db.get_one(Account, account.id).password_hash = None
    ask(house, account.email)
    assert mails_to(house, account, MailKind.PASSWORD_RESET) == []
    browser = house.visitor(administrator=True)
    browser.get("/people")
    assert browser.post(f"/people/{account.id}/way-back").status == 404


def test_a_password_that_is_guessed_is_refused_and_the_link_still_serves(house: House) -> None:
    account, browser = house.person(), house.stranger()
    browser.get(handed_link(house, account))
    common = ("aaaaaaaaaaaa", "abcabcabcabc", "password1234", "Motdepasse2026!", "wachtwoord123", "1qaz2wsx3edc")
    of_here = (account.email, f"{account.email.partition('@')[2]}1", "boussole2026", f"{account.name}{account.name}")
    for guessed in (*common, *of_here, "trop court"):
        page = browser.send(password=guessed)
        assert (guessed, page.status) == (guessed, 422)
        assert guessed not in page.body.replace(account.email, "")
    assert browser.send(password=ANOTHER).path == "/"


def test_nothing_that_cannot_be_taken_back_is_done_without_the_present_password(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    browser.get("/account")
    assert browser.send("/account/password", present="une autre", password=ANOTHER).status == 422
    assert browser.send("/account/export", **{"taking-present": "une autre"}).status == 422
    assert browser.send("/account/erase", word="effacer", **{"erasing-present": "une autre"}).status == 422
    assert sign_in(house.stranger(), account.email, PASSWORD).path == "/"
    assert mails_to(house, account, MailKind.NOTICE) == []
