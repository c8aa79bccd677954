"""The part of the figures that may be shown: every part of one is of five people or more, also by subtraction. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil, floor
from typing import NamedTuple, Protocol

from models.estimates import Pair
from models.ground.anonymity import FEWEST, BlurredShare
from models.intervals import around_correlation, wilson
from models.workshop.statistics.figures import Figures

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
    """One month, or several with few answers; months as « 2026-11 »."""

    first: str
    last: str
    share: Share


@dataclass(frozen=True)
class Shown:
    """The figures of a question that enough have answered, as a page tells them; None is about too few."""

    found: Figures

    @property
    def dont_know(self) -> int | None:
        """The number of those who said that they do not know."""
        return self.found.dont_know if self.found.dont_know >= FEWEST else None

    @cached_property
    def facility(self) -> Share:
        """The share right."""
        return share(self.found.right, self.found.answers)

    @property
    def discrimination(self) -> float | None:
        """The correlation of being right here and elsewhere."""
        return self.found.discrimination if discriminates(self.found) else None

    @property
    def around_discrimination(self) -> Pair | None:
        """The interval around that correlation."""
        return None if self.discrimination is None else around_correlation(self.discrimination, self.found.answers)

    @property
    def seconds(self) -> int:
        """The median time."""
        return round(self.found.seconds)

    @property
    def sure_wrong(self) -> Share | None:
        """The share of those who were sure, and wrong, among those who said how sure they were."""
        found = self.found
        return share(found.sure_wrong, found.confident) if found.confident >= FEWEST else None

    @cached_property
    def thirds(self) -> tuple[ResponseLine, ...]:
        """The responses of the weakest, the middle and the strongest third."""
        return merged(self.found.chosen, self.found.keys)

    @cached_property
    def total(self) -> tuple[ResponseLine, ...]:
        """The responses of all."""
        return merged({response: (sum(counts),) for response, counts in self.found.chosen.items()}, self.found.keys)

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """The share right, month by month."""
        return tuple(periods(self.found.months))


class Counted(Protocol):
    """What a question keeps of its answers, as a row or as figures."""

    @property
    def answers(self) -> int: ...
    @property
    def right(self) -> int: ...


def discriminates(found: Counted) -> bool:
    """Return whether a correlation may be told: FEWEST right and FEWEST wrong."""
    return FEWEST <= found.right <= found.answers - FEWEST


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


def periods(months: Sequence[tuple[str, int, int]]) -> Iterator[Period]:
    """Yield months with FEWEST right and wrong answers; fewer wait for the next, the rest go with the last.

    So none has to be masked, which the others and the sum of all would tell.
    """
    groups: list[list[tuple[str, int, int]]] = []
    for month in months:
        if groups and not _enough(groups[-1]):
            groups[-1].append(month)
        else:
            groups.append([month])
    if len(groups) > 1 and not _enough(groups[-1]):
        # Masked, the last month would be told by the sum of all less the others.
        groups[-2:] = [groups[-2] + groups[-1]]
    for group in groups:
        if _enough(group):
            yield Period(group[0][0], group[-1][0], share(*reversed(_counts(group))))


def _enough(group: Sequence[tuple[str, int, int]]) -> bool:
    answers, right = _counts(group)
    return FEWEST <= right <= answers - FEWEST


def _counts(group: Sequence[tuple[str, int, int]]) -> tuple[int, int]:
    """Return how many answers there are, and how many are right."""
    return sum(answers for _, answers, _ in group), sum(right for *_, right in group)
