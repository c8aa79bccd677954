"""Circles, which have ended: read by those who take part until their tables go; left, and forgotten."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from content.module import Use
from models.catalogue import coming_into_force, in_force
from models.community import circles
from models.ground.store import Store
from models.learning import report_inbox, reports
from models.people import accounts
from models.tables.base import Base
from models.tables.people import Account
from models.tables.public_pages import Circle, CircleMember, Meeting
from models.tables.reports import ReportKind
from tests.builders import MONDAY
from tests.community.circles import begun, kept_sentence, meets
from tests.topics import pack_with_topics

DAY = timedelta(days=1)
TODAY = MONDAY.date()


@pytest.fixture
def published(store: Store) -> Store:
    with store.writing() as db:
        coming_into_force.load_pack(db, pack_with_topics(), MONDAY)
    return store


def person(db: Session, name: str = "Claire") -> UUID:
    email = f"{name}-{len(db.scalars(select(Account.id)).all())}@example.org".lower()
    account = accounts.invite(db, email, name, MONDAY, timezone="Europe/Brussels")
    return account.learner_key


def test_who_takes_part_reads_all_of_a_circle_and_nobody_else_anything(published: Store) -> None:
    with published.writing() as db:
        claire, dieter, other = (person(db, name) for name in ("Claire", "Dieter", "Autre"))
        circle_id = begun(db, claire, dieter)
        dates = [meets(db, circle_id, MONDAY + days * DAY) for days in (2, -1)]
        (read,) = circles.mine(db, claire, TODAY, "fr")
        assert read.topic is not None
        assert (read.id, read.topic.id, read.names, read.put) == (circle_id, "garde", ["Claire", "Dieter"], None)
        assert read.meetings == dates[::-1]
        assert circles.mine(db, other, TODAY, "fr") == []


def test_a_question_that_was_chosen_is_read_unless_it_is_asked_no_longer_or_checks_by_now(published: Store) -> None:
    with published.writing() as db:
        key = person(db)
        row = db.get_one(Circle, begun(db, key))
        every = [one for found in in_force.published_modules(db) for one in found.module.questions]
        for use, is_read in ((Use.LEARN, True), (Use.CHECK, False)):
            row.question_id = next(one.id for one in every if one.use is use)
            (read,) = circles.mine(db, key, TODAY, "fr")
            assert (read.put is not None and read.put.question.id == row.question_id) is is_read
        row.question_id = "no-longer-there"
        assert [one.put for one in circles.mine(db, key, TODAY, "fr")] == [None]


def test_whoever_leaves_is_named_no_more_and_the_last_one_takes_the_circle_along(published: Store) -> None:
    with published.writing() as db:
        claire, dieter, other = (person(db, name) for name in ("Claire", "Dieter", "Autre"))
        circle_id = begun(db, claire, dieter)
        meets(db, circle_id, MONDAY + DAY)
        circles.leave(db, circle_id, other)
        circles.leave(db, circle_id, claire)
        assert [one.names for one in circles.mine(db, dieter, TODAY, "fr")] == [["Dieter"]]
        circles.leave_all(db, dieter)
        assert [db.scalars(select(one)).all() for one in (Circle, CircleMember, Meeting)] == [[], [], []]


def test_a_name_goes_when_its_account_is_closed(published: Store) -> None:
    with published.writing() as db:
        claire, dieter = person(db, "Claire"), person(db, "Dieter")
        begun(db, claire, dieter)
        account = accounts.account_of(db, dieter)
        assert account is not None
        account.closed_at = MONDAY
        db.flush()
        assert [one.names for one in circles.mine(db, claire, TODAY, "fr")] == [["Claire"]]


def test_a_closed_circle_is_forgotten_thirty_days_later(published: Store) -> None:
    with published.writing() as db:
        circle_id = begun(db, person(db), closed_on=TODAY)
        circles.forget_old(db, MONDAY + 30 * DAY)
        assert db.get(Circle, circle_id)
        circles.forget_old(db, MONDAY + 31 * DAY)
        assert db.scalars(select(CircleMember)).all() == []


def test_a_sentence_that_was_kept_waits_in_the_workshop_without_a_name_and_stays_among_her_own(
    published: Store,
) -> None:
    with published.writing() as db:
        key = person(db, "Claire")
        kept_sentence(db, key)
        (concerned,) = report_inbox.inbox(db, MONDAY, "Europe/Brussels")
        assert concerned.kinds == {ReportKind.FROM_CIRCLE: 1}
        assert [one.author for one in concerned.waiting] == [None]
        assert len(reports.mine(db, key)) == 1
        about = reports.AboutTopic(in_force.topics_version(db), "garde", "fr")
        assert reports.reports_on(db, key, about) == []


def test_of_a_circle_nothing_is_kept_of_what_was_answered() -> None:
    tables = [Base.metadata.tables[one.__tablename__] for one in (Circle, CircleMember)]
    assert {column.name for table in tables for column in table.columns} == {
        *("id", "topic_id", "module_id", "question_id", "begun_on", "closed_on"),
        *("circle_id", "learner_key", "joined_on"),
    }
