"""Pages and forms of anybody that end in an error."""

from collections.abc import Callable

from tests.directory.published_entries import entry, publish_entries
from tests.house import House
from tests.page_browser import Page, page_of


def of_form(action: str, **fields: str) -> Callable[[House], Page]:
    def visit(house: House) -> Page:
        browser = house.visitor(trainer=True, administrator=True)
        browser.get("/account")
        return browser.post(action, **fields)

    return visit


def of_page(address: str) -> Callable[[House], Page]:
    return lambda house: house.visitor(trainer=True).get(address)


def with_an_entry(visit: Callable[[House], Page]) -> Callable[[House], Page]:
    """A visit of a house whose directory has an entry."""

    def visited(house: House) -> Page:
        with house.store.writing() as db:
            publish_entries(db, entry(), at=house.clock())
        return visit(house)

    return visited


def no_token(house: House) -> Page:
    browser = house.visitor()
    browser.get("/account")
    for token in browser.page.tree.xpath("//input[@name='csrf_token']"):
        token.set("value", "another")
    return browser.post("/language", language="nl")


def session_ended(house: House) -> Page:
    browser = house.visitor(trainer=True)
    browser.get("/house/texts")
    with browser.client.session_transaction() as session:
        del session["_user_id"]
    token = browser.page.tree.xpath("string(//input[@name='csrf_token']/@value)")
    typed = {"csrf_token": token, "text * fr post": "BP 1"}
    return page_of(browser.client.post("/house/texts", data=typed, headers={"Referer": "http://localhost/house/texts"}))


def unknown_option(house: House) -> Page:
    account = house.person()
    browser, shown = house.browser_of(account), house.question_for(account)
    browser.get(house.address_of(shown))
    return browser.post(house.address_of(shown), option="z")
