"""What goes wrong in the directory."""

from collections.abc import Callable

from sqlalchemy import select

from models.tables.directory import ListedFact
from tests import uploads
from tests.directory.published_entries import publish_entries
from tests.directory.tested_tools import tool
from tests.house import House
from tests.page_browser import Page
from tests.site.pages.going_wrong.visiting import of_form, with_an_entry


def of_tool(**fields: str) -> Callable[[House], Page]:
    def visit(house: House) -> Page:
        with house.store.writing() as db:
            publish_entries(db, tool())
        browser = house.visitor(trainer=True)
        browser.get("/account")
        return browser.post("/directory/tools/outil/reply", **{"words": "Merci.", "replied_on": "2026-11-20"} | fields)

    return visit


def of_tool_paper(house: House) -> Page:
    with house.store.writing() as db:
        publish_entries(db, tool())
    return house.visitor().get("/directory/entry/outil/paper")


def upload_moved(house: House) -> Page:
    number = uploads.shown(house.store, house.clock(), "Celle dont les colonnes attendent")
    return of_form(f"/directory/imports/{number}/accept", change="new")(house)


def right_missing(house: House) -> Page:
    number = uploads.read(house.store, house.clock(), "Celle sans licence")
    return of_form(f"/directory/imports/{number}/accept", change="new")(house)


def of_fact(**typed: str) -> Callable[[House], Page]:
    """Say something of a fact that the entry does not state."""
    return with_an_entry(of_form(f"/directory/entry/ecoute/facts/{'0' * 16}", **typed))


def said_enough(house: House) -> Page:
    """Say something of every fact of an entry, one after the other."""
    browser = house.visitor()
    browser.get("/account")
    facts = select(ListedFact.fingerprint).where(ListedFact.document_id == "entry:ecoute")
    for fingerprint in house.read(lambda db: db.scalars(facts).all()):
        page = browser.post(f"/directory/entry/ecoute/facts/{fingerprint}", verdict="works")
    return page
