"""What a learner has missed: wrong last and still asked, by skill, the latest first; the rest is set aside."""

from uuid import UUID

from sqlalchemy.orm import Session

from content.marking import DONT_KNOW
from content.pack import Pack
from content.text.writing import write_module
from models.catalogue import coming_into_force, documents
from models.ground.calendar import DAY
from models.ground.store import Store
from models.study import missed, replaying
from models.study.missed import SKILLS
from models.study.reports import telling
from models.study.reports.about import AboutAnswer
from models.tables.reports import ReportKind
from tests import builders
from tests.builders import MONDAY, ask

WRONG, RIGHT = ("b",), ("a",)


def told(db: Session, learner_key: UUID, page: int = 1) -> dict[str, list[str]]:
    found = missed.missed(db, learner_key, MONDAY + DAY, page)
    return {one.skill.id: [past.answer.question_id for past in one.answers] for one in found.skills}


def aside(db: Session, learner_key: UUID) -> int:
    return missed.missed(db, learner_key, MONDAY + DAY).aside


def test_what_was_answered_wrong_last_is_there_until_it_is_answered_right(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        ask(db, learner_key, "listen-active-1", WRONG)
        ask(db, learner_key, "listen-active-2", RIGHT)
        ask(db, learner_key, "listen-active-2", WRONG)
        ask(db, learner_key, "listen-active-3", DONT_KNOW)
        assert told(db, learner_key) == {"listen.active": ["listen-active-3", "listen-active-2", "listen-active-1"]}
        ask(db, learner_key, "listen-active-1", RIGHT)
        assert told(db, learner_key) == {"listen.active": ["listen-active-3", "listen-active-2"]}


def test_the_skill_missed_last_comes_first(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        for question in ("frame-role-1", "listen-active-1", "frame-role-2"):
            ask(db, learner_key, question, WRONG)
        assert list(told(db, learner_key)) == ["frame.role", "listen.active"]


def test_what_others_missed_is_not_there(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        ask(db, builders.add_learner_in(db), "listen-active-1", WRONG)
        assert (told(db, learner_key), aside(db, learner_key)) == ({}, 0)


def test_an_annulled_answer_is_set_aside_and_an_older_one_does_not_come_back(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        ask(db, learner_key, "listen-active-1", WRONG)
        replaying.annul(db, ask(db, learner_key, "listen-active-1", WRONG), "wrong key", MONDAY, None)
        assert (told(db, learner_key), aside(db, learner_key)) == ({}, 1)


def test_what_she_contests_is_set_aside_until_the_reply(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        row = ask(db, learner_key, "listen-active-1", WRONG)
        told_of = telling.report(db, learner_key, AboutAnswer(row.presentation_id), ReportKind.DISAGREE, MONDAY)
        assert (told(db, learner_key), aside(db, learner_key)) == ({}, 1)
        telling.withdraw(db, told_of, MONDAY)
        assert told(db, learner_key) == {"listen.active": ["listen-active-1"]}


def test_what_is_no_longer_asked_is_set_aside(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        ask(db, learner_key, "frame-role-1", WRONG)
        coming_into_force.retire(db, documents.module_document(db, "cadre"))
        assert (told(db, learner_key), aside(db, learner_key)) == ({}, 1)


def test_the_rest_is_on_the_next_page(empty_store: Store) -> None:
    builders.set_up(empty_store, with_many_skills())
    learner_key = builders.add_learner(empty_store)
    with empty_store.writing() as db:
        for number in range(SKILLS + 1):
            ask(db, learner_key, f"more-skill-{number}-1", WRONG)
        pages = [missed.missed(db, learner_key, MONDAY, number) for number in (1, 2, 3)]
    assert [(len(page.skills), page.more) for page in pages] == [(SKILLS, True), (1, False), (0, False)]
    assert pages[1].skills[0].skill.id == "more.skill-0"


def with_many_skills() -> Pack:
    """The small pack, with more skills than a page tells and a module on each."""
    pack, names = builders.small_pack(), "{fr: Un sujet, nl: Een onderwerp, en: A subject}"
    skills = [f"more.skill-{number}" for number in range(SKILLS + 1)]
    lines = [f"  - id: more\n    name: {names}\n    short: {names}\n    skills:"]
    lines += [f"      - {{id: {one}, name: {names}, prerequisites: [listen.active]}}" for one in skills]
    modules = {one.replace(".", "-"): write_module(builders.module(one.replace(".", "-"), (one,))) for one in skills}
    return Pack(pack.skills + "\n".join(lines) + "\n", pack.rules, {**pack.modules, **modules})
