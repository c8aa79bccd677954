"""What is proposed to somebody who lives with it: gathered, kept so that it can be replayed, refused, taken back."""

import json
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date, timedelta
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from content.marking import DONT_KNOW, Response
from content.module import Question, Use
from content.pack import PACKS, read_pack
from models import authoring, people, play, progress, proposals, publishing
from models.authoring import Change, UnknownModule
from models.calendar import working_days_later
from models.demo import mistaken
from models.estimates import POOLED, Estimates, Parameters
from models.fitting import registry
from models.fitting.promotion import replay_due
from models.learner import State
from models.progress import in_state, standings
from models.proposals import PACE_ANSWERS, from_plain, plain
from models.store import Store
from models.tables import Learner, Presentation, Proposal, Refusal
from models.tutor import Offer, Purpose, Situation, Step, Term, choose
from models.tutor.situation import QUESTION_MINUTES
from tests import builders
from tests.builders import MONDAY, WRONG, add_learner, ask, live_through, module, small_pack
from tests.models.lives import follow
from tests.models.tutor.situations import situations
from tests.teaching import teach
from tests.watchers.mornings import ON_ONE_DATABASE

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
CADRE = (Purpose.LEARN, "cadre", Term.GAIN)
"""What somebody new is offered: the first in the alphabet of those that build on nothing."""


def proposed(db: Session, learner_key: UUID, days: float = 0) -> tuple[Purpose, str, Term] | None:
    step = proposals.next_step(db, learner_key, MONDAY + days * DAY)
    return step and (step.chosen.purpose, step.chosen.target, step.chosen.main_term)


def situation(db: Session, learner_key: UUID, days: float = 0) -> Situation:
    return proposals.situation(db, learner_key, MONDAY + days * DAY)


def answer_right(db: Session, learner_key: UUID, prefix: str, numbers: Iterable[int], days: float = 0) -> None:
    for number in numbers:
        ask(db, learner_key, f"{prefix}-{number}", at=MONDAY + days * DAY + number * MINUTE)


def acquire(db: Session, learner_key: UUID, prefix: str = "listen-active") -> None:
    answer_right(db, learner_key, prefix, range(1, 5))
    answer_right(db, learner_key, prefix, [5], days=1)


# ------------------------------------------------------------------------------------------------------ situation


def test_a_situation_counts_what_is_new_in_each_module_and_what_practice_may_ask(
    store: Store, learner_key: UUID
) -> None:
    with store.writing() as db:
        answer_right(db, learner_key, "listen-active", [1, 2, 7])
        here = situation(db, learner_key)
    assert here.offers[1] == Offer("ecouter", 5, ("listen.active",), {"listen.active": 4})
    assert here.practice == {"frame.role": 6, "listen.active": 3, "listen.reflect": 6}
    assert here.unseen == ["frame.role", "listen.active", "listen.reflect"]
    assert here.prerequisites["listen.reflect"] == ("listen.active",)


def test_what_only_a_check_may_ask_is_not_proposed_as_practice(empty_store: Store) -> None:
    """Three questions kept for checks are more than the reserve, and still none for practice."""
    builders.set_up(empty_store, small_pack(module(questions=builders.pool("q", "listen.active", learn=3, check=3))))
    learner_key = add_learner(empty_store)
    with empty_store.writing() as db:
        live_through(db, play.start(db, learner_key, "ecouter", MONDAY), MONDAY, lambda _: DONT_KNOW)
        ask(db, learner_key, "q-3", WRONG)
        assert (situation(db, learner_key, 1).practice, situation(db, learner_key, 1).unseen) == (
            {"listen.active": 0},
            ["listen.active"],
        )
        assert proposed(db, learner_key, 1) is None


def test_a_module_that_has_been_read_counts_only_what_it_may_still_ask(empty_store: Store) -> None:
    """Its last two new questions are the reserve: it is not proposed for ever for the sake of those."""
    builders.set_up(empty_store, small_pack(module(questions=builders.pool("q", "listen.active", check=0))))
    learner_key = add_learner(empty_store)
    with empty_store.writing() as db:
        for day in range(5):
            at = MONDAY + day * DAY
            live_through(db, play.start(db, learner_key, "ecouter", at), at, lambda _: WRONG)
        assert situation(db, learner_key, 5).offers[0].unseen == {"listen.active": 0}
        assert proposed(db, learner_key, 5) is None


@pytest.mark.parametrize(("timezone", "offered"), [("Europe/Brussels", True), ("UTC", False)])
def test_a_module_holds_by_the_day_of_the_learner(empty_store: Store, timezone: str, offered: bool) -> None:
    builders.set_up(empty_store, small_pack(module(valid_from=date(2026, 11, 24))))
    learner_key = add_learner(empty_store)
    with empty_store.writing() as db:
        db.get_one(Learner, learner_key).timezone = timezone
        here = proposals.situation(db, learner_key, MONDAY.replace(hour=23, minute=30))
    assert (bool(here.offers), bool(here.practice)) == (offered, offered)


def test_the_open_module_is_the_one_begun_last(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        for hours, module_id in enumerate(["cadre", "ecouter"]):
            play.start(db, learner_key, module_id, MONDAY + timedelta(hours=hours))
        play.practise(db, learner_key, "listen.reflect", Purpose.REVIEW, MONDAY + timedelta(hours=2))
        assert situation(db, learner_key, 1).open_module == "ecouter"


def test_a_module_counts_as_read_once_it_has_been_played_to_its_end(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        begun = play.start(db, learner_key, "ecouter", MONDAY)
        assert [offer.read for offer in situation(db, learner_key).offers] == [False, False, False]
        live_through(db, begun, MONDAY)
        assert [offer.module for offer in situation(db, learner_key).offers if offer.read] == ["ecouter"]


def test_what_was_asked_counts_for_its_local_day(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        answer_right(db, learner_key, "listen-active", [1, 2])
        answer_right(db, learner_key, "frame-role", [1], days=1)
        assert situation(db, learner_key).asked_today == {"listen.active": 2}
        assert situation(db, learner_key, 1).asked_today == {"frame.role": 1}


def test_the_next_visit_is_expected_on_the_morning_of_the_next_working_day(store: Store, learner_key: UUID) -> None:
    with store.reading() as db:
        assert situation(db, learner_key).next_visit == MONDAY.replace(hour=8) + DAY
        assert situation(db, learner_key, 4).next_visit == MONDAY.replace(hour=8) + 7 * DAY


# ---------------------------------------------------------------------------------------------------------- pace


def paced(store: Store, learner_key: UUID, gaps: Iterable[float]) -> float:
    """The pace of somebody who took so many minutes for each question, from its showing to the end of its feedback."""
    with store.writing() as db:
        for number, gap in enumerate(gaps):
            given = ask(db, learner_key, "frame-role-1", at=MONDAY + number * timedelta(hours=1))
            shown = db.get_one(Presentation, given.presentation_id)
            shown.acknowledged_at = shown.shown_at + gap * MINUTE
        db.flush()
        return proposals.question_minutes(db, learner_key)


def test_whoever_has_not_answered_yet_is_taken_to_have_the_usual_pace(store: Store, learner_key: UUID) -> None:
    with store.reading() as db:
        assert proposals.question_minutes(db, learner_key) == QUESTION_MINUTES
        assert situation(db, learner_key).question_minutes == QUESTION_MINUTES


def test_a_pace_is_that_of_real_answers_once_there_are_enough(store: Store, learner_key: UUID) -> None:
    assert paced(store, learner_key, [2.0] * 3) == QUESTION_MINUTES
    assert paced(store, learner_key, [2.0] * 30) == 2.0


def test_a_module_is_as_long_as_its_learner_takes(store: Store, learner_key: UUID) -> None:
    paced(store, learner_key, [2 * QUESTION_MINUTES] * 30)
    with store.reading() as db:
        assert {offer.minutes for offer in situation(db, learner_key).offers} == {10}


def test_a_few_questions_left_open_over_lunch_say_nothing_about_pace(store: Store, learner_key: UUID) -> None:
    assert paced(store, learner_key, [0.4] * 20 + [60, 90, 45, 1200]) == pytest.approx(0.4)


def test_a_pace_follows_its_learner(store: Store, learner_key: UUID) -> None:
    assert paced(store, learner_key, [2.5] * PACE_ANSWERS + [0.5] * PACE_ANSWERS) == 0.5


def test_a_feedback_that_was_never_left_has_no_time_to_tell(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        answer_right(db, learner_key, "frame-role", range(1, 7))
        assert proposals.question_minutes(db, learner_key) == QUESTION_MINUTES


# ------------------------------------------------------------------------------------------------------ proposals


def test_a_new_learner_is_offered_a_module_that_builds_on_nothing(store: Store, learner_key: UUID) -> None:
    with store.reading() as db:
        assert proposed(db, learner_key) == CADRE


def test_a_module_that_was_begun_is_continued(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        play.start(db, learner_key, "reformuler", MONDAY)
        assert proposed(db, learner_key, 1) == (Purpose.LEARN, "reformuler", Term.CONTINUE)


def test_a_new_meaning_is_checked_once_by_those_who_had_the_skill(store: Store, learner_key: UUID) -> None:
    other = add_learner(store)
    with store.writing() as db:
        acquire(db, learner_key)
        document = authoring.module_document(db, "ecouter")
        text = authoring.latest_text(db, document)
        publishing.publish(db, document, text, Change.MEANING, MONDAY + 2 * DAY, by=None)
        assert proposed(db, learner_key, 1.5) == CADRE
        assert proposed(db, learner_key, 3) == (Purpose.CHECK, "listen.active", Term.CHECK)
        assert proposed(db, other, 3) == CADRE
        at = MONDAY + 3 * DAY
        live_through(db, play.practise(db, learner_key, "listen.active", Purpose.CHECK, at), at)
        assert proposed(db, learner_key, 4) == CADRE


def test_a_check_waits_while_nothing_can_be_asked(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        acquire(db, learner_key)
        document = authoring.module_document(db, "ecouter")
        publishing.publish(db, document, authoring.latest_text(db, document), Change.MEANING, MONDAY + 2 * DAY, by=None)
        authoring.retire(db, document)
        assert proposed(db, learner_key, 3) == CADRE


def test_what_was_answered_right_on_one_day_is_confirmed_the_next(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        answer_right(db, learner_key, "listen-active", range(1, 5))
        assert proposed(db, learner_key) == CADRE
        assert proposed(db, learner_key, 1) == (Purpose.CHECK, "listen.active", Term.CONFIRM)


def test_what_has_been_begun_is_practised_before_something_is_begun(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        answer_right(db, learner_key, "listen-active", [1, 2])
        assert proposed(db, learner_key, 1) == (Purpose.PRACTISE, "listen.active", Term.NEAR)


def test_what_fades_is_refreshed_by_two_questions(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        acquire(db, learner_key)
        assert proposed(db, learner_key, 91) == (Purpose.REVIEW, "listen.active", Term.REFRESH)
        at = MONDAY + 91 * DAY
        live_through(db, play.practise(db, learner_key, "listen.active", Purpose.REVIEW, at), at)
        assert in_state(standings(db, learner_key, at), State.ACQUIRED)


# -------------------------------------------------------------------------------------------- kept and replayed


def proposals_of(db: Session, learner_key: UUID) -> list[Proposal]:
    return list(db.scalars(select(Proposal).where(Proposal.learner_key == learner_key).order_by(Proposal.id)))


def taken(row: Proposal) -> tuple[str, str, float]:
    return row.purpose, row.target, row.minutes


def same_step(row: Proposal, step: Step | None) -> bool:
    """Whether a step is what was kept, to the last term and figure."""
    second = step and step.runner_up
    return (
        step is not None
        and taken(row) == (step.chosen.purpose, step.chosen.target, step.chosen.minutes)
        and row.terms == step.chosen.terms
        and row.runner_up == ({"purpose": second.purpose, "target": second.target} if second else {})
    )


def luck(random: Random) -> builders.Respond:
    return lambda asked: asked.key if random.random() < 0.85 else mistaken(asked, random)


def test_every_proposal_of_a_life_leads_again_to_the_same_step(real_store: Store) -> None:
    learner_key = add_learner(real_store)
    follow(real_store, learner_key, 60, luck(Random(2)))
    with real_store.reading() as db:
        rows = proposals_of(db, learner_key)
        assert len(rows) > 20
        assert {row.purpose for row in rows} >= {Purpose.LEARN, Purpose.PRACTISE, Purpose.REVIEW}
        assert [row.target for row in rows if not same_step(row, proposals.replayed(db, row))] == []


def test_a_proposal_is_replayed_under_the_set_that_it_was_made_with(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        answer_right(db, learner_key, "listen-active", [1, 2])
        made = proposals.propose(db, learner_key, MONDAY + DAY)
        assert made
        proposals.keep(db, learner_key, made)
        quick = Estimates({POOLED: replace(Parameters(), learn=0.5, slip=0.2)})
        registry.promote(db, registry.add_set(db, quick, "classic", "fit", MONDAY).id, MONDAY, "P")
    replay_due(store, lambda what, place, of: None)
    with store.reading() as db:
        (row,) = proposals_of(db, learner_key)
        assert same_step(row, proposals.replayed(db, row))
        assert proposals.situation(db, learner_key, MONDAY + DAY) != made.situation


def test_what_was_to_be_read_again_gives_way_and_is_kept_with_the_situation(empty_store: Store) -> None:
    due = module("cadre", ("frame.role",), review_by=date(2026, 11, 24))
    builders.set_up(empty_store, small_pack(due, module("ecouter")))
    learner_key = add_learner(empty_store)
    with empty_store.writing() as db:
        assert proposed(db, learner_key, 1) == CADRE
        assert situation(db, learner_key, 1).stale == []
        assert situation(db, learner_key, 2).stale == ["cadre", "frame.role"]
        made = proposals.propose(db, learner_key, MONDAY + 2 * DAY)
        assert made
        assert (made.step.chosen.target, made.step.runner_up.target) == ("ecouter", "cadre")
        proposals.keep(db, learner_key, made)
        (row,) = proposals_of(db, learner_key)
        assert same_step(row, proposals.replayed(db, row))
        del row.situation["stale"]
        assert proposals.replayed(db, row).chosen.target == "cadre"


def test_the_same_thing_proposed_twice_on_one_day_is_kept_once(store: Store, learner_key: UUID) -> None:
    kept = []
    with store.writing() as db:
        for minutes in (0, 5, 24 * 60):
            made = proposals.propose(db, learner_key, MONDAY + minutes * MINUTE)
            assert made
            kept.append(made.new)
            if made.new:
                proposals.keep(db, learner_key, made)
        assert kept == [True, False, True]
        proposals.refuse(db, learner_key, "cadre", MONDAY + DAY, until=None)
        other = proposals.propose(db, learner_key, MONDAY + DAY)
        assert other
        assert (other.step.chosen.target, other.new) == ("ecouter", True)


def test_a_proposal_says_what_would_have_led_to_another(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        made = proposals.propose(db, learner_key, MONDAY, minutes=3)
        assert made
        proposals.keep(db, learner_key, made)
        db.flush()
        (row,) = proposals_of(db, learner_key)
        assert taken(row) == ("learn", "cadre", 3)
        assert row.runner_up == {"purpose": "learn", "target": "ecouter"}
        assert row.change == {"target": "cadre", "skills": ["frame.role"], "known": made.change.known}


@given(situations)
def test_a_situation_kept_as_plain_values_is_the_same_situation(here: Situation) -> None:
    back = from_plain(json.loads(json.dumps(plain(here))), Estimates())
    assert back == here
    assert choose(back) == choose(here)


def test_every_field_of_a_situation_is_kept(store: Store, learner_key: UUID) -> None:
    with store.reading() as db:
        kept = plain(situation(db, learner_key))
    assert {field.name for field in fields(Situation)} - {"knowledge"} <= kept.keys()


# --------------------------------------------------------------------------------------------------------- refused


def test_what_is_refused_until_a_day_comes_back_on_that_day(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        proposals.refuse(db, learner_key, "cadre", MONDAY, until=MONDAY.date() + DAY)
        assert [proposed(db, learner_key, days) for days in (0, 1)] == [(Purpose.LEARN, "ecouter", Term.GAIN), CADRE]


def test_what_is_not_for_her_stays_away_until_she_takes_it_back(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        proposals.refuse(db, learner_key, "cadre", MONDAY, until=None)
        assert {proposed(db, learner_key, days) for days in (0, 1, 400)} == {(Purpose.LEARN, "ecouter", Term.GAIN)}
        proposals.take_back(db, learner_key, "cadre")
        assert proposed(db, learner_key) == CADRE
        assert proposals.refused(db, learner_key, MONDAY.date()) == set()


def test_the_last_word_on_a_thing_is_the_one_that_holds(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        for until in (None, MONDAY.date() + DAY):
            proposals.refuse(db, learner_key, "cadre", MONDAY, until=until)
        assert db.scalar(select(func.count()).select_from(Refusal)) == 1
        assert proposals.refused(db, learner_key, MONDAY.date() + DAY) == set()


def test_a_skill_can_be_refused_as_a_module_can_and_nothing_else(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        acquire(db, learner_key)
        for target in ("listen.active", "cadre", "ecouter", "reformuler"):
            proposals.refuse(db, learner_key, target, MONDAY, until=None)
        assert proposed(db, learner_key, 91) is None
        for target in ("", "nowhere", "\0"):
            with pytest.raises(UnknownModule):
                proposals.refuse(db, learner_key, target, MONDAY, until=None)


def test_a_refusal_is_of_one_person(store: Store, learner_key: UUID) -> None:
    other = add_learner(store)
    with store.writing() as db:
        proposals.refuse(db, learner_key, "cadre", MONDAY, until=None)
        assert proposed(db, other) == CADRE


def test_what_was_proposed_and_refused_is_exported_and_erased(store: Store) -> None:
    with store.writing() as db:
        account = people.invite(db, "claire@example.org", "Claire", MONDAY, timezone="Europe/Brussels")
        made = proposals.propose(db, account.learner_key, MONDAY)
        assert made
        proposals.keep(db, account.learner_key, made)
        proposals.refuse(db, account.learner_key, "cadre", MONDAY, until=None)
        found = people.export(db, account)
        assert [row["target"] for row in (*found["proposal"], *found["refusal"])] == ["cadre", "cadre"]
        people.erase(db, account)
        for table in (Proposal, Refusal):
            assert db.scalar(select(func.count()).select_from(table)) == 0


# ------------------------------------------------------------------------------------------ a life with our own pack


@pytest.fixture
def real_store(empty_store: Store) -> Store:
    teach(empty_store, read_pack(PACKS / "conseil-emploi"))
    return empty_store


@ON_ONE_DATABASE
def test_who_answers_right_acquires_what_is_taught_by_following_the_tutor(real_store: Store) -> None:
    learner_key = add_learner(real_store)
    done = follow(real_store, learner_key, 40, lambda asked: asked.key, steps_a_day=3)
    with real_store.reading() as db:
        days = (working_days_later(MONDAY.date(), len(done) // 3) - MONDAY.date()).days
        found = [one for d in standings(db, learner_key, MONDAY + days * DAY) for one in d.skills if one.taught]
    assert {one.state for one in found} <= {State.ACQUIRED, State.TO_REFRESH}
    assert {one.purpose for one in done} >= {Purpose.LEARN, Purpose.CHECK, Purpose.REVIEW}
    assert done[-1].main_term in {Term.KEEP, Term.REFRESH}


@ON_ONE_DATABASE
def test_who_answers_wrong_is_asked_all_but_the_reserve_and_then_left_in_peace(real_store: Store) -> None:
    learner_key = add_learner(real_store)
    done = follow(real_store, learner_key, 80, lambda asked: mistaken(asked, Random(1)))
    with real_store.reading() as db:
        asked = [one for found in authoring.published_modules(db) for one in found.module.questions]
        learned = {one.id for one in asked if one.use is Use.LEARN}
        assert progress.seen_questions(db, learner_key, {one.id for one in asked}) == learned
        assert not in_state(standings(db, learner_key, MONDAY), State.ACQUIRED)
    assert len(done) < 80


def test_who_says_i_do_not_know_acquires_nothing(real_store: Store) -> None:
    learner_key = add_learner(real_store)
    follow(real_store, learner_key, 10, dont_know)
    with real_store.reading() as db:
        assert not in_state(standings(db, learner_key, MONDAY + 20 * DAY), State.ACQUIRED)


def dont_know(_: Question) -> Response:
    return DONT_KNOW


def test_one_day_is_never_enough_to_acquire(real_store: Store) -> None:
    learner_key = add_learner(real_store)
    with real_store.writing() as db:
        for hours in range(3):
            at = MONDAY + timedelta(hours=hours)
            live_through(db, play.start(db, learner_key, "boussole-ou-catalyseur", at), at)
        assert [one.skill.id for one in in_state(standings(db, learner_key, MONDAY), State.TO_CONFIRM)] == [
            "frame.role"
        ]
