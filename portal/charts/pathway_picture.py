"""A pathway as a picture: what is behind as a ribbon, then the places, from top to bottom, in black on white.

It is whole without our stylesheet, so that it can be saved and printed alone. Printed at its own size, A4 less margins
of 10 mm, its letters are of 11 points. Where things stand is in portal.charts.pathway_layout; why it looks so in
docs/decisions/0033.
"""

from collections.abc import Callable, Sequence
from functools import cache
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

from content.pathway.pathway import WORDS, Decision, Pathway, PathwayStep, PathwayWords, Place
from content.pathway.pathway_text import day_text, in_one_sentence, stretch_text
from models.ground.words import typographic
from portal.charts.lettering import Word, broken, line_breadth, words_of
from portal.charts.pathway_layout import BREADTH, CIRCLE, LOZENGE, SYMBOLS, Box, Drawn, Needed, Point, drawn

SIZE, LEADING = 11.0, 13.5
"""Of letters, and from one line to the next."""
PAD, GUTTER, CELL_PAD = 5.0, 26.0, 4.0
"""Inside a box; for its number, at its left; around the words of a way."""
DISC, SYMBOL = 9.0, 18.0
"""Radius of a number's disc; side of a symbol."""
BROAD, WIDEST_STEP = 240.0, 350.0
"""From where on a symbol stands at the right end of a step, and not under its number; how broad a step may be."""
HAND, PENCIL = 19.0, 15.0
"""Height of a line to write on by hand; breadth of the pencil that stands before it, or before what was typed."""
CORNER, BEND = 9.0, 5.0
"""What is cut off the corners of a decision; of the bends of a line."""
CHIP, NOTCH = 22.0, 7.0
"""Height of a piece of the ribbon, and of its point."""
ROOM = 584.0
"""What one A4 leaves to the picture beside its head, its foot and a code of 50 mm."""
BAR, ABOVE_BAR = 24.0, 14.0
"""Height of the day to meet again, and what is left above it, and below the ribbon."""
STROKE = Markup('fill="none" stroke="currentColor" stroke-width="1"')
HEAVY_STROKE = Markup('fill="none" stroke="currentColor" stroke-width="1.8"')
WAYS = Markup('class="sheet-ways" ')
FACE = "'Atkinson Hyperlegible Next', Verdana, sans-serif"


class _Texts(NamedTuple):
    """The lines of one place at some breadth: those beside its number, those of each of its ways."""

    lines: list[list[Word]]
    own: list[list[Word]]
    """In the person's language; where nothing was typed the person writes it by hand."""
    cells: list[list[list[Word]]]


_TextsOf = Callable[[int, float], _Texts]
"""The lines of a place at some breadth, each broken once for one picture."""


class _Layout(NamedTuple):
    """A whole picture: with lines to write on or without, where places and lines stand, the ribbon, how high it is."""

    by_hand: bool
    picture: Drawn
    ribbon: Markup
    height: float


def pathway_chart(pathway: Pathway) -> Markup:
    """Draw a pathway; its one sentence says all that stands on it."""
    texts = _texts_of(pathway)
    by_hand, (boxes, lines, foot), ribbon, height = _layout(pathway, texts)
    arrows = sorted({line[-1] for line in lines if any(box.is_entered_at(line[-1]) for box in boxes)})
    places = [_place(pathway.places[box.place], texts(box.place, box.breadth), box, by_hand) for box in boxes]
    parts = [ribbon, *map(line_drawn, lines), *map(arrow_drawn, arrows), *places]
    parts.append(_review(pathway, foot, by_hand))
    return Markup(
        '<svg class="sheet" viewBox="-1 0 {:g} {:.1f}" role="img" aria-labelledby="sheet-sentence" font-family="{}" '
        'font-size="{:g}" fill="currentColor" stroke-linejoin="round" stroke-linecap="round">'
        '<desc id="sheet-sentence">{}</desc>{}</svg>'
    ).format(
        BREADTH + 2, height, FACE, SIZE, typographic(in_one_sentence(pathway), pathway.language), Markup("").join(parts)
    )


def height_of(pathway: Pathway) -> float:
    """Return how high the picture is, in points when it is printed at its own size."""
    return _layout(pathway, _texts_of(pathway)).height


def _layout(pathway: Pathway, texts: _TextsOf) -> _Layout:
    """Lay out a pathway; where a page has no room for it with lines to write on, without."""
    with_lines = _laid_out(pathway, texts, True)
    return with_lines if with_lines.height <= ROOM else _laid_out(pathway, texts, False)


def _laid_out(pathway: Pathway, texts: _TextsOf, by_hand: bool) -> _Layout:
    def height_at(number: int, breadth: float) -> float:
        place, said = pathway.places[number], texts(number, breadth)
        words, mark = 2 * PAD + LEADING * len(said.lines), 2 * PAD + 2 * DISC
        if not isinstance(place, Decision):
            words += LEADING * len(said.own) or (HAND if by_hand else 0.0)
            mark += 3 + SYMBOL if place.symbol and breadth < BROAD else 0.0
        return max(words, mark) + height_of_cells(said.cells)

    ribbon, top = _ribbon(pathway)
    needed = []
    for place in pathway.places:
        if isinstance(place, Decision):
            ways = tuple(way.goal for way in place.continuations)
            needed.append(Needed(ways, max(1.0, len(ways) * 0.5), BREADTH))
        else:
            needed.append(Needed((place.goal,), 1.0, WIDEST_STEP))
    picture = drawn(needed, height_at, top)
    return _Layout(by_hand, picture, ribbon, picture.height + (BAR + ABOVE_BAR if pathway.review else 2.0))


# --------------------------------------------------------------------------------------------------- what a place needs


def height_of_cells(cells: Sequence[list[list[Word]]]) -> float:
    """Return how high the foot of a box is that holds the words of its ways out."""
    return max(map(len, cells)) * LEADING + 2 * CELL_PAD if cells else 0.0


def _texts_of(pathway: Pathway) -> _TextsOf:
    # What is remembered goes with the picture: a person's words stay nowhere.
    return cache(lambda place, breadth: _texts(pathway.places[place], WORDS[pathway.language], breadth))


def _texts(place: Place, words: PathwayWords, breadth: float) -> _Texts:
    within = breadth - GUTTER - 2 * PAD
    if isinstance(place, PathwayStep):
        within -= SYMBOL + 4 if place.symbol and breadth >= BROAD else 0.0
        day = [Word(f"·\u00a0{day_text(place.day)}", True)] if place.day else []
        act = [*words_of(f"{place.who}{words.colon.rstrip()}", True), *words_of(place.act), *day]
        own = broken(words_of(place.own_words), SIZE, within - PENCIL) if place.own_words else []
        return _Texts(broken(act, SIZE, within), own, [])
    by = f"{words.by.lower()} {day_text(place.by)}" if place.by else ""
    asked = [*words_of(place.question, True), *words_of(" ".join(f"· {said}" for said in (place.who, by) if said))]
    each = breadth / max(1, len(place.continuations)) - 2 * CELL_PAD
    said = [
        [*words_of(way.words), *words_of(f"·\u00a0{words.end}" if way.goal is None else f"→\u00a0{way.goal + 1}", True)]
        for way in place.continuations
    ]
    return _Texts(broken(asked, SIZE, within), [], [broken(way, SIZE, each) for way in said])


# -------------------------------------------------------------------------------------------------------------- drawing


def _place(place: Place, texts: _Texts, box: Box, by_hand: bool) -> Markup:
    x, y = box.left + PAD + GUTTER, box.top + PAD + SIZE - 1
    words = [text_line(line, x, y + LEADING * number) for number, line in enumerate(texts.lines)]
    middle = (box.left + PAD + DISC + 1, box.top + PAD + DISC + 1)
    if isinstance(place, Decision):
        # Its corners are cut.
        across, down = box.breadth - 2 * CORNER, box.height - 2 * CORNER
        outline = Markup(
            '<path class="sheet-decision" '
            'd="M{:.1f},{:.1f}h{:.1f}l{c},{c}v{:.1f}l-{c},{c}h-{:.1f}l-{c},-{c}v-{:.1f}z" {}/>'
        )
        return Markup('<g data-place="{}">{}{}{}{}</g>').format(
            box.place + 1,
            outline.format(box.left + CORNER, box.top, across, down, across, down, HEAVY_STROKE, c=CORNER),
            number_drawn(LOZENGE, middle, box.place),
            Markup("").join(words),
            cells_drawn(texts.cells, [way.goal for way in place.continuations], box, WAYS),
        )
    symbol = Markup()
    if place.symbol:
        broad = box.breadth >= BROAD
        right, down = (box.breadth - PAD - SYMBOL, PAD + 1) if broad else (PAD + 1, PAD + 2 * DISC + 3)
        symbol = Markup('<path d="{}" transform="translate({:.1f},{:.1f})" {}/>').format(
            SYMBOLS[place.symbol], box.left + right, box.top + down, STROKE
        )
    return Markup('<g data-place="{}">{}{}{}{}{}{}</g>').format(
        box.place + 1,
        Markup('<rect class="sheet-step" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="4" {}/>').format(
            box.left, box.top, box.breadth, box.height, STROKE
        ),
        number_drawn(CIRCLE, middle, box.place),
        symbol,
        Markup("").join(words),
        _own_words(texts, box) if texts.own or by_hand else "",
        stop_drawn((box.left + box.breadth / 2, box.top + box.height)) if place.goal is None else "",
    )


def text_line(line: Sequence[Word], x: float, y: float, anchor: str = "start") -> Markup:
    """Draw words on a line."""
    runs = [(bold, " ".join(word.text for word in run)) for bold, run in groupby(line, lambda word: word.bold)]
    spans = Markup(" ").join(
        Markup('<tspan font-weight="700">{}</tspan>').format(run) if bold else Markup("{}").format(run)
        for bold, run in runs
    )
    return Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(x, y, anchor, spans)


def number_drawn(shape: str, middle: Point, place: int) -> Markup:
    """Draw the number of a place, from 0, in its shape."""
    return Markup(
        '<path d="{}" transform="translate({:.1f},{:.1f})" {}/><text x="{:.1f}" y="{:.1f}" text-anchor="middle" '
        'font-weight="700">{}</text>'
    ).format(shape, *middle, STROKE, middle[0], middle[1] + 4, place + 1)


def _own_words(texts: _Texts, box: Box) -> Markup:
    """Draw a pencil, and behind it what is said in the person's language or the line to write it on."""
    x, y = box.left + PAD + GUTTER, box.top + PAD + SIZE - 1 + LEADING * len(texts.lines)
    if texts.own:
        lines = [text_line(line, x + PENCIL, y + LEADING * number) for number, line in enumerate(texts.own)]
        return _pencil(x, y) + Markup("").join(lines)
    y += HAND - LEADING
    return _pencil(x, y) + Markup(
        '<path class="sheet-hand" d="M{:.1f},{:.1f}H{:.1f}" stroke-dasharray="0 3" {}/>'
    ).format(x + PENCIL, y + 1, box.left + box.breadth - PAD - 3, STROKE)


def _pencil(x: float, y: float) -> Markup:
    return Markup(
        '<path d="M.5,.5l.8-3.2L8,-9.4l2.4,2.4L3.7-.3zM6.6-8l2.4,2.4" transform="translate({:.1f},{:.1f})" {}/>'
    ).format(x, y, STROKE)


def cells_drawn(cells: Sequence[list[list[Word]]], goals: Sequence[int | None], box: Box, look: str = "") -> Markup:
    """Draw the words of the ways out of a box, side by side at its foot, with a bar where one leads nowhere.

    `look` stands before the line above them, as its attribute.
    """
    foot = box.top + box.height
    top = foot - height_of_cells(cells)
    parts = [Markup('<path {}d="M{:.1f},{:.1f}h{:.1f}" {}/>').format(look, box.left, top, box.breadth, STROKE)]
    for number, (goal, cell) in enumerate(zip(goals, cells, strict=True)):
        x = box.out(number, len(cells))
        if number:
            edge = box.left + box.breadth * number / len(cells)
            parts.append(Markup('<path d="M{:.1f},{:.1f}V{:.1f}" {}/>').format(edge, top, foot, STROKE))
        heights = (top + CELL_PAD + SIZE - 0.5 + LEADING * line for line in range(len(cell)))
        parts += [text_line(line, x, y, "middle") for line, y in zip(cell, heights, strict=True)]
        parts.append(stop_drawn((x, foot)) if goal is None else Markup())
    return Markup("").join(parts)


def stop_drawn(at: Point) -> Markup:
    """Draw a bar where a way ends."""
    return Markup(
        '<path class="sheet-stop" d="M{:.1f},{:.1f}h20" stroke="currentColor" stroke-width="4" stroke-linecap="butt"/>'
    ).format(at[0] - 10, at[1] + 2)


def line_drawn(line: Sequence[Point]) -> Markup:
    """Draw a line with soft bends, and an arrow at its end unless it only passes a row."""
    bends = ""
    for before, corner, after in zip(line, line[1:], line[2:], strict=False):
        start, turned = _towards(corner, before), _towards(corner, after)
        bends += "L{:.1f},{:.1f}Q{:.1f},{:.1f} {:.1f},{:.1f}".format(*start, *corner, *turned)
    (x, y), (end, foot) = line[0], line[-1]
    return Markup('<path class="sheet-line" d="M{:.1f},{:.1f}{}L{:.1f},{:.1f}" {}/>').format(
        x, y, Markup(bends), end, foot, HEAVY_STROKE
    )


def arrow_drawn(tip: Point) -> Markup:
    return Markup('<path class="sheet-arrow" d="M{:.1f},{:.1f}l-4.5,-8h9z"/>').format(*tip)


def _towards(corner: Point, other: Point) -> Point:
    across, down = other[0] - corner[0], other[1] - corner[1]
    far = max(abs(across), abs(down), 0.01)
    share = min(BEND, far / 2) / far
    return corner[0] + across * share, corner[1] + down * share


# --------------------------------------------------------------------------------------------- what is behind, and then


def _ribbon(pathway: Pathway) -> tuple[Markup, float]:
    """Draw what is behind, as pieces that follow each other; return it with the height it takes."""
    if not pathway.behind:
        return Markup(), 2.0
    label = words_of(WORDS[pathway.language].behind, True)
    x, y = line_breadth(label, SIZE) + 10, 1.0
    parts = [text_line(label, 0, y + CHIP / 2 + 4)]
    chip = Markup('<path class="sheet-behind" d="M{:.1f},{:.1f}h{:.1f}l{n},{h}l-{n},{h}h-{:.1f}l{n},-{h}z" {}/>')
    for stretch in pathway.behind:
        years, _, said = stretch_text(stretch).partition(" ")
        for line in broken([*words_of(years, True), *words_of(said)], SIZE, BREADTH - 2 * NOTCH - 12):
            broad = line_breadth(line, SIZE) + 2 * NOTCH + 8
            if x + broad > BREADTH:
                x, y = 0.0, y + CHIP + 4
            parts.append(chip.format(x, y, broad - NOTCH, broad - NOTCH, STROKE, n=NOTCH, h=CHIP / 2))
            parts.append(text_line(line, x + NOTCH + 4, y + CHIP / 2 + 4))
            x += broad - NOTCH + 3
    return Markup("").join(parts), y + CHIP + ABOVE_BAR


def _review(pathway: Pathway, foot: float, by_hand: bool) -> Markup:
    if not pathway.review:
        return Markup()
    said = words_of(f"{WORDS[pathway.language].review} {day_text(pathway.review)}", True)
    broad = line_breadth(said, SIZE) + 40
    left, top = (BREADTH - broad) / 2, foot + ABOVE_BAR - 1
    return _legend(pathway, top + BAR / 2 + 4, by_hand) + Markup(
        '<rect class="sheet-review" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:g}" rx="{:g}" {}/>{}'
    ).format(left, top, broad, BAR, BAR / 2, HEAVY_STROKE, text_line(said, BREADTH / 2, top + BAR / 2 + 4, "middle"))


def _legend(pathway: Pathway, y: float, by_hand: bool) -> Markup:
    """Say once what a lozenge and a pencil stand for, where there are any."""
    words, steps = WORDS[pathway.language], [place for place in pathway.places if isinstance(place, PathwayStep)]
    lozenge = Markup('<path d="{}" transform="translate(6,{:.1f}) scale(.5)" {}/>').format(LOZENGE, y - 4, HEAVY_STROKE)
    parts = [lozenge + text_line(words_of(words.decide), PENCIL, y)] if len(steps) < len(pathway.places) else []
    if any(by_hand or step.own_words for step in steps):
        said = words_of(words.own)
        x = BREADTH - PENCIL - line_breadth(said, SIZE)
        parts.append(_pencil(x, y) + text_line(said, x + PENCIL, y))
    return Markup("").join(parts)
