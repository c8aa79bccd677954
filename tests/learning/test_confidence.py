"""Sure and wrong: the skill comes back within two working days; nothing else changes, whatever is said."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from content.marking import DONT_KNOW, Response
from models.ground.calendar import is_working_day, local_day, working_days_later
from models.ground.store import Store
from models.learning import answer_log, progress, proposals
from models.learning.due_checks import returning_skills
from models.tables.answers import CheckReason, Confidence, DueCheck, Mastery
from models.tables.people import Learner
from models.tutor.situation import Purpose
from tests import builders
from tests.builders import MONDAY, RIGHT, WRONG, ask
from tests.learning.test_answer_log import cache
from tests.watchers.mornings import ON_ONE_DATABASE

SURE = Confidence.SURE
SKILL, BRUSSELS = "listen.active", "Europe/Brussels"
DAY = timedelta(days=1)
TUESDAY = datetime(2026, 11, 23, 23, tzinfo=UTC)
"""When it begins in Brussels."""


def waiting(db: Session, learner_key: UUID) -> list[tuple[str, datetime, datetime | None]]:
    """The returns of a learner: skill, due, done."""
    mine = select(DueCheck.skill, DueCheck.due_at, DueCheck.done_at).where(
        DueCheck.learner_key == learner_key, DueCheck.reason == CheckReason.SURE
    )
    return [tuple(row) for row in db.execute(mine.order_by(DueCheck.due_at, DueCheck.skill))]


@ON_ONE_DATABASE
def test_what_was_said_is_kept_with_the_answer_unless_one_does_not_know(store: Store, learner_key: UUID) -> None:
    for said in [None, *Confidence]:
        with store.writing() as db:
            assert ask(db, learner_key, "listen-active-1", RIGHT, confidence=said).confidence == said
    with store.writing() as db:
        assert ask(db, learner_key, "listen-active-1", DONT_KNOW, confidence=SURE).confidence is None
        assert waiting(db, learner_key) == []


@ON_ONE_DATABASE
def test_it_never_enters_belief(store: Store) -> None:
    for response in [RIGHT, WRONG]:
        beliefs = []
        for said in (None, *Confidence):
            learner_key = builders.add_learner(store)
            with store.writing() as db:
                row = ask(db, learner_key, "listen-active-1", response, confidence=said)
                belief = builders.belief_of(db.get_one(Mastery, (learner_key, SKILL)))
                beliefs.append((row.known_after, belief, progress.believed(db, learner_key).knowledge([SKILL])))
        assert all(belief == beliefs[0] for belief in beliefs)


@ON_ONE_DATABASE
def test_sure_and_wrong_comes_back_once_on_the_next_working_day(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        ask(db, learner_key, "listen-active-1", WRONG, confidence=SURE)
        assert waiting(db, learner_key) == [(SKILL, TUESDAY, None)]
        learner_key = builders.add_learner_in(db)
        for number in (1, 2, 3):
            ask(db, learner_key, f"listen-active-{number}", WRONG, MONDAY + timedelta(hours=number), SURE)
        ask(db, learner_key, "frame-role-1", WRONG, MONDAY, SURE)
        assert waiting(db, learner_key) == [("frame.role", TUESDAY, None), (SKILL, TUESDAY, None)]
    learner_key = builders.add_learner(store)
    with store.writing() as db:
        ask(db, learner_key, "listen-active-1", WRONG, confidence=SURE)
        chosen = []
        for at in (MONDAY + timedelta(hours=2), MONDAY + DAY):
            step = proposals.next_step(db, learner_key, at)
            chosen.append(step and (step.chosen.purpose, step.chosen.target))
    assert chosen[1] == (Purpose.CHECK, SKILL) != chosen[0]


@ON_ONE_DATABASE
@pytest.mark.parametrize(
    ("response", "said"),
    [(WRONG, None), (WRONG, Confidence.HESITANT), (WRONG, Confidence.GUESS), (RIGHT, SURE), (RIGHT, Confidence.GUESS)],
)
def test_anything_else_brings_nothing_back(
    store: Store, learner_key: UUID, response: Response, said: Confidence | None
) -> None:
    with store.writing() as db:
        ask(db, learner_key, "listen-active-1", response, confidence=said)
        assert waiting(db, learner_key) == []


@ON_ONE_DATABASE
@pytest.mark.parametrize("response", [RIGHT, WRONG, DONT_KNOW])
def test_the_next_answer_on_it_is_what_it_came_back_for(store: Store, learner_key: UUID, response: Response) -> None:
    with store.writing() as db:
        ask(db, learner_key, "listen-active-1", WRONG, confidence=SURE)
        ask(db, learner_key, "listen-active-2", response, MONDAY + timedelta(hours=1))
        assert waiting(db, learner_key)[0][2] is None
        settled = ask(db, learner_key, "listen-active-3", response, MONDAY + DAY)
        assert waiting(db, learner_key) == [(SKILL, TUESDAY, settled.answered_at)]


@ON_ONE_DATABASE
def test_sure_and_wrong_again_comes_back_again_if_it_still_counts(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        ask(db, learner_key, "listen-active-1", WRONG, confidence=SURE)
        again = ask(db, learner_key, "listen-active-2", WRONG, MONDAY + DAY, SURE)
        assert waiting(db, learner_key) == [(SKILL, TUESDAY, again.answered_at), (SKILL, TUESDAY + DAY, None)]
        learner_key = builders.add_learner_in(db)
        row = ask(db, learner_key, "listen-active-1", WRONG, confidence=SURE)
        answer_log.annul_all(db, [row], "key", MONDAY, by=None)
        assert waiting(db, learner_key) == []
        learner_key = builders.add_learner_in(db)
        row = ask(db, learner_key, "listen-active-1", WRONG, confidence=SURE)
        ask(db, learner_key, "listen-active-2", WRONG, MONDAY + timedelta(hours=1), SURE)
        answer_log.annul_all(db, [row], "key", MONDAY, by=None)
        assert waiting(db, learner_key) == [(SKILL, TUESDAY, None)]


def test_what_waits_for_another_reason_stays(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        contested = DueCheck(
            learner_key=learner_key, skill=SKILL, version_id=1, reason=CheckReason.CONTEST, due_at=MONDAY
        )
        row = ask(db, learner_key, "listen-active-1", WRONG, confidence=SURE)
        contested.version_id = row.version_id
        db.add(contested)
        db.flush()
        answer_log.replay(db, learner_key)
        assert set(db.scalars(select(DueCheck.reason))) == {CheckReason.CONTEST, CheckReason.SURE}


QUESTIONS = [f"{skill}-{number}" for skill in ("listen-active", "frame-role") for number in range(1, 4)]
steps = st.tuples(
    st.sampled_from(QUESTIONS),
    st.sampled_from([RIGHT, WRONG, WRONG, DONT_KNOW]),
    st.sampled_from([None, *Confidence, SURE, SURE]),
    st.sampled_from([timedelta(minutes=2), timedelta(hours=9), DAY, 3 * DAY]),
    st.booleans(),
)


@settings(max_examples=8)  # on each database
@given(st.lists(steps, max_size=10))
def test_a_replayed_log_brings_back_what_living_through_it_did(
    store: Store, lived: list[tuple[str, Response, Confidence | None, timedelta, bool]]
) -> None:
    learner_key, at = builders.add_learner(store), MONDAY
    with store.writing() as db:
        for question_id, response, said, gap, annulled in lived:
            at += gap
            row = ask(db, learner_key, question_id, response, at, said)
            if annulled:
                answer_log.annul_all(db, [row], "key", at, by=None)
        before = cache(db, learner_key), waiting(db, learner_key)
        answer_log.replay(db, learner_key)
        assert (cache(db, learner_key), waiting(db, learner_key)) == before
        assert db.get_one(Learner, learner_key).last_sequence == len(lived)


@dataclass
class Said:
    """What the pure part reads of an answer."""

    skill: str
    correct: bool
    confidence: str | None
    answered_at: datetime
    counts: bool = True
    version_id: int = 1

    @property
    def day(self) -> date:
        return local_day(self.answered_at, BRUSSELS)


logs = st.lists(
    st.builds(
        Said,
        st.sampled_from("ab"),
        st.booleans(),
        st.sampled_from([None, *Confidence]),
        st.integers(0, 60 * 24).map(lambda hours: MONDAY + timedelta(hours=hours)),
        st.booleans(),
    ),
    max_size=30,
).map(lambda log: sorted(log, key=lambda row: row.answered_at))


@given(logs)
def test_whoever_was_sure_and_wrong_meets_it_within_two_working_days(log: list[Said]) -> None:
    found = returning_skills(((row, row.answered_at) for row in log), BRUSSELS)  # type: ignore[misc]
    by_skill = defaultdict(list)
    for one in found:
        by_skill[one.skill].append(one)
    for row in log:
        covered = [
            one
            for one in by_skill[row.skill]
            if local_day(one.due_at, BRUSSELS) <= working_days_later(row.day, 2)
            and (one.done_at is None or one.done_at > row.answered_at)
            and one.due_at > row.answered_at
        ]
        if row.counts and not row.correct and row.confidence == "sure":
            assert covered
    for waits in by_skill.values():
        assert sum(one.done_at is None for one in waits) <= 1
        assert all(is_working_day(local_day(one.due_at, BRUSSELS)) for one in waits)
        assert all(one.done_at is None or one.done_at >= one.due_at for one in waits)
