"""The days ahead as a small picture: a dot for each review, days off hatched; the words are in the table below it."""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from portal.charts.lettering import picture

WIDTH, HEIGHT, WORDS = 500, 118, 42
"""The whole picture, and how much of its height is for the names of days."""
BETWEEN_WEEKS = 14
RADIUS, PITCH = 6.5, 18.0
"""Of a dot, and from one to the next above it, where there is room for all."""
FLOOR = HEIGHT - WORDS
PATTERN = Markup(
    '<defs><pattern id="ahead-hatching" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><path class="ahead-thread" d="M0,1H6"/></pattern></defs>'
)


class DayDrawn(NamedTuple):
    """One day: its name in two short words, how many reviews, whether it is off, today, the first of a week."""

    weekday: str
    number: str
    reviews: int
    off: bool = False
    today: bool = False
    monday: bool = False


def ahead_chart(days: Sequence[DayDrawn], sentence: str) -> Markup:
    """Draw days in a row; `sentence` tells the picture."""
    lefts, breadth = places(days)
    pitch = min(PITCH, FLOOR / max(1, *(day.reviews for day in days)))
    off = Markup('<rect class="ahead-off" fill="url(#ahead-hatching)" x="{:.1f}" y="0" width="{:.1f}" height="{}"/>')
    dot = Markup('<circle class="ahead-review" cx="{:.1f}" cy="{:.1f}" r="{:.1f}"/>')
    name = Markup('<text{} x="{:.1f}" y="{}" text-anchor="middle">{}<tspan x="{:.1f}" dy="1.15em">{}</tspan></text>')
    drawn = [PATTERN, Markup('<path class="ahead-floor" d="M0,{}H{}"/>').format(FLOOR, WIDTH)]
    radius = min(RADIUS, pitch * 0.42)
    for day, left in zip(days, lefts, strict=True):
        middle, look = left + breadth / 2, Markup(' class="ahead-today"') if day.today else ""
        if day.off:
            drawn.append(off.format(left + 2, breadth - 4, FLOOR))
        drawn += [dot.format(middle, height, radius) for height in heights(day.reviews, pitch)]
        drawn.append(name.format(look, middle, FLOOR + 18, day.weekday, middle, day.number))
    return picture("ahead", (WIDTH, HEIGHT), sentence, drawn)


def places(days: Sequence[DayDrawn]) -> tuple[list[float], float]:
    """Return where each day begins and how broad all are; before a Monday lies a weekend."""
    weekends = [day.monday and number > 0 for number, day in enumerate(days)]
    breadth = (WIDTH - BETWEEN_WEEKS * sum(weekends)) / len(days)
    return [number * breadth + BETWEEN_WEEKS * sum(weekends[: number + 1]) for number in range(len(days))], breadth


def heights(reviews: int, pitch: float) -> list[float]:
    """Return the height of each dot, the lowest first."""
    return [FLOOR - pitch * (number + 0.5) for number in range(reviews)]
