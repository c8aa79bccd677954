"""A life with the tutor; of who answers right, with our own pack."""

from datetime import timedelta
from random import Random

from content.marking import DONT_KNOW, Response
from content.module import Question, Use
from models.catalogue import in_force
from models.demo.cohort import mistaken
from models.ground.calendar import working_days_later
from models.ground.store import Store
from models.learner import SkillState
from models.study import progress
from models.study.play import playing
from models.study.progress import in_state, standings
from models.tutor.situation import Purpose, Term
from tests.builders import MONDAY, add_learner, live_through
from tests.models.lives import follow
from tests.models.study.proposals.proposed import DAY
from tests.watchers.mornings import ON_ONE_DATABASE

pytestmark = ON_ONE_DATABASE


def test_who_answers_right_acquires_what_is_taught_by_following_the_tutor(real_store: Store) -> None:
    learner_key = add_learner(real_store)
    done = follow(real_store, learner_key, 50, lambda asked: asked.key, steps_a_day=3)
    with real_store.reading() as db:
        days = (working_days_later(MONDAY.date(), len(done) // 3) - MONDAY.date()).days
        found = [one for d in standings(db, learner_key, MONDAY + days * DAY) for one in d.skills if one.taught]
    assert {one.state for one in found} <= {SkillState.ACQUIRED, SkillState.TO_REFRESH}
    assert {one.purpose for one in done} >= {Purpose.LEARN, Purpose.CHECK, Purpose.REVIEW}
    assert done[-1].main_term in {Term.KEEP, Term.REFRESH}


def test_who_answers_wrong_is_asked_all_but_the_reserve_and_then_left_in_peace(store: Store) -> None:
    learner_key = add_learner(store)
    done = follow(store, learner_key, 30, lambda asked: mistaken(asked, Random(1)))
    with store.reading() as db:
        asked = [one for found in in_force.published_modules(db) for one in found.module.questions]
        learned = {one.id for one in asked if one.use is Use.LEARN}
        assert progress.seen_questions(db, learner_key, {one.id for one in asked}) == learned
        assert not in_state(standings(db, learner_key, MONDAY), SkillState.ACQUIRED)
    assert 0 < len(done) < 30


def test_who_says_i_do_not_know_acquires_nothing(store: Store) -> None:
    learner_key = add_learner(store)
    follow(store, learner_key, 10, dont_know)
    with store.reading() as db:
        assert not in_state(standings(db, learner_key, MONDAY + 20 * DAY), SkillState.ACQUIRED)


def dont_know(_: Question) -> Response:
    return DONT_KNOW


def test_one_day_is_never_enough_to_acquire(real_store: Store) -> None:
    learner_key = add_learner(real_store)
    with real_store.writing() as db:
        for hours in range(3):
            at = MONDAY + timedelta(hours=hours)
            live_through(db, playing.start(db, learner_key, "boussole-ou-catalyseur", at), at)
        assert [one.skill.id for one in in_state(standings(db, learner_key, MONDAY), SkillState.TO_CONFIRM)] == [
            "frame.role"
        ]
