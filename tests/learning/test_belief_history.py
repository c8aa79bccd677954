"""What stands behind an estimate: each counted answer lived again, down to where the cache stands."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from content.marking import DONT_KNOW, Response
from models import parameters
from models.catalogue import coming_into_force, documents
from models.estimates import Estimates, Parameters, Shared
from models.ground.store import Store
from models.learner import FRESH_AT, SkillState
from models.learning import answer_log, belief_history, progress
from models.learning.belief_history import History, NoSuchSkill, Said
from models.tables.answers import Answer
from tests import builders
from tests.builders import MONDAY, RIGHT, WRONG, ask
from tests.watchers.mornings import ON_ONE_DATABASE

DAY = timedelta(days=1)
SKILL = "listen.active"
QUESTIONS = [f"listen-active-{number}" for number in range(1, 9)] + [f"frame-role-{number}" for number in range(1, 5)]
FORGETFUL = Estimates({"*": Parameters(learn=0.2, forget=0.05, shared=Shared(prior=(0.5, 0.2), learn=(0.3, 0.0)))})

lives = st.lists(
    st.tuples(st.sampled_from(QUESTIONS), st.sampled_from([RIGHT, WRONG, DONT_KNOW]), st.floats(0, 40)), max_size=10
)


def live(db: Session, learner_key: UUID, life: list[tuple[str, Response, float]]) -> None:
    """Answer one thing after the other, each so many days after the one before."""
    at = MONDAY
    for question_id, response, days in life:
        at += days * DAY
        ask(db, learner_key, question_id, response, at)


def acquire(db: Session, learner_key: UUID) -> None:
    live(db, learner_key, [(QUESTIONS[number], RIGHT, float(number == 3)) for number in range(5)])


def history(db: Session, learner_key: UUID, days: float = 0) -> History:
    return belief_history.history(db, learner_key, SKILL, MONDAY + days * DAY)


def ends_where_the_cache_stands(db: Session, learner_key: UUID) -> bool:
    found = history(db, learner_key, 500)
    return found.knowledge == progress.believed(db, learner_key).knowledge({SKILL})[SKILL]


@settings(max_examples=8)  # on each database
@given(lives)
def test_it_ends_where_the_cache_stands(store: Store, life: list[tuple[str, Response, float]]) -> None:
    key = builders.add_learner(store)
    with store.writing() as db:
        live(db, key, life)
    with store.reading() as db:
        assert ends_where_the_cache_stands(db, key)


@ON_ONE_DATABASE
def test_it_does_so_before_and_after_a_learner_is_replayed_under_another_set(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        live(
            db, learner_key, [("listen-active-1", RIGHT, 0), ("frame-role-1", WRONG, 1), ("listen-active-2", WRONG, 9)]
        )
        before = history(db, learner_key, 20)
        parameters.promote(db, parameters.add_set(db, FORGETFUL, "hierarchical", "fit", MONDAY).id, MONDAY, "test")
        assert history(db, learner_key, 20) == before
        answer_log.catch_up(db, learner_key)
        assert ends_where_the_cache_stands(db, learner_key)
        assert history(db, learner_key, 20).knowledge.parameters == FORGETFUL.of(SKILL)


@ON_ONE_DATABASE
@settings(max_examples=15)
@given(lives)
def test_each_step_begins_where_forgetting_has_led_and_no_wrong_answer_goes_up(
    store: Store, life: list[tuple[str, Response, float]]
) -> None:
    key = builders.add_learner(store)
    with store.writing() as db:
        live(db, key, life)
        found = belief_history.lived_again(answer_log.counted_answers(db, key), FORGETFUL, SKILL, MONDAY + 500 * DAY)
    for step, following in zip(found.steps, found.steps[1:], strict=False):
        assert step.fading[-1].known == pytest.approx(following.before)
        assert step.fading[-1].at == following.at
    for step in found.steps:
        known = [step.after, *(moment.known for moment in step.fading)]
        assert known == sorted(known, reverse=True)
        assert step.after >= step.shown
        assert step.shown >= step.before if step.said is Said.RIGHT else step.shown <= step.before
        assert all(low - 1e-9 <= moment.known <= high + 1e-9 for moment in step.fading for low, high in [moment.bounds])


@ON_ONE_DATABASE
def test_it_tells_what_each_answer_was_and_what_is_to_come_only_falls(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        live(
            db,
            learner_key,
            [("listen-active-1", WRONG, 0), ("listen-active-2", DONT_KNOW, 1), ("frame-role-1", RIGHT, 0)],
        )
        live(db, learner_key, [("listen-active-1", RIGHT, 5)])
        found = history(db, learner_key, 6)
    assert [(step.said, step.repeat) for step in found.steps] == [
        (Said.WRONG, False),
        (Said.DONT_KNOW, False),
        (Said.RIGHT, True),
    ]
    learner_key = builders.add_learner(store)
    with store.writing() as db:
        acquire(db, learner_key)
        found = history(db, learner_key, 3)
    coming = belief_history.ahead(found, MONDAY + 60 * DAY)
    assert (coming[0].at, coming[-1].at) == (MONDAY + 3 * DAY, MONDAY + 60 * DAY)
    assert [moment.known for moment in coming] == sorted((moment.known for moment in coming), reverse=True)


def test_an_answer_that_was_annulled_is_not_there(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        live(db, learner_key, [("listen-active-1", WRONG, 0), ("listen-active-2", RIGHT, 1)])
        first = db.scalars(select(Answer).order_by(Answer.id)).first()
        assert first is not None
        answer_log.annul_all(db, [first], "the key was wrong", MONDAY + DAY, None)
        assert [step.said for step in history(db, learner_key, 2).steps] == [Said.RIGHT]
        assert ends_where_the_cache_stands(db, learner_key)


@ON_ONE_DATABASE
def test_what_is_begun_acquired_faded_or_lost_is_so_since_what_made_it_so(store: Store, learner_key: UUID) -> None:
    with store.reading() as db:
        found = history(db, learner_key)
    assert (found.state, found.since, found.steps) == (SkillState.TO_DISCOVER, None, ())
    with store.writing() as db:
        live(db, learner_key, [("listen-active-1", RIGHT, 0), ("listen-active-2", WRONG, 3)])
        found = history(db, learner_key, 10)
    assert (found.state, found.since) == (SkillState.IN_PROGRESS, found.steps[0].at)
    learner_key = builders.add_learner(store)
    with store.writing() as db:
        acquire(db, learner_key)
        live(db, learner_key, [("listen-active-6", RIGHT, 200)])
        found = history(db, learner_key, 201)
    assert (found.state, found.since) == (SkillState.ACQUIRED, found.steps[3].at)
    learner_key = builders.add_learner(store)
    with store.writing() as db:
        acquire(db, learner_key)
        found = history(db, learner_key, 100)
        assert found.state is SkillState.TO_REFRESH and found.since is not None
        assert history(db, learner_key, (found.since - MONDAY) / DAY).steps[-1].fading[-1].known == pytest.approx(
            FRESH_AT
        )
    learner_key = builders.add_learner(store)
    with store.writing() as db:
        acquire(db, learner_key)
        live(db, learner_key, [("listen-active-6", WRONG, 3), ("listen-active-7", WRONG, 0)])
        found = history(db, learner_key, 4)
    assert (found.state, found.since) == (SkillState.IN_PROGRESS, found.steps[-1].at)


@ON_ONE_DATABASE
def test_the_grounds_name_what_lies_below_and_above_and_what_teaches_it(store: Store, learner_key: UUID) -> None:
    with store.reading() as db:
        listening = belief_history.grounds(db, learner_key, "listen.active", MONDAY)
        reflecting = belief_history.grounds(db, learner_key, "listen.reflect", MONDAY)
    assert [one.skill.id for one in listening.leads_to] == ["listen.reflect"]
    assert [one.skill.id for one in reflecting.builds_on] == ["listen.active"]
    assert (listening.builds_on, reflecting.leads_to) == ((), ())
    assert [module.id for module in reflecting.modules] == ["reformuler"]
    assert listening.domain.id == "listen"
    with store.reading() as db, pytest.raises(NoSuchSkill):
        belief_history.grounds(db, learner_key, "listen.nothing", MONDAY)


@ON_ONE_DATABASE
def test_a_module_that_no_longer_holds_or_was_retired_is_not_offered(store: Store, learner_key: UUID) -> None:
    old = replace(builders.module("vieux", questions=(builders.question("vieux-1"),)), valid_until=MONDAY.date() - DAY)
    with store.writing() as db:
        coming_into_force.load_pack(db, builders.small_pack(old), MONDAY)
        coming_into_force.retire(db, documents.module_document(db, "ecouter"))
        assert belief_history.grounds(db, learner_key, SKILL, MONDAY).modules == ()
        assert belief_history.grounds(db, learner_key, "listen.reflect", MONDAY).builds_on == ()
