"""From the log to the tables, on both databases."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from content.marking import DONT_KNOW
from content.text.module_writer import write_module
from models.ground import jobs
from models.ground.store import Store
from models.learning import answer_log, objection, reports
from models.learning.report_subjects import AboutAnswer
from models.studio import publishing
from models.studio.statistics import refresh, trainers_figures
from models.studio.statistics.figures import Block, Figures
from models.tables.answers import Answer, Confidence
from models.tables.counts import QuestionFigures
from models.tables.documents import Document, VersionChange
from models.tables.reports import ReportKind
from tests import builders
from tests.builders import MONDAY, RIGHT, WRONG, ask, module

QUESTION, SKILL = "listen-active-1", "listen.active"
HOUR = timedelta(hours=1)


def people(store: Store, number: int) -> list[UUID]:
    return [builders.add_learner(store) for _ in range(number)]


def all_ask(db: Session, keys: Sequence[UUID], right: int, question: str = QUESTION, **said: object) -> list[Answer]:
    """Everybody answers; so many of them are right."""
    return [
        ask(db, key, question, RIGHT if number < right else WRONG, **said)  # type: ignore[arg-type]
        for number, key in enumerate(keys)
    ]


def measure(db: Session) -> None:
    refresh.keep(db, refresh.take(db), MONDAY + HOUR)


def figures(db: Session, question: str = QUESTION) -> list[Block]:
    """What is told of a question in all its meanings, the first one first."""
    rows = db.scalars(
        select(QuestionFigures).where(QuestionFigures.question_id == question).order_by(QuestionFigures.version_id)
    )
    return [whole for row in rows if (whole := Figures.from_plain(row.figures).whole)]


def seconds(db: Session) -> float:
    (row,) = db.scalars(select(QuestionFigures))
    return Figures.from_plain(row.figures).seconds


def curve(db: Session) -> dict[int, int]:
    return {turn: share.answers for turn, share in trainers_figures.curve(db, SKILL).points.items()}


def publish(db: Session, change: VersionChange, title: str) -> None:
    text = write_module(module("ecouter", title=title))
    publishing.publish(db, db.get_one(Document, "ecouter"), text, change, MONDAY, None)


def test_who_objects_to_being_estimated_counts_in_no_figure(store: Store) -> None:
    keys = people(store, 25)
    with store.writing() as db:
        all_ask(db, keys, right=18)
        for key in keys[:2]:
            objection.object_to_estimation(db, key)
        measure(db)
        (found,) = figures(db)
        assert (found.answers, found.right) == (23, 16)


def test_first_exposures_that_stand_are_counted_and_nothing_else(store: Store) -> None:
    keys = people(store, 26)
    with store.writing() as db:
        ask(db, keys[25], QUESTION, WRONG, reading=timedelta(0))
        given = all_ask(db, keys[:24], right=18, confidence=Confidence.SURE)
        ask(db, keys[0], QUESTION, WRONG, MONDAY + HOUR)
        ask(db, keys[24], QUESTION, DONT_KNOW)
        answer_log.annul_all(db, [given[0]], "key", MONDAY, None)
        reports.report(db, keys[1], AboutAnswer(given[1].presentation_id), ReportKind.OUTDATED, MONDAY)
        measure(db)
        (found,) = figures(db)
        assert seconds(db) == 30.0
    assert (found.answers, found.people, found.right, found.dont_know) == (22, 22, 16, 1)
    assert (found.confident, found.sure_wrong) == (22, 6)
    assert {response: sum(counts) for response, counts in found.chosen.items()} == {"a": 16, "b": 6, "c": 0}


def test_a_new_wording_keeps_the_figures_and_a_new_meaning_starts_them_anew(store: Store) -> None:
    keys = people(store, 42)
    with store.writing() as db:
        all_ask(db, keys[:10], right=10)
        publish(db, VersionChange.WORDING, "Mieux dit")
        all_ask(db, keys[10:20], right=0)
        publish(db, VersionChange.MEANING, "Autre chose")
        all_ask(db, keys[20:], right=11)
        measure(db)
        assert [(found.answers, found.right) for found in figures(db)] == [(20, 10), (22, 11)]
        now, earlier = trainers_figures.of_question(db, QUESTION)
        assert now.shown is not None and now.shown.whole.answers == 22
        assert [before.measured.shown and before.measured.shown.whole.answers for before in earlier] == [20]


def test_nothing_is_told_of_nineteen_answers_and_it_moves_when_twenty_more_have_answered(store: Store) -> None:
    keys = people(store, 40)
    with store.writing() as db:
        all_ask(db, keys[:19], right=9)
        measure(db)
        assert (figures(db), curve(db)) == ([], {})
        all_ask(db, keys[19:20], right=1)
        measure(db)
        assert ([found.answers for found in figures(db)], curve(db)) == ([20], {1: 20})
        all_ask(db, keys[20:39], right=10)
        measure(db)
        assert ([found.answers for found in figures(db)], curve(db)) == ([20], {1: 20})
        all_ask(db, keys[39:], right=0)
        measure(db)
        assert ([(found.answers, found.right) for found in figures(db)], curve(db)) == ([(40, 20)], {1: 40})


def test_what_was_told_stays_whoever_goes_objects_or_is_annulled_since(store: Store) -> None:
    keys = people(store, 41)
    with store.writing() as db:
        given = all_ask(db, keys[:20], right=12)
        measure(db)
        before = figures(db)
        objection.forget(db, keys[0])
        objection.object_to_estimation(db, keys[1])
        answer_log.annul_all(db, [given[2]], "key", MONDAY, None)
        measure(db)
        assert figures(db) == before
        reports.report(db, keys[3], AboutAnswer(given[3].presentation_id), ReportKind.OUTDATED, MONDAY)
        all_ask(db, keys[20:], right=10)
        measure(db)
        (now,) = figures(db)
    assert (now.answers, now.right) == (41, 22)


@pytest.mark.dialects
def test_of_two_workers_at_once_the_slower_tells_nothing_otherwise(store: Store) -> None:
    keys = people(store, 22)
    with store.writing() as db:
        all_ask(db, keys[:20], right=12)
        slow = refresh.take(db)
        all_ask(db, keys[20:], right=2)
        measure(db)
        assert [found.answers for found in figures(db)] == [22]
        refresh.keep(db, slow, MONDAY + HOUR)
        assert [found.answers for found in figures(db)] == [22]


def test_a_corrected_key_starts_the_figures_anew(store: Store) -> None:
    keys = people(store, 40)
    with store.writing() as db:
        all_ask(db, keys[:20], right=12)
        measure(db)
        first, *others = module("ecouter").questions
        options = [option._replace(right=option.key == "b") for option in first.options]
        text = write_module(module("ecouter", questions=(first._replace(options=tuple(options)), *others)))
        changes = {QUESTION: VersionChange.KEY}
        publishing.publish(db, db.get_one(Document, "ecouter"), text, VersionChange.KEY, MONDAY, None, "", changes)
        all_ask(db, keys[20:], right=12)
        measure(db)
        assert [(found.answers, found.right, found.keys) for found in figures(db)] == [(20, 12, ["a"]), (20, 8, ["b"])]


def test_what_nobody_asks_any_more_is_not_among_the_questions_to_look_at(store: Store) -> None:
    keys = people(store, 24)
    with store.writing() as db:
        for number, key in enumerate(keys):
            strong = number >= 12
            for other in range(2, 6):
                ask(db, key, f"listen-active-{other}", RIGHT if strong else WRONG)
            ask(db, key, QUESTION, ("c",) if strong else RIGHT)
        measure(db)
        listed = trainers_figures.overview(db).to_look_at
        assert [one.question.id for one in listed] == [QUESTION]
        assert "flat" in {sign.flaw for sign in listed[0].signs}
        publish(db, VersionChange.MEANING, "Autre chose")
        measure(db)
        assert trainers_figures.overview(db).to_look_at == []


def test_measuring_is_due_once_an_hour_when_something_has_been_answered(store: Store) -> None:
    (key,) = people(store, 1)
    with store.writing() as db:
        assert not refresh.due(db, "h1")
        ask(db, key, QUESTION)
        assert refresh.due(db, "h1")
        jobs.take_slot(db, refresh.SLOT, "h1", MONDAY + HOUR)
        assert [refresh.due(db, slot) for slot in ("h1", "h2")] == [False, False]
        ask(db, key, QUESTION, WRONG, MONDAY + 2 * HOUR)
        assert [refresh.due(db, slot) for slot in ("h1", "h2")] == [False, True]
