"""A life with the tutor; of who answers right, with our own pack."""

from random import Random

import pytest

from content.module import Use
from models.catalogue import in_force
from models.ground.calendar import working_days_later
from models.ground.store import Store
from models.learner import SkillState
from models.learning import progress
from models.learning.progress import by_domain, in_state
from models.site.demo_learners import mistaken
from models.tutor.situation import Purpose, Term
from tests.builders import MONDAY, add_learner
from tests.learning.lives import follow
from tests.learning.proposals.proposed import DAY
from tests.watchers.mornings import ON_ONE_DATABASE

pytestmark = ON_ONE_DATABASE


@pytest.mark.nightly
def test_who_answers_right_acquires_what_is_taught_by_following_the_tutor(real_store: Store) -> None:
    learner_key = add_learner(real_store)
    done = follow(real_store, learner_key, 50, lambda asked: asked.key, steps_a_day=3)
    with real_store.reading() as db:
        days = (working_days_later(MONDAY.date(), len(done) // 3) - MONDAY.date()).days
        found = [one for d in by_domain(db, learner_key, MONDAY + days * DAY) for one in d.skills if one.taught]
    assert {one.state for one in found} <= {SkillState.ACQUIRED, SkillState.TO_REFRESH}
    assert {one.purpose for one in done} >= {Purpose.LEARN, Purpose.CHECK, Purpose.REVIEW}
    assert done[-1].main_term in {Term.KEEP, Term.REFRESH}


def test_who_answers_wrong_is_asked_all_but_the_reserve_and_then_left_in_peace(store: Store) -> None:
    learner_key = add_learner(store)
    done = follow(store, learner_key, 30, lambda asked: mistaken(asked, Random(1)))
    with store.reading() as db:
        asked = [one for found in in_force.published_modules(db) for one in found.module.questions]
        learned = {one.id for one in asked if one.use is Use.LEARN}
        assert progress.SEEN.ask(db, learner_key=learner_key) == learned
        assert not in_state(by_domain(db, learner_key, MONDAY), SkillState.ACQUIRED)
    assert 0 < len(done) < 30
