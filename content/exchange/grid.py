"""Tables of HTML as those of Markdown (https://github.github.com/gfm/#tables-extension-), and as words on one line."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from lxml.etree import _Element

Grid = list[list[str]]
"""Rows of cells, each on one line, all rows as long; the first is the head."""

_CELLS = frozenset({"td", "th"})
_SEPARATOR = re.compile(r"\|(?: --- \|)+")


def grid_of(table: "Element | _Element", told: "Callable[[Element | _Element], str]") -> Grid | None:
    """Return the cells of a table, each as `told` says it; None where no more than lines or columns stand there.

    None too for one that holds another, for a table of Markdown holds words.
    """
    rows = [[told(cell) for cell in row if cell.tag in _CELLS] for row in table.iter("tr")]
    rows = [row for row in rows if any(row)]
    width = max(map(len, rows), default=0)
    nested = any(each is not table for each in table.iter("table"))
    if nested or width < 2 or len(rows) < 2:
        return None
    return [[*row, *[""] * (width - len(row))] for row in rows]


def has_merged(table: "Element | _Element") -> bool:
    """Return whether cells of a table reach over more than their own place."""
    return any((each.get(name) or "1") != "1" for each in table.iter() for name in ("colspan", "rowspan"))


def lines_of(grid: Grid) -> list[str]:
    """Return a table as the lines of Markdown."""
    head, *rows = ("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in grid)
    return [head, "|" + " --- |" * len(grid[0]), *rows]


def in_words(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines for where only one may stand: those of a table of ours as their words alone."""
    lines = list(lines)
    tables = any(_SEPARATOR.fullmatch(line) for line in lines)
    for line in lines:
        if not (tables and line.startswith("| ") and line.endswith(" |")):
            yield line
        elif not _SEPARATOR.fullmatch(line):
            yield " · ".join(filter(None, map(str.strip, re.split(r"(?<!\\)\|", line)))).replace("\\|", "|")
