"""Another set in force: everybody lives again under it, nobody waits, and nothing is lost on the way."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from content.marking import DONT_KNOW
from models import parameters
from models.estimates import POOLED, Estimates, Item, Parameters, Shared
from models.fitting.fit import silent
from models.fitting.refit import replay_due
from models.ground.store import Store
from models.learner import Ability as Rating
from models.learner import Belief
from models.learning import answer_log, progress
from models.people import accounts
from models.tables.answers import LearnerAbility, Mastery
from models.tables.people import Account
from tests import builders
from tests.builders import MONDAY, RIGHT, WRONG, ask, show
from tests.processes import own_processes

SHARED = Shared(success=(0.6, 0.2), learn=(0.2, 0.1), prior=(0.4, 0.0), gap=0.3)
ANOTHER = Estimates(
    {
        POOLED: Parameters(prior=0.5, forget=0.05, shared=SHARED),
        "listen.active": Parameters(prior=0.6, learn=0.2, guess=0.2, forget=0.02, shared=SHARED),
    },
    {"listen-active-1": Item(easiness=0.8, facility=0.7), "frame-role-2": Item(easiness=-0.5, facility=0.3)},
)
"""A set in which everything that a set may hold differs from the default."""
Cache = tuple[dict[str, Belief], Rating | None]
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def learners(store: Store) -> list[UUID]:
    """Four people who have answered ten questions each, in the order in which they are replayed."""
    keys = sorted(builders.add_learner(store) for _ in range(4))
    with store.writing() as db:
        for key in keys:
            live(db, key)
    return keys


def live(db: Session, learner_key: UUID) -> None:
    for number in range(1, 6):
        at = MONDAY + timedelta(hours=number)
        ask(db, learner_key, f"listen-active-{number}", WRONG if number == 2 else RIGHT, at)
        ask(db, learner_key, f"frame-role-{number % 4 + 1}", DONT_KNOW if number == 4 else RIGHT, at)


def promote(store: Store, estimates: Estimates = ANOTHER) -> int:
    with store.writing() as db:
        row = parameters.add_set(db, estimates, "hierarchical", "fit", MONDAY)
        parameters.promote(db, row.id, MONDAY, "somebody")
    return row.id


def cache(db: Session, learner_key: UUID) -> Cache:
    rows = db.scalars(select(Mastery).where(Mastery.learner_key == learner_key))
    ability = db.get(LearnerAbility, learner_key)
    return {row.skill: builders.belief_of(row) for row in rows}, ability and builders.ability_of(ability)


def from_the_log(db: Session, learner_key: UUID, estimates: Estimates = ANOTHER) -> Cache:
    return answer_log.lived(answer_log.counted_answers(db, learner_key), estimates)


def due(store: Store) -> Sequence[UUID]:
    with store.reading() as db:
        return answer_log.due_for_replay(db)


def assert_replayed(store: Store, learners: Sequence[UUID]) -> None:
    """The cache of each is what the log leads to believe under ANOTHER."""
    assert not due(store)
    with store.reading() as db:
        for key in learners:
            assert cache(db, key) == from_the_log(db, key)


def test_living_and_replaying_are_one_under_a_set_with_everything_in_it(store: Store, learner_key: UUID) -> None:
    promote(store)
    with store.writing() as db:
        live(db, learner_key)
        answer_log.annul_all(db, [ask(db, learner_key, "listen-active-6")], "key", TUESDAY, by=None)
    assert_replayed(store, [learner_key])


def test_after_a_promotion_everybody_is_replayed_under_the_new_set(store: Store, learners: list[UUID]) -> None:
    number = promote(store)
    assert due(store) == learners
    assert replay_due(store, silent) == 4
    assert_replayed(store, learners)
    with store.reading() as db:
        assert set(db.scalars(select(LearnerAbility.parameters_id))) == {number}


def test_a_learner_whose_cache_is_gone_is_due_and_has_it_again(store: Store, learners: list[UUID]) -> None:
    with store.writing() as db:
        before = cache(db, learners[0])
        for rows in (Mastery, LearnerAbility):
            db.execute(delete(rows).where(rows.learner_key == learners[0]))
    assert due(store) == [learners[0]]
    replay_due(store, silent)
    assert due(store) == []
    with store.reading() as db:
        assert cache(db, learners[0]) == before


def test_who_has_answered_nothing_is_not_due_and_who_has_answered_in_vain_is_due_once(store: Store) -> None:
    builders.add_learner(store)
    in_vain = builders.add_learner(store)
    with store.writing() as db:
        answer_log.annul_all(db, [ask(db, in_vain, "listen-active-1")], "key", MONDAY, by=None)
    promote(store)
    assert due(store) == [in_vain]
    replay_due(store, silent)
    assert due(store) == []


def test_progress_is_told(store: Store, learners: list[UUID]) -> None:
    promote(store)
    told: list[tuple[int, int]] = []
    replay_due(store, lambda what, place, of: told.append((place, of)))
    assert told == [(place, 4) for place in range(1, 5)]


def test_an_answer_in_the_middle_is_in_the_cache_whether_its_learner_was_replayed_or_not(
    store: Store, learners: list[UUID]
) -> None:
    number = promote(store)
    given = []

    def answer_in_the_middle(what: str, place: int, of: int) -> None:
        if place == 3:
            for key in learners:
                with store.writing() as db:
                    given.append(ask(db, key, "listen-active-6", WRONG, TUESDAY))

    replay_due(store, answer_in_the_middle)
    assert {row.parameters_id for row in given} == {number}
    assert_replayed(store, learners)


def test_an_answer_starts_from_what_the_new_set_believes(store: Store, learners: list[UUID]) -> None:
    promote(store)
    with store.writing() as db:
        beliefs, _ = from_the_log(db, learners[0])
        assert ask(db, learners[0], "listen-active-6", at=TUESDAY).known_before == beliefs["listen.active"].known
    assert due(store) == learners[1:]


def test_an_interrupted_replay_goes_on_where_it_stopped(store: Store, learners: list[UUID]) -> None:
    promote(store)

    def interrupt(what: str, place: int, of: int) -> None:
        if place == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replay_due(store, interrupt)
    assert due(store) == learners[2:]
    assert replay_due(store, silent) == 2
    assert_replayed(store, learners)


def test_until_replayed_a_learner_is_shown_what_was_true_under_the_set_before(
    store: Store, learners: list[UUID]
) -> None:
    skills = ["frame.role", "listen.active", "listen.reflect"]
    with store.reading() as db:
        before = progress.believed(db, learners[0]).knowledge(skills)
    promote(store)
    with store.reading() as db:
        assert progress.believed(db, learners[0]).knowledge(skills) == before
    replay_due(store, silent)
    with store.reading() as db:
        after = progress.believed(db, learners[0]).knowledge(skills)
        beliefs, ability = from_the_log(db, learners[0])
    assert {skill: known.parameters for skill, known in after.items()} == {skill: ANOTHER.of(skill) for skill in skills}
    assert {skill: known.belief for skill, known in after.items() if known.belief.answers} == beliefs
    assert {known.ability for known in after.values()} == {ability}


def test_who_leaves_in_the_middle_is_passed_over(store: Store, learners: list[UUID]) -> None:
    with store.writing() as db:
        account = accounts.invite(db, "nadia@example.org", "Nadia", MONDAY, timezone="Europe/Brussels")
        account_id, key = account.id, account.learner_key
        ask(db, key, "listen-active-1")
    promote(store)

    def leave(what: str, place: int, of: int) -> None:
        with store.writing() as db:
            if leaving := db.get(Account, account_id):
                accounts.erase(db, leaving)

    replay_due(store, leave)
    assert_replayed(store, learners)


def test_a_promotion_after_another_leads_to_the_last_set(store: Store, learners: list[UUID]) -> None:
    promote(store, Estimates({POOLED: Parameters(prior=0.9)}))

    def promote_in_the_middle(what: str, place: int, of: int) -> None:
        if place == 3:
            promote(store)

    replay_due(store, promote_in_the_middle)
    assert due(store) == learners[:2]
    replay_due(store, silent)
    assert_replayed(store, learners)


@pytest.mark.nightly
def test_processes_that_answer_while_everybody_is_replayed_lose_nothing(store: Store, learners: list[UUID]) -> None:
    with store.writing() as db:
        asked = {key: [show(db, key, f"listen-active-{number}") for number in (5, 6, 7, 8)] * 2 for key in learners}
    fork = own_processes()
    together = fork.Barrier(len(learners) + 1)
    processes = [
        fork.Process(target=builders.answer_all, args=(store.url, key, presentations, together.wait))
        for key, presentations in asked.items()
    ]
    for process in processes:
        process.start()
    together.wait()
    promote(store)
    replay_due(store, silent)
    for process in processes:
        process.join(timeout=60)
    assert [process.exitcode for process in processes] == [0] * len(learners)
    replay_due(store, silent)
    assert_replayed(store, learners)
    with store.reading() as db:
        assert [len(list(answer_log.counted_answers(db, key))) for key in learners] == [14] * len(learners)
