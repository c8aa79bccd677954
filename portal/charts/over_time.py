"""Small pictures over time: the days ahead as dots, the last days as bars, shares in a row with their intervals."""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from models.estimates import Pair
from portal.charts.lettering import picture, word_at

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


# ------------------------------------------------------------------ A number for each of the last days as a row of bars


DAYS_WIDTH, DAYS_HEIGHT = 280, 44
DAYS_FLOOR, LEAST = DAYS_HEIGHT - 1, 2.0
"""A number that is more than none is seen."""
GAP = 4


class DayBar(NamedTuple):
    """A number, None where nothing was measured, and how much of it failed."""

    number: int | None
    failed: int = 0


def days_chart(name: str, bars: Sequence[DayBar], sentence: str, most: int | None = None) -> Markup:
    """Draw days in a row, the tallest as high as the picture, or `most`; `sentence` tells the picture."""
    breadth = DAYS_WIDTH / len(bars)
    scale = (DAYS_FLOOR - 1) / max(1, most or 0, *(bar.number or 0 for bar in bars))
    box, drawn = Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>'), []
    for number, bar in enumerate(bars):
        for look, high in (("days-number", height(bar.number or 0, scale)), ("days-failed", height(bar.failed, scale))):
            if high:
                drawn.append(box.format(look, number * breadth + GAP / 2, DAYS_FLOOR - high, breadth - GAP, high))
    drawn.append(Markup('<path class="days-floor" d="M0,{}H{}"/>').format(DAYS_FLOOR, DAYS_WIDTH))
    return picture("days", (DAYS_WIDTH, DAYS_HEIGHT), sentence, drawn, name)


def height(number: int, scale: float) -> float:
    """Return how high a bar is; of nothing, nothing."""
    return max(LEAST, number * scale) if number else 0.0


# ------------------------------------------------------------------------------ shares in a row, each with its interval


SHARES_WIDTH, SHARES_HEIGHT = 500, 220
LEFT, RIGHT, TOP, BOTTOM = 44, 492, 12, 184
SHARES_WORDS = 212
LEVELS = (0.0, 0.5, 1.0)


class Point(NamedTuple):
    """A share from 0 to 1 and its interval, none where only an end of the scale is told; `word` stands below."""

    word: str
    share: float
    around: Pair | None


def shares_chart(points: Sequence[Point], sentence: str, levels: Sequence[str], mark: int | None = None) -> Markup:
    """Draw shares in a row; `sentence` tells the picture, `levels` names 0, a half and all, `mark` draws a line."""
    places = [LEFT + (RIGHT - LEFT) * (number + 0.5) / len(points) for number in range(len(points))]
    through = " ".join(f"{place:.1f},{_y(point.share):.1f}" for point, place in zip(points, places, strict=True))
    drawn = []
    for level, word in zip(LEVELS, levels, strict=True):
        drawn.append(Markup('<path class="shares-level" d="M{},{:.1f}H{}"/>').format(LEFT, _y(level), RIGHT))
        drawn.append(Markup('<text x="0" y="{:.1f}" dy=".35em">{}</text>').format(_y(level), word))
    if mark:
        drawn.append(Markup('<path class="shares-mark" d="M{:.1f},{}V{}"/>').format(places[mark], TOP, BOTTOM))
    drawn.append(Markup('<path class="shares-line" d="M{}"/>').format(through))
    for point, place in zip(points, places, strict=True):
        if point.around:
            reach = Markup('<path class="shares-reach" d="M{:.1f},{:.1f}V{:.1f}"/>')
            drawn.append(reach.format(place, *map(_y, point.around)))
        disc = Markup('<circle class="shares-point" cx="{:.1f}" cy="{:.1f}" r="4.5"/>')
        drawn.append(disc.format(place, _y(point.share)))
    drawn += [
        word_at(places[number], SHARES_WORDS, points[number].word, SHARES_WIDTH)
        for number in sorted({0, len(points) - 1})
    ]
    return picture("shares", (SHARES_WIDTH, SHARES_HEIGHT), sentence, drawn)


def _y(share: float) -> float:
    return BOTTOM - share * (BOTTOM - TOP)
