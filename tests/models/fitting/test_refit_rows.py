"""What a fit may see of the log."""

from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest

from content.marking import DONT_KNOW
from models.fitting.answers import Answers, drawn
from models.fitting.refit import answers_to_fit, days, window
from models.ground.store import Store
from models.learning import answer_log, objection
from models.tables.answers import Answer
from tests.builders import MONDAY, RIGHT, WRONG, add_learner, ask
from tests.models.fitting.logs import write_log


def read(store: Store) -> Answers:
    with store.reading() as db:
        return answers_to_fit(db)


def seen(store: Store) -> list[tuple[str, str, int]]:
    found = read(store)
    columns = zip(found.skill, found.question, found.right.tolist(), strict=True)
    return [(found.skills[skill], found.questions[question], right) for skill, question, right in columns]


@pytest.mark.dialects
def test_first_exposures_that_count_and_could_be_read_are_seen_in_the_order_in_which_they_were_answered(
    store: Store, learner_key: UUID
) -> None:
    with store.writing() as db:
        ask(db, learner_key, "listen-active-2", WRONG)
        ask(db, learner_key, "frame-role-1", RIGHT)
        ask(db, learner_key, "listen-active-1", RIGHT)
        ask(db, learner_key, "listen-active-1", WRONG)  # again
        for response in (DONT_KNOW, RIGHT):  # again after an answer that told nothing
            ask(db, learner_key, "listen-active-3", response)
        ask(db, learner_key, "listen-active-4", RIGHT, reading=timedelta(0))  # sooner than it can be read
        answer_log.annul_all(db, [ask(db, learner_key, "listen-active-5", RIGHT)], "key", MONDAY, by=None)
        not_counted: Answer = ask(db, learner_key, "listen-active-6", RIGHT)
        not_counted.counts = False
    assert seen(store) == [
        ("listen.active", "listen-active-2", 0),
        ("frame.role", "frame-role-1", 1),
        ("listen.active", "listen-active-1", 1),
    ]


def test_each_comes_with_its_instant_and_the_chance_of_blind_ticking(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        first = ask(db, learner_key, "listen-active-1").answered_at
        ask(db, learner_key, "listen-active-2", at=MONDAY + timedelta(days=1.5))
    found = read(store)
    assert found.day.tolist() == pytest.approx([days(first), days(first) + 1.5])
    assert found.chance.tolist() == [1 / 3, 1 / 3]


def test_who_objects_to_being_estimated_is_left_out(store: Store, learner_key: UUID) -> None:
    other = add_learner(store)
    with store.writing() as db:
        ask(db, learner_key, "listen-active-1")
        ask(db, other, "frame-role-1")
        objection.object_to_estimation(db, learner_key)
    assert seen(store) == [("frame.role", "frame-role-1", 1)]
    with store.reading() as db:
        assert len(answers_to_fit(db, most=1)) == 1


def test_the_learners_come_one_after_the_other(store: Store) -> None:
    learners = [add_learner(store), add_learner(store)]
    with store.writing() as db:
        for number in (1, 2, 3):
            for learner in learners:
                ask(db, learner, f"listen-active-{number}")
    assert read(store).learner.tolist() == [0, 0, 0, 1, 1, 1]


def test_of_a_log_that_is_too_large_some_learners_are_seen_with_all_that_they_have_answered(store: Store) -> None:
    lives = [[(f"q{place}", "listen.active", place % 2 == 0) for place in range(5 + person)] for person in range(10)]
    with store.writing() as db:
        keys = write_log(db, lives, MONDAY)
    with store.reading() as db:
        sample, again = (answers_to_fit(db, seed=1, most=40) for _ in range(2))
    chosen = drawn({key: len(life) for key, life in zip(keys, lives, strict=True)}, 40, 1)
    whole = sorted(len(life) for key, life in zip(keys, lives, strict=True) if key in chosen)
    assert sorted(Counter(sample.learner.tolist()).values()) == whole
    assert 0 < len(sample) <= 40
    assert sample.right.tolist() == again.right.tolist()


def test_a_window_says_from_when_to_when_and_how_much(store: Store, learner_key: UUID) -> None:
    assert window(read(store)) == {"first": None, "last": None, "answers": 0, "learners": 0}
    other = add_learner(store)
    with store.writing() as db:
        last = ask(db, learner_key, "listen-active-1", at=MONDAY + timedelta(days=2)).answered_at
        first = ask(db, other, "listen-active-1").answered_at
        ask(db, other, "listen-active-2", at=MONDAY + timedelta(days=1))
    seen_by_the_fit = {"first": first.isoformat(), "last": last.isoformat(), "answers": 3, "learners": 2}
    assert window(read(store)) == seen_by_the_fit
