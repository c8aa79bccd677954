"""A page that announces meetings, and circles in each of their states, for tests that look at every page."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import Select, select

from models.community import circles, meetings
from models.community.meetings import MeetingPlan
from models.tables.circles import Circle
from models.tables.meetings import Meeting
from models.tables.people import Account
from models.tables.public_pages import PageKind, PublicPage
from tests.portal.house import House

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


def _announced_by(page: PublicPage) -> Select[int]:
    return select(Meeting.id).where(Meeting.page_id == page.id).order_by(Meeting.id)


def circle(house: House, *people: Account, topic: str = "garde", dated: bool = True, put: bool = True) -> int:
    """A circle in which these people take part, with a date tomorrow and a question to put."""
    at, language = house.clock(), people[0].language
    with house.store.writing() as db:
        circle_id = circles.begin(db, people[0].learner_key, topic, at.date())
        for one in people[1:]:
            circles.join(db, circle_id, one.learner_key, at.date())
        row = db.get_one(Circle, circle_id)
        if dated and not meetings.of_circle(db, circle_id):
            meetings.hold(db, circle_id, MeetingPlan("", at + DAY, at + DAY + HOUR, "Salle « 2 »", LINK), at)
        asked = circles.questions(db, circles.topic_of(db, row), at.date(), language)
        if put and asked:
            circles.choose(db, row, asked[0].question.id, at.date(), language)
        return circle_id


def that_has_met(house: House, circle_id: int) -> None:
    """The circle met yesterday: its sentence can be kept."""
    at = house.clock()
    with house.store.writing() as db:
        begun = Meeting(uid=str(uuid4()), circle_id=circle_id, subject="", place="Salle 2", link="", changed_at=at)
        begun.starts_at, begun.ends_at = at - DAY, at - DAY + HOUR
        db.add(begun)


def closed(house: House, owner: Account, topic: str) -> int:
    """A circle that is closed."""
    circle_id = circle(house, owner, topic=topic, dated=False, put=False)
    with house.store.writing() as db:
        circles.close(db, circles.find_open(db, circle_id, owner.learner_key), house.clock())
    return circle_id


def pages(house: House, owner: Account, topics: tuple[str, str] = ("garde", "sante")) -> dict[str, list[str]]:
    """Where the pages of meetings and circles are, by endpoint."""
    hers, gone = own_page(house, owner), closed(house, owner, topics[1])
    new = circle(house, owner, topic=topics[1], dated=False, put=False)
    own = circle(house, owner, house.person(), topic=topics[0])
    that_has_met(house, own)
    announced = house.read(lambda db: db.scalars(_announced_by(hers)).all())
    return {
        "meetings.everything": ["/community/meetings"],
        "meetings.meeting": [f"/community/meetings/{hers.id}/{one}" for one in announced],
        "circles.mine": ["/circles"],
        "circles.circle": [f"/circles/{one}" for one in (own, new, gone)],
        "circles.questions": [f"/circles/{one}/questions" for one in (own, new)],
        "circles.question": [f"/circles/{own}/question", f"/circles/{own}/question?answer=1"],
        "circles.cards": ["/circles/cards"],
    }


def files(house: House, owner: Account) -> dict[str, list[str]]:
    """Where the calendars are that are open without a public address."""
    hers = own_page(house, owner)
    meeting = house.read(lambda db: db.scalars(_announced_by(hers)).first())
    return {
        "meetings.own_file": [f"/community/meetings/{hers.id}/{meeting}.ics"],
        "circles.invitation": ["/circles/join/x"],
        "circles.calendar": ["/circles/calendar/x.ics"],
    }
