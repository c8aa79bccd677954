"""Administrators change accounts: name, address, language, roles; a closed one opens again."""

from sqlalchemy import select

from models.ground import audit
from models.tables.mail import Mail, MailKind
from models.tables.people import Account
from tests.house import House
from tests.page_browser import Page
from tests.people.pages.test_access import sign_in
from watchers import delivery


def change(house: House, account: Account, **fields: str) -> Page:
    browser = house.visitor(administrator=True)
    browser.get(f"/people/{account.id}")
    return browser.send(f"/people/{account.id}", **fields)


def test_a_counsellor_becomes_a_trainer_and_back(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    assert browser.get("/authoring").status == 403
    assert change(house, account, trainer="y").path == "/people"
    assert browser.get("/authoring").status == 200
    assert change(house, account, trainer="").path == "/people"
    assert browser.get("/authoring").status == 403


def test_what_was_changed_is_in_the_log_without_what_it_was(house: House) -> None:
    account = house.person()
    change(house, account, name="Nouveau Nom", language="nl")
    (entry,) = house.read(lambda db: audit.of(db, account.learner_key))
    assert (entry["verb"], entry["detail"]) == ("change account", {"fields": ["language", "name"], "given": []})
    assert (house.again(account).name, house.again(account).language) == ("Nouveau Nom", "nl")


def test_a_new_address_ends_her_sessions_and_the_old_one_is_told(house: House) -> None:
    account = house.person()
    browser, before = house.browser_of(account), account.email
    change(house, account, email="nouvelle.adresse@example.org")
    assert browser.get("/modules").path == "/sign-in"
    assert sign_in(house.stranger(), "nouvelle.adresse@example.org").path == "/"
    of_hers = select(Mail).where(Mail.learner_key == account.learner_key, Mail.kind == MailKind.NOTICE)
    (mail,) = house.read(lambda db: db.scalars(of_hers).all())
    delivery.deliver(house.settings, house.store, mail.id, house.clock())
    (sent,) = house.read(lambda db: db.scalars(of_hers).all())
    assert (sent.state, sent.recipient) == ("sent", before)
    messages = [file.read_text("utf-8") for file in (house.settings.instance / "outbox").iterdir()]
    assert [f"To: {account.name} <{before}>" in message for message in messages] == [True]


def test_a_freed_address_is_free_and_a_taken_one_is_not(house: House) -> None:
    account, other = house.person(), house.person()
    freed = account.email
    assert change(house, account, email=other.email).status == 422
    assert change(house, account, email="encore.libre@example.org").path == "/people"
    assert change(house, other, email=freed).path == "/people"
    assert house.again(other).email == freed


def test_a_closed_account_opens_again_as_it_was(house: House) -> None:
    account = house.person(trainer=True)
    desk = house.visitor(administrator=True)
    desk.get(f"/people/{account.id}/close")
    desk.send(f"/people/{account.id}/close")
    assert sign_in(house.stranger(), account.email).status == 422
    desk.send(f"/people/{account.id}/reopen")
    browser = house.stranger()
    assert sign_in(browser, account.email).path == "/"
    assert browser.get("/authoring").status == 200
