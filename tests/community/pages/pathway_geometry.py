"""Where things lie in the picture of a pathway, read from its SVG: what is on what, and what is outside."""

import re
from itertools import combinations, pairwise
from typing import NamedTuple
from xml.etree.ElementTree import Element, fromstring

from content.pathway.pathway import Decision, Pathway, Place
from portal.charts.lettering import breadth
from portal.charts.pathway_picture import pathway_chart

NUMBER = re.compile(r"-?\d*\.?\d+")
SLACK = 0.11
"""Lengths in the picture have one decimal."""
HALF_STROKE = 0.9


class Rect(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def within(self, other: "Rect") -> bool:
        return (
            other.left - SLACK <= self.left
            and other.top - SLACK <= self.top
            and self.right <= other.right + SLACK
            and self.bottom <= other.bottom + SLACK
        )

    def meets(self, other: "Rect") -> bool:
        return (
            self.left < other.right - SLACK
            and other.left < self.right - SLACK
            and self.top < other.bottom - SLACK
            and other.top < self.bottom - SLACK
        )


def flaws(pathway: Pathway) -> list[str]:
    """What lies on something else, or outside of where it belongs."""
    svg = fromstring(pathway_chart(pathway))
    _, _, width, height = (float(part) for part in svg.attrib["viewBox"].split())
    page = Rect(-1, 0, width - 1, height)
    boxes = {group.attrib["data-place"]: outline(group) for group in svg.iter("g")}
    found = [f"{one} on {other}" for one, other in combinations(boxes, 2) if boxes[one].meets(boxes[other])]
    found += [f"{place} outside" for place, box in boxes.items() if not box.within(page)]
    for group in svg.iter("g"):
        place = group.attrib["data-place"]
        found += [
            f"words of {place} outside: {text_of(text)}" for text in group.iter("text") if outside(text, boxes[place])
        ]
    for line in lines_of(svg):
        found += [f"line through {place}" for place, box in boxes.items() if any(each.meets(box) for each in line)]
    found += [f"{text_of(text)} outside" for text in svg.iter("text") if outside(text, page)]
    return found


def outline(group: Element) -> Rect:
    """The box of a place: of a step a rectangle, of a decision a path that begins at its upper left corner."""
    rect = group.find("rect")
    if rect is not None:
        left, top, width, height = (float(rect.attrib[name]) for name in ("x", "y", "width", "height"))
        return Rect(left, top, left + width, top + height)
    path = group.find("path")
    assert path is not None
    start, top, across, corner, _, down, *_ = map(float, NUMBER.findall(path.attrib["d"]))
    left = start - corner
    return Rect(left, top, left + across + 2 * corner, top + down + 2 * corner)


def ways(place: Place) -> tuple[int | None, ...]:
    return tuple(way.goal for way in place.continuations) if isinstance(place, Decision) else (place.goal,)


def outside(text: Element, box: Rect) -> bool:
    x, y = float(text.attrib["x"]), float(text.attrib["y"])
    runs = [(text.text or "", text.get("font-weight") == "700")]
    for span in text:
        runs += [(span.text or "", True), (span.tail or "", False)]
    broad = sum(breadth(run, 11, bold) for run, bold in runs)
    left = x - broad / 2 if text.get("text-anchor") == "middle" else x
    return not Rect(left, y - 8.5, left + broad, y + 3).within(box)


def text_of(text: Element) -> str:
    return "".join(text.itertext())


def lines_of(svg: Element) -> list[list[Rect]]:
    """Each line as its straight parts; a bend lies within the parts that it joins."""
    drawn = [path.attrib["d"] for path in svg.iter("path") if path.get("class") == "sheet-line"]
    numbers = [[*map(float, NUMBER.findall(d))] for d in drawn]
    points = [list(zip(line[::2], line[1::2], strict=True)) for line in numbers]
    return [[part(*ends) for ends in pairwise(line)] for line in points]


def part(one: tuple[float, float], other: tuple[float, float]) -> Rect:
    (x, y), (end, foot) = one, other
    return Rect(min(x, end) - HALF_STROKE, min(y, foot), max(x, end) + HALF_STROKE, max(y, foot))
