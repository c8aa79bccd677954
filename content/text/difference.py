"""The difference between two texts, line by line, as somebody reads it."""

from collections.abc import Iterator, Sequence
from difflib import Match, SequenceMatcher
from enum import StrEnum
from itertools import accumulate
from typing import NamedTuple

from content.strings.late_patterns import LatePattern

_WORDS = LatePattern(r"\s+|[^\s]+")
CONTEXT = 2
"""Unchanged lines that are shown around what has changed."""
ALIKE = 0.5
"""Share of two lines that must be the same for one to be shown as a change of the other."""


PATIENCE = 4_000_000
"""Pairs of equal pieces that are looked at for one difference: half a second, a hundred times what a draft takes."""


class DifferenceMark(StrEnum):
    """The mark on a piece of text: kept, added or taken away."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    SKIPPED = "skipped"


class DifferenceLine(NamedTuple):
    """One line of a difference: its number before and now, where it has one, and its marked pieces."""

    mark: DifferenceMark
    pieces: tuple[tuple[DifferenceMark, str], ...]
    before: int | None = None
    now: int | None = None


def difference(before: str, now: str) -> list[DifferenceLine]:
    """Return two texts line by line, changed lines word by word; lines far from a change become one skipped line.

    Where two texts are too long and too different to be compared so, what differs is removed and added as a whole.
    """
    old, new, patience = before.split("\n"), now.split("\n"), Patience(PATIENCE)
    lines: list[DifferenceLine] = []
    for same, a, b, c, d in _blocks(old, new, patience):
        if same:
            lines += [
                DifferenceLine(DifferenceMark.SAME, ((DifferenceMark.SAME, old[a + k]),), a + k + 1, c + k + 1)
                for k in range(b - a)
            ]
        else:
            lines += _changed(old[a:b], new[c:d], a, c, patience)
    return list(_near(lines))


def side_by_side(lines: Sequence[DifferenceLine]) -> list[tuple[DifferenceLine | None, DifferenceLine | None]]:
    """Return the lines of a difference in rows: as they were and as they are; None where one side has no such line."""
    rows: list[tuple[DifferenceLine | None, DifferenceLine | None]] = []
    for line in lines:
        match line.mark:
            case DifferenceMark.REMOVED:
                rows.append((line, None))
            case DifferenceMark.ADDED if rows and rows[-1][1] is None:
                rows[-1] = (rows[-1][0], line)
            case DifferenceMark.ADDED:
                rows.append((None, line))
            case _:
                rows.append((line, line))
    return rows


class Patience:
    """The steps that are left for one difference: `difflib` takes the square, or more, of what it compares."""

    def __init__(self, steps: int) -> None:
        self.steps = steps

    def spend(self, steps: int) -> None:
        """Take steps; raises OutOfPatience, and leaves none, where there are not as many."""
        self.steps = max(self.steps - steps, 0)
        if not self.steps:
            raise OutOfPatience


class OutOfPatience(Exception):
    """Two texts are too long and too different to be compared piece by piece."""


class _Matcher(SequenceMatcher[str]):
    """A matcher that counts its steps: for each piece of one text, the places where the other has it too."""

    def __init__(self, old: Sequence[str], new: Sequence[str], patience: Patience) -> None:
        super().__init__(None, old, new, autojunk=False)
        # typeshed leaves out b2j, which difflib documents: https://docs.python.org/3/library/difflib.html
        places: dict[str, list[int]] = self.b2j  # type: ignore[attr-defined]
        self._steps = [0, *accumulate(1 + len(places.get(piece, ())) for piece in old)]
        self._patience = patience

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        """Return the longest block, as difflib does; raises OutOfPatience."""
        self._patience.spend(self._steps[-1 if ahi is None else ahi] - self._steps[alo])
        return super().find_longest_match(alo, ahi, blo, bhi)


def _blocks(old: Sequence[str], new: Sequence[str], patience: Patience) -> list[tuple[bool, int, int, int, int]]:
    """Return what is the same and what is not, in order; what both begin and end with is seen at once."""
    first = _alike_from(old, new)
    last = _alike_from(old[first:][::-1], new[first:][::-1])
    a, c = len(old) - last, len(new) - last
    try:
        matched = _Matcher(old[first:a], new[first:c], patience).get_opcodes()
    except OutOfPatience:
        matched = [("replace", 0, a - first, 0, c - first)]
    within = [(tag == "equal", *(place + first for place in places)) for tag, *places in matched]
    ends = (True, 0, first, 0, first), (True, a, len(old), c, len(new))
    return [ends[0], *within, ends[1]]  # type: ignore[list-item]


def _alike_from(old: Sequence[str], new: Sequence[str]) -> int:
    return next(
        (place for place, (left, right) in enumerate(zip(old, new, strict=False)) if left != right),
        min(len(old), len(new)),
    )


def _changed(old: Sequence[str], new: Sequence[str], a: int, c: int, patience: Patience) -> Iterator[DifferenceLine]:
    for k in range(max(len(old), len(new))):
        left, right = (side[k] if k < len(side) else None for side in (old, new))
        if left is not None and right is not None and _are_alike(left, right, patience):
            pieces = tuple(_words(left, right, patience))
            yield DifferenceLine(
                DifferenceMark.REMOVED,
                tuple(piece for piece in pieces if piece[0] is not DifferenceMark.ADDED),
                a + k + 1,
                None,
            )
            yield DifferenceLine(
                DifferenceMark.ADDED,
                tuple(piece for piece in pieces if piece[0] is not DifferenceMark.REMOVED),
                None,
                c + k + 1,
            )
            continue
        if left is not None:
            yield DifferenceLine(DifferenceMark.REMOVED, ((DifferenceMark.REMOVED, left),), a + k + 1, None)
        if right is not None:
            yield DifferenceLine(DifferenceMark.ADDED, ((DifferenceMark.ADDED, right),), None, c + k + 1)


def _are_alike(left: str, right: str, patience: Patience) -> bool:
    matcher = _Matcher(left, right, patience)
    try:
        return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE
    except OutOfPatience:
        return False


def _words(left: str, right: str, patience: Patience) -> Iterator[tuple[DifferenceMark, str]]:
    old, new = _WORDS.findall(left), _WORDS.findall(right)
    for same, a, b, c, d in _blocks(old, new, patience):
        if same and a < b:
            yield DifferenceMark.SAME, "".join(old[a:b])
            continue
        if a < b:
            yield DifferenceMark.REMOVED, "".join(old[a:b])
        if c < d:
            yield DifferenceMark.ADDED, "".join(new[c:d])


def _near(lines: Sequence[DifferenceLine]) -> Iterator[DifferenceLine]:
    changed = [place for place, line in enumerate(lines) if line.mark is not DifferenceMark.SAME]
    near = {place + by for place in changed for by in range(-CONTEXT, CONTEXT + 1)}
    skipping = False
    for place, line in enumerate(lines):
        if place in near:
            yield line
        elif not skipping:
            yield DifferenceLine(DifferenceMark.SKIPPED, ())
        skipping = place not in near
