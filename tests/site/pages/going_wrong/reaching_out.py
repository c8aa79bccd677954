"""What goes wrong with letters, public pages and meetings."""

from dataclasses import replace

from sqlalchemy import select

from models.community.letter_text import MOST_PARTS
from models.tables.public_pages import Meeting
from tests.community.pages.public_pages.asked_pages import TEAM, asked
from tests.directory.published_entries import entry, publish_entries
from tests.house import House
from tests.page_browser import Page
from tests.plain_words import vouch_for_all
from tests.site.pages import gathering
from tests.site.pages.going_wrong.visiting import of_form


def letter_too_long(house: House) -> Page:
    names = [f"lieu-{number}" for number in range(MOST_PARTS + 1)]
    with house.store.writing() as db:
        publish_entries(db, *(entry(name, plain={"fr": "Ici."}) for name in names))
        vouch_for_all(db)
    browser = house.visitor()
    browser.get("/account")
    return browser.post("/letters", pick=[f"entry:{name}" for name in names], language="fr")


def page_asked_otherwise(house: House) -> Page:
    waits = asked(house.store, house.person().learner_key, replace(TEAM, topics=(), entries=()))
    return of_form(f"/community/pages/{waits.id}/asked", seen="autre chose", do="approve")(house)


def own_page_approved(house: House) -> Page:
    both = house.person(administrator=True)
    waits = asked(house.store, both.learner_key, replace(TEAM, topics=(), entries=()))
    browser = house.browser_of(both)
    browser.get("/account")
    assert waits.asked
    return browser.post(f"/community/pages/{waits.id}/asked", seen=waits.asked.fingerprint, do="approve")


def cancelled_twice(house: House) -> Page:
    """Cancel a meeting that is cancelled."""
    team, browser = gathering.page_of_a_team(house), house.visitor(trainer=True)
    cancelled = select(Meeting.id).where(Meeting.page_id == team.id, Meeting.cancelled_at.is_not(None))
    browser.get("/community/meetings")
    return browser.post(f"/community/meetings/{team.id}/{house.read(lambda db: db.scalar(cancelled))}/cancel")
