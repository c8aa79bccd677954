"""A page that announces meetings, and circles of before, for tests that look at every page."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select

from models.community import meetings
from models.community.meetings import MeetingPlan
from models.tables.people import Account
from models.tables.public_pages import PageKind, PublicPage
from tests.community.circles import begun, meets
from tests.house import House

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LINK = "https://reunion.exemple.be/j/8731"


def page_of_a_team(house: House) -> PublicPage:
    """Shown, with a workshop, a web meeting and one that was cancelled."""
    return _announcing(house, kind=PageKind.TEAM)


def _announcing(house: House, **whose: object) -> PublicPage:
    at = house.clock()
    with house.store.writing() as db:
        row = PublicPage(address=f"p-{uuid4()}", shows={"title": "L'équipe", "language": "fr"}, **whose)
        db.add(row)
        db.flush()
        workshop = MeetingPlan("Lire « sa » fiche de paie : oui !", at + DAY, at + DAY + HOUR, "Rue de l'Accueil 1", "")
        plans = (workshop, workshop._replace(place="", link=LINK), workshop)
        *_, last = [meetings.announce(db, row.id, plan, at) for plan in plans]
        meetings.cancel(db, last, at)
        return row


def own_page(house: House, owner: Account) -> PublicPage:
    """A page that somebody keeps whatever her role, with the same on it."""
    hers = select(PublicPage).where(PublicPage.learner_key == owner.learner_key)
    if there := house.read(lambda db: db.scalar(hers)):
        return there
    return _announcing(house, kind=PageKind.COUNSELLOR, learner_key=owner.learner_key)


def pages(house: House, owner: Account) -> dict[str, list[str]]:
    """Where the pages of meetings and of circles are, by endpoint; she takes part in two, of which one is closed."""
    own_page(house, owner)
    other = house.person()
    with house.store.writing() as db:
        for closed_on in (house.clock().date(), None):
            circle_id = begun(db, owner.learner_key, other.learner_key, closed_on=closed_on)
        meets(db, circle_id, house.clock() + DAY)
    return {
        "meetings.everything": ["/community/meetings"],
        "circles.mine": ["/circles"],
        "vignettes.letters": ["/vignettes/letters"],
    }


FILES = {"circles.export": ["/circles/export.txt"]}
"""What is fetched of circles and is no page."""
CLOSED = {"circles.invitation": ["/circles/join/x"], "circles.calendar": ["/circles/calendar/x.ics"]}
"""Links of before, which end in a sentence."""
LED_ON = {
    "circles.before": ["/circles/1"],
    "meetings.before": ["/community/meetings/1/1"],
    "calendars.of_meeting": ["/p/x/meetings/x.ics"],
}
"""Addresses of before, which lead elsewhere."""
