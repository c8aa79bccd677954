"""Where the places of a pathway stand and how its lines run, by layers, and the small drawings that mark them."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from content.pathway.pathway import Symbol

BREADTH = 538.0
APART, LANE = 12.0, 17.0
"""Between two boxes of a row at least; the breadth of a lane."""
TRACK, HEAD, FOOT = 7.0, 12.0, 6.0
"""From one level part of a line to the next; above the box it enters; below the box it leaves."""
CLEAR = 7.0
"""Between two upright lines of which one is another's."""
WIDEST = (1.0, 2.0, 3.0, 4.0)
"""How many units may stand in a row: each is tried, and the lowest picture is kept."""

Point = tuple[float, float]
Item = tuple[int, bool]
"""A place, and whether it is only a lane towards it."""


class Needed(NamedTuple):
    """What a place asks for: where its ways lead (None where one ends), its share of a row, how broad at most."""

    ways: tuple[int | None, ...]
    units: float
    most: float


class Box(NamedTuple):
    """A place as it stands."""

    place: int
    left: float
    top: float
    breadth: float
    height: float

    def out(self, way: int, ways: int) -> float:
        """Return where the middle of one of its ways lies."""
        return self.left + self.breadth * (way + 0.5) / ways

    def is_entered_at(self, point: Point) -> bool:
        """Return whether a line that ends there enters it."""
        return point[1] == self.top and self.left <= point[0] <= self.left + self.breadth


class Drawn(NamedTuple):
    """Boxes in the order of places, lines from top to bottom, and how high it all is."""

    boxes: tuple[Box, ...]
    lines: tuple[tuple[Point, ...], ...]
    height: float


Measure = Callable[[int, float], float]
"""How high a place is when it is so broad."""


def drawn(places: Sequence[Needed], height_of: Measure, top: float = 0.0) -> Drawn:
    """Lay out the places, which lead to later layers only, as low as they can stand."""
    tried = dict.fromkeys(_layers(places, widest) for widest in reversed(WIDEST))
    return min((_laid(places, rows, height_of, top) for rows in tried), key=lambda picture: picture.height)


# ---------------------------------------------------------------------------------------------------- rows, and in them


def _layers(places: Sequence[Needed], widest: float) -> tuple[int, ...]:
    """Return the row of each place: below those that lead to it, where there is room."""
    above: dict[int, set[int]] = {place: set() for place in range(len(places))}
    for place, needed in enumerate(places):
        for goal in needed.ways:
            if goal is not None:
                above[goal].add(place)
    rows: dict[int, int] = {}
    taken: dict[int, float] = {}
    while len(rows) < len(places):
        place = next(place for place in above if place not in rows and above[place] <= rows.keys())
        row = max((rows[before] + 1 for before in above[place]), default=0)
        while taken.get(row) and taken[row] + places[place].units > widest:
            row += 1
        rows[place] = row
        taken[row] = taken.get(row, 0.0) + places[place].units
    return tuple(rows[place] for place in range(len(places)))


def _items(places: Sequence[Needed], rows: Sequence[int]) -> list[list[Item]]:
    """Return what stands in each row: places, and lanes for the lines that pass it."""
    items: list[list[Item]] = [[] for _ in range(max(rows) + 1)]
    for place, row in enumerate(rows):
        items[row].append((place, False))
        sources = [rows[other] for other, needed in enumerate(places) if place in needed.ways]
        for passed in range(min(sources, default=row) + 1, row):
            items[passed].append((place, True))
    return items


def _next(item: Item, places: Sequence[Needed], rows: Sequence[int], row: int) -> list[Item | None]:
    """Return what the ways of an item lead to in the row below; None where one ends."""
    ways = (item[0],) if item[1] else places[item[0]].ways
    return [None if goal is None else (goal, rows[goal] > row + 1) for goal in ways]


def _ordered(items: list[list[Item]], places: Sequence[Needed], rows: Sequence[int]) -> list[list[Item]]:
    """Order each row so that lines cross little: by the middle of what is above, then below (Sugiyama 1981)."""
    links = [
        [(item, goal, way) for item in row for way, goal in enumerate(_next(item, places, rows, number)) if goal]
        for number, row in enumerate(items)
    ]
    best, fewest = items, _crossings(items, links, places)
    order = [list(row) for row in items]
    for sweep in range(6):
        numbers = range(1, len(order)) if sweep % 2 == 0 else range(len(order) - 2, -1, -1)
        for number in numbers:
            order[number] = _by_middle(order, links, number, sweep % 2 == 0)
        if (crossings := _crossings(order, links, places)) < fewest:
            best, fewest = [list(row) for row in order], crossings
    return best


_Link = tuple[Item, Item, int]


def _by_middle(order: list[list[Item]], links: list[list[_Link]], number: int, down: bool) -> list[Item]:
    other = order[number - 1 if down else number + 1]
    places = {item: (rank + 0.5) / len(other) for rank, item in enumerate(other)}
    near: dict[Item, list[float]] = {}
    for source, goal, way in links[number - 1 if down else number]:
        mine, theirs = (goal, source) if down else (source, goal)
        near.setdefault(mine, []).append(places[theirs] + way * 0.01)
    here = order[number]
    middle = {
        item: sum(near[item]) / len(near[item]) if item in near else (rank + 0.5) / len(here)
        for rank, item in enumerate(here)
    }
    return sorted(here, key=lambda item: middle[item])


def _crossings(order: list[list[Item]], links: list[list[_Link]], places: Sequence[Needed]) -> int:
    crossings = 0
    for number, (row, below) in enumerate(pairwise(order)):
        here = {item: rank for rank, item in enumerate(row)}
        there = {item: rank for rank, item in enumerate(below)}
        pairs = [(here[source] + way * 0.1, there[goal]) for source, goal, way in links[number]]
        crossings += sum(a < c and b > d for a, b in pairs for c, d in pairs)
    return crossings


# ------------------------------------------------------------------------------------------------------ boxes and lines


def _laid(places: Sequence[Needed], rows: Sequence[int], height_of: Measure, top: float) -> Drawn:
    if not places:
        return Drawn((), (), top)
    order = _ordered(_items(places, rows), places, rows)
    boxes: dict[int, Box] = {}
    lines: list[tuple[Point, ...]] = []
    leaving: list[tuple[float, Item]] = []
    """Where lines come out of the row above, and to what."""
    foot = top
    for number, row in enumerate(order):
        free = BREADTH - LANE * sum(lane for _, lane in row) - APART * (len(row) - 1)
        units = sum(places[place].units for place, lane in row if not lane)
        breadths = [
            LANE if lane else min(places[place].most, free * places[place].units / units) for place, lane in row
        ]
        lefts = _lefts(row, breadths, leaving)
        stand = list(zip(row, lefts, breadths, strict=True))
        entries = {item: _entry(item, left, broad, leaving) for item, left, broad in stand}
        tracks, count = _tracks(leaving, entries)
        top = foot + (HEAD + FOOT + TRACK * max(0, count - 1) if leaving else 0.0)
        real = [(item[0], left, broad) for item, left, broad in stand if not item[1]]
        height = max(height_of(place, broad) for place, _, broad in real) if real else 0.0
        for x, goal in leaving:
            entry, level = entries[goal], top - HEAD - TRACK * tracks.get(goal, 0)
            turns = () if abs(x - entry) <= 0.01 else ((x, level), (entry, level))
            lines.append(((x, foot), *turns, (entry if turns else x, top)))
        lines += [((entries[item], top), (entries[item], top + height)) for item in row if item[1]]
        boxes.update({place: Box(place, left, top, broad, height) for place, left, broad in real})
        leaving = []
        for item in row:
            goals = _next(item, places, rows, number)
            outs = [entries[item]] if item[1] else [boxes[item[0]].out(way, len(goals)) for way in range(len(goals))]
            leaving += [(x, goal) for x, goal in zip(outs, goals, strict=True) if goal]
        foot = top + height
    return Drawn(tuple(boxes[place] for place in range(len(places))), tuple(lines), foot)


def _lefts(row: Sequence[Item], breadths: Sequence[float], leaving: Sequence[tuple[float, Item]]) -> list[float]:
    """Put each item below what leads to it, as near as its neighbours let it."""
    wished: list[float] = []
    for number, item in enumerate(row):
        sources = [x for x, goal in leaving if goal == item]
        middle = sum(sources) / len(sources) if sources else BREADTH * (number + 0.5) / len(row)
        wished.append(middle - breadths[number] / 2)
    lefts: list[float] = []
    least = 0.0
    for wish, broad in zip(wished, breadths, strict=True):
        lefts.append(max(wish, least))
        least = lefts[-1] + broad + APART
    most = BREADTH
    for number in reversed(range(len(row))):
        lefts[number] = min(lefts[number], most - breadths[number])
        most = lefts[number] - APART
    return lefts


def _entry(item: Item, left: float, broad: float, leaving: Sequence[tuple[float, Item]]) -> float:
    """Return where lines enter an item: straight below one of them if that can be, clear of those of others."""
    own = [x for x, goal in leaving if goal == item]
    others = [x for x, goal in leaving if goal != item]
    middle, reach = left + broad / 2, broad / 2 - (1.0 if item[1] else 12.0)
    wished = sum(own) / len(own) if own else middle
    tried = [*sorted(own, key=lambda x: abs(x - wished)), middle]
    tried += [middle + side * number * 1.5 for number in range(1, int(reach / 1.5) + 1) for side in (1, -1)]
    within = [x for x in tried if abs(x - middle) <= reach]
    return next((x for x in within if all(abs(x - other) >= CLEAR for other in others)), middle)


def _tracks(leaving: Sequence[tuple[float, Item]], entries: Mapping[Item, float]) -> tuple[dict[Item, int], int]:
    """Give each item that is not entered straight a level for its line, shared by those that lie side by side."""
    spans = {}
    for item, entry in entries.items():
        ends = [entry, *(x for x, goal in leaving if goal == item)]
        if max(ends) - min(ends) > 0.01:
            spans[item] = (min(ends), max(ends))
    # Where a line enters right below another's way out, the other has to turn aside above it.
    first: dict[Item, set[Item]] = {item: set() for item in spans}
    for x, goal in leaving:
        if goal in spans:
            first[goal] |= {other for other in spans if other != goal and abs(entries[other] - x) < CLEAR}
    tracks: dict[Item, int] = {}
    while len(tracks) < len(spans):
        free = [item for item in spans if item not in tracks and first[item] <= tracks.keys()]
        left = free or [item for item in spans if item not in tracks]
        item = min(left, key=lambda item: spans[item][1] - spans[item][0])
        start, end = spans[item]
        near = {tracks[other] for other in tracks if spans[other][0] - CLEAR < end and start < spans[other][1] + CLEAR}
        least = max((tracks[other] + 1 for other in first[item] if other in tracks), default=0)
        tracks[item] = next(track for track in range(least, least + len(spans) + 1) if track not in near)
    return tracks, max(tracks.values(), default=-1) + 1


# ------------------------------------------------------------------------------- the twelve small drawings of a pathway


CIRCLE, LOZENGE = "M-9,0a9,9 0 1 1 18,0a9,9 0 1 1-18,0z", "M0-11 11,0 0,11-11,0z"
"""Around the number of a step, and of a decision."""
SYMBOLS = {
    Symbol.TELEPHONE: "M5,1h8v16h-8zM8,14.5h2",
    Symbol.LETTER: "M1,3.5h16v11h-16zM1,3.5l8,6.5 8-6.5",
    Symbol.PAPER: "M3,1h8l4,4v12h-12zM11,1v4h4M6,9h6M6,12.5h6",
    Symbol.MEETING: "M3.5,5a2.5,2.5 0 1 0 5,0a2.5,2.5 0 1 0-5,0M1.5,16.5c0-5 2-7 4.5-7s4.5,2 4.5,7"
    "M11.5,2.6a2.5,2.5 0 1 1 0,4.8M12.5,9.6c2.6.4 4,2.6 4,6.9",
    Symbol.HOME: "M1,9l8-7 8,7M3.5,7v9.5h11v-9.5M7.5,16.5v-5h3v5",
    Symbol.CHILD: "M6.2,4a2.8,2.8 0 1 0 5.6,0a2.8,2.8 0 1 0-5.6,0M9,6.8v5.2M4,9.2h10M9,12l-3.5,5M9,12l3.5,5",
    Symbol.HEALTH: "M6.5,1.5h5v5h5v5h-5v5h-5v-5h-5v-5h5z",
    Symbol.SCHOOL: "M.8,6.5l8.2-4 8.2,4-8.2,4zM4.2,8.5v5c2.5,2.3 7.1,2.3 9.6,0v-5M17.2,6.5v6",
    Symbol.WORK: "M1,5.5h16v11h-16zM6,5.5v-3h6v3M1,10.5h16",
    Symbol.MONEY: "M1,9a8,8 0 1 0 16,0a8,8 0 1 0-16,0"
    "M12.5,5.6c-4-2.3-6.5,0-6.5,3.4s2.5,5.7 6.5,3.4M4.2,8h5.6M4.2,10.3h5.6",
    Symbol.JOURNEY: "M2,2h14v12h-14zM2,9h14M5,14v2.5M13,14v2.5M5,11.5h1.6M11.4,11.5h1.6",
    Symbol.SCREEN: "M1,2.5h16v10.5h-16zM6,16.5h6M9,13v3.5",
}
"""Drawn in a square of 18."""
