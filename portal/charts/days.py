"""A number for each of the last days as a row of bars, and what of it failed; the numbers are in the table beside."""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

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
    drawn = [_bar(bar, number * breadth + GAP / 2, breadth - GAP, scale) for number, bar in enumerate(bars)]
    return Markup(
        '<svg class="days" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-sentence">'
        '<desc id="{}-sentence">{}</desc>{}<path class="days-floor" d="M0,{}H{}"/></svg>'
    ).format(WIDTH, HEIGHT, name, name, sentence, Markup("").join(drawn), FLOOR, WIDTH)


def height(number: int, scale: float) -> float:
    """Return how high a bar is; of nothing, nothing."""
    return max(LEAST, number * scale) if number else 0.0


def _bar(bar: DayBar, left: float, breadth: float, scale: float) -> Markup:
    whole, failed = height(bar.number or 0, scale), height(bar.failed, scale)
    box = Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>')
    parts = (("days-number", FLOOR - whole, whole), ("days-failed", FLOOR - failed, failed))
    return Markup("").join(box.format(name, left, top, breadth, high) for name, top, high in parts if high)
