"""The arrows of the house, module by module and room by room: `python -m tests.laws.graph` prints them.

An import counts wherever it stands, in a function and under TYPE_CHECKING too, and brings every parent's `__init__`
along; only what a module lies in is no arrow of its own.
"""

import ast
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FEED = "news.feed"
HOUSE = ("content", "models", "watchers", "portal", "app")
FLOORS = (
    ("content",),
    ("estimates", "freshness"),
    ("memory",),
    ("learner",),
    ("intervals", "tutor"),
    ("tables",),
    ("ground",),
    ("parameters",),
    ("language",),
    ("catalogue",),
    ("directory",),
    ("news",),
    ("learning",),
    ("studio",),
    ("fitting",),
    (FEED,),
    ("community",),
    ("people",),
    ("site",),
    ("watchers",),
    ("portal",),
    ("app",),
)
"""The rooms from the ground up, as docs/design.md §2 tells them: a room imports only rooms below its own floor."""
FLOOR = {room: number for number, floor in enumerate(FLOORS) for room in floor}

Arrows = Mapping[str, set[str]]


def modules(root: Path) -> dict[str, Path]:
    """Every module of the house by its dotted name."""
    found = {}
    for part in HOUSE:
        for file in (root / f"{part}.py", *sorted((root / part).rglob("*.py"))):
            if file.exists():
                path = file.relative_to(root).with_suffix("")
                found[".".join(path.parts[:-1] if path.name == "__init__" else path.parts)] = file
    return found


def imported(source: str) -> Iterator[str]:
    """Every dotted name that the source imports, at whatever depth."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def parents(name: str) -> Iterator[str]:
    """The packages that a module lies in, the nearest first."""
    while name := name.rpartition(".")[0]:
        yield name


def arrows(root: Path = ROOT) -> dict[str, set[str]]:
    """For each module of the house, the modules of the house that its imports run."""
    house = modules(root)
    found = {}
    for module, file in house.items():
        names = set(imported(file.read_text()))
        named = {name if name in house else name.rpartition(".")[0] for name in names} & house.keys()
        lies_in = {module, *parents(module)}
        brought = {package for name in named for package in parents(name) if package in house}
        found[module] = (named - {module}) | (brought - lies_in)
    return found


def room_of(module: str) -> str:
    """The room of models/ that a module lies in; elsewhere in the house, the part of it.

    The folder of the news has two floors: what is outside, and above the studio the feed that a learner reads.
    """
    part, *names = module.split(".")
    if part != "models" or not names:
        return part
    return FEED if ".".join(names[:2]) == FEED else names[0]


def circle(graph: Arrows) -> list[str]:
    """One way round from a module back to itself; empty where there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return [str(module) for module in error.args[1]]
    return []


def runs_up(graph: Arrows) -> list[str]:
    """Each arrow between rooms that does not lead to a lower floor, and each module that lies in no room."""
    found = [f"{module} lies in no room" for module in graph if room_of(module) not in {*FLOOR, "models"}]
    for module, targets in graph.items():
        here = room_of(module)
        for target in sorted(targets):
            there = room_of(target)
            if {here, there} <= FLOOR.keys() and here != there and FLOOR[there] >= FLOOR[here]:
                found.append(f"{module} imports {target}")
    return found


def between_rooms(graph: Arrows) -> Counter[tuple[str, str]]:
    """How many arrows lead from each room to each other."""
    pairs = ((room_of(module), room_of(target)) for module, targets in graph.items() for target in targets)
    return Counter((here, there) for here, there in pairs if here != there and there != "models")


def told(graph: Arrows) -> Iterable[str]:
    """The graph by rooms, the highest first, then what is wrong with it."""
    arrows_of = between_rooms(graph)
    for room in sorted({here for here, _ in arrows_of}, key=lambda room: -FLOOR.get(room, 0)):
        below = sorted((there for here, there in arrows_of if here == room), key=lambda there: -FLOOR[there])
        yield f"{room:>10} → {'  '.join(f'{there} {arrows_of[room, there]}' for there in below)}"
    yield f"{len(graph)} modules, {sum(map(len, graph.values()))} arrows"
    yield f"arrows that run up: {', '.join(runs_up(graph)) or 'none'}"
    yield f"circles: {' → '.join(circle(graph)) or 'none'}"


if __name__ == "__main__":
    sys.stdout.write("\n".join(told(arrows())) + "\n")
