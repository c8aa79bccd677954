"""Where a learner stands, skill by skill and module by module, with the minutes that remain."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from models.catalogue import coming_into_force, documents
from models.estimates import Estimates
from models.ground.calendar import DAY
from models.ground.store import Store
from models.learner import Knowledge, SkillState, retained
from models.learning import modules, playing, progress, scenes
from models.learning.modules import ModuleProgress, state_of
from models.learning.progress import SkillProgress, by_domain, in_state
from tests import builders
from tests.builders import MONDAY, ask, live_through

D, P, C, A, R = SkillState


def told(db: Session, learner_key: UUID) -> dict[str, ModuleProgress]:
    domains = modules.by_domain(db, learner_key, "fr", MONDAY + DAY)
    return {one.module.id: one for domain in domains for one in domain.modules}


def test_a_module_is_in_the_state_of_all_its_skills() -> None:
    for skills, begun, state in [
        ((D, D), False, D),
        ((D, D), True, P),
        ((P, D), False, D),  # a question of a placement test does not begin a module
        ((P, D), True, P),
        ((A, D), False, P),
        ((A, C), True, C),
        ((A, A), True, A),
        ((A, R), True, R),
        ((), False, D),
    ]:
        assert state_of(skills, begun) is state


def test_they_come_by_domain_and_one_answer_elsewhere_begins_nothing(store: Store, learner_key: UUID) -> None:
    with store.reading() as db:
        domains = modules.by_domain(db, learner_key, "fr", MONDAY)
    assert [(one.domain.id, [told.module.id for told in one.modules]) for one in domains] == [
        ("listen", ["ecouter", "reformuler"]),
        ("frame", ["cadre"]),
    ]
    with store.writing() as db:
        ask(db, learner_key, "listen-active-1", at=MONDAY)
    with store.reading() as db:
        here = told(db, learner_key)["ecouter"]
    assert (here.state, here.answers, here.open) == (D, 1, False)


def test_of_what_is_open_the_minutes_go_down_and_what_is_over_is_closed(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        begun = playing.start(db, learner_key, "ecouter", MONDAY)
    with store.reading() as db:
        whole = told(db, learner_key)["ecouter"]
    with store.writing() as db:
        while isinstance(here := scenes.scene(db, begun), scenes.CardScene):
            playing.advance(db, begun, here.position, MONDAY + timedelta(minutes=1))
    with store.reading() as db:
        rest = told(db, learner_key)["ecouter"]
    assert (whole.state, whole.open, rest.open) == (P, True, True)
    assert rest.minutes < whole.minutes
    learner_key = builders.add_learner(store)
    with store.writing() as db:
        live_through(db, playing.start(db, learner_key, "ecouter", MONDAY), MONDAY)
    with store.reading() as db:
        here = told(db, learner_key)["ecouter"]
    assert (here.open, here.minutes) == (False, here.module.minutes)


def test_of_plays_begun_at_one_instant_one_is_taken_up_in_whatever_order_they_are_read() -> None:
    plays = [("ecouter", False, 1, cards_read, MONDAY, 0) for cards_read in (0, 2)]
    assert modules.PLAYS.make(plays) == modules.PLAYS.make(plays[::-1])


def test_a_domain_counts_what_is_acquired(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        for number in range(4):
            at = MONDAY + (number - 7) * DAY
            live_through(db, playing.start(db, learner_key, "ecouter", at), at)
    with store.reading() as db:
        listen, frame = modules.by_domain(db, learner_key, "fr", MONDAY)
    assert (listen.acquired, frame.acquired) == (1, 0)


def test_only_what_is_asked_for_matches(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        playing.start(db, learner_key, "cadre", MONDAY)
    with store.reading() as db:
        domains = modules.by_domain(db, learner_key, "fr", MONDAY)

    def found(state: SkillState | None, domain: str | None) -> list[str]:
        return [told.module.id for one in modules.matching(domains, state, domain) for told in one.modules]

    assert found(P, None) == ["cadre"]
    assert found(D, "listen") == ["ecouter", "reformuler"]
    assert found(P, "listen") == found(None, "nowhere") == []


def standing(db: Session, learner_key: UUID, skill: str, days: float = 0) -> SkillProgress:
    found = by_domain(db, learner_key, MONDAY + days * DAY)
    return next(one for domain in found for one in domain.skills if one.skill.id == skill)


def answer_right(db: Session, learner_key: UUID, prefix: str, numbers: Iterable[int], days: float = 0) -> None:
    for number in numbers:
        ask(db, learner_key, f"{prefix}-{number}", at=MONDAY + days * DAY + timedelta(minutes=number))


def test_a_learner_who_has_answered_nothing_has_everything_to_discover(store: Store, learner_key: UUID) -> None:
    with store.reading() as db:
        domains = by_domain(db, learner_key, MONDAY)
    assert [domain.domain.id for domain in domains] == ["listen", "frame"]
    skills = [one for domain in domains for one in domain.skills]
    assert [one.skill.id for one in skills] == ["listen.active", "listen.reflect", "frame.role"]
    assert {(one.state, one.answers, one.known, one.taught) for one in skills} == {
        (SkillState.TO_DISCOVER, 0, retained(Knowledge(Estimates().of("listen.active")), MONDAY), True)
    }


def test_a_skill_goes_from_in_progress_to_confirm_to_acquired_to_refresh(store: Store, learner_key: UUID) -> None:
    def state(days: float) -> SkillState:
        return standing(db, learner_key, "listen.active", days).state

    with store.writing() as db:
        answer_right(db, learner_key, "listen-active", [1])
        assert state(0) is SkillState.IN_PROGRESS
        answer_right(db, learner_key, "listen-active", [2, 3, 4])
        assert state(0) is SkillState.TO_CONFIRM
        answer_right(db, learner_key, "listen-active", [5], days=1)
        assert state(1) is SkillState.ACQUIRED
        assert state(90) is SkillState.TO_REFRESH


def test_a_standing_says_what_is_left_and_only_what_was_answered_has_been_seen(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        answer_right(db, learner_key, "listen-active", [1, 2])
        now = standing(db, learner_key, "listen.active", 10)
        known = progress.believed(db, learner_key).knowledge(["listen.active"])["listen.active"]
    assert now.answers == 2
    assert now.known == retained(known, MONDAY + 10 * DAY)
    learner_key = builders.add_learner(store)
    with store.writing() as db:
        answer_right(db, learner_key, "frame-role", [1])
        answer_right(db, learner_key, "listen-active", [1])
        found = in_state(by_domain(db, learner_key, MONDAY), SkillState.IN_PROGRESS)
    assert [one.skill.id for one in found] == ["listen.active", "frame.role"]
    learner_key = builders.add_learner(store)
    with store.writing() as db:
        ask(db, learner_key, "listen-active-1")
        builders.show(db, learner_key, "listen-active-2")
        assert progress.SEEN.ask(db, learner_key=learner_key) == {"listen-active-1"}


def test_a_skill_is_taught_while_a_published_module_asks_about_it(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        coming_into_force.retire(db, documents.module_document(db, "cadre"))
        assert not standing(db, learner_key, "frame.role").taught
        assert standing(db, learner_key, "listen.active").taught
