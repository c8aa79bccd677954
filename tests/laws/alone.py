"""`python -m tests.laws.alone [ROOT]`: imports every module of the house alone, first, and tells which cannot be.

One process loads the libraries from outside, then forks for each module: four hundred fresh interpreters would take
minutes. It goes floor by floor from the ground up, and loads a floor when all of it has been tried: what lies below a
module cannot import it (see graph.py), so whether that is loaded already changes nothing but the time.
"""

import ast
import gc
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from tests.laws.graph import FLOOR, HOUSE, ROOT, imported, modules, room_of

AT_ONCE = 2


def outside(root: Path) -> set[str]:
    """The modules from outside that the house imports as soon as it is imported itself."""
    trees = (ast.parse(file.read_text()) for file in modules(root).values())
    first = (node for tree in trees for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom))
    names = {name for node in first for name in imported(ast.unparse(node))}
    return {name for name in names if name.partition(".")[0] not in HOUSE}


def load(names: set[str]) -> None:
    for name in sorted(names):
        with suppress(ImportError):  # `from x import y`, where y is no module
            import_module(name)
    gc.collect()
    gc.freeze()  # what is there to stay is not copied into each child by whoever looks for garbage


def begin(module: str) -> int:
    """A child that imports a module and nothing else of the house; returns its process id."""
    if child := os.fork():
        return child
    try:
        import_module(module)
    except BaseException as error:
        sys.stderr.write(f"{module}: {type(error).__name__}: {error}\n")
        os._exit(1)
    os._exit(0)


def failing(names: list[str]) -> Iterator[str]:
    """The modules that cannot be imported alone, as their children end."""
    running: dict[int, str] = {}
    waiting = list(names)
    while waiting or running:
        while waiting and len(running) < AT_ONCE:
            module = waiting.pop()
            running[begin(module)] = module
        child, status = os.wait()
        if (module := running.pop(child, "")) and status:
            yield module


def by_floor(names: Iterable[str]) -> Iterator[list[str]]:
    """Modules floor by floor, the lowest first; what lies in no room comes last."""
    floor = {name: FLOOR.get(room_of(name), len(FLOOR)) for name in names}
    for number in sorted(set(floor.values())):
        yield sorted(name for name in floor if floor[name] == number)


def main(root: Path) -> int:
    sys.path.insert(0, str(root))
    load(outside(root))
    house, status = modules(root), 0
    for floor in by_floor(house):
        packages = [name for name in floor if house[name].name == "__init__.py"]
        for names in (packages, floor):
            # A package runs before whatever lies in it: what it has loaded itself can come in no other way.
            status |= bool(list(failing([name for name in names if name not in sys.modules])))
            load({name for name in names if not name.endswith("__main__")})
    return status


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT))
