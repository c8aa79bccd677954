"""What is said of the whole house tells nobody's state, however many of the others an attacker has invented."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from statistics import mean

import pytest

from models.ground.anonymity import (
    BLUR,
    FEW,
    MEASUREMENTS,
    MOST,
    SOME,
    BlurredShare,
    Measurement,
    blurred_mean,
    held_back,
    third,
)

LEAST_PEOPLE = 30
YEAR = MEASUREMENTS
HOUSES = 600
"""Secret keys, each with a noise of its own: on so many an attacker learns, on so many others she is tested."""

Seen = Hashable
Look = Callable[[str, bool], Seen]
"""What an attacker sees of a house with this key, its target being in one state or the other."""


def guessed(look: Look, houses: int = HOUSES) -> float:
    """How often she is right, having learned by heart, on houses of her own, what each sight stands for.

    In as many houses the target has it as not: chance is a half.
    """
    learned: dict[Seen, Counter[bool]] = defaultdict(Counter)
    for number in range(houses):
        for state in (False, True):
            learned[look(f"hers {number}", state)][state] += 1
    right = 0
    for number in range(houses):
        for state in (False, True):
            known = learned[look(f"another {number}", state)]
            right += (known[True] > known[False]) == state
    return right / (2 * houses)


def test_a_third_is_told_of_many_at_once_and_of_few_after_a_year() -> None:
    assert third([Measurement(0.2, 130)]) == BlurredShare(*FEW)
    assert [third([Measurement(0.2, 30)] * months) for months in (1, 6, 11)] == [None] * 3
    assert third([Measurement(0.2, 30)] * YEAR) == BlurredShare(*FEW)
    assert third([Measurement(0.5, 60)] * 5) == BlurredShare(*SOME)
    assert third([Measurement(0.9, 40)] * YEAR) == BlurredShare(*MOST)
    assert third([]) is None
    assert third([Measurement(0.9, 130)] * 40 + [Measurement(0.1, 130)] * YEAR) == BlurredShare(*FEW)


def test_the_same_measurement_has_the_same_noise_and_another_month_key_or_direction_has_another() -> None:
    parts = [0.5] * 40
    asked = [("key", "11", "listen"), ("key", "12", "listen"), ("key", "11", "frame"), ("another", "11", "listen")]
    found = [blurred_mean(parts, *words) for words in asked]
    assert found == [blurred_mean(parts, *words) for words in asked]
    assert len(set(found)) == 4


def test_the_noise_is_about_nothing_on_average_and_as_wide_as_is_said() -> None:
    noise = [100 * blurred_mean([0.0] * 100, "key", str(number)) for number in range(20_000)]
    assert abs(mean(noise)) < 0.5
    assert abs(mean(map(abs, noise)) - BLUR) < 0.5  # of a Laplace variable, the mean distance is the scale


def test_what_is_held_back_is_never_less_than_nothing_and_seldom_an_end() -> None:
    drawn = Counter(held_back("key", str(number)) for number in range(20_000))
    assert (min(drawn), max(drawn)) == (0, 30)
    assert max(drawn.values()) / drawn.total() < 0.07
    assert drawn[0] / drawn.total() < 0.01


def test_of_many_people_the_third_is_nearly_always_the_true_one() -> None:
    told = [
        third([Measurement(blurred_mean([share] * 150, f"key {key}", str(month)), 135) for month in range(YEAR)])
        for key in range(300)
        for share in (0.2, 0.5, 0.8)
    ]
    true = [BlurredShare(*where) for where in (FEW, SOME, MOST)] * 300
    assert mean(one == other for one, other in zip(told, true, strict=True)) > 0.98


def at_the_edge(puppets: int, edge: float) -> list[float]:
    """Puppets who together are half a person short of a third: with the target's answers it is passed, without not."""
    return [(edge * (puppets + 1) - 0.5) / puppets] * puppets


MIXES = {
    "29 puppets just below a third": at_the_edge(29, 1 / 3),
    "29 puppets just below two thirds": at_the_edge(29, 2 / 3),
    "29 puppets who know everything or nothing": [1.0] * 9 + [0.5] + [0.0] * 19,
    "44 puppets": at_the_edge(44, 1 / 3),
    "89 puppets": at_the_edge(89, 2 / 3),
    "14 puppets among 30 colleagues whom she knows": [*at_the_edge(14, 1 / 3), *at_the_edge(30, 1 / 3)],
}
mixes = pytest.mark.parametrize("puppets", MIXES.values(), ids=MIXES)


def measured(key: str, parts: Sequence[float], months: int, direction: str = "") -> list[Measurement]:
    return [Measurement(blurred_mean(parts, key, direction, str(month)), len(parts)) for month in range(months)]


def pages(measurements: Sequence[Measurement]) -> list[BlurredShare | None]:
    """What the page says, month after month."""
    return [third(measurements[: month + 1]) for month in range(len(measurements))]


def how_many_are_low(measurements: Sequence[Measurement]) -> tuple[int, int]:
    """All that the pages of some years tell of one edge: how often the share was said to be below it."""
    found = Counter(pages(measurements))
    return found[BlurredShare(*FEW)], found[BlurredShare(*MOST)]


@mixes
def test_plain_thirds_would_tell_the_target_for_certain(puppets: list[float]) -> None:
    def plainly(_: str, state: bool) -> bool:
        share = mean([*puppets, float(state)])
        return share < 1 / 3 or share > 2 / 3

    assert guessed(plainly, houses=2) == 1


@pytest.mark.nightly
@mixes
def test_the_pages_of_two_years_tell_hardly_more_of_the_target_than_chance(puppets: list[float]) -> None:
    assert guessed(lambda key, has: how_many_are_low(measured(key, [*puppets, float(has)], 2 * YEAR)), 300) < 0.59


def over_the_years(key: str, puppets: Sequence[float], has: bool) -> list[Measurement]:
    """A year in which she has nothing, then one month in which she has everything, or nothing still."""
    latest = Measurement(blurred_mean([*puppets, float(has)], key, "", str(YEAR)), len(puppets) + 1)
    return [*measured(key, [*puppets, 0.0], YEAR), latest]


@mixes
def test_two_months_beside_each_other_do_not_tell_what_she_has_done_in_between(puppets: list[float]) -> None:
    """The puppets have answered nothing meanwhile: what differs is hers, or noise."""
    assert guessed(lambda key, has: tuple(pages(over_the_years(key, puppets, has))[-2:]), 300) < 0.56


@mixes
def test_not_even_the_difference_of_two_measurements_tells_it(puppets: list[float]) -> None:
    def has_grown(key: str, has: bool) -> bool:
        *_, before, after = over_the_years(key, puppets, has)
        return after.mean - before.mean > 1 / (2 * len(puppets) + 2)

    assert guessed(has_grown) < 0.56


@pytest.mark.nightly
@pytest.mark.parametrize(("months", "most"), [(1, 0.54), (YEAR, 0.58), (2 * YEAR, 0.61)])
def test_who_saw_the_measurements_themselves_would_guess_little_better(months: int, most: float) -> None:
    """The best test there is, Neyman and Pearson's, on what no page shows."""
    puppets = at_the_edge(29, 1 / 3)
    without, with_her = (mean([*puppets, state]) for state in (0.0, 1.0))

    def nearer(key: str, has: bool) -> bool:
        seen = measured(key, [*puppets, float(has)], months)
        return sum(abs(one.mean - without) - abs(one.mean - with_her) for one in seen) > 0

    assert guessed(nearer, 1000) < most


def test_that_she_has_acquired_one_skill_more_is_not_told_at_all() -> None:
    puppets = at_the_edge(44, 1 / 3)
    assert guessed(lambda key, has: how_many_are_low(measured(key, [*puppets, has / 5], YEAR))) < 0.54


@pytest.mark.nightly
def test_even_all_directions_at_once_do_not_tell_who_has_learned_everything_from_who_has_learned_nothing() -> None:
    """Eight directions, met and acquired, each brought to its edge: the most that a year of pages can tell."""
    puppets = at_the_edge(44, 1 / 3)

    def how_many_directions_are_low(key: str, has: bool) -> int:
        parts = [*puppets, float(has)]
        return sum(pages(measured(key, parts, YEAR, str(one)))[-1] == BlurredShare(*FEW) for one in range(16))

    assert guessed(how_many_directions_are_low, 300) < 0.68


@pytest.mark.parametrize("others", [29, 40, 45, 50, 59])
def test_that_there_are_figures_does_not_tell_whether_she_takes_part(others: int) -> None:
    """Who takes part has answered in four weeks; without what is held back, the thirtieth would be told for certain."""

    def months_with_figures(key: str, takes_part: bool) -> int:
        people = others + takes_part
        return sum(people - held_back(key, "people", str(month)) >= LEAST_PEOPLE for month in range(YEAR))

    assert guessed(months_with_figures) < 0.62


def test_moving_puppets_does_not_find_an_edge_that_stays_for_the_target_to_cross() -> None:
    """She feels her way to the edge for a year while the target has nothing, then waits there to see it cross."""

    def after_feeling_her_way(key: str, has: bool) -> tuple[bool, ...]:
        low, high = 0.0, 1.0
        for month in range(YEAR):
            middle = (low + high) / 2
            below = blurred_mean([*[middle] * 59, 0.0], key, "", str(month)) < 1 / 3
            low, high = (middle, high) if below else (low, middle)
        return tuple(blurred_mean([*[low] * 59, float(has)], key, "", str(YEAR + month)) < 1 / 3 for month in range(3))

    assert guessed(after_feeling_her_way) < 0.57
