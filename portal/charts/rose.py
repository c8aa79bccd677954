"""The compass rose: a direction per domain, a petal per skill; why it looks as it does is in docs/decisions/0008.

Drawn in units around its own centre, north up: each shape is drawn pointing north, then turned.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import cos, radians, sin, tan
from typing import NamedTuple

from markupsafe import Markup, escape

from models.learner import ACQUIRED_AT, SkillState

VIEW = 'viewBox="-192 -192 384 384"'
HUB = 48
NOTHING, EVERYTHING = 65, 160
"""Radii of P(known) = 0, where an unanswered petal ends too, and of P(known) = 1."""
SCALE = (171, 178)
"""Radii of the scale around it, which has a mark for each skill."""
BETWEEN_DIRECTIONS, WIDEST_PETAL = 0.17, 13.0
"""Share of a direction's angle that is left open; degrees that one petal may take where there are few."""
BETWEEN_PETALS = 2.2
"""Distance between the sides of two neighbours, the same from hub to tip."""
PROFILE = ((0, 0.65), (0.2, 0.7), (0.32, 1), (0.66, 1), (0.86, 1), (0.94, 0.16))
"""Half a petal from foot to tip: at what share of its length it is how broad, of what its sector allows."""
MOVED_PITCH, MOVED_SIZE = 18.0, (160, 132)
"""Degrees that a petal takes where it stands alone, before and after; the size of that picture."""
EMBLEM, SIGN = 2.2, 7.25
"""How many times larger the star is where it stands alone; the radius of the sign of one direction."""
TEXTURES = {SkillState.TO_REFRESH: "url(#rose-hatching)", SkillState.TO_CONFIRM: "url(#rose-dots)"}
PATTERNS = (
    '<defs><pattern id="rose-hatching" width="4" height="4" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><path class="rose-thread" d="M0,1H4"/></pattern>'
    '<pattern id="rose-dots" width="5" height="5" patternUnits="userSpaceOnUse">'
    '<rect class="rose-ground" width="5" height="5"/>'
    '<circle class="rose-dot" cx="1.25" cy="1.25" r="1"/><circle class="rose-dot" cx="3.75" cy="3.75" r="1"/></pattern>'
    "</defs>"
)


class Petal(NamedTuple):
    """One skill: its state, P(known) and the interval around it; all from 0 to 1."""

    skill: str
    name: str
    state: SkillState
    known: float
    interval: tuple[float, float]


class Direction(NamedTuple):
    """One domain and its skills."""

    domain: str
    name: str
    petals: tuple[Petal, ...]


def compass_rose(directions: Sequence[Direction], sentence: str) -> Markup:
    """Draw the rose as one picture; `sentence` tells its meaning to those who do not see it."""
    sector = 360 / max(1, len(directions))
    drawn = "".join(_direction(direction, number * sector, sector) for number, direction in enumerate(directions))
    return Markup(
        f'<svg class="rose" {VIEW} role="img" aria-labelledby="rose-sentence">'
        f'<desc id="rose-sentence">{escape(sentence)}</desc>'
        f"{PATTERNS}{_dial(len(directions))}{drawn}{_star()}</svg>"
    )


def emblem(directions: int) -> Markup:
    """Draw the star among its directions, where there are no petals yet; the names around it say all there is."""
    bearings = [360 / directions * number for number in range(directions)]
    marks = "".join(f"M{_point(SCALE[0] - 12, bearing)}L{_point(SCALE[0], bearing)}" for bearing in bearings)
    return Markup(
        f'<svg class="rose" {VIEW} aria-hidden="true"><circle class="rose-line" r="{SCALE[0]}"/>'
        f'<path class="rose-line" d="{marks}"/>{_north()}<g transform="scale({EMBLEM})">{_star()}</g></svg>'
    )


def sectors(directions: int) -> list[Markup]:
    """Draw each direction by itself, clockwise from north: a sign beside its name where names stand in a list."""
    sector = 360 / max(1, directions)
    wedge = f"M0,0L{_point(SIGN, -sector / 2)}A{SIGN},{SIGN} 0 0 1 {_point(SIGN, sector / 2)}Z"
    return [
        Markup(
            f'<svg class="sector" viewBox="-8 -8 16 16" aria-hidden="true"><circle class="rose-scale" r="{SIGN}"/>'
            f'<path class="rose-ground" transform="rotate({number * sector:g})" d="{wedge}"/></svg>'
        )
        for number in range(directions)
    ]


def petals_moved(pairs: Sequence[tuple[Petal, Petal]]) -> list[Markup]:
    """Draw each petal as it was and as it is, side by side; what that means stands in words beside it."""
    apart, (width, height) = MOVED_SIZE[0] / 4, MOVED_SIZE
    standing = f'<path class="rose-line" d="{_curve(HUB - 3, MOVED_PITCH)}"/>'
    standing += f'<path class="rose-acquired" d="{_curve(_radius(ACQUIRED_AT), MOVED_PITCH)}"/>'
    drawn = []
    for number, (before, after) in enumerate(pairs):
        petals = "".join(
            f'<g transform="translate({place:.1f})">{standing}{_shape(petal, MOVED_PITCH)}</g>'
            for petal, place in ((before, -apart), (after, apart))
        )
        # The patterns stand in the first picture alone: their names are those of the whole page.
        patterns = "" if number else PATTERNS
        picture = f'<svg class="moved" viewBox="{-width / 2:g} {-EVERYTHING - 8} {width} {height}" aria-hidden="true">'
        picture += f'{patterns}{petals}<path class="moved-arrow" d="M-9,-100H8M2,-106L8,-100L2,-94"/></svg>'
        drawn.append(Markup(picture))
    return drawn


def _direction(direction: Direction, bearing: float, sector: float) -> str:
    """Draw the petals of a direction, and their scale: one division for each, every other one filled."""
    count = len(direction.petals)
    pitch = min(WIDEST_PETAL, sector * (1 - BETWEEN_DIRECTIONS) / max(1, count))
    first = bearing - pitch * (count - 1) / 2
    petals = ""
    for number, petal in enumerate(direction.petals):
        low, high = petal.interval
        interval = f'<path class="rose-interval" d="M0,{-_radius(low):.1f}V{-_radius(high):.1f}"/>'
        petals += (
            f'<g data-skill="{escape(petal.skill)}" transform="rotate({first + number * pitch:.2f})">'
            f"<title>{escape(petal.name)}</title>{_shape(petal, pitch)}"
            f"{interval if petal.state is not SkillState.TO_DISCOVER else ''}</g>"
        )
    edges = [first + (number - 0.5) * pitch for number in range(count + 1)]
    marks = "".join(_arc(start, end) for start, end in list(pairwise(edges))[1::2])
    around = _arc(edges[0], edges[-1]) if count else ""
    return (
        f'<g data-domain="{escape(direction.domain)}"><title>{escape(direction.name)}</title>'
        f'<path class="rose-scale" d="{around}"/><path class="rose-mark" d="{marks}"/>{petals}</g>'
    )


def _shape(petal: Petal, pitch: float) -> str:
    outline = _outline(NOTHING if petal.state is SkillState.TO_DISCOVER else _radius(petal.known), pitch)
    return f'<path class="{petal.state}" fill="{TEXTURES.get(petal.state, "none")}" d="{outline}"/>'


def _outline(tip: float, pitch: float) -> str:
    """Draw a petal whose point is at `tip`: four curves that stay in its own sector."""
    length, slope = tip - HUB, tan(radians(pitch / 2))
    apart = min(BETWEEN_PETALS / 2, HUB * slope / 2)

    def side(along: float, breadth: float = 1.0) -> tuple[float, float]:
        radius = HUB + along * length
        return breadth * (radius * slope - apart), radius

    half = [side(along, breadth) for along, breadth in PROFILE]
    points = [*((-x, y) for x, y in half), (0.0, tip), *reversed(half)]
    start, *curves = (f"{x:.1f},{-y:.1f}" for x, y in points)
    return f"M{start}C{' '.join(curves)}Z"


def _arc(start: float, end: float) -> str:
    inner, outer = SCALE
    far = int(end - start > 180)
    return (
        f"M{_point(inner, start)}L{_point(outer, start)}A{outer},{outer} 0 {far} 1 {_point(outer, end)}"
        f"L{_point(inner, end)}A{inner},{inner} 0 {far} 0 {_point(inner, start)}Z"
    )


def _curve(radius: float, pitch: float) -> str:
    """Draw the part of a circle that lies over one petal."""
    return f"M{_point(radius, -pitch / 2)}A{radius:.1f},{radius:.1f} 0 0 1 {_point(radius, pitch / 2)}"


def _dial(directions: int) -> str:
    """Draw what lies under the petals: circles, lines between directions, the ring of *acquired*, the mark of north."""
    sector = 360 / max(1, directions)
    between = (sector * (number + 0.5) for number in range(directions if directions > 1 else 0))
    lines = "".join(f"M{_point(NOTHING, bearing)}L{_point(SCALE[0], bearing)}" for bearing in between)
    circles = "".join(f'<circle class="rose-line" r="{_radius(share):.1f}"/>' for share in (0.25, 0.5, 0.75))
    return (
        f'<path class="rose-line" d="{lines}"/>{circles}<circle class="rose-acquired" r="{_radius(ACQUIRED_AT):.1f}"/>'
        f'{_north()}<circle class="rose-hub" r="{HUB - 3}"/>'
    )


def _north() -> str:
    return f'<path class="rose-north" d="M0,{-SCALE[1] - 11}l4.5,9h-9z"/>'


def _star() -> str:
    """Draw the eight-pointed star of the hub: four long points over four short, each half lit, north in brass."""
    lit, shaded = ("".join(_half_point(n, side) for n in (1, 3, 5, 7, 2, 4, 6)) for side in (-1, 1))
    return (
        f'<path class="star-lit" d="{lit}"/><path class="star-shaded" d="{shaded}"/>'
        f'<path class="star-lit star-north" d="{_half_point(0, -1)}"/>'
        f'<path class="star-shaded star-north" d="{_half_point(0, 1)}"/>'
    )


def _half_point(number: int, side: int) -> str:
    length = HUB - 6 if number % 2 == 0 else HUB / 2
    return f"M0,0L{_point(length, 45 * number)}L{_point(HUB / 4, 45 * number + 22.5 * side)}Z"


def _point(radius: float, bearing: float) -> str:
    angle = radians(bearing)
    return f"{radius * sin(angle):.1f},{-radius * cos(angle):.1f}"


def _radius(known: float) -> float:
    return NOTHING + known * (EVERYTHING - NOTHING)
