"""Numbers to SVG, on the server: the compass rose, and belief over time. Looks are in style.css."""

from portal.charts.belief import REPEAT, Labels, belief_chart, swatch
from portal.charts.rose import Direction, Petal, compass_rose

__all__ = ["REPEAT", "Direction", "Labels", "Petal", "belief_chart", "compass_rose", "swatch"]
