"""One line of the slip over the weeks: the ribbon that holds the true share, and what was counted, week by week."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from models.estimates import Pair

WIDTH, HEIGHT = 500, 220
LEFT, RIGHT, TOP, BOTTOM = 68, 492, 12, 184
WORDS = 212
LEVELS = (0.0, 0.5, 1.0)
BROADEST, REACH = 44.0, 0.4
"""A week in the picture, at most; how far the ribbon reaches to either side of one: a share of that."""
RADIUS = 4.0


class WeekDrawn(NamedTuple):
    """A week, by its Monday: its name, the estimated share and its interval, and the share that was counted."""

    week: date
    word: str
    share: float
    around: Pair
    counted: float


Placed = tuple[float, WeekDrawn]


def practice_chart(name: str, weeks: Sequence[WeekDrawn], sentence: str, levels: Sequence[str]) -> Markup:
    """Draw weeks, at least one, the earliest first; where some are missing the ribbon breaks.

    `name` tells the picture from others on the page, `sentence` what it shows, `levels` names 0, a half and all.
    """
    placed, breadth = _places(weeks)
    drawn = [
        *(_level(level, word) for level, word in zip(LEVELS, levels, strict=True)),
        *(_ribbon(run, breadth * REACH) for run in _runs(placed)),
        *(_point(place, week.counted, min(RADIUS, breadth * REACH)) for place, week in placed),
        *(_word(placed[number]) for number in sorted({0, len(placed) - 1})),
    ]
    return Markup(
        '<svg class="practice" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-sentence">'
        '<desc id="{}-sentence">{}</desc>{}</svg>'
    ).format(WIDTH, HEIGHT, name, name, sentence, Markup("").join(drawn))


def _places(weeks: Sequence[WeekDrawn]) -> tuple[list[Placed], float]:
    """Return each week where it stands, those that are missing leaving their place empty, and how broad one is."""
    numbers = [(week.week - weeks[0].week).days // 7 for week in weeks]
    breadth = min(BROADEST, (RIGHT - LEFT) / (numbers[-1] + 1))
    return [(LEFT + breadth * (number + 0.5), week) for number, week in zip(numbers, weeks, strict=True)], breadth


def _runs(placed: Sequence[Placed]) -> list[list[Placed]]:
    """Return the weeks in runs without a gap."""
    runs = [[placed[0]]]
    for one in placed[1:]:
        if (one[1].week - runs[-1][-1][1].week).days > 7:
            runs.append([])
        runs[-1].append(one)
    return runs


def _ribbon(run: Sequence[Placed], reach: float) -> Markup:
    """Draw the interval and the estimate of a run; a week alone is as broad as its place."""
    (first, began), (last, ended) = run[0], run[-1]
    ends = [(first - reach, began), *run, (last + reach, ended)]
    above, below, middle = (
        [f"{place:.1f},{_y(share):.1f}" for place, share in line]
        for line in (
            [(place, week.around[1]) for place, week in ends],
            [(place, week.around[0]) for place, week in reversed(ends)],
            [(place, week.share) for place, week in ends],
        )
    )
    return Markup('<path class="practice-band" d="M{}Z"/><path class="practice-line" d="M{}"/>').format(
        " ".join([*above, *below]), " ".join(middle)
    )


def _level(share: float, word: str) -> Markup:
    return Markup('<path class="practice-level" d="M{},{:.1f}H{}"/><text x="0" y="{:.1f}" dy=".35em">{}</text>').format(
        LEFT, _y(share), RIGHT, _y(share), word
    )


def _point(place: float, share: float, radius: float) -> Markup:
    return Markup('<circle class="practice-point" cx="{:.1f}" cy="{:.1f}" r="{:.1f}"/>').format(
        place, _y(share), radius
    )


def _word(placed: Placed) -> Markup:
    place, week = placed
    anchor = "start" if place < WIDTH * 0.4 else "end" if place > WIDTH * 0.6 else "middle"
    return Markup('<text x="{:.1f}" y="{}" text-anchor="{}">{}</text>').format(place, WORDS, anchor, week.word)


def _y(share: float) -> float:
    return BOTTOM - share * (BOTTOM - TOP)
