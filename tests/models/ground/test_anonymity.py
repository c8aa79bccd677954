"""What is said of a group tells nobody's state: not to an onlooker, not to one of its own members."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.ground.anonymity import FEWEST, FEWEST_FOR_STATES, LOOK_BACK, BlurredShare, cell, tellable

WEEK = timedelta(weeks=1)
MONDAY = date(2026, 11, 23)
PEOPLE = range(9)

Circle = frozenset[object]
World = tuple[bool, ...]
"""Who has covered a skill, by number."""

groups_of_people = st.integers(FEWEST, 400).flatmap(lambda people: st.tuples(st.integers(0, people), st.just(people)))


# ------------------------------------------------------------------------------------------------------------ a share


@pytest.mark.parametrize(
    ("count", "people", "shown"),
    [
        (3, 8, BlurredShare(40, 40)),
        (4, 8, BlurredShare(50, 50)),
        (0, 8, BlurredShare(0, 30)),
        (2, 8, BlurredShare(0, 30)),
        (6, 8, BlurredShare(70, 100)),
        (8, 8, BlurredShare(70, 100)),
        (2, 5, BlurredShare(0, 45)),
        (3, 5, BlurredShare(55, 100)),
        (0, 100, BlurredShare(0, 5)),
        (100, 100, BlurredShare(95, 100)),
        (5, 100, BlurredShare(5, 5)),
    ],
)
def test_a_share_is_rounded_to_five_and_its_ends_are_masked(count: int, people: int, shown: BlurredShare) -> None:
    assert cell(count, people) == shown


@given(groups_of_people)
def test_a_share_lies_where_it_is_said_to_lie(counted: tuple[int, int]) -> None:
    count, people = counted
    shown, share = cell(count, people), 100 * count / people
    if shown.least == shown.most:
        assert abs(share - shown.least) <= 2.5
        assert shown.least % 5 == 0
    else:
        assert shown.least <= share <= shown.most
        assert shown.least == 0 or shown.most == 100


@given(st.integers(FEWEST, 400))
def test_an_end_may_stand_for_nobody_for_one_and_for_two(people: int) -> None:
    assert len({cell(count, people) for count in (0, 1, 2)}) == 1
    assert len({cell(people - count, people) for count in (0, 1, 2)}) == 1


@given(st.integers(FEWEST_FOR_STATES, 120), st.data())
def test_two_shares_of_three_parts_tell_no_more_than_each_alone(people: int, data: st.DataObject) -> None:
    """Whatever is shown, whichever part somebody may be in herself, the others need not all be in one and the same."""
    covered = data.draw(st.integers(0, people))
    acquired = data.draw(st.integers(0, covered))
    shown = cell(covered, people), cell(acquired, people)
    parts = [
        (people - one, one - other, other)
        for one in range(people + 1)
        for other in range(one + 1)
        if (cell(one, people), cell(other, people)) == shown
    ]
    for own in range(3):
        others = [tuple(part - (place == own) for place, part in enumerate(world)) for world in parts if world[own]]
        assert not others or all(any(world[place] < people - 1 for world in others) for place in range(3))


# --------------------------------------------------------------------------------------------- one figure and another


def worlds(circles: Iterable[Circle], truth: World) -> list[World]:
    """All that could be so for what is shown of these circles, if nobody's state has changed meanwhile."""
    circles = list(circles)

    def shown(world: World) -> list[BlurredShare]:
        return [cell(sum(world[one] for one in circle), len(circle)) for circle in circles]

    told = shown(truth)
    return [world for world in product((False, True), repeat=len(truth)) if shown(world) == told]


def told(circles: Iterable[Circle], truth: World, insider: int | None = None) -> set[int]:
    """Whose state there is no doubt about, for an onlooker or for one who knows her own."""
    counted = frozenset[object]().union(*circles)
    left = [world for world in worlds(circles, truth) if insider is None or world[insider] == truth[insider]]
    certain = {one for one in range(len(truth)) if len({world[one] for world in left}) == 1}
    return {one for one in certain if one in counted and one != insider}


def mondays(events: Iterable[tuple[str, int, int]]) -> Iterator[tuple[date, Circle]]:
    """The circles of which figures are taken, as people come and go; each event is followed by a few Mondays."""
    members: tuple[set[object], set[object]] = set(range(8)), {8}
    week, taken = MONDAY, list[tuple[date, Circle]]()
    for what, person, pause in events:
        here, there = members if what.endswith("first") else members[::-1]
        if what.startswith("join"):
            here.add(person)
        elif what.startswith("move"):
            there.discard(person)
            here.add(person)
        else:
            here.discard(person)
        for _ in range(pause):
            week += WEEK
            for circle in map(frozenset, members):
                if tellable(circle, [other for day, other in taken if day > week - LOOK_BACK]):
                    taken.append((week, circle))
    yield from taken


verbs = st.sampled_from([f"{verb} {group}" for verb in ("join", "leave", "move") for group in ("first", "second")])
comings_and_goings = st.lists(
    st.tuples(verbs, st.sampled_from(PEOPLE), st.sampled_from([0, 0, 1, 1, 2, 5, 13])), max_size=20
)
truths = st.tuples(*[st.booleans()] * len(PEOPLE))


@given(comings_and_goings, truths)
def test_no_sequence_of_joins_leaves_and_mondays_tells_anybodys_state(
    events: list[tuple[str, int, int]], truth: World
) -> None:
    taken = list(mondays(events))
    for begin in {week for week, _ in taken}:
        circles = {circle for week, circle in taken if begin <= week < begin + LOOK_BACK}
        assert told(circles, truth) == set()
        assert [one for insider in PEOPLE for one in told(circles, truth, insider)] == []


@given(comings_and_goings)
def test_two_figures_that_share_somebody_are_about_the_same_people_or_of_other_times(
    events: list[tuple[str, int, int]],
) -> None:
    for (first, one), (later, other) in combinations(mondays(events), 2):
        assert one == other or one.isdisjoint(other) or later - first >= LOOK_BACK


def test_a_group_that_stays_as_it_is_has_figures_each_monday() -> None:
    assert [week for week, _ in mondays([("leave second", 8, 5)])] == [MONDAY + n * WEEK for n in range(1, 6)]


def test_a_group_that_has_changed_has_none_for_thirteen_weeks_and_then_as_it_is() -> None:
    taken = list(mondays([("leave second", 8, 1), ("leave first", 0, 20)]))
    assert taken[0] == (MONDAY + WEEK, frozenset(range(8)))
    assert taken[1] == (MONDAY + 14 * WEEK, frozenset(range(1, 8)))
    assert len(taken) == 1 + 8


def test_fewer_than_five_are_never_counted() -> None:
    assert not tellable(frozenset(range(4)), [])
    assert tellable(frozenset(range(5)), [])


# ----------------------------------------------------------------------------- what lesser rules would give away


def circle(*people: int) -> Circle:
    return frozenset(people)


def covered(people: int, *those: int) -> World:
    return tuple(one in those for one in range(people))


@pytest.mark.parametrize(
    ("circles", "truth", "given_away"),
    [
        ([circle(*range(8)), circle(*range(7))], covered(8, 0, 1, 2, 7), {7}),
        ([circle(*range(8)), circle(*range(1, 9))], covered(9, 0, 1, 2, 3), {0, 8}),
        ([circle(*range(8)), circle(*range(7), 8, 9, 10, 11)], covered(12, 0, 1, 2, 7), {7, 8, 9, 10, 11}),
        ([circle(*range(12)), circle(*range(5, 12))], covered(12, *range(8)), {0, 1, 2, 3, 4}),
    ],
    ids=["eight against seven", "one for another", "five changes, four of them newcomers", "five who leave"],
)
def test_two_circles_that_differ_can_tell_somebody_even_by_five(
    circles: list[Circle], truth: World, given_away: set[int]
) -> None:
    assert told(circles, truth) == given_away
    assert not tellable(circles[1], circles[:1])


def test_five_per_cent_would_tell_everybody_in_a_small_group() -> None:
    """« Moins de 5 % » of eight people is nobody, so the end that is shown has to reach further."""
    assert 100 * 1 / 8 > 5
    assert told([circle(*range(8))], covered(8)) == set()
