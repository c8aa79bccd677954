"""What goes wrong with letters, public pages, meetings and circles."""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import select

from models.catalogue import coming_into_force
from models.community.letter_text import MOST_PARTS
from models.tables.circles import Circle
from models.tables.meetings import Meeting
from tests.builders import MONDAY
from tests.directory import entry, publish_entries
from tests.plain_words import vouch_for_all
from tests.portal import gathering
from tests.portal.browser import Page
from tests.portal.going_wrong.visiting import of_form
from tests.portal.house import House
from tests.portal.public_pages.pages import TEAM, asked
from tests.topics import pack_with_topics


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


def in_a_circle(address: Callable[[int], str], closed: bool = False, topic: str = "garde") -> Callable[[House], Page]:
    """Send a form of a circle in which one takes part."""

    def visit(house: House) -> Page:
        with house.store.writing() as db:
            coming_into_force.load_pack(db, pack_with_topics(), MONDAY)
        owner = house.person()
        circle_id = gathering.circle(house, owner, dated=False, put=False)
        if closed:
            gathering.closed(house, owner, "garde")
        with house.store.writing() as db:
            db.get_one(Circle, circle_id).topic_id = topic
        browser = house.browser_of(owner)
        browser.get("/circles")
        return browser.post(address(circle_id), question="rien", sentence="Une.")

    return visit


def cancelled_twice(house: House) -> Page:
    """Cancel a meeting that is cancelled."""
    team, browser = gathering.page_of_a_team(house), house.visitor(trainer=True)
    cancelled = select(Meeting.id).where(Meeting.page_id == team.id, Meeting.cancelled_at.is_not(None))
    browser.get("/community/meetings")
    return browser.post(f"/community/meetings/{team.id}/{house.read(lambda db: db.scalar(cancelled))}/cancel")
