"""Lines that are put in order: the place of each, and the arrows that move one where no script does."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from werkzeug.datastructures import MultiDict

from content.marking import AskAgain, Incomplete, Response
from content.module import Question


class LineMoved(AskAgain):
    """A line was moved by its arrow: nothing is answered yet. Its arguments are its text, and a LinesMoved."""


class LinesMoved(NamedTuple):
    """Lines after one of them was moved: their numbers, in the order in which they were first shown, and its place."""

    lines: Sequence[int]
    place: int

    @property
    def fields(self) -> dict[str, str]:
        """The fields of a form in which they stand so."""
        return {f"place-{line}": str(place) for place, line in enumerate(self.lines, 1)}


class LineToPlace(NamedTuple):
    """A line as it stands on the page: its number in the order first shown, its key, the place chosen for it."""

    number: int
    key: str
    place: str


def read_order(form: MultiDict[str, str], order: Sequence[str]) -> Response:
    """Return the lines in the places that were chosen for them; raises Incomplete."""
    at = {form.get(f"place-{line}"): key for line, key in enumerate(order, 1)}
    places = [str(place) for place in range(1, len(order) + 1)]
    if at.keys() != set(places):
        raise Incomplete
    return tuple(at[place] for place in places)


def move(form: MultiDict[str, str], question: Question, order: Sequence[str]) -> None:
    """Move the line that an arrow names one place, if there is one; raises LineMoved, and Incomplete for no arrow."""
    direction, _, named = form["move"].partition("-")
    lines = _standing(form, len(order))
    if direction not in {"up", "down"} or named not in map(str, lines):
        raise Incomplete
    line = int(named)
    at = lines.index(line)
    lines.insert(max(0, at + (-1 if direction == "up" else 1)), lines.pop(at))
    text = next(option.text for option in question.options if option.key == order[line - 1])
    raise LineMoved(text, LinesMoved(lines, 1 + lines.index(line)))


def lines_to_place(order: Sequence[str], fields: Mapping[str, str]) -> list[LineToPlace]:
    """Return the lines as they stand on the page: as first shown, or in the places that the fields of a form give."""
    lines = _standing(fields, len(order))
    return [LineToPlace(line, order[line - 1], fields.get(f"place-{line}", "")) for line in lines]


def _standing(fields: Mapping[str, str], many: int) -> list[int]:
    """Return the numbers of the lines in their places; as first shown unless each has a place of its own."""
    shown = range(1, many + 1)
    chosen = {line: fields.get(f"place-{line}", "") for line in shown}
    if set(chosen.values()) != set(map(str, shown)):
        return list(shown)
    return sorted(shown, key=lambda line: int(chosen[line]))
