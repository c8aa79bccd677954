"""What a fit may see of the log."""

from uuid import UUID

from content.marking import DONT_KNOW
from models import study
from models.fitting.rows import rows_to_fit
from models.store import Store
from models.tables import Answer
from tests.builders import MONDAY, RIGHT, WRONG, add_learner, ask


def seen(store: Store) -> list[tuple[str, bool]]:
    with store.reading() as db:
        return [(row.skill, row.evidence.correct) for row in rows_to_fit(db)]


def test_first_exposures_are_seen_in_the_order_in_which_they_were_answered(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        ask(db, learner_key, "listen-active-2", WRONG)
        ask(db, learner_key, "frame-role-1", RIGHT)
        ask(db, learner_key, "listen-active-1", RIGHT)
    assert seen(store) == [("listen.active", False), ("frame.role", True), ("listen.active", True)]


def test_the_learners_come_one_after_the_other(store: Store) -> None:
    learners = [add_learner(store), add_learner(store)]
    with store.writing() as db:
        for number in (1, 2, 3):
            for learner in learners:
                ask(db, learner, f"listen-active-{number}")
    with store.reading() as db:
        rows = rows_to_fit(db)
    assert [row.learner for row in rows] == [key for key in sorted(learners) for _ in range(3)]


def test_repeats_are_left_out_also_after_an_answer_that_told_nothing(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        ask(db, learner_key, "listen-active-1", RIGHT)
        ask(db, learner_key, "listen-active-1", WRONG)
        ask(db, learner_key, "listen-active-2", DONT_KNOW)
        ask(db, learner_key, "listen-active-2", RIGHT)
    assert seen(store) == [("listen.active", True)]


def test_annulled_answers_and_those_that_do_not_count_are_left_out(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        study.annul(db, ask(db, learner_key, "listen-active-1", RIGHT), "key", MONDAY, by=None)
        not_counted: Answer = ask(db, learner_key, "listen-active-2", RIGHT)
        not_counted.counts = False
        ask(db, learner_key, "listen-active-3", WRONG)
    assert seen(store) == [("listen.active", False)]
