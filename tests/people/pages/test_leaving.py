"""Whoever leaves names an address of her own; afterwards a link lets her take everything along, or erase it."""

import json
import re

from sqlalchemy import select

from models.people import passwords
from models.tables.mail import Mail, MailKind
from models.tables.people import Account
from tests.builders import ask
from tests.house import PASSWORD, House
from tests.page_browser import Browser, Page
from watchers import delivery

HOME = "claire@chez-elle.example"


def name_address(browser: Browser, email: str = HOME, password: str = PASSWORD) -> Page:
    browser.get("/account")
    return browser.send("/account/own-address", **{"own-email": email, "own-present": password})


def mails(house: House, account: Account, kind: MailKind) -> list[Mail]:
    hers = select(Mail).where(Mail.learner_key == account.learner_key, Mail.kind == kind).order_by(Mail.id)
    return house.read(lambda db: list(db.scalars(hers)))


def sent(house: House, mail: Mail) -> str:
    """A mail as it left."""
    delivery.deliver(house.settings, house.store, mail.id, house.clock())
    written = sorted((house.settings.instance / "outbox").glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)[-1]
    return written.read_text("utf-8").replace("=\n", "").replace("=3D", "=")


def link_in(text: str) -> str:
    found = re.search(r"/(own-address|leaving)/[\w-]+", text)
    assert found
    return found[0]


def with_own_address(house: House, account: Account, email: str = HOME) -> None:
    name_address(house.browser_of(account), email)
    browser = house.stranger()
    browser.get(link_in(sent(house, mails(house, account, MailKind.OWN_ADDRESS)[-1])))
    browser.send()


def closed(house: House, account: Account) -> None:
    desk = house.visitor(administrator=True)
    desk.get(f"/people/{account.id}/close")
    desk.send(f"/people/{account.id}/close")


def leaving_link(house: House, account: Account) -> str:
    """Where the latest mail to somebody who has left leads."""
    return link_in(sent(house, mails(house, account, MailKind.LEAVING)[-1]))


def test_she_names_an_address_and_confirms_it_by_the_link_in_its_mail(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    page = name_address(browser)
    assert f"{HOME} attend que vous ouvriez le lien" in page.text
    mail = sent(house, mails(house, account, MailKind.OWN_ADDRESS)[-1])
    assert f"<{HOME}>" in mail
    elsewhere = house.stranger()
    assert f"partira à {HOME}" in elsewhere.get(link_in(mail)).text
    assert "Votre adresse à vous" not in browser.get("/account").text
    assert f"part à {HOME}" in elsewhere.send().text
    assert f"Votre adresse à vous : {HOME}" in browser.get("/account").text.replace("\xa0", " ")


def test_an_address_is_forgotten_by_one_button(house: House) -> None:
    account = house.person()
    with_own_address(house, account)
    browser = house.browser_of(account)
    browser.get("/account")
    assert "Cette adresse est oubliée" in browser.send("/account/own-address/forget").text
    assert HOME not in browser.get("/account").text


def test_it_stands_on_no_page_of_anybody_else(house: House) -> None:
    account = house.person()
    with_own_address(house, account, "secret@chez-elle.example")
    closed(house, account)
    desk = house.visitor(administrator=True, trainer=True)
    pages = ["/people", f"/people/{account.id}", f"/people/{account.id}/close", "/mail/results", "/health"]
    assert [address for address in pages if "secret@chez-elle" in desk.get(address).body] == []


def test_a_link_lets_her_take_everything_along_without_signing_in(house: House) -> None:
    account, browser = house.person(), house.stranger()
    with_own_address(house, account)
    with house.store.writing() as db:
        ask(db, account.learner_key, "listen-active-1")
    closed(house, account)
    link = leaving_link(house, account)
    assert "Votre compte est fermé" in browser.get(link).text
    for _ in range(2):
        file = browser.send(f"{link}/export")
        assert "attachment" in file.headers["Content-Disposition"]
        found = json.loads(file.body)
        assert (found["account"]["email"], len(found["answer"])) == (account.email, 1)
        browser.get(link)
    assert browser.get("/").path == "/sign-in"


def test_a_mail_tells_her_where_she_is_reached_that_everything_was_taken_along(house: House) -> None:
    at_home, at_work = house.person(), house.person()
    with_own_address(house, at_home)
    for account, address in ((at_home, HOME), (at_work, at_work.email)):
        closed(house, account)
        link, browser = leaving_link(house, account), house.stranger()
        browser.get(link)
        proof = {} if account is at_home else {"taking-present": PASSWORD}
        for _ in range(2):
            browser.send(f"{link}/export", **proof)
            browser.get(link)
        told = mails(house, account, MailKind.LEAVING)
        # However often within ten minutes: that fills no mailbox.
        assert [mail.slot.partition(":")[0] for mail in told] == ["closed", "taken"]
        mail = sent(house, told[-1])
        assert f"<{address}>" in mail
        assert "par un lien que vous aviez" in mail


def test_a_link_lets_her_erase_everything_with_one_word(house: House) -> None:
    account, browser = house.person(), house.stranger()
    with_own_address(house, account)
    closed(house, account)
    link = leaving_link(house, account)
    browser.get(link)
    page = browser.send(f"{link}/erase", word="oui")
    assert (page.status, "Rien n’est effacé" in page.text) == (422, True)
    assert "sont effacés" in browser.send(f"{link}/erase", word=" Effacer ").text
    assert house.read(lambda db: db.get(Account, account.id)) is None
    assert house.stranger().get(link).status == 410


def test_who_reads_the_mailbox_of_a_leaver_takes_and_erases_nothing(house: House) -> None:
    """She named no address of her own: the link went to the one of her work, which others may read by now."""
    account, reader = house.person(), house.stranger()
    closed(house, account)
    link = leaving_link(house, account)
    assert "Mot de passe de votre compte" in reader.get(link).text
    for guess in ("", "deviné"):
        assert reader.send(f"{link}/export", **{"taking-present": guess}).status == 422
        page = reader.send(f"{link}/erase", word="effacer", **{"erasing-present": guess})
        assert (page.status, page.tree.xpath("string(//input[@name='word']/@value)")) == (422, "effacer")
    assert house.again(account).email == account.email


def test_who_guesses_a_leavers_password_waits_as_at_the_door(house: House) -> None:
    account, reader = house.person(), house.stranger()
    closed(house, account)
    link = leaving_link(house, account)
    reader.get(link)
    for _ in range(passwords.FREE):
        assert "pas votre mot de passe" in reader.send(f"{link}/export", **{"taking-present": "deviné"}).text
    assert "Trop d’essais" in reader.send(f"{link}/export", **{"taking-present": PASSWORD}).text


def test_with_her_password_she_takes_all_along_and_erases_it_from_there_too(house: House) -> None:
    account, browser = house.person(), house.stranger()
    closed(house, account)
    link = leaving_link(house, account)
    for _ in range(passwords.FREE + 1):
        browser.get(link)
        assert (
            "attachment"
            in browser.send(f"{link}/export", **{"taking-present": PASSWORD}).headers["Content-Disposition"]
        )
    browser.get(link)
    page = browser.send(f"{link}/erase", word="oui", **{"erasing-present": PASSWORD})
    assert (page.status, "Rien n’est effacé" in page.text) == (422, True)
    browser.send(f"{link}/erase", word="effacer", **{"erasing-present": PASSWORD})
    assert house.read(lambda db: db.get(Account, account.id)) is None


def test_what_an_administrator_sees_of_a_leaver_is_two_days(house: House) -> None:
    account = house.person()
    closed(house, account)
    row = house.visitor(administrator=True).get("/people").tree.xpath(f"//tr[th='{account.name}']")[0]
    assert "fermé le 23 novembre 2026, effacé après le 23 novembre 2027" in " ".join(row.text_content().split())


def test_a_lost_link_comes_again_from_the_page_that_everybody_uses(house: House) -> None:
    account, browser = house.person(), house.stranger()
    with_own_address(house, account)
    closed(house, account)
    pages = []
    for email in (HOME, "personne@example.org"):
        browser.get("/forgotten")
        pages.append(browser.send(email=email))
    assert pages[0].text == pages[1].text
    assert [mail.slot.partition(":")[0] for mail in mails(house, account, MailKind.LEAVING)] == ["closed", "asked"]
    assert f"<{HOME}>" in sent(house, mails(house, account, MailKind.LEAVING)[-1])
