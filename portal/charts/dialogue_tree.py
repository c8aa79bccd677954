"""The tree of a dialogue as a picture: each turn with what can be said at it, and where that leads.

Lengths are those of portal.charts.pathway_layout, which lays it out; letters are of 11 of them.
"""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from markupsafe import Markup

from content.dialogue import in_order
from content.module import Option, Question
from models.ground.words import typographic
from portal.charts.lettering import Word, broken, words_of
from portal.charts.pathway_layout import BREADTH, Box, Needed, drawn
from portal.charts.pathway_picture import (
    CELL_PAD,
    FACE,
    HEAVY_STROKE,
    LEADING,
    PAD,
    SIZE,
    arrow_drawn,
    cells_drawn,
    height_of_cells,
    line_drawn,
    text_line,
)

ASKED, SAID = 120, 60
"""How many letters of a turn, and of what can be said, stand in the picture; the list beside it has all of them."""


class NumberedTurn(NamedTuple):
    """A turn with its number, and for each of its options the number of the turn that it leads to, None at the end."""

    number: int
    turn: Question
    ways: tuple[tuple[Option, int | None], ...]


class _TurnTexts(NamedTuple):
    """The lines of a turn at some breadth, and those of each of its options."""

    lines: list[list[Word]]
    cells: list[list[list[Word]]]


def numbered(turns: Sequence[Question]) -> tuple[NumberedTurn, ...]:
    """Return the turns of a sound tree with their numbers, each after all that lead to it."""
    ordered = in_order(turns)
    numbers = {turn.id: number for number, turn in enumerate(ordered, 1)}
    return tuple(
        NumberedTurn(numbers[turn.id], turn, tuple((option, numbers.get(option.leads_to)) for option in turn.options))
        for turn in ordered
    )


def tree_chart(turns: Sequence[Question], language: str, sentence: str) -> Markup:
    """Draw a sound tree; the sentence says that there is a list beside it, which has all of its words."""
    tree = numbered(turns)
    texts = cache(lambda place, breadth: _texts(tree[place], language, breadth))

    def height_at(place: int, breadth: float) -> float:
        said = texts(place, breadth)
        return 2 * PAD + LEADING * len(said.lines) + height_of_cells(said.cells)

    ways = [tuple(goal and goal - 1 for _, goal in one.ways) for one in tree]
    needed = [Needed(goals, max(1.0, len(goals) * 0.5), BREADTH) for goals in ways]
    boxes, lines, height = drawn(needed, height_at, 1.0)
    arrows = sorted({line[-1] for line in lines if any(box.is_entered_at(line[-1]) for box in boxes)})
    parts = [*map(line_drawn, lines), *map(arrow_drawn, arrows)]
    parts += [_turn(tree[box.place], texts(box.place, box.breadth), box) for box in boxes]
    return Markup(
        '<svg viewBox="-1 0 {:g} {:.1f}" role="img" aria-labelledby="tree-{name}" font-family="{}" font-size="{:g}" '
        'fill="currentColor" stroke-linejoin="round" stroke-linecap="round"><desc id="tree-{name}">{}</desc>{}</svg>'
    ).format(BREADTH + 2, height + 4, FACE, SIZE, sentence, Markup("").join(parts), name=turns[0].dialogue)


def _texts(one: NumberedTurn, language: str, breadth: float) -> _TurnTexts:
    asked = [Word(f"{one.number}.", True), *words_of(typographic(_short(one.turn.stem, ASKED), language))]
    each = breadth / len(one.ways) - 2 * CELL_PAD
    cells = []
    for option, goal in one.ways:
        sign = [Word("✓", True)] if option.right else []
        leads = [Word(f"→\u00a0{goal}", True)] if goal else []
        said = words_of(typographic(_short(option.text, SAID), language))
        cells.append(broken([*sign, *said, *leads], SIZE, each))
    return _TurnTexts(broken(asked, SIZE, breadth - 2 * PAD), cells)


def _short(text: str, most: int) -> str:
    """Return the first words of a text, in as many letters at most."""
    text = " ".join(text.replace("*", "").split())
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0]}…"


def _turn(one: NumberedTurn, texts: _TurnTexts, box: Box) -> Markup:
    lines = [
        text_line(line, box.left + PAD, box.top + PAD + SIZE - 1 + LEADING * number)
        for number, line in enumerate(texts.lines)
    ]
    return Markup(
        '<g data-turn="{}"><rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="6" {}/>{}{}</g>'
    ).format(
        one.turn.id,
        box.left,
        box.top,
        box.breadth,
        box.height,
        HEAVY_STROKE,
        Markup("").join(lines),
        cells_drawn(texts.cells, [goal for _, goal in one.ways], box),
    )
