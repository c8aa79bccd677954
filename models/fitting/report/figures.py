"""Charts of numbers as SVG; places are shares of the picture: it may take any width while words keep their size.

Looks are in report.css. A share of 0 lies at the foot of a plot, 1 at its head.
"""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from models.estimates import Pair
from models.fitting.report.cells import Bin, Cell
from models.fitting.report.findings import Flag, ParameterMove, QuestionFit, Sure
from models.fitting.report.numbers_in_french import count
from models.ground.words import NARROW, french

DISC = "M-4,0a4,4 0 1 0 8,0a4,4 0 1 0-8,0Z"
SHAPES = {
    "observed": DISC,
    "unknowing": DISC,
    "before": DISC,
    "plain": "M-2.5,0a2.5,2.5 0 1 0 5,0a2.5,2.5 0 1 0-5,0Z",
    "foreseen": "M0-5.5L5.5,0L0,5.5L-5.5,0Z",
    Flag.KEY: "M-5-5L5,5M5-5L-5,5",
    Flag.HARD: "M0,5.5L-6-5H6Z",
    Flag.EASY: "M0-5.5L-6,5H6Z",
}
ASIDE = {"up": Markup('dx="-8" dy=".32em"'), "across": Markup('dy="1.5em"')}
"""How far beside its place a label stands."""
LINES = {"reach": "M0-8V8", "foreseen": "M-8,0H8", "ideal": "M-8,6L8-6"}
QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)
ENDS = (0.0, 0.5, 1.0)


def calibration(bins: Sequence[Bin], sentence: str) -> Markup:
    """Draw observed shares by what was announced; on the diagonal they are the same."""
    drawn = (_observed(one.cell.foreseen, one.cell) for one in bins)
    return _plot("", sentence, _grid(QUARTERS), _steps(QUARTERS), _line("ideal", (0, 0), (1, 1)), *drawn)


def histogram(bins: Sequence[Bin], sentence: str) -> Markup:
    """Draw how often each probability was announced."""
    most = max(one.cell.answers for one in bins)
    bars = (
        Markup('<rect class="bar" x="{}" y="{}" width="{}" height="{}"/>').format(
            _at(one.low + 0.004),
            _at(1 - one.cell.answers / most),
            _at(one.high - one.low - 0.008),
            _at(one.cell.answers / most),
        )
        for one in bins
    )
    top = _label("up", "0%", "0%", count(most))
    return _plot("low", sentence, _line("grid", (0, 0), (1, 0)), top, *bars)


def curve(cells: Sequence[Cell], longest: int, sentence: str) -> Markup:
    """Draw what was observed at each answer, and the line of what was foreseen."""
    across = [(turn + 0.5) / longest for turn in range(longest)]
    here = list(zip(across, cells, strict=False))
    numbered = {1, len(cells), *range(5, len(cells) - 1, 5)}
    turns = (_label("across", _at(x), "100%", turn) for turn, (x, _) in enumerate(here, 1) if turn in numbered)
    line = (
        _line("foreseen", (x, one.foreseen), (y, two.foreseen))
        for (x, one), (y, two) in zip(here, here[1:], strict=False)
    )
    ticks = (_mark("foreseen", x, cell.foreseen) for x, cell in here)
    return _plot("small", sentence, _grid(ENDS), *turns, *line, *ticks, *(_observed(x, cell) for x, cell in here))


def scatter(seen: Sequence[QuestionFit], sentence: str) -> Markup:
    """Draw each question's share against what was expected; those that look wrong have other shapes, on top."""
    last_flagged = sorted(seen, key=lambda one: one.flag is not None)
    marks = (_mark(one.flag or "plain", one.cell.foreseen, one.cell.share) for one in last_flagged)
    return _plot("", sentence, _grid(QUARTERS), _steps(QUARTERS), _line("ideal", (0, 0), (1, 1)), *marks)


def sure(value: Sure) -> Markup:
    """Draw a probability and its interval, horizontally."""
    return _scale(_reach(value.interval), _mark("observed", value.value, 0.5))


def expected(cell: Cell) -> Markup:
    """Draw an observed share, its interval, and what was expected."""
    return _scale(_reach(cell.interval), _mark("observed", cell.share, 0.5), _mark("foreseen", cell.foreseen, 0.5))


def sides(seen: QuestionFit) -> Markup:
    """Draw the shares of those believed to know, and not to know."""
    known, unknown = (side.share for side in (seen.knowing, seen.unknowing) if side)
    return _scale(_reach((known, unknown)), _mark("unknowing", unknown, 0.5), _mark("observed", known, 0.5))


def moved(move: ParameterMove) -> Markup:
    """Draw a parameter before and now."""
    way = _reach((move.before, move.now.value))
    return _scale(way, _mark("before", move.before, 0.5), _mark("observed", move.now.value, 0.5))


def sign(mark: str, line: str = "") -> Markup:
    """Draw a mark, or a line, or both, for keys and tables; the word for it stands beside."""
    drawn = [Markup('<path class="{}" d="{}"/>').format(line, LINES[line])] if line else []
    drawn += [Markup('<path class="mark {}" d="{}"/>').format(mark, SHAPES[mark])] if mark else []
    return Markup('<svg class="sign" viewBox="-8 -8 16 16" aria-hidden="true">{}</svg>').format(_joined(drawn))


# ---------------------------------------------------------------------------------------------------------- their parts


def _plot(kind: str, sentence: str, *parts: Markup) -> Markup:
    return Markup('<svg class="plot {}" role="img" aria-label="{}">{}</svg>').format(
        kind, french(sentence), _joined(parts)
    )


def _scale(*parts: Markup) -> Markup:
    """Draw one line of a table, whose numbers stand beside it."""
    ends = (_line("grid", (x, 0.2), (x, 0.8)) for x in ENDS)
    ground = _line("grid", (0, 0.5), (1, 0.5))
    return Markup('<svg class="scale" aria-hidden="true">{}</svg>').format(_joined((*ends, ground, *parts)))


def _grid(shares: Iterable[float]) -> Markup:
    """Draw lines across, each with its percentage."""
    return _joined(
        _line("grid", (0, share), (1, share)) + _label("up", "0%", _at(1 - share), _percentage(share))
        for share in shares
    )


def _steps(shares: Iterable[float]) -> Markup:
    return _joined(_label("across", _at(share), "100%", _percentage(share)) for share in shares)


def _observed(across: float, cell: Cell) -> Markup:
    low, high = cell.interval
    return _line("reach", (across, low), (across, high)) + _mark("observed", across, cell.share)


def _reach(interval: Pair) -> Markup:
    return _line("reach", (interval[0], 0.5), (interval[1], 0.5))


def _line(kind: str, start: tuple[float, float], end: tuple[float, float]) -> Markup:
    ends = (_at(start[0]), _at(1 - start[1]), _at(end[0]), _at(1 - end[1]))
    return Markup('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(kind, *ends)


def _mark(name: str, across: float, share: float) -> Markup:
    return Markup('<svg x="{}" y="{}"><path class="mark {}" d="{}"/></svg>').format(
        _at(across), _at(1 - share), name, SHAPES[name]
    )


def _label(kind: str, x: str, y: str, words: object) -> Markup:
    return Markup('<text class="{}" x="{}" y="{}" {}>{}</text>').format(kind, x, y, ASIDE[kind], words)


def _percentage(share: float) -> str:
    return f"{100 * share:.0f}{NARROW}%"


def _at(share: float) -> str:
    return f"{100 * share:.2f}%"


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)
