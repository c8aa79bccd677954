"""A number for each of the last days as a row of bars, and what of it failed; the numbers are in the table beside."""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from portal.charts.lettering import picture

WIDTH, HEIGHT = 280, 44
FLOOR, LEAST = HEIGHT - 1, 2.0
"""A number that is more than none is seen."""
GAP = 4


class DayBar(NamedTuple):
    """A number, None where nothing was measured, and how much of it failed."""

    number: int | None
    failed: int = 0


def days_chart(name: str, bars: Sequence[DayBar], sentence: str, most: int | None = None) -> Markup:
    """Draw days in a row, the tallest as high as the picture, or `most`; `sentence` tells the picture."""
    breadth = WIDTH / len(bars)
    scale = (FLOOR - 1) / max(1, most or 0, *(bar.number or 0 for bar in bars))
    box, drawn = Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>'), []
    for number, bar in enumerate(bars):
        for look, high in (("days-number", height(bar.number or 0, scale)), ("days-failed", height(bar.failed, scale))):
            if high:
                drawn.append(box.format(look, number * breadth + GAP / 2, FLOOR - high, breadth - GAP, high))
    drawn.append(Markup('<path class="days-floor" d="M0,{}H{}"/>').format(FLOOR, WIDTH))
    return picture("days", (WIDTH, HEIGHT), sentence, drawn, name)


def height(number: int, scale: float) -> float:
    """Return how high a bar is; of nothing, nothing."""
    return max(LEAST, number * scale) if number else 0.0
