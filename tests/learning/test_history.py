"""What was played and answered, by day; what was missed, by skill; for the one who answered."""

from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from content.errors import NotFound
from content.marking import DONT_KNOW
from content.pack import Pack
from content.text.module_writer import write_module
from models.catalogue import coming_into_force, documents, drafts
from models.ground.calendar import DAY
from models.ground.store import Store
from models.learning import answer_log, answering, history, playing, reports, scenes
from models.learning.history import DAYS, MISSED_A_PAGE
from models.learning.report_subjects import AboutAnswer
from models.studio import publishing
from models.tables.documents import VersionChange
from models.tables.reports import ReportKind
from models.tutor.situation import Purpose
from tests import builders
from tests.builders import MONDAY, READING, ask, live_through
from tests.watchers.mornings import ON_ONE_DATABASE

TODAY = MONDAY.date()


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
def test_two_modules_by_turns_are_two_sittings_and_one_page_leads_no_further(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        for module in ("ecouter", "cadre", "ecouter"):
            sitting = playing.start(db, learner_key, module, MONDAY)
            while not isinstance(here := scenes.scene(db, sitting), scenes.QuestionScene):
                playing.advance(db, sitting, here.position, MONDAY)
            answering.answer(db, here.presentation.id, learner_key, ("a",), MONDAY + READING)
        (day,), _ = history.days(db, learner_key)
    assert [(one.module.id, len(one.answers)) for one in day.sittings] == [("ecouter", 2), ("cadre", 1)]
    learner_key = builders.add_learner(store)
    with store.writing() as db:
        for number in range(DAYS):
            ask(db, learner_key, "listen-active-1", at=MONDAY + number * DAY)
        assert history.days(db, learner_key)[1] is None


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
            with pytest.raises(NotFound, match="Cette réponse n'est pas la vôtre"):
                history.answered(db, learner_key, sequence)
        assert history.days(db, learner_key) == ([], None)


def test_an_answer_that_no_longer_counts_is_known_as_such(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        kept, gone = (ask(db, learner_key, f"listen-active-{number}") for number in (1, 2))
        answer_log.annul_all(db, [gone], "wrong key", MONDAY, None)
        assert [history.is_annulled(db, row) for row in (kept, gone)] == [False, True]


WRONG, RIGHT = ("b",), ("a",)


def told(db: Session, learner_key: UUID, page: int = 1) -> dict[str, list[str]]:
    found = history.missed(db, learner_key, MONDAY + DAY, page)
    return {one.skill.id: [past.answer.question_id for past in one.answers] for one in found.skills}


def aside(db: Session, learner_key: UUID) -> int:
    return history.missed(db, learner_key, MONDAY + DAY).aside


def test_what_was_answered_wrong_last_is_there_until_it_is_answered_right(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        ask(db, learner_key, "listen-active-1", WRONG)
        ask(db, learner_key, "listen-active-2", RIGHT)
        ask(db, learner_key, "listen-active-2", WRONG)
        ask(db, learner_key, "listen-active-3", DONT_KNOW)
        assert told(db, learner_key) == {"listen.active": ["listen-active-3", "listen-active-2", "listen-active-1"]}
        ask(db, learner_key, "listen-active-1", RIGHT)
        assert told(db, learner_key) == {"listen.active": ["listen-active-3", "listen-active-2"]}


def test_the_skill_missed_last_comes_first_and_what_others_missed_is_not_there(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        ask(db, builders.add_learner_in(db), "listen-active-1", WRONG)
        assert (told(db, learner_key), aside(db, learner_key)) == ({}, 0)
        for question in ("frame-role-1", "listen-active-1", "frame-role-2"):
            ask(db, learner_key, question, WRONG)
        assert list(told(db, learner_key)) == ["frame.role", "listen.active"]


def test_what_is_annulled_contested_or_no_longer_asked_is_set_aside(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        ask(db, learner_key, "listen-active-1", WRONG)
        answer_log.annul_all(db, [ask(db, learner_key, "listen-active-1", WRONG)], "wrong key", MONDAY, None)
        assert (told(db, learner_key), aside(db, learner_key)) == ({}, 1)
        learner_key = builders.add_learner_in(db)
        row = ask(db, learner_key, "listen-active-1", WRONG)
        told_of = reports.report(db, learner_key, AboutAnswer(row.presentation_id), ReportKind.DISAGREE, MONDAY)
        assert (told(db, learner_key), aside(db, learner_key)) == ({}, 1)
        reports.withdraw(db, told_of, MONDAY)
        assert told(db, learner_key) == {"listen.active": ["listen-active-1"]}
        learner_key = builders.add_learner_in(db)
        ask(db, learner_key, "frame-role-1", WRONG)
        coming_into_force.retire(db, documents.module_document(db, "cadre"))
        assert (told(db, learner_key), aside(db, learner_key)) == ({}, 1)


def test_the_rest_is_on_the_next_page(empty_store: Store) -> None:
    builders.set_up(empty_store, with_many_skills())
    learner_key = builders.add_learner(empty_store)
    with empty_store.writing() as db:
        for number in range(MISSED_A_PAGE + 1):
            ask(db, learner_key, f"more-skill-{number}-1", WRONG)
        pages = [history.missed(db, learner_key, MONDAY, number) for number in (1, 2, 3)]
    assert [(len(page.skills), page.more) for page in pages] == [(MISSED_A_PAGE, True), (1, False), (0, False)]
    assert pages[1].skills[0].skill.id == "more.skill-0"


def with_many_skills() -> Pack:
    """The small pack, with more skills than a page tells and a module on each."""
    pack, names = builders.small_pack(), "{fr: Un sujet, nl: Een onderwerp, en: A subject}"
    skills = [f"more.skill-{number}" for number in range(MISSED_A_PAGE + 1)]
    lines = [f"  - id: more\n    name: {names}\n    short: {names}\n    skills:"]
    lines += [f"      - {{id: {one}, name: {names}, prerequisites: [listen.active]}}" for one in skills]
    modules = {one.replace(".", "-"): write_module(builders.module(one.replace(".", "-"), (one,))) for one in skills}
    return Pack(pack.skills + "\n".join(lines) + "\n", pack.rules, {**pack.modules, **modules})
