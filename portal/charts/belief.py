"""Belief over time: each answer at its instant, belief just after its evidence, forgetting in between and to come.

What an answer shows is drawn upright, what its feedback may have taught as dots beside it, so that no wrong answer goes
up. Answers of one sitting are kept apart by a least distance; beyond that, distances are as long as the time they are,
but for what is to come, which is drawn shorter where it would press a young history against the edge.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup

from models.learner import ACQUIRED_AT, FRESH_AT
from models.learning.belief_history import BeliefStep, History, Moment, Said
from portal.charts.lettering import picture, word_at

WIDTH, HEIGHT = 500, 256
LEFT, RIGHT, TOP, BOTTOM = 6, 378, 14, 200
DATES, TODAY = 224, 249
"""Where the two lines of words below stand."""
FAR = 350
"""From where on a word leaves room for another on its left."""
LEAD, LEAST_APART, MOST_TOGETHER = 12.0, 16.0, 0.6
"""From the edge to the first answer; between two answers at least; what share of the width that may take altogether."""
MOST_AHEAD = 0.5
"""What is to come takes no more than this share of the width."""
UNDER_WAY = 0.45
"""Where the word for what is neither to discover nor acquired stands."""
LINE = 1.05
"""Between two lines of one word, in its own size."""
TAUGHT = 0.35
"""How far to the right of an answer what it taught is drawn: a share of the least distance."""
REPEAT = "repeat"
SHAPES = {
    Said.RIGHT: "M-5,0a5,5 0 1 1 10,0a5,5 0 1 1-10,0Z",
    Said.WRONG: "M0-6.5 6.5,0 0,6.5-6.5,0Z",
    Said.DONT_KNOW: "M-4.6-4.6h9.2v9.2h-9.2Z",
    REPEAT: "M-9,0a9,9 0 1 1 18,0a9,9 0 1 1-18,0Z",
}
"""A disc, a lozenge, a square; and a ring around what had been seen before."""


class Labels(NamedTuple):
    """The words in the picture; `refresh` is None where no day of refreshing is drawn."""

    sentence: str
    acquired: str
    fresh: tuple[str, ...]
    """In lines."""
    begun: str
    unknown: str
    first: str
    today: str
    refresh: str | None = None


def swatch(shape: str) -> Markup:
    """Draw one shape alone, for the key."""
    return Markup('<svg class="swatch" viewBox="-10 -10 20 20" aria-hidden="true">{}</svg>').format(_shape(shape))


def belief_chart(history: History, ahead: Sequence[Moment], fades_at: datetime | None, labels: Labels) -> Markup:
    """Draw the belief in a skill so far and to come; `labels.sentence` says what it means."""
    steps = history.steps
    *answers, today, end = places = _places([*(step.at for step in steps), history.at, ahead[-1].at])
    stretches = [
        _Stretch(step.fading, start, stop) for step, (start, stop) in zip(steps, pairwise(places), strict=False)
    ]
    to_come = _Stretch(ahead, today, end)
    drawn = [
        _band([*stretches, to_come]),
        _level("rose-acquired", ACQUIRED_AT, labels.acquired),
        _level("belief-fresh", FRESH_AT, *labels.fresh),
        _beside(UNDER_WAY, labels.begun),
        _level("belief-today", 0, labels.unknown),
        _lines(steps, stretches, to_come),
        Markup('<path class="belief-today" d="M{:.1f},{}V{}"/>{}').format(
            today, TOP, TODAY - 18, word_at(today, TODAY, labels.today, WIDTH)
        ),
    ]
    refreshed = None
    if fades_at and labels.refresh is not None:
        refreshed = (to_come if fades_at > history.at else stretches[-1]).x(fades_at)
    # The day of the first answer, unless it is today or too near the day of refreshing.
    if labels.first != labels.today and (refreshed is None or refreshed > FAR):
        drawn.append(word_at(answers[0], DATES, labels.first, WIDTH))
    if refreshed is not None:
        fresh = Markup('<path class="belief-refresh" d="M{:.1f},{:.1f}V{}"/>')
        drawn.append(fresh.format(refreshed, _y(FRESH_AT), DATES - 18))
        drawn.append(word_at(refreshed, DATES, labels.refresh or "", WIDTH))
    for step, place in zip(steps, answers, strict=True):
        mark = _shape(step.said) + (_shape(REPEAT) if step.repeat else "")
        drawn.append(Markup('<g transform="translate({:.1f},{:.1f})">{}</g>').format(place, _y(step.shown), mark))
    return picture("belief", (WIDTH, HEIGHT), labels.sentence, drawn)


class _Stretch(NamedTuple):
    """The time between two answers, or what is to come, and where it lies."""

    moments: Sequence[Moment]
    start: float
    stop: float

    def x(self, at: datetime, margin: float = 0.0) -> float:
        first, last = self.moments[0].at, self.moments[-1].at
        share = (at - first) / (last - first) if last > first else 1.0
        return self.start + margin + share * (self.stop - self.start - margin)

    def points(self, value: Callable[[Moment], float], margin: float = 0.0) -> list[str]:
        return [f"{self.x(moment.at, margin):.1f},{_y(value(moment)):.1f}" for moment in self.moments]


def _places(instants: Sequence[datetime]) -> list[float]:
    """Place each instant from left to right, in order."""
    gaps, width = [later - earlier for earlier, later in pairwise(instants)], RIGHT - LEFT - LEAD
    apart = min(LEAST_APART, MOST_TOGETHER * width / len(gaps))
    left, past, ahead = width - apart * len(gaps), sum(gaps[:-1], timedelta()), gaps[-1]
    to_come = min(MOST_AHEAD, ahead / (past + ahead)) if past else ahead / (past + ahead)
    places = [LEFT + LEAD]
    for gap in gaps[:-1]:
        places.append(places[-1] + apart + (left * (1 - to_come) * (gap / past) if past else 0))
    return [*places, places[-1] + apart + left * to_come]


def _lines(steps: Sequence[BeliefStep], stretches: Sequence[_Stretch], ahead: _Stretch) -> Markup:
    """Draw evidence upright, learning dotted, forgetting falling, and what is to come dashed."""
    shown, taught, faded = [f"M{LEFT},{_y(steps[0].before):.1f}H{LEFT + LEAD}"], [], []
    for step, stretch in zip(steps, stretches, strict=True):
        aside = min(LEAST_APART, stretch.stop - stretch.start) * TAUGHT
        shown.append(f"M{stretch.start:.1f},{_y(step.before):.1f}V{_y(step.shown):.1f}")
        learned = f"{stretch.start + aside:.1f},{_y(step.after):.1f}"
        taught.append(f"M{stretch.start:.1f},{_y(step.shown):.1f}L{learned}")
        faded.append(f"M{learned}L{' '.join(stretch.points(_known, aside))}")
    dashed = "M" + " ".join(ahead.points(_known))
    return Markup(
        '<path class="belief-line" d="{}"/><path class="belief-line" d="{}"/><path class="belief-taught" d="{}"/>'
        '<path class="belief-ahead" d="{}"/>'
    ).format("".join(shown), "".join(faded), "".join(taught), dashed)


def _band(stretches: Iterable[_Stretch]) -> Markup:
    """Draw the interval around the belief."""
    around = []
    for stretch in stretches:
        high = stretch.points(lambda moment: moment.bounds[1])
        low = stretch.points(lambda moment: moment.bounds[0])
        around.append("M" + " ".join([*high, *reversed(low)]) + "Z")
    return Markup('<path class="belief-band" d="{}"/>').format("".join(around))


def _level(look: str, share: float, *lines: str) -> Markup:
    return Markup('<path class="{}" d="M{},{:.1f}H{}"/>{}').format(look, LEFT, _y(share), RIGHT, _beside(share, *lines))


def _beside(share: float, *lines: str) -> Markup:
    """Write a word on the axis, at the height of a share, in as many lines as it has."""
    more = (Markup('<tspan x="{}" dy="{}em">{}</tspan>').format(RIGHT + 6, LINE, line) for line in lines[1:])
    return Markup('<text x="{}" y="{:.1f}" dy=".35em">{}{}</text>').format(
        RIGHT + 6, _y(share), lines[0], Markup("").join(more)
    )


def _shape(shape: str) -> Markup:
    return Markup('<path class="belief-{}" d="{}"/>').format(shape, SHAPES[shape])


def _y(share: float) -> float:
    return BOTTOM - share * (BOTTOM - TOP)


def _known(moment: Moment) -> float:
    return moment.known
