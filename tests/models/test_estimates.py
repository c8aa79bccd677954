"""A set of parameters: what it knows, what it says of what it does not, and the same once written and read."""

import json
from math import hypot

from models.estimates import POOLED, Estimates, Item, Parameters, Shared, Spread

SHARED = Shared(success=(0.3, 0.7), learn=(0.1, 0.0), prior=(0.2, -0.1), gap=0.5, doubt=(0.8, 0.7, 0.5, 0.3, 0.2))
LISTEN = Parameters(prior=0.6, guess=0.2, facility=0.7, spread=Spread(guess=0.3, slip=0.4), shared=SHARED)
ESTIMATES = Estimates(
    {POOLED: Parameters(facility=0.6, shared=SHARED), "listen.active": LISTEN},
    {"listen-1": Item(easiness=-0.4, facility=0.65, spread=(0.2, 0.3))},
)


def test_a_skill_has_its_own_parameters_and_any_other_the_pooled() -> None:
    assert ESTIMATES.of("listen.active") is LISTEN
    assert ESTIMATES.of("never.seen") is ESTIMATES.skills[POOLED]


def test_a_question_keeps_what_was_found_of_it_and_takes_the_chance_of_its_version() -> None:
    item = ESTIMATES.item("listen-1", "listen.active", chance=0.25)
    assert item == Item(easiness=-0.4, facility=0.65, chance=0.25, spread=(0.2, 0.3))


def test_a_question_that_nobody_has_answered_is_as_easy_as_its_skill_and_less_sure_than_it() -> None:
    item = ESTIMATES.item("listen-9", "listen.active")
    assert (item.easiness, item.facility, item.spread) == (0.0, 0.7, (hypot(1, 0.3), hypot(1, 0.4)))
    assert ESTIMATES.item("other-1", "never.seen").facility == 0.6


def test_a_set_is_the_same_once_written_and_read() -> None:
    assert Estimates.from_plain(json.loads(json.dumps(ESTIMATES.plain()))) == ESTIMATES
