"""Shares in a row, each with its interval: by month, or by opportunity."""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from models.estimates import Pair
from portal.charts.lettering import picture, word_at

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
    drawn += [word_at(places[number], WORDS, points[number].word, WIDTH) for number in sorted({0, len(points) - 1})]
    return picture("shares", (WIDTH, HEIGHT), sentence, drawn)


def _y(share: float) -> float:
    return BOTTOM - share * (BOTTOM - TOP)
