"""Where a learner stands, and what the tutor proposes to somebody who lives with it."""

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from content.marking import DONT_KNOW, Response
from content.module import Question, Use
from content.pack import PACKS, read_pack
from models import authoring, play, progress, week
from models.authoring import Change
from models.calendar import working_days_later
from models.demo import mistaken
from models.estimates import Estimates
from models.learner import Knowledge, State, retained
from models.progress import SkillStanding, in_state, next_step, standings
from models.store import Store
from models.tables import Learner
from models.tutor import Offer, Purpose, Term
from tests import builders
from tests.builders import MONDAY, ask, live_through, module, small_pack

DAY = timedelta(days=1)


def standing(db: Session, learner_key: UUID, skill: str, days: float = 0) -> SkillStanding:
    found = standings(db, learner_key, MONDAY + days * DAY)
    return next(one for domain in found for one in domain.skills if one.skill.id == skill)


def proposed(db: Session, learner_key: UUID, days: float = 0) -> tuple[Purpose, str, Term] | None:
    step = next_step(db, learner_key, MONDAY + days * DAY)
    return None if step is None else (step.chosen.purpose, step.chosen.target, step.chosen.main_term)


def answer_right(db: Session, learner_key: UUID, prefix: str, numbers: Iterable[int], days: float = 0) -> None:
    for number in numbers:
        ask(db, learner_key, f"{prefix}-{number}", at=MONDAY + days * DAY + timedelta(minutes=number))


def acquire(db: Session, learner_key: UUID, prefix: str = "listen-active") -> None:
    answer_right(db, learner_key, prefix, range(1, 5))
    answer_right(db, learner_key, prefix, [5], days=1)


# ------------------------------------------------------------------------------------------------------ standings


def test_a_learner_who_has_answered_nothing_has_everything_to_discover(store: Store, learner_key: UUID) -> None:
    with store.reading() as db:
        domains = standings(db, learner_key, MONDAY)
    assert [domain.domain.id for domain in domains] == ["listen", "frame"]
    skills = [one for domain in domains for one in domain.skills]
    assert [one.skill.id for one in skills] == ["listen.active", "listen.reflect", "frame.role"]
    assert {(one.state, one.answers, one.known, one.taught) for one in skills} == {
        (State.TO_DISCOVER, 0, retained(Knowledge(Estimates().of("listen.active")), MONDAY), True)
    }


def test_a_skill_goes_from_in_progress_to_confirm_to_acquired_to_refresh(store: Store, learner_key: UUID) -> None:
    def state(days: float) -> State:
        return standing(db, learner_key, "listen.active", days).state

    with store.writing() as db:
        answer_right(db, learner_key, "listen-active", [1])
        assert state(0) is State.IN_PROGRESS
        answer_right(db, learner_key, "listen-active", [2, 3, 4])
        assert state(0) is State.TO_CONFIRM
        answer_right(db, learner_key, "listen-active", [5], days=1)
        assert state(1) is State.ACQUIRED
        assert state(90) is State.TO_REFRESH


def test_a_standing_says_what_is_left_after_forgetting(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        answer_right(db, learner_key, "listen-active", [1, 2])
        now = standing(db, learner_key, "listen.active", 10)
        known = progress.knowledge(db, learner_key, ["listen.active"])["listen.active"]
    assert now.answers == 2
    assert now.known == retained(known, MONDAY + 10 * DAY)


def test_a_skill_is_taught_while_a_published_module_asks_about_it(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        authoring.retire(db, authoring.module_document(db, "cadre"))
        assert not standing(db, learner_key, "frame.role").taught
        assert standing(db, learner_key, "listen.active").taught


def test_skills_are_picked_by_their_state_in_the_order_of_the_compass(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        answer_right(db, learner_key, "frame-role", [1])
        answer_right(db, learner_key, "listen-active", [1])
        found = in_state(standings(db, learner_key, MONDAY), State.IN_PROGRESS)
    assert [one.skill.id for one in found] == ["listen.active", "frame.role"]


def test_only_questions_that_were_answered_have_been_seen(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        ask(db, learner_key, "listen-active-1")
        builders.show(db, learner_key, "listen-active-2")
        asked = [f"listen-active-{number}" for number in range(1, 4)]
        assert progress.seen_questions(db, learner_key, asked) == {"listen-active-1"}


# ------------------------------------------------------------------------------------------------------ situation


def test_a_situation_counts_what_is_new_in_each_module_and_for_practice(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        answer_right(db, learner_key, "listen-active", [1, 2, 7])
        here = progress.situation(db, learner_key, MONDAY)
    assert here.offers[1] == Offer("ecouter", 5, ("listen.active",), {"listen.active": 4})
    assert here.practice == {"frame.role": 8, "listen.active": 5, "listen.reflect": 8}
    assert here.prerequisites["listen.reflect"] == ("listen.active",)


@pytest.mark.parametrize(("timezone", "offered"), [("Europe/Brussels", True), ("UTC", False)])
def test_a_module_holds_by_the_day_of_the_learner(empty_store: Store, timezone: str, offered: bool) -> None:
    builders.set_up(empty_store, small_pack(module(valid_from=date(2026, 11, 24))))
    learner_key = builders.add_learner(empty_store)
    with empty_store.writing() as db:
        db.get_one(Learner, learner_key).timezone = timezone
        here = progress.situation(db, learner_key, MONDAY.replace(hour=23, minute=30))
    assert (bool(here.offers), bool(here.practice)) == (offered, offered)


def test_a_pause_makes_no_working_day(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        week.pause(db, learner_key, MONDAY.date(), MONDAY.date(), MONDAY)
        days = [progress.situation(db, learner_key, MONDAY + number * DAY).working_day for number in (0, 1, 5)]
    assert days == [False, True, False]


def test_the_open_module_is_the_one_begun_last(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        for hours, module_id in enumerate(["cadre", "ecouter"]):
            play.start(db, learner_key, module_id, MONDAY + timedelta(hours=hours))
        play.practise(db, learner_key, "listen.reflect", Purpose.REVIEW, MONDAY + timedelta(hours=2))
        assert progress.situation(db, learner_key, MONDAY + DAY).open_module == "ecouter"


# ------------------------------------------------------------------------------------------------------ proposals


def test_a_new_learner_is_offered_a_module_that_builds_on_nothing(store: Store, learner_key: UUID) -> None:
    with store.reading() as db:
        assert proposed(db, learner_key) == (Purpose.LEARN, "cadre", Term.GAIN)


def test_a_module_that_was_begun_is_continued(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        play.start(db, learner_key, "reformuler", MONDAY)
        assert proposed(db, learner_key, 1) == (Purpose.LEARN, "reformuler", Term.CONTINUE)


def test_a_new_meaning_is_checked_once_by_those_who_had_the_skill(store: Store, learner_key: UUID) -> None:
    other = builders.add_learner(store)
    with store.writing() as db:
        acquire(db, learner_key)
        document = authoring.module_document(db, "ecouter")
        text = authoring.latest_text(db, document)
        authoring.publish(db, document, text, Change.MEANING, MONDAY + 2 * DAY, by=None)
        assert proposed(db, learner_key, 1.5) == (Purpose.LEARN, "cadre", Term.GAIN)
        assert proposed(db, learner_key, 3) == (Purpose.CHECK, "listen.active", Term.CHECK)
        assert proposed(db, other, 3) == (Purpose.LEARN, "cadre", Term.GAIN)
        at = MONDAY + 3 * DAY
        live_through(db, play.practise(db, learner_key, "listen.active", Purpose.CHECK, at), at)
        assert proposed(db, learner_key, 4) == (Purpose.LEARN, "cadre", Term.GAIN)


def test_a_check_waits_while_nothing_can_be_asked(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        acquire(db, learner_key)
        document = authoring.module_document(db, "ecouter")
        authoring.publish(db, document, authoring.latest_text(db, document), Change.MEANING, MONDAY + 2 * DAY, by=None)
        authoring.retire(db, document)
        assert proposed(db, learner_key, 3) == (Purpose.LEARN, "cadre", Term.GAIN)


def test_what_was_answered_right_on_one_day_is_confirmed_the_next(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        answer_right(db, learner_key, "listen-active", range(1, 5))
        assert proposed(db, learner_key) == (Purpose.LEARN, "cadre", Term.GAIN)
        assert proposed(db, learner_key, 1) == (Purpose.CHECK, "listen.active", Term.CONFIRM)


def test_what_fades_is_refreshed_by_two_questions(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        acquire(db, learner_key)
        assert proposed(db, learner_key, 90) == (Purpose.REVIEW, "listen.active", Term.REFRESH)
        at = MONDAY + 90 * DAY
        live_through(db, play.practise(db, learner_key, "listen.active", Purpose.REVIEW, at), at)
        assert standing(db, learner_key, "listen.active", 90).state is State.ACQUIRED


# ------------------------------------------------------------------------------------------ a life with our own pack


@pytest.fixture
def real_store(empty_store: Store) -> Store:
    builders.set_up(empty_store, read_pack(PACKS / "conseil-emploi"))
    return empty_store


def follow(store: Store, learner_key: UUID, working_days: int, respond: builders.Respond) -> list[Purpose]:
    """Do what the tutor proposes, one step on each working day; what was done, day by day."""
    done = []
    for number in range(working_days):
        day = working_days_later(MONDAY.date(), number)
        at = MONDAY.replace(year=day.year, month=day.month, day=day.day)
        with store.writing() as db:
            if (step := next_step(db, learner_key, at)) is None:
                break
            chosen = step.chosen
            begun = (
                play.start(db, learner_key, chosen.target, at)
                if chosen.purpose is Purpose.LEARN
                else play.practise(db, learner_key, chosen.target, chosen.purpose, at)
            )
            live_through(db, begun, at, respond)
        done.append(chosen.purpose)
    return done


def test_who_answers_right_acquires_what_is_taught_by_following_the_tutor(real_store: Store) -> None:
    learner_key = builders.add_learner(real_store)
    done = follow(real_store, learner_key, 40, lambda asked: asked.key)
    with real_store.reading() as db:
        days = (working_days_later(MONDAY.date(), len(done)) - MONDAY.date()).days
        found = [one for d in standings(db, learner_key, MONDAY + days * DAY) for one in d.skills if one.taught]
        at_stake = {one.skill.id: one.state for one in found}
    assert set(at_stake.values()) <= {State.ACQUIRED, State.TO_REFRESH}
    assert Purpose.CHECK in done


def test_who_answers_wrong_is_never_left_without_a_step_while_something_is_new(real_store: Store) -> None:
    learner_key = builders.add_learner(real_store)
    done = follow(real_store, learner_key, 40, lambda asked: mistaken(asked, Random(1)))
    with real_store.reading() as db:
        learned = {q.id for p in authoring.published_modules(db) for q in p.module.questions if q.use is Use.LEARN}
        assert progress.seen_questions(db, learner_key, learned) == learned
    assert len(done) < 40


def test_who_says_i_do_not_know_acquires_nothing(real_store: Store) -> None:
    learner_key = builders.add_learner(real_store)
    follow(real_store, learner_key, 10, dont_know)
    with real_store.reading() as db:
        assert not in_state(standings(db, learner_key, MONDAY + 20 * DAY), State.ACQUIRED)


def dont_know(_: Question) -> Response:
    return DONT_KNOW


def test_one_sitting_is_never_enough_to_acquire(real_store: Store) -> None:
    learner_key = builders.add_learner(real_store)
    with real_store.writing() as db:
        for hours in range(3):
            at = MONDAY + timedelta(hours=hours)
            live_through(db, play.start(db, learner_key, "boussole-ou-catalyseur", at), at)
        assert standing(db, learner_key, "frame.role").state is State.TO_CONFIRM
