"""Circles: begun on a topic, joined by one's own wish, one question, one sentence; left, closed, forgotten."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from content.module import QuestionKind, Use
from models.catalogue import coming_into_force, in_force
from models.community import circles, meetings
from models.community.circles import (
    CircleClosed,
    NoSuchCircle,
    NoSuchCircleQuestion,
    NoSuchTopic,
    NotASentence,
)
from models.community.meetings import MeetingPlan
from models.ground.store import Store
from models.people import accounts
from models.study.reports import inbox, telling
from models.tables.base import Base
from models.tables.circles import Circle, CircleMember
from models.tables.meetings import Meeting
from models.tables.people import Account
from models.tables.reports import Report, ReportKind
from tests.builders import MONDAY
from tests.topics import pack_with_topics

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TODAY = MONDAY.date()
PLAN = MeetingPlan("", MONDAY + DAY, MONDAY + DAY + HOUR, "Salle 2", "https://reunion.exemple.be/j/1")


@pytest.fixture
def published(store: Store) -> Store:
    with store.writing() as db:
        coming_into_force.load_pack(db, pack_with_topics(), MONDAY)
    return store


def person(db: Session, name: str = "Claire") -> UUID:
    email = f"{name}-{len(db.scalars(select(Account.id)).all())}@example.org".lower()
    account = accounts.invite(db, email, name, MONDAY, timezone="Europe/Brussels")
    return account.learner_key


def test_one_begins_a_circle_on_a_topic_and_takes_part(published: Store) -> None:
    with published.writing() as db:
        key = person(db)
        circle_id = circles.begin(db, key, "garde", TODAY)
        assert circles.begin(db, key, "garde", TODAY) == circle_id
        (seen,) = circles.mine(db, key, MONDAY)
        assert seen.topic is not None
        assert (seen.id, seen.topic.id, seen.next) == (circle_id, "garde", None)
        with pytest.raises(NoSuchTopic):
            circles.begin(db, key, "cuisine", TODAY)


def test_only_who_takes_part_finds_a_circle_and_its_names(published: Store) -> None:
    with published.writing() as db:
        claire, dieter = person(db, "Claire"), person(db, "Dieter")
        circle_id = circles.begin(db, claire, "garde", TODAY)
        with pytest.raises(NoSuchCircle):
            circles.find(db, circle_id, dieter)
        for _ in range(2):
            circles.join(db, circle_id, dieter, TODAY)
        assert circles.find(db, circle_id, dieter).id == circle_id
        assert circles.names(db, circle_id) == ["Claire", "Dieter"]


def test_whoever_leaves_is_named_no_more_and_the_last_one_takes_the_circle_along(published: Store) -> None:
    with published.writing() as db:
        claire, dieter = person(db, "Claire"), person(db, "Dieter")
        circle_id = circles.begin(db, claire, "garde", TODAY)
        circles.join(db, circle_id, dieter, TODAY)
        meetings.hold(db, circle_id, PLAN, MONDAY)
        circles.leave(db, circle_id, claire)
        assert circles.names(db, circle_id) == ["Dieter"]
        circles.leave(db, circle_id, dieter)
        assert [db.scalars(select(one)).all() for one in (Circle, CircleMember, Meeting)] == [[], [], []]


def test_whoever_takes_part_in_nothing_ends_no_circle(published: Store) -> None:
    with published.writing() as db:
        claire, other = person(db, "Claire"), person(db, "Autre")
        circle_id = circles.begin(db, claire, "garde", TODAY)
        circles.leave(db, circle_id, other)
        circles.leave_all(db, other)
        assert circles.find(db, circle_id, claire).id == circle_id


def test_a_name_goes_when_its_account_is_closed(published: Store) -> None:
    with published.writing() as db:
        claire, dieter = person(db, "Claire"), person(db, "Dieter")
        circle_id = circles.begin(db, claire, "garde", TODAY)
        circles.join(db, circle_id, dieter, TODAY)
        account = accounts.account_of(db, dieter)
        assert account is not None
        account.closed_at = MONDAY
        db.flush()
        assert circles.names(db, circle_id) == ["Claire"]


def test_a_closed_circle_takes_nobody_in_and_cancels_what_it_had_planned(published: Store) -> None:
    with published.writing() as db:
        claire, dieter = person(db, "Claire"), person(db, "Dieter")
        circle_id = circles.begin(db, claire, "garde", TODAY)
        planned = meetings.hold(db, circle_id, PLAN, MONDAY)
        circles.close(db, circles.find_open(db, circle_id, claire), MONDAY)
        assert planned.cancelled_at == MONDAY
        with pytest.raises(NoSuchCircle):
            circles.join(db, circle_id, dieter, TODAY)
        with pytest.raises(CircleClosed):
            circles.find_open(db, circle_id, claire)
        circles.forget_old(db, MONDAY + 30 * DAY)
        assert db.get(Circle, circle_id)
        circles.forget_old(db, MONDAY + 31 * DAY)
        assert db.scalars(select(CircleMember)).all() == []


def test_the_circle_that_meets_first_stands_first_and_a_closed_one_last(published: Store) -> None:
    with published.writing() as db:
        key = person(db)
        closed = circles.begin(db, key, "garde", TODAY)
        circles.close(db, circles.find_open(db, closed, key), MONDAY)
        silent = circles.begin(db, key, "garde", TODAY)
        meets = circles.begin(db, key, "sante", TODAY)
        first = meetings.hold(db, meets, PLAN, MONDAY)
        meetings.hold(db, meets, PLAN._replace(starts_at=MONDAY + 5 * DAY, ends_at=MONDAY + 5 * DAY + HOUR), MONDAY)
        found = circles.mine(db, key, MONDAY)
        assert [one.id for one in found] == [meets, silent, closed]
        assert found[0].next == first


# -------------------------------------------------------------------------------------------------------- one question


def test_a_circle_puts_a_question_to_learn_by_of_the_skills_of_its_topic(published: Store) -> None:
    with published.writing() as db:
        key = person(db)
        row = circles.find_open(db, circles.begin(db, key, "garde", TODAY), key)
        asked = circles.questions(db, circles.topic_of(db, row), TODAY, "fr")
        every = [one for found in in_force.published_modules(db) for one in found.module.questions]
        of_skill = {one.id for one in every if one.skill == "listen.active"}
        assert asked
        assert {one.question.id for one in asked} <= of_skill
        kept = {one.id for one in every if one.use is Use.CHECK}
        assert kept & of_skill
        assert not kept & {one.question.id for one in asked}
        circles.choose(db, row, asked[0].question.id, TODAY, "fr")
        put = circles.question_of(db, row, TODAY, "fr")
        assert put is not None
        assert put.question == asked[0].question
        for other in sorted(kept & of_skill)[:1] + ["listen-reflect-1", "rien"]:
            with pytest.raises(NoSuchCircleQuestion):
                circles.choose(db, row, other, TODAY, "fr")


def test_what_is_not_answered_by_one_letter_out_of_four_is_not_put(published: Store) -> None:
    with published.reading() as db:
        (topic, *_) = in_force.topics(db)
        found = circles.questions(db, topic, TODAY, "fr")
    assert all(one.question.kind is QuestionKind.ONE and len(one.question.options) <= 4 for one in found)


def test_a_question_that_is_asked_no_longer_is_put_no_more(published: Store) -> None:
    with published.writing() as db:
        key = person(db)
        row = circles.find_open(db, circles.begin(db, key, "garde", TODAY), key)
        row.question_id = "no-longer-there"
        assert circles.question_of(db, row, TODAY, "fr") is None


# -------------------------------------------------------------------------------------------------------- one sentence


def test_the_sentence_reaches_the_workshop_without_a_name_and_once(published: Store) -> None:
    with published.writing() as db:
        key = person(db, "Claire")
        row = circles.find_open(db, circles.begin(db, key, "garde", TODAY), key)
        for _ in range(2):
            circles.keep_sentence(db, row, key, "  Demander d'abord\nqui garde déjà. ", "fr", MONDAY)
        circles.keep_sentence(db, row, key, "Une autre fois.", "fr", MONDAY)
        (concerned,) = inbox.inbox(db, MONDAY, "Europe/Brussels")
        assert concerned.kinds == {ReportKind.FROM_CIRCLE: 1}
        words = [one.told.report.word for one in concerned.waiting]
        assert words == ["Demander d'abord qui garde déjà.", "Une autre fois."]
        assert [one.author for one in concerned.waiting] == [None, None]
        assert len(telling.mine(db, key)) == 2
        about = telling.AboutTopic(in_force.topics_version(db), "garde", "fr")
        assert telling.reports_on(db, key, about) == []


@pytest.mark.parametrize("sentence", ["", "  \n ", "x" * 301])
def test_what_is_no_sentence_is_kept_nowhere(published: Store, sentence: str) -> None:
    with published.writing() as db:
        key = person(db)
        row = circles.find_open(db, circles.begin(db, key, "garde", TODAY), key)
        with pytest.raises(NotASentence):
            circles.keep_sentence(db, row, key, sentence, "fr", MONDAY)
        assert db.scalars(select(Report)).all() == []


def test_a_topic_that_left_leaves_the_circle_without_question_and_sentence(published: Store) -> None:
    with published.writing() as db:
        key = person(db)
        row = circles.find_open(db, circles.begin(db, key, "garde", TODAY), key)
        row.topic_id = "parti"
        assert circles.questions(db, circles.topic_of(db, row), TODAY, "fr") == []
        with pytest.raises(NoSuchTopic):
            circles.keep_sentence(db, row, key, "Une phrase.", "fr", MONDAY)


def test_a_circle_has_met_once_one_of_its_dates_has_begun(published: Store) -> None:
    with published.writing() as db:
        key = person(db)
        circle_id = circles.begin(db, key, "garde", TODAY)
        meetings.hold(db, circle_id, PLAN, MONDAY)
        held = meetings.of_circle(db, circle_id)
        assert not circles.has_met(held, MONDAY)
        assert circles.has_met(held, PLAN.starts_at)
        assert circles.coming(held, PLAN.starts_at) is held[0]
        assert circles.coming(held, PLAN.ends_at) is None


def test_of_a_circle_nothing_is_kept_of_what_was_answered() -> None:
    tables = [Base.metadata.tables[one.__tablename__] for one in (Circle, CircleMember)]
    assert {column.name for table in tables for column in table.columns} == {
        *("id", "topic_id", "module_id", "question_id", "begun_on", "closed_on"),
        *("circle_id", "learner_key", "joined_on"),
    }
