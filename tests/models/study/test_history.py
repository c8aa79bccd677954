"""What was played and answered, by day, the latest first, for the one who answered."""

from uuid import UUID

import pytest

from models.catalogue import documents, drafts
from models.ground.calendar import DAY
from models.ground.store import Store
from models.study import answering, history, replaying
from models.study.history import DAYS, NoSuchAnswer
from models.study.play import playing, scenes
from models.tables.documents import VersionChange
from models.tutor.situation import Purpose
from models.workshop import publishing
from tests import builders
from tests.builders import MONDAY, READING, ask, live_through
from tests.watchers.mornings import ON_ONE_DATABASE

TODAY = MONDAY.date()


@ON_ONE_DATABASE
def test_nobody_has_a_history_before_the_first_answer(store: Store, learner_key: UUID) -> None:
    with store.reading() as db:
        assert history.days(db, learner_key) == ([], None)


@ON_ONE_DATABASE
def test_days_come_latest_first_with_their_sittings_and_answers_in_order(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        live_through(db, playing.start(db, learner_key, "ecouter", MONDAY), MONDAY)
        ask(db, learner_key, "listen-reflect-1", at=MONDAY + DAY)
        at = MONDAY + DAY
        live_through(db, playing.practise(db, learner_key, "frame.role", Purpose.REVIEW, at), at)
        days, older = history.days(db, learner_key)
    assert older is None
    assert [day.day for day in days] == [TODAY + DAY, TODAY]
    told = [[(one.module.id, one.purpose, len(one.answers)) for one in day.sittings] for day in days]
    assert told[0] == [("cadre", "review", 2), ("reformuler", "", 1)]
    ((module, purpose, _),) = told[1]
    assert (module, purpose) == ("ecouter", "learn")
    (sitting,) = days[1].sittings
    sequences = [one.answer.sequence for one in sitting.answers]
    assert sequences == sorted(sequences)


@ON_ONE_DATABASE
def test_two_modules_played_by_turns_are_two_sittings(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        for module in ("ecouter", "cadre", "ecouter"):
            sitting = playing.start(db, learner_key, module, MONDAY)
            while not isinstance(here := scenes.scene(db, sitting), scenes.QuestionScene):
                playing.advance(db, sitting, here.position, MONDAY)
            answering.answer(db, here.presentation.id, learner_key, ("a",), MONDAY + READING)
        (day,), _ = history.days(db, learner_key)
    assert [(one.module.id, len(one.answers)) for one in day.sittings] == [("ecouter", 2), ("cadre", 1)]


def test_a_page_tells_some_days_and_where_the_older_ones_are(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        for number in range(DAYS + 2):
            ask(db, learner_key, "listen-active-1", at=MONDAY + number * DAY)
        first, older = history.days(db, learner_key)
        assert older is not None
        second, end = history.days(db, learner_key, older)
    assert [day.day for day in (*first, *second)] == [TODAY + number * DAY for number in reversed(range(DAYS + 2))]
    assert (len(first), len(second), end) == (DAYS, 2, None)


@ON_ONE_DATABASE
def test_just_one_page_leads_no_further(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        for number in range(DAYS):
            ask(db, learner_key, "listen-active-1", at=MONDAY + number * DAY)
        assert history.days(db, learner_key)[1] is None


@ON_ONE_DATABASE
def test_an_answer_is_told_with_the_question_as_it_was_asked(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        row = ask(db, learner_key, "listen-active-1", ("b",))
        document = documents.module_document(db, "ecouter")
        text = drafts.latest_text(db, document).replace("(listen-active-1)", "(revue)")
        publishing.publish(db, document, text, VersionChange.WORDING, MONDAY, by=None)
        found = history.answered(db, learner_key, row.sequence)
    assert "(listen-active-1)" in found.question.stem
    assert (found.answer.response, sorted(found.presentation.option_order)) == (["b"], ["a", "b", "c"])


def test_an_answer_of_another_is_none_of_yours(store: Store, learner_key: UUID) -> None:
    other = builders.add_learner(store)
    with store.writing() as db:
        row = ask(db, other, "listen-active-1")
        for sequence in (row.sequence, row.id, row.id + 1, 0):
            with pytest.raises(NoSuchAnswer):
                history.answered(db, learner_key, sequence)
        assert history.days(db, learner_key) == ([], None)


def test_an_answer_that_no_longer_counts_is_known_as_such(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        kept, gone = (ask(db, learner_key, f"listen-active-{number}") for number in (1, 2))
        replaying.annul(db, gone, "wrong key", MONDAY, None)
        assert [history.is_annulled(db, row) for row in (kept, gone)] == [False, True]
