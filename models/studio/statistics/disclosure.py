"""The part of the figures that may be shown: no side of a share or cell of a table is of fewer than five. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil, floor
from typing import NamedTuple

from models.estimates import Pair
from models.ground.anonymity import FEWEST, BlurredShare
from models.intervals import around_correlation, wilson
from models.studio.statistics.figures import Block, Figures, joined, mixed

WHOLE = 100


class Share(NamedTuple):
    """A share of some answers: one number with its interval, or an end of the scale where FEWEST would be told."""

    answers: int
    cell: BlurredShare
    around: Pair | None

    @property
    def told(self) -> bool:
        """Whether there is anything to tell."""
        return self.cell != BlurredShare(0, WHOLE)

    @property
    def middle(self) -> float:
        """The place in a picture, from 0 to 1."""
        return (self.cell.least + self.cell.most) / 2 / WHOLE


class ResponseLine(NamedTuple):
    """Responses counted together: one, or those that too few gave; how many answers, in each third or in all."""

    responses: tuple[str, ...]
    counts: tuple[int, ...]


class Period(NamedTuple):
    """A part that is told, from one month to another; months as « 2026-11 »."""

    first: str
    last: str
    share: Share


@dataclass(frozen=True)
class Shown:
    """The figures of a question that enough have answered, as a page tells them; None is about too few."""

    found: Figures
    whole: Block

    @property
    def dont_know(self) -> int | None:
        """The number of those who said that they do not know."""
        return sum(one.dont_know for one in self.knows_not) or None

    @cached_property
    def knows_not(self) -> tuple[Block, ...]:
        """The parts of which it is told how many said that they do not know."""
        return tuple(joined(self.found.parts, lambda part: part.dont_know >= FEWEST))

    @property
    def facility(self) -> Share:
        """The share right."""
        return right(self.whole)

    @property
    def discrimination(self) -> float | None:
        """The correlation of being right here and elsewhere."""
        return self.found.discrimination if mixed(self.whole.right, self.whole.answers) else None

    @property
    def around_discrimination(self) -> Pair | None:
        """The interval around that correlation."""
        return None if self.discrimination is None else around_correlation(self.discrimination, self.whole.answers)

    @property
    def seconds(self) -> int:
        """The median time."""
        return round(self.found.seconds)

    @property
    def sure_wrong(self) -> Share | None:
        """The share of those who were sure, and wrong, among those who said how sure they were."""
        confident = sum(one.confident for one in self.says_how_sure)
        return share(sum(one.sure_wrong for one in self.says_how_sure), confident) if confident else None

    @cached_property
    def says_how_sure(self) -> tuple[Block, ...]:
        """The parts of which it is told how sure people were."""
        return tuple(joined(self.found.parts, lambda part: part.confident >= FEWEST))

    @cached_property
    def thirds(self) -> tuple[ResponseLine, ...]:
        """The responses of the weakest, the middle and the strongest third."""
        return merged(self.whole.chosen, self.whole.keys)

    @cached_property
    def total(self) -> tuple[ResponseLine, ...]:
        """The responses of all."""
        return merged({response: (sum(counts),) for response, counts in self.whole.chosen.items()}, self.whole.keys)

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """The share right in one part after another."""
        return tuple(Period(one.first, one.last, right(one)) for one in self.found.parts)


def right(block: Block) -> Share:
    """Return the share right."""
    return share(block.right, block.answers)


def share(count: int, answers: int) -> Share:
    """Return the share that may be told of FEWEST answers or more: neither part is told when below FEWEST."""
    if count < FEWEST and answers - count < FEWEST:
        return Share(answers, BlurredShare(0, WHOLE), None)
    if count < FEWEST:
        return Share(answers, BlurredShare(0, ceil(WHOLE * FEWEST / answers)), None)
    if answers - count < FEWEST:
        return Share(answers, BlurredShare(floor(WHOLE * (answers - FEWEST) / answers), WHOLE), None)
    exact = round(WHOLE * count / answers)
    return Share(answers, BlurredShare(exact, exact), wilson(count, answers))


def merged(chosen: Mapping[str, Sequence[int]], keys: Collection[str]) -> tuple[ResponseLine, ...]:
    """Return counts of FEWEST each at least: rarer wrong responses stand together, last; else nothing.

    Right and wrong never do: how many are right is told elsewhere, and what is left would be told by subtraction.
    """
    ranked = sorted(chosen.items(), key=lambda item: (-sum(item[1]), item[0]))
    right = [item for item in ranked if item[0] in keys]
    wrong = [item for item in ranked if item[0] not in keys]
    kept = [item for item in wrong if min(item[1]) >= FEWEST]
    rest = [item for item in wrong if item not in kept]
    # The rest alone would be about too few: the least of those shown joins it.
    while rest and kept and min(_together(rest)) < FEWEST:
        rest.append(kept.pop())
    lines = [ResponseLine((response,), tuple(counts)) for response, counts in (*right, *kept)]
    if rest:
        lines.append(ResponseLine(tuple(sorted(response for response, _ in rest)), _together(rest)))
    told = right and wrong and all(min(line.counts) >= FEWEST for line in lines)
    return tuple(lines) if told else ()


def _together(items: Sequence[tuple[str, Sequence[int]]]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*(counts for _, counts in items), strict=True)))
