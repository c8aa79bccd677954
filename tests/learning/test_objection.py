"""Who learns without estimation: nothing of what she learns is kept, what was left is unused, and she may come back."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import parameters
from models.ground.store import Store
from models.learning import (
    absence,
    answer_log,
    answering,
    belief_history,
    keepsakes,
    learners,
    objection,
    playing,
    progress,
    proposals,
    reports,
    themes,
    week,
)
from models.learning.objection import LEARNED, KeptTraces, WithoutEstimation
from models.learning.report_subjects import AboutAnswer, AboutQuestion, NoSuchReport
from models.news.feed import feed, story_ties
from models.news.stories import corrections
from models.people import accounts
from models.studio.rule_changes import announcements as rule_changes
from models.tables.answers import Annulment, Answer, Confidence, Mastery, Notice
from models.tables.base import Base
from models.tables.documents import PublishedQuestion
from models.tables.follow_ups import FollowUp, Tried
from models.tables.mail import Mail, MailKind, MailState
from models.tables.people import Learner
from models.tables.reports import Report, ReportKind
from models.tables.stories import StoryReading
from models.tutor.situation import Purpose
from tests import builders
from tests.builders import MONDAY, RIGHT, WRONG, ask, live_through
from tests.watchers.mornings import tell

DAY = timedelta(days=1)
LATER = MONDAY + 5 * DAY
NOTHING = KeptTraces(0, 0, 0, 0, 0)


def rows(db: Session) -> dict[str, int]:
    tables = Base.metadata.sorted_tables
    return {table.name: db.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def of(db: Session, learner_key: UUID) -> dict[str, int]:
    """How many rows of what she has learned are hers."""
    tables = {table.__tablename__: table.__table__ for table in LEARNED}
    mine = {name: select(func.count()).where(table.c.learner_key == learner_key) for name, table in tables.items()}
    return {name: db.scalar(count) or 0 for name, count in mine.items()}


def objects(store: Store, learner_key: UUID, *, erasing: bool = False) -> None:
    with store.writing() as db:
        objection.object_to_estimation(db, learner_key)
        if erasing:
            objection.forget(db, learner_key)


@pytest.fixture
def story(store: Store) -> int:
    return tell(store, "Une nouvelle", MONDAY)


@pytest.fixture
def lived(store: Store, learner_key: UUID, story: int) -> UUID:
    """Somebody with something of everything: plays, answers, an annulment, a proposal, a refusal, a story, a goal."""
    with store.writing() as db:
        for day in range(2):
            live_through(db, playing.start(db, learner_key, "ecouter", MONDAY + day * DAY), MONDAY + day * DAY)
        answer_log.annul_all(db, [ask(db, learner_key, "frame-role-1")], "made up", MONDAY, by=None)
        proposed = proposals.propose(db, learner_key, MONDAY + DAY)
        assert proposed
        proposals.keep(db, learner_key, proposed)
        proposals.refuse(db, learner_key, "frame.role", MONDAY, until=None)
        week.set_goal(db, learner_key, 3)
        week.pause(db, learner_key, MONDAY.date(), MONDAY.date(), MONDAY)
        themes.follow(db, learner_key, MONDAY, domains=["listen"])
        feed.mark_read(db, learner_key, story, MONDAY)
        story_ties.ask(db, learner_key, story, "listen.reflect", Purpose.PRACTISE, MONDAY)
        target = keepsakes.Target("story", str(story), "Une nouvelle", "fr")
        keepsakes.bookmark(db, learner_key, target, True, MONDAY)
    return learner_key


DOORS: dict[str, Callable[[Session, UUID], object]] = {
    "begins": lambda db, key: playing.start(db, key, "ecouter", LATER),
    "practises": lambda db, key: playing.practise(db, key, "listen.active", Purpose.PRACTISE, LATER),
    "contests": lambda db, key: playing.contest(db, key, "listen.active", LATER),
    "situates": lambda db, key: playing.begin_situating(db, key, LATER),
    "sets a goal": lambda db, key: week.set_goal(db, key, 2),
    "refuses a proposal": lambda db, key: proposals.refuse(db, key, "ecouter", LATER, until=None),
    "is asked in a story": lambda db, key: story_ties.ask(db, key, 1, "listen.active", Purpose.PRACTISE, LATER),
}


@pytest.mark.usefixtures("story")
def test_no_verb_keeps_anything_of_what_she_learns(store: Store, learner_key: UUID) -> None:
    objects(store, learner_key)
    with store.writing() as db:
        before = rows(db)
        for name, door in DOORS.items():
            with pytest.raises(WithoutEstimation):
                door(db, learner_key)
            db.flush()
            assert rows(db) == before, name


def test_what_stood_on_an_open_page_takes_no_answer_any_more(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        shown = builders.show(db, learner_key, "listen-active-1")
        begun = [playing.start(db, learner_key, "ecouter", MONDAY).id]
        begun += [playing.begin_situating(db, learner_key, MONDAY).id]
        proposed = proposals.propose(db, learner_key, MONDAY)
    assert proposed
    objects(store, learner_key)
    with store.writing() as db:
        before = rows(db)
        play, situating = (playing.play_of(db, one, learner_key) for one in begun)
        for moved in (
            lambda: answering.answer(db, shown, learner_key, RIGHT, LATER),
            lambda: playing.advance(db, play, "card-1", LATER),
            lambda: playing.skip(db, situating, "x", LATER),
            lambda: playing.stop(db, situating, LATER),
            lambda: proposals.keep(db, learner_key, proposed),
        ):
            with pytest.raises(WithoutEstimation):
                moved()
        db.flush()
        assert rows(db) == before


def test_what_she_opens_is_not_noted_and_what_others_open_is(store: Store, learner_key: UUID, story: int) -> None:
    other = builders.add_learner(store)
    objects(store, learner_key)
    with store.writing() as db:
        for key in (learner_key, other):
            feed.mark_read(db, key, story, MONDAY)
            rule_changes.mark_opened(db, key, story, MONDAY)
            corrections.note_told(db, key, [1], MONDAY)
        assert db.scalars(select(StoryReading.learner_key)).all() == [other]


def test_what_she_asks_for_is_kept(store: Store, learner_key: UUID, story: int) -> None:
    objects(store, learner_key)
    with store.writing() as db:
        before = rows(db)
        themes.follow(db, learner_key, MONDAY, words=["logement"])
        week.pause(db, learner_key, MONDAY.date(), MONDAY.date(), MONDAY)
        keepsakes.bookmark(db, learner_key, keepsakes.Target("story", str(story), "Une nouvelle", "fr"), True, MONDAY)
        version = db.get_one(PublishedQuestion, "listen-active-1").version_id
        reports.report(db, learner_key, AboutQuestion(version, "listen-active-1"), ReportKind.DISAGREE, MONDAY)
        after = rows(db)
    assert {name for name in after if after[name] != before[name]} == {"theme", "pause", "keepsake", "report"}


def test_nothing_is_believed_of_her_whatever_was_left(store: Store, lived: UUID) -> None:
    objects(store, lived)
    with store.reading() as db:
        assert (progress.begun(db, lived), progress.claimed(db, lived)) == (frozenset(), set())
        assert {one.answers for domain in progress.by_domain(db, lived, LATER) for one in domain.skills} == {0}
        assert not belief_history.history(db, lived, "listen.active", LATER).steps
        assert proposals.propose(db, lived, LATER) is None is proposals.next_step(db, lived, LATER)
        assert absence.returned(db, lived, LATER + 30 * DAY) is None
        (told,) = feed.stories(db, lived, MONDAY)
        assert (told.read, told.concerned) == (False, ())


def test_she_is_told_what_is_kept_and_leaving_it_changes_no_row(store: Store, lived: UUID) -> None:
    with store.writing() as db:
        kept, before = objection.kept(db, lived), of(db, lived)
    assert kept.answers == before["answer"] > 0 and kept.plays == 3 and kept.proposals == kept.stories == 1
    objects(store, lived)
    with store.reading() as db:
        assert (objection.kept(db, lived), of(db, lived)) == (kept, before)


def test_an_annulment_is_noted_on_what_was_left_and_believed_when_she_comes_back(store: Store, lived: UUID) -> None:
    objects(store, lived)
    with store.writing() as db:
        believed = select(Mastery.skill, Mastery.known).where(Mastery.learner_key == lived).order_by(Mastery.skill)
        before = db.execute(believed).all()
        given = db.scalars(select(Answer).where(Answer.learner_key == lived, Answer.skill == "listen.active")).all()
        answer_log.annul_all(db, given, "the key was wrong", LATER, by=None)
        assert db.execute(believed).all() == before
        objection.take_back(db, lived)
        assert "listen.active" not in db.scalars(believed).all()


def test_no_new_set_of_parameters_replays_her(store: Store, lived: UUID) -> None:
    with store.writing() as db:
        here = parameters.in_force(db)
        row = parameters.add_set(db, here.estimates, "made up", "test", MONDAY, 1)
        parameters.promote(db, row.id, MONDAY, "test")
        assert lived in answer_log.due_for_replay(db)
    objects(store, lived)
    with store.writing() as db:
        assert lived not in answer_log.due_for_replay(db)
        objection.take_back(db, lived)
        assert progress.believed(db, lived).parameters.id == row.id


def test_erasing_leaves_nothing_of_what_she_learned_and_all_that_she_asked_for(store: Store, lived: UUID) -> None:
    other = builders.add_learner(store)
    with store.writing() as db:
        given = ask(db, other, "frame-role-1").id
        reported = ask(db, lived, "frame-role-2", WRONG, confidence=Confidence.SURE)
        reports.report(db, lived, AboutAnswer(reported.presentation_id), ReportKind.DISAGREE, MONDAY)
        db.add(Notice(learner_key=lived, question_id="x", version_id=reported.version_id, right=True, at=MONDAY))
        db.add(FollowUp(learner_key=lived, asked_on=MONDAY.date(), module_id="ecouter", said=Tried.YES))
        assert {name for name, many in of(db, lived).items() if not many} == {"rule_change_reading", "correction_told"}
        stays = {"theme": 1, "pause": 1, "keepsake": 1, "report": 1}
    objects(store, lived, erasing=True)
    with store.reading() as db:
        assert of(db, lived) == dict.fromkeys(of(db, lived), 0) and objection.kept(db, lived) == NOTHING
        assert not db.scalars(select(Annulment)).all()
        assert {name: many for name, many in rows(db).items() if name in stays} == stays
        assert db.scalars(select(Report.answer_id)).one() is None
        assert db.scalars(select(Answer.id)).all() == [given]
        assert db.get_one(Learner, lived).last_sequence == 0


def test_whoever_comes_back_after_that_begins_anew(store: Store, lived: UUID) -> None:
    objects(store, lived, erasing=True)
    with store.writing() as db:
        objection.take_back(db, lived)
        assert ask(db, lived, "listen-active-1", at=LATER).sequence == 1
        assert not learners.read(db, lived).without_estimation


def test_all_that_hangs_on_a_learner_is_erased_or_said_to_stay() -> None:
    stay = {"account", "audit_party", "keepsake", "less_of", "mail", "muted_word", "pause", "report", "theme"}
    stay |= {"fact_answer", "tool_opinion", "topic_vote", "vote"}
    stay |= {"circle_member", "plain_letter", "programme_following", "public_page", "read_mark", "slip_week"}
    hers = {table.name for table in Base.metadata.sorted_tables if "learner_key" in table.c}
    assert hers == {table.__tablename__ for table in LEARNED} | stay | {"source", "story", "trial"}


def test_a_letter_that_has_not_left_yet_is_written_anew(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        shown = builders.show(db, learner_key, "listen-active-1")
        written = {"subject": "Lundi", "text": "Une question", "html": "Une question", "presentation_id": shown}
        mail = {"learner_key": learner_key, "kind": MailKind.DIGEST, "due_at": MONDAY, "attempts": 1, **written}
        db.add(Mail(slot="2026-11-23", state=MailState.READY, **mail))
        db.add(Mail(slot="2026-11-20", state=MailState.SENT, **mail))
    objects(store, learner_key)
    with store.reading() as db:
        ready, sent = db.scalars(select(Mail).order_by(Mail.slot.desc()))
        assert (ready.text, ready.html, ready.presentation_id, sent.text) == (None, None, None, "Une question")


def test_it_is_in_her_export_and_nowhere_in_the_log(empty_store: Store) -> None:
    builders.set_up(empty_store, builders.small_pack())
    with empty_store.writing() as db:
        account = accounts.invite(db, "nadia@example.be", "Nadia", MONDAY, timezone="Europe/Brussels")
        before = rows(db)
        objection.object_to_estimation(db, account.learner_key)
        assert rows(db) == before
        assert accounts.export(db, account)["learner"]["without_estimation"] is True


def test_a_question_that_is_not_there_cannot_be_reported(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        version = db.get_one(PublishedQuestion, "listen-active-1").version_id
        with pytest.raises(NoSuchReport):
            reports.report(db, learner_key, AboutQuestion(version, f"x-{uuid4()}"), ReportKind.DISAGREE, MONDAY)
