"""The frontier as a picture: a panel for each world and type, minutes to the right, what is known later upwards."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple
from xml.sax.saxutils import escape

from benchmarks.tutor.frontier.entrants import LINEAR, LIVED, LOWEST, OURS, RANDOM, ROW
from benchmarks.tutor.frontier.lives import Frontier, Stop
from benchmarks.tutor.frontier.traces import Point
from benchmarks.tutor.measures import Estimate, mean
from benchmarks.tutor.people import Kind
from benchmarks.tutor.settings import Settings

WIDTH, HEIGHT, MARGIN, COLUMNS = 380, 260, 45, 3
MOST_MINUTES = 400
# Okabe & Ito, "Color Universal Design" (2008): told apart by whoever sees fewer colours.
COLOURS = {
    OURS: "#d55e00",
    LOWEST: "#0072b2",
    ROW: "#009e73",
    LINEAR: "#cc79a7",
    RANDOM: "#999999",
    LIVED: "#000000",
}


class Panel(NamedTuple):
    """A place in the picture."""

    left: float
    top: float

    def x(self, minutes: float) -> float:
        """Return where so many minutes lie."""
        return self.left + MARGIN + min(minutes, MOST_MINUTES) / MOST_MINUTES * (WIDTH - MARGIN - 15)

    def y(self, share: float) -> float:
        """Return where a share lies."""
        return self.top + HEIGHT - MARGIN + 10 - share * (HEIGHT - MARGIN - 20)

    def line(self, points: Sequence[tuple[float, float]]) -> str:
        """Return a line through minutes and shares, as SVG has them."""
        return " ".join(f"{self.x(minutes):.1f},{self.y(share):.1f}" for minutes, share in points)


def picture(settings: Settings, frontiers: Mapping[tuple[str, Kind], Frontier]) -> str:
    """Return the picture as SVG."""
    rows = -(-len(frontiers) // COLUMNS)
    width, height = COLUMNS * WIDTH, rows * HEIGHT + 40
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif"',
        ' font-size="11">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
    ]
    for place, ((truth, kind), frontier) in enumerate(frontiers.items()):
        panel = Panel(place % COLUMNS * WIDTH, place // COLUMNS * HEIGHT)
        drawn += [*_axes(panel, f"{truth}: {kind}"), *_bound(panel, frontier)]
        for (policy, _), stops in groupby(frontier.stops, key=_line_of):
            drawn += _policy(settings, panel, policy, list(stops))
    return "\n".join([*drawn, *_legend(height - 15), "</svg>", ""])


def _line_of(stop: Stop) -> tuple[str, str]:
    """Return what the stops on one line share: the policy, and its bar."""
    bar, comma, _ = stop.name.partition(", ")
    return stop.policy, bar if comma else ""


def _axes(panel: Panel, title: str) -> Iterator[str]:
    yield f'<text x="{panel.x(0)}" y="{panel.top + 15}" font-weight="bold">{escape(title)}</text>'
    for share in (0, 0.25, 0.5, 0.75, 1):
        yield f'<polyline points="{panel.line([(0, share), (MOST_MINUTES, share)])}" stroke="#dddddd"/>'
        yield f'<text x="{panel.x(0) - 5}" y="{panel.y(share) + 4}" text-anchor="end">{share}</text>'
    for minutes in range(0, MOST_MINUTES + 1, 100):
        yield f'<text x="{panel.x(minutes)}" y="{panel.y(0) + 15}" text-anchor="middle">{minutes}</text>'


def _bound(panel: Panel, frontier: Frontier) -> Iterator[str]:
    points = [(minutes, frontier.bound.share(minutes)) for minutes in range(MOST_MINUTES + 1)]
    yield f'<polyline points="{panel.line(points)}" fill="none" stroke="black" stroke-dasharray="4 2"/>'


def _policy(settings: Settings, panel: Panel, policy: str, stops: Sequence[Stop]) -> Iterator[str]:
    """Yield the points of a policy at one bar, joined, with the intervals of what is known later."""
    colour = COLOURS[policy]
    minutes, shares = ([_mean(settings, stop.points, of) for stop in stops] for of in ("minutes", "known_later"))
    line = panel.line([(x.found, y.found) for x, y in zip(minutes, shares, strict=True)])
    yield f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="{2 if policy == OURS else 1}"/>'
    for x, y in zip(minutes, shares, strict=True):
        reach = panel.line([(x.found, y.low), (x.found, y.high)])
        yield f'<polyline points="{reach}" stroke="{colour}" stroke-opacity="0.5"/>'
        yield f'<circle cx="{panel.x(x.found):.1f}" cy="{panel.y(y.found):.1f}" r="3" fill="{colour}"/>'


def _mean(settings: Settings, points: Sequence[Point], of: str) -> Estimate:
    return mean(settings, points, lambda point: float(getattr(point, of)))


def _legend(y: float) -> Iterator[str]:
    yield f'<text x="{MARGIN}" y="{y}">minutes, and what is known 30 days later; dashed: the bound</text>'
    for place, (policy, colour) in enumerate(COLOURS.items()):
        x = 480 + 110 * place
        yield f'<circle cx="{x}" cy="{y - 4}" r="4" fill="{colour}"/><text x="{x + 8}" y="{y}">{policy}</text>'
