"""The frontier: where policies stop, how far ours lies from others, and that nobody is beyond the bound."""

from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree

import pytest

from benchmarks.tutor.course import course
from benchmarks.tutor.frontier.bound import Bound, Line, bound_on, most
from benchmarks.tutor.frontier.entrants import LIVED, OURS, Entrant, entrants
from benchmarks.tutor.frontier.leads import excess, lead
from benchmarks.tutor.frontier.lives import Frontier, Stop
from benchmarks.tutor.frontier.picture import picture
from benchmarks.tutor.frontier.rounds import InARow, Lowest
from benchmarks.tutor.frontier.traces import Point, Traced
from benchmarks.tutor.lives import TRUTHS
from benchmarks.tutor.people import Kind, Mind, person
from benchmarks.tutor.portal import Portal
from benchmarks.tutor.settings import Settings
from models.learner import Belief

SMALL = replace(Settings(), domains=1, skills_per_domain=2, horizon=60.0, resamples=200)
PRICES = [0.02 * 1.5**step for step in range(12)]
PEOPLE = 8


def mind_of(truth: str, number: int = 0) -> Mind:
    followed = course(SMALL)
    return Mind(SMALL, followed, TRUTHS[truth](SMALL, followed), person(SMALL, Kind.ORDINARY, number))


def lives(truth: str, entrant: Entrant, people: int = PEOPLE) -> list[Traced]:
    return [entrant.begin(SMALL, mind_of(truth, number)) for number in range(people)]


def bound(truth: str, people: int = PEOPLE) -> Bound:
    begun = lives(truth, first("linear course"), people)
    return bound_on(
        [most(one.mind, one.memory.rows, PRICES) for one in begun], PRICES, len(begun[0].mind.course.skills)
    )


def first(policy: str, bar: str = "") -> Entrant:
    return next(one for one in entrants() if one.policy == policy and one.stops[0].startswith(bar))


def portal_of(mind: Mind) -> Portal:
    return Portal(mind.course, mind.truth.estimates, {skill: Belief() for skill in mind.course.skills})


def answer(portal: Portal, skill: str, *right: bool) -> None:
    for each in right:
        at = SMALL.origin + timedelta(minutes=len(portal.events))
        portal.take_answer(portal.unseen(skill)[0], each, False, at)


def standing(minutes: float, *known: float) -> list[Point]:
    return [Point(minutes, one, 0.0, True) for one in known]


@pytest.mark.parametrize("entrant", [first("linear course"), first("in a row", "2"), first(OURS), first(LIVED)])
def test_a_life_passes_its_stops_one_after_another_from_the_beginning(entrant: Entrant) -> None:
    points = entrant.begin(SMALL, mind_of("otherwise")).trace()
    minutes = [point.minutes for point in points]
    assert len(points) == 1 + len(entrant.stops)
    assert minutes == sorted(minutes)
    assert minutes[0] == 0 < minutes[-1]
    assert all(point.reached or point.minutes == minutes[-1] for point in points)


@pytest.mark.parametrize("truth", TRUTHS)
@pytest.mark.parametrize("entrant", [first("lowest mastery", "to 0.95"), first(OURS)])
def test_no_tutor_is_beyond_the_bound(truth: str, entrant: Entrant) -> None:
    traces = [life.trace() for life in lives(truth, entrant, 4)]
    for stop in zip(*traces, strict=True):
        assert excess(SMALL, bound(truth, 4), stop).low <= 0


@pytest.mark.parametrize("truth", TRUTHS)
def test_who_knows_all_states_comes_close_to_the_bound(truth: str) -> None:
    found = excess(SMALL, bound(truth, 40), [life.trace()[-1] for life in lives(truth, first(LIVED, "0.08"), 40)])
    assert found.low <= 0
    assert found.found > -0.03


def test_the_oracle_asks_nothing_of_who_knows_all_and_declares_nothing_that_is_not_known() -> None:
    knows_all = replace(SMALL, expert_knows=1.0)
    expert = replace(mind_of("otherwise"), settings=knows_all, person=person(knows_all, Kind.EXPERT, 0))
    assert first(LIVED).begin(knows_all, expert).trace()[-1] == Point(0.0, 1.0, 0.0, True)
    assert all(life.trace()[-1].wrongly == 0 for life in lives("otherwise", first(LIVED), 4))


def test_so_many_right_answers_one_after_another_bring_a_skill_to_its_bar() -> None:
    mind = mind_of("otherwise")
    portal, rounds, (one, other) = portal_of(mind), InARow(2, mind), mind.course.skills
    answer(portal, one, True, False, True)
    assert not rounds.declares(portal, one, SMALL.origin)
    answer(portal, one, True)
    assert rounds.declares(portal, one, SMALL.origin)
    answer(portal, other, True)
    assert (rounds.declares(portal, other, SMALL.origin), rounds.past) == (False, 0)
    answer(portal, other, True)
    assert (rounds.declares(portal, other, SMALL.origin), rounds.past) == (True, 1)


def test_lowest_mastery_leaves_a_skill_at_its_bar_and_asks_the_others() -> None:
    mind = mind_of("otherwise")
    portal, rounds, (one, other) = portal_of(mind), Lowest(0.8, mind), mind.course.skills
    answer(portal, one, *[True] * 6)
    assert rounds.declares(portal, one, SMALL.origin)
    assert not rounds.declares(portal, other, SMALL.origin)
    assert rounds.left == [other]


def test_between_two_stops_ours_lies_on_the_line_that_joins_them() -> None:
    ours = [standing(0.0, 0.2, 0.2), standing(10.0, 0.6, 0.6), standing(20.0, 0.8, 0.8)]
    for minutes, known in ((5.0, 0.4), (15.0, 0.7), (90.0, 0.8)):
        assert lead(SMALL, ours, standing(minutes, 0.5, 0.5)).found == pytest.approx(known - 0.5)


def test_the_interval_of_a_lead_is_as_wide_as_people_differ() -> None:
    ours = [standing(0.0, 0.2, 0.2), standing(10.0, 0.6, 0.6)]
    alike, apart = (lead(SMALL, ours, standing(10.0, *known)) for known in ((0.5, 0.5), (0.3, 0.7)))
    assert alike.found == pytest.approx(apart.found)
    assert alike.low == pytest.approx(alike.high)
    assert apart.low < apart.found < apart.high


def test_the_picture_has_a_panel_for_each_world_and_type_and_a_dot_for_each_stop() -> None:
    stops = [Stop(OURS, "all", standing(10.0, 0.5, 0.6)), Stop("in a row", "2 right, 1 x", standing(30.0, 0.4, 0.6))]
    frontier = Frontier(standing(0.0, 0.1, 0.2), stops, Bound([Line(0.1, 0.2)]))
    drawn = ElementTree.fromstring(picture(SMALL, {("as fitted", kind): frontier for kind in Kind}))
    said = [text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")]
    dots = [dot for dot in drawn.iter("{http://www.w3.org/2000/svg}circle") if dot.get("r") == "3"]
    assert {f"as fitted: {kind}" for kind in Kind} <= set(said)
    assert len(dots) == len(stops) * len(Kind)
