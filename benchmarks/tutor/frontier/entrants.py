"""Who is on the frontier: each policy at each of its bars, and the stops of its lives."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import NamedTuple

from benchmarks.tutor.frontier.oracle import Informed
from benchmarks.tutor.frontier.rounds import InARow, Lowest, Rounds
from benchmarks.tutor.frontier.settings import (
    ACQUIRED,
    ANSWERS_OF_A_REVIEW,
    BARS,
    IN_A_ROW,
    LIVED_PRICES,
    REVIEWS,
    ROUNDS,
)
from benchmarks.tutor.frontier.traces import Traced
from benchmarks.tutor.people import Mind
from benchmarks.tutor.policies import at_random, has_finished, is_acquired, linear, ours
from benchmarks.tutor.portal import Contender, Policy
from benchmarks.tutor.settings import Settings
from benchmarks.tutor.world import Living

OURS, LIVED = "ours", "oracle"
RIVALS = LINEAR, RANDOM, LOWEST, ROW = "linear course", "random", "lowest mastery", "in a row"


class Entrant(NamedTuple):
    """A policy at one of its bars; `begin` begins a life that passes `stops`, in the words of a table."""

    policy: str
    stops: tuple[str, ...]
    begin: Callable[[Settings, Mind], Traced]


def entrants() -> Iterator[Entrant]:
    """Return all of them, in the order of the table."""
    rounds = [f"{many} x" for many in ROUNDS]
    yield Entrant(LINEAR, tuple(rounds), partial(_course, linear))
    yield Entrant(RANDOM, tuple(rounds), partial(_course, at_random))
    for level in BARS:
        yield Entrant(
            LOWEST, tuple(f"to {level:.2f}, {each}" for each in rounds), partial(_rounds, partial(Lowest, level))
        )
    for right in IN_A_ROW:
        yield Entrant(ROW, tuple(f"{right} right, {each}" for each in rounds), partial(_rounds, partial(InARow, right)))
    shares = [f"{share:.0%} acquired" for share in ACQUIRED]
    yield Entrant(OURS, (*shares, *(f"then {many} reviewed" for many in REVIEWS)), _ours)
    for price in LIVED_PRICES:
        yield Entrant(LIVED, (f"{price} skills a minute",), partial(Informed, price=price))


def _course(policy: Policy, settings: Settings, mind: Mind) -> Traced:
    """Begin a life of whole modules, which stops after so many times as many as there are."""
    modules = len(mind.course.ordered)

    def passed(living: Living, now: datetime) -> int:
        return _rounds_passed(living.portal.finished.total() // modules)

    return Traced(settings, mind, Contender("", policy, has_finished), len(ROUNDS), passed)


def _rounds(begin: Callable[[Mind], Rounds], settings: Settings, mind: Mind) -> Traced:
    """Begin a life of rounds through all skills."""
    rounds = begin(mind)
    contender = Contender("", rounds.next_action, rounds.declares)
    return Traced(settings, mind, contender, len(ROUNDS), lambda *_: _rounds_passed(rounds.past))


def _rounds_passed(past: int) -> int:
    return sum(past >= many for many in ROUNDS)


def _ours(settings: Settings, mind: Mind) -> Traced:
    """Begin a life under the portal's own tutor."""
    return Traced(settings, mind, Contender(OURS, ours, is_acquired), len(ACQUIRED) + len(REVIEWS), _ours_passed)


def _ours_passed(living: Living, now: datetime) -> int:
    """Return how many shares have been acquired; once all are, how often each has been reviewed."""
    skills = len(living.mind.course.skills)
    shares = sum(len(living.by_model.right) >= share * skills for share in ACQUIRED)
    if living.then is None:
        return shares
    reviews = (living.portal.exposures.total() - living.then.questions) / (ANSWERS_OF_A_REVIEW * skills)
    return shares + sum(reviews >= many for many in REVIEWS)
