"""Numbers to SVG: the compass rose, with a direction per domain and a petal per skill.

Drawn in units around its own centre, north up: each shape is drawn pointing north, then turned. Looks are in style.css.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians, sin, sqrt, tan

from markupsafe import Markup

from models.learner import ACQUIRED_AT, State

HUB = 36
NOTHING, EVERYTHING = 42, 166
"""Radii of P(known) = 0 and P(known) = 1."""
BEZEL = 178
BETWEEN_DIRECTIONS, WIDEST_PETAL = 7.5, 20.0
"""Degrees left open between two directions; degrees that one petal may take where there are few."""
BETWEEN_PETALS = 1.7
"""Distance between the sides of two neighbours, the same from hub to tip."""
POINTS_OF_THE_COMPASS = 32
TEXTURES = {State.TO_REFRESH: "url(#rose-hatching)", State.TO_CONFIRM: "url(#rose-dots)"}
PATTERNS = Markup(
    '<defs><pattern id="rose-hatching" width="4" height="4" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><path class="rose-thread" d="M0,1H4"/></pattern>'
    '<pattern id="rose-dots" width="5" height="5" patternUnits="userSpaceOnUse">'
    '<rect class="rose-ground" width="5" height="5"/>'
    '<circle class="rose-dot" cx="1.25" cy="1.25" r="1"/><circle class="rose-dot" cx="3.75" cy="3.75" r="1"/></pattern>'
    "</defs>"
)


@dataclass(frozen=True, slots=True)
class Petal:
    """One skill: its state, P(known) and, where one is known, the interval around it; all from 0 to 1."""

    skill: str
    name: str
    state: State
    known: float
    interval: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Direction:
    """One domain and its skills."""

    domain: str
    name: str
    petals: tuple[Petal, ...]


def compass_rose(directions: Sequence[Direction], sentence: str) -> Markup:
    """The rose as one picture whose meaning `sentence` tells to those who do not see it."""
    sector = 360 / max(1, len(directions))
    drawn = (_direction(direction, number * sector, sector) for number, direction in enumerate(directions))
    return Markup(
        '<svg class="rose" viewBox="-192 -192 384 384" role="img" aria-labelledby="rose-title rose-sentence">'
        '<title id="rose-title">Boussole</title><desc id="rose-sentence">{}</desc>{}{}{}{}</svg>'
    ).format(sentence, PATTERNS, _dial(), _joined(drawn), _star())


def _direction(direction: Direction, bearing: float, sector: float) -> Markup:
    pitch = min(WIDEST_PETAL, (sector - BETWEEN_DIRECTIONS) / max(1, len(direction.petals)))
    first = bearing - pitch * (len(direction.petals) - 1) / 2
    petals = (_petal(petal, first + number * pitch, pitch) for number, petal in enumerate(direction.petals))
    return Markup('<g data-domain="{}"><title>{}</title>{}</g>').format(
        direction.domain, direction.name, _joined(petals)
    )


def _petal(petal: Petal, bearing: float, pitch: float) -> Markup:
    empty = petal.state is State.TO_DISCOVER
    return Markup(
        '<g data-skill="{}" transform="rotate({:.2f})"><title>{}</title><path class="{}" fill="{}" d="{}"/>{}</g>'
    ).format(
        petal.skill,
        bearing,
        petal.name,
        petal.state,
        TEXTURES.get(petal.state, "none"),
        _lancet(EVERYTHING if empty else _radius(petal.known), pitch),
        "" if empty or petal.interval is None else _interval(*petal.interval),
    )


def _lancet(tip: float, pitch: float) -> str:
    """The outline of a petal: sides that open from the hub, closed by an equilateral arch whose point is at `tip`."""
    half = radians(pitch / 2)
    apex = BETWEEN_PETALS / 2 / sin(half)
    rise = sqrt(3) * tan(half)
    spring = max(HUB, (tip + rise * apex) / (1 + rise))
    foot, side = ((radius - apex) * tan(half) for radius in (HUB, spring))
    arch = f"A{2 * side:.2f},{2 * side:.2f} 0 0 1"
    return (
        f"M{-foot:.2f},{-HUB}L{-side:.2f},{-spring:.2f}{arch} 0,{-tip:.2f}{arch} {side:.2f},{-spring:.2f}"
        f"L{foot:.2f},{-HUB}A{HUB},{HUB} 0 0 0 {-foot:.2f},{-HUB}Z"
    )


def _interval(low: float, high: float) -> Markup:
    foot, tip = _radius(low), _radius(high)
    return Markup('<path class="rose-interval" d="M-.5,{:.1f}H.5V{:.1f}H-.5Z"/>').format(-foot, -tip)


def _dial() -> Markup:
    """The bezel with its 32 points, the ring of what is acquired, and the mark of north."""
    step = 360 / POINTS_OF_THE_COMPASS
    points = (
        Markup('<path class="rose-point" d="M0,{}v{}" transform="rotate({})"/>').format(
            -BEZEL, 3 if n % 4 else 6, n * step
        )
        for n in range(POINTS_OF_THE_COMPASS)
    )
    return Markup(
        '<circle class="rose-bezel" r="{}"/>{}<path class="rose-north" d="M0,{}l4.5,9h-9z"/>'
        '<circle class="rose-acquired" r="{:.1f}"/><circle class="rose-bezel" r="{}"/>'
    ).format(BEZEL, _joined(points), -BEZEL - 11, _radius(ACQUIRED_AT), HUB - 2)


def _star() -> Markup:
    """The eight-pointed star of the hub: four long points over four short ones, each half lit, north in brass."""
    lit, shaded = ("".join(_half_point(n, side) for n in (1, 3, 5, 7, 2, 4, 6)) for side in (-1, 1))
    return Markup(
        '<path class="star-lit" d="{}"/><path class="star-shaded" d="{}"/>'
        '<path class="star-lit star-north" d="{}"/><path class="star-shaded star-north" d="{}"/>'
    ).format(lit, shaded, _half_point(0, -1), _half_point(0, 1))


def _half_point(number: int, side: int) -> str:
    tip, notch = radians(45 * number), radians(45 * number + 22.5 * side)
    length = 22 if number % 2 else HUB - 5
    return f"M0,0L{length * sin(tip):.1f},{-length * cos(tip):.1f}L{9 * sin(notch):.1f},{-9 * cos(notch):.1f}Z"


def _radius(known: float) -> float:
    return NOTHING + known * (EVERYTHING - NOTHING)


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)
