"""The arithmetic of anonymity: what may be said of a group so that it says nothing of anybody in it. Pure.

docs/decisions/0007-groups-without-names.md says why these rules, and what lesser ones would give away.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import timedelta

FEWEST = 5
"""People without whom nothing is shown."""
FEWEST_FOR_STATES = 15
"""People from whom on a group is shown in three parts: not covered, covered, acquired."""
LOOK_BACK = timedelta(weeks=13)
"""Figures tell of answers since then and of no earlier ones."""
STEP = 5
"""Percent to which shares are rounded."""
HIDDEN = 2
"""How many people an end of the scale may stand for, besides nobody: of these, one may know her own part."""


@dataclass(frozen=True, slots=True)
class BlurredShare:
    """A share in percent: one number, the same twice, or an end of the scale, from 0 or to 100."""

    least: int
    most: int


def cell(count: int, people: int) -> BlurredShare:
    """Return the share that may be shown of a count of people."""
    # The first multiple of STEP that stands for more than HIDDEN people: see docs/decisions/0007.
    end = STEP * (100 * HIDDEN // (STEP * people) + 1)
    if 100 * count < end * people:
        return BlurredShare(0, end)
    if 100 * (people - count) < end * people:
        return BlurredShare(100 - end, 100)
    share = STEP * round(100 * count / people / STEP)
    return BlurredShare(share, share)


def tellable(circle: Set[object], recent: Iterable[Set[object]]) -> bool:
    """Return whether figures may be taken of a circle, given the circles counted in LOOK_BACK.

    They are five or more, and whoever of them was counted was counted with all of them and nobody else: else the
    difference between two figures would be a figure about the difference between two circles.
    """
    # The same circle or none of its members: the difference of two overlapping ones would tell of a few.
    return len(circle) >= FEWEST and all(other == circle or other.isdisjoint(circle) for other in recent)
