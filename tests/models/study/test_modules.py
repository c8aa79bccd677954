"""The modules as a learner meets them: by domain, in an honest state, with the minutes that remain."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from models.ground.calendar import DAY
from models.ground.store import Store
from models.learner import SkillState
from models.study import modules
from models.study.modules import ModuleStanding, state_of
from models.study.play import playing, scenes
from tests.builders import MONDAY, ask, live_through

D, P, C, A, R = SkillState


def told(db: Session, learner_key: UUID) -> dict[str, ModuleStanding]:
    domains = modules.by_domain(db, learner_key, "fr", MONDAY + DAY)
    return {one.module.id: one for domain in domains for one in domain.modules}


@pytest.mark.parametrize(
    ("skills", "begun", "state"),
    [
        ((D, D), False, D),
        ((D, D), True, P),
        ((P, D), False, D),  # a question of a placement test does not begin a module
        ((P, D), True, P),
        ((A, D), False, P),
        ((A, C), True, C),
        ((A, A), True, A),
        ((A, R), True, R),
        ((), False, D),
    ],
)
def test_a_module_is_in_the_state_of_all_its_skills(
    skills: tuple[SkillState, ...], begun: bool, state: SkillState
) -> None:
    assert state_of(skills, begun) is state


def test_they_come_by_domain_round_the_compass_and_empty_domains_do_not(store: Store, learner_key: UUID) -> None:
    with store.reading() as db:
        domains = modules.by_domain(db, learner_key, "fr", MONDAY)
    assert [(one.domain.id, [told.module.id for told in one.modules]) for one in domains] == [
        ("listen", ["ecouter", "reformuler"]),
        ("frame", ["cadre"]),
    ]


def test_one_answer_elsewhere_is_counted_and_begins_nothing(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        ask(db, learner_key, "listen-active-1", at=MONDAY)
    with store.reading() as db:
        here = told(db, learner_key)["ecouter"]
    assert (here.state, here.answers, here.open) == (D, 1, False)


def test_of_what_is_open_the_minutes_that_remain_go_down(store: Store, learner_key: UUID) -> None:
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


def test_of_plays_begun_at_one_instant_one_is_taken_up_in_whatever_order_they_are_read() -> None:
    plays = [("ecouter", False, 1, cards_read, MONDAY, 0) for cards_read in (0, 2)]
    assert modules.PLAYS.make(plays) == modules.PLAYS.make(plays[::-1])


def test_what_was_played_to_its_end_leaves_nothing_open(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        live_through(db, playing.start(db, learner_key, "ecouter", MONDAY), MONDAY)
    with store.reading() as db:
        here = told(db, learner_key)["ecouter"]
    assert (here.open, here.minutes) == (False, here.module.minutes)


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
