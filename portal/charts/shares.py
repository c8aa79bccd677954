"""Shares in a row, each with its interval: by month, or by opportunity."""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from models.estimates import Pair
from portal.charts.lettering import word_at

WIDTH, HEIGHT = 500, 220
LEFT, RIGHT, TOP, BOTTOM = 44, 492, 12, 184
WORDS = 212
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
    drawn = [
        *(_level(level, word) for level, word in zip(LEVELS, levels, strict=True)),
        Markup('<path class="shares-mark" d="M{:.1f},{}V{}"/>').format(places[mark], TOP, BOTTOM) if mark else "",
        Markup('<path class="shares-line" d="M{}"/>').format(through),
        *(_point(point, place) for point, place in zip(points, places, strict=True)),
        *(word_at(places[number], WORDS, points[number].word, WIDTH) for number in sorted({0, len(points) - 1})),
    ]
    return Markup(
        '<svg class="shares" viewBox="0 0 {} {}" role="img" aria-labelledby="shares-sentence">'
        '<desc id="shares-sentence">{}</desc>{}</svg>'
    ).format(WIDTH, HEIGHT, sentence, Markup("").join(drawn))


def _level(share: float, word: str) -> Markup:
    return Markup('<path class="shares-level" d="M{},{:.1f}H{}"/><text x="{}" y="{:.1f}" dy=".35em">{}</text>').format(
        LEFT, _y(share), RIGHT, 0, _y(share), word
    )


def _point(point: Point, place: float) -> Markup:
    disc = Markup('<circle class="shares-point" cx="{:.1f}" cy="{:.1f}" r="4.5"/>').format(place, _y(point.share))
    if point.around is None:
        return disc
    low, high = point.around
    return Markup('<path class="shares-reach" d="M{:.1f},{:.1f}V{:.1f}"/>{}').format(place, _y(low), _y(high), disc)


def _y(share: float) -> float:
    return BOTTOM - share * (BOTTOM - TOP)
