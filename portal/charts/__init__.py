"""Numbers to SVG, on the server: the compass rose, belief over time, shares in a row. Looks are in style.css."""

from portal.charts.belief import REPEAT, Labels, belief_chart, swatch
from portal.charts.rose import Direction, Petal, compass_rose
from portal.charts.shares import Point, shares_chart

__all__ = [
    "REPEAT",
    "Direction",
    "Labels",
    "Petal",
    "Point",
    "belief_chart",
    "compass_rose",
    "shares_chart",
    "swatch",
]
