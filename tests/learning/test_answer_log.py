"""The log is the truth: rebuilding belief from it gives what living through it gave."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from content.marking import DONT_KNOW, Response
from models import learner
from models.estimates import Estimates
from models.ground.store import Store
from models.learner import Belief, Knowledge
from models.learning import answer_log, report_inbox, reports
from models.learning.report_subjects import AboutAnswer
from models.tables.answers import Answer, LearnerAbility, Mastery
from models.tables.people import Learner
from models.tables.reports import ReportKind, ReportOutcome
from tests import builders
from tests.builders import MONDAY, READING, RIGHT, WRONG, ask, show
from tests.processes import own_processes
from tests.watchers.mornings import ON_ONE_DATABASE

PROCESSES = 8
DEFAULTS = Estimates()


def cache(db: Session, learner_key: UUID) -> list[tuple[Any, ...]]:
    """Every column of a learner's mastery, by skill, then of her ability."""
    return [
        tuple(row)
        for rows in (Mastery.__table__, LearnerAbility.__table__)
        for row in db.execute(select(rows).where(rows.c.learner_key == learner_key).order_by(*rows.primary_key))
    ]


def beliefs(db: Session, learner_key: UUID) -> dict[str, Belief]:
    rows = db.scalars(select(Mastery).where(Mastery.learner_key == learner_key))
    return {row.skill: builders.belief_of(row) for row in rows}


def log(db: Session, learner_key: UUID) -> list[Answer]:
    return list(db.scalars(select(Answer).where(Answer.learner_key == learner_key).order_by(Answer.sequence)))


def replayed(store: Store, learner_key: UUID) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """The cache before and after a replay."""
    with store.writing() as db:
        before = cache(db, learner_key)
        answer_log.replay(db, learner_key)
        return before, cache(db, learner_key)


QUESTIONS = [f"{skill}-{number}" for skill in ("listen-active", "frame-role") for number in range(1, 5)]
Step = Callable[[Session, UUID, datetime], object]


def answering(question_id: str, response: Response, reading: timedelta) -> Step:
    return lambda db, learner_key, at: ask(db, learner_key, question_id, response, at, reading=reading)


def annulling(place: int) -> Step:
    """Annul one of the answers so far that still counts."""

    def step(db: Session, learner_key: UUID, at: datetime) -> None:
        if counted := list(answer_log.counted_answers(db, learner_key)):
            answer_log.annul_all(db, [counted[place % len(counted)]], "key", at, by=None)

    return step


def reporting(place: int, end: str) -> Step:
    """Report one of the answers so far that still counts, and perhaps have it withdrawn or settled."""

    def step(db: Session, learner_key: UUID, at: datetime) -> None:
        if not (counted := list(answer_log.counted_answers(db, learner_key))):
            return
        about = AboutAnswer(counted[place % len(counted)].presentation_id)
        row = reports.report(db, learner_key, about, ReportKind.DISAGREE, at)
        if end == "withdrawn":
            reports.withdraw(db, row, at)
        elif end != "open" and row.outcome is None:
            report_inbox.reply(db, [row], "Vu.", ReportOutcome(end), at, uuid4())

    return step


responses, paces = st.sampled_from([RIGHT, RIGHT, WRONG, DONT_KNOW]), st.sampled_from([READING, READING, timedelta(0)])
answers = st.builds(answering, st.sampled_from(QUESTIONS), responses, paces)
annulments = st.builds(annulling, st.integers(0, 20))
gaps = st.sampled_from([timedelta(minutes=1), timedelta(days=1), timedelta(days=40), -timedelta(hours=2)])
taps = st.builds(reporting, st.integers(0, 20), st.sampled_from(["open", "withdrawn", *ReportOutcome]))
lives = st.lists(st.tuples(answers | answers | answers | annulments | taps, gaps), max_size=12)


@pytest.mark.dialects
@settings(max_examples=10)  # on each database
@given(lives)
def test_replay_gives_what_living_gave(store: Store, life: list[tuple[Step, timedelta]]) -> None:
    learner_key, at = builders.add_learner(store), MONDAY
    with store.writing() as db:
        for step, gap in life:
            at += gap
            step(db, learner_key, at)
    before, after = replayed(store, learner_key)
    assert after == before


@ON_ONE_DATABASE
@settings(max_examples=15)
@given(lives)
def test_belief_is_what_the_learner_model_makes_of_the_answers_that_count(
    store: Store, life: list[tuple[Step, timedelta]]
) -> None:
    learner_key, at = builders.add_learner(store), MONDAY
    with store.writing() as db:
        for step, gap in life:
            at += gap
            step(db, learner_key, at)
    expected: dict[str, Belief] = {}
    ability = learner.Ability()
    with store.reading() as db:
        for row in answer_log.counted_answers(db, learner_key):
            before = Knowledge(DEFAULTS.of(row.skill), expected.get(row.skill, Belief()), ability)
            after = learner.after_answer(before, answer_log.evidence_of(row, DEFAULTS))
            expected[row.skill], ability = after.belief, after.ability
        assert beliefs(db, learner_key) == expected
        assert [row.sequence for row in log(db, learner_key)] == list(range(1, len(log(db, learner_key)) + 1))


@ON_ONE_DATABASE
def test_an_annulled_answer_is_as_if_it_had_never_been_given(store: Store) -> None:
    for annulled in [0, 1, 2, 3]:
        lived, never = builders.add_learner(store), builders.add_learner(store)
        responses = [RIGHT, WRONG, DONT_KNOW, RIGHT]
        with store.writing() as db:
            for number, response in enumerate(responses):
                at = MONDAY + timedelta(days=number)
                given_ = ask(db, lived, f"listen-active-{number + 1}", response, at)
                if number == annulled:
                    taken_back = given_.id
                else:
                    ask(db, never, f"listen-active-{number + 1}", response, at)
            answer_log.annul_all(db, [db.get_one(Answer, taken_back)], "rule", MONDAY + timedelta(days=9), by=None)
        with store.reading() as db:
            assert beliefs(db, lived) == beliefs(db, never)


def test_the_log_is_never_changed_and_what_is_annulled_never_was(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        answer_log.annul_all(db, [ask(db, learner_key, "listen-active-1")], "key", MONDAY, by=None)
        assert beliefs(db, learner_key) == {}
        again = ask(db, learner_key, "listen-active-2")
        assert again.known_before == learner.retained(Knowledge(DEFAULTS.of("listen.active")), MONDAY)
    learner_key = builders.add_learner(store)
    rows = Answer.__table__
    with store.writing() as db:
        for number in (1, 2):
            ask(db, learner_key, f"listen-active-{number}")
        before = db.execute(select(rows)).all()
        answer_log.annul_all(db, [log(db, learner_key)[0]], "key", MONDAY, by=None)
        assert db.execute(select(rows)).all() == before


@pytest.mark.nightly
def test_eight_processes_that_answer_for_one_learner_lose_nothing(store: Store, learner_key: UUID) -> None:
    """Each sends the same four forms, and five of its own."""
    with store.writing() as db:
        shared = [show(db, learner_key, question_id) for question_id in QUESTIONS[:4]]
        own = [[show(db, learner_key, question_id) for question_id in QUESTIONS[2:7]] for _ in range(PROCESSES)]
    fork = own_processes()
    together = fork.Barrier(PROCESSES)
    processes = [
        fork.Process(target=builders.answer_all, args=(store.url, learner_key, [*shared, *mine], together.wait))
        for mine in own
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=60)
    assert [process.exitcode for process in processes] == [0] * PROCESSES
    with store.reading() as db:
        rows = log(db, learner_key)
        assert [row.sequence for row in rows] == list(range(1, 4 + 5 * PROCESSES + 1))
        assert db.get_one(Learner, learner_key).last_sequence == len(rows)
        for skill in ("listen.active", "frame.role"):
            of_skill = [row for row in rows if row.skill == skill]
            assert all(later.known_before == earlier.known_after for earlier, later in pairwise(of_skill))
        for question_id in QUESTIONS[:7]:
            seen = [row.exposure for row in rows if row.question_id == question_id]
            assert seen == list(range(len(seen)))
    before, after = replayed(store, learner_key)
    assert after == before
    assert len(before) == 3
