"""The figures of one question: its answers in blocks that are counted once, and what is told of them. Pure.

docs/decisions/0007-figures-of-many.md says why nothing is ever counted again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cached_property, reduce
from itertools import groupby
from operator import add
from statistics import median
from typing import Any, NamedTuple

from models.ground.anonymity import FEWEST
from models.studio.statistics.counted_answers import Placed
from models.studio.statistics.flaws import (
    LEAST_ANSWERS,
    LEAST_PEOPLE,
    Flaw,
    QuestionFindings,
    Rival,
    Sign,
    correlation,
    rival,
    signs,
)

THIRDS = 3
COUNTS = ("answers", "people", "right", "dont_know", "confident", "sure_wrong", "turns")
"""Of a block, what of a sum of blocks is a sum."""


class CountedExposure(NamedTuple):
    """A first exposure that counts, by its number in the log; nothing is placed of « je ne sais pas »."""

    number: int
    learner: int
    month: str
    placed: Placed | None


class Luck(NamedTuple):
    """The fitted luck of a question: right without knowing, wrong although one knows."""

    guess: float
    slip: float


@dataclass(frozen=True, slots=True)
class Block:
    """First exposures that were counted together, once, or a sum of such.

    `upto`: the number of the last. `first`, `last`: months, as « 2026-11 ». `answers` are without the `dont_know`;
    `confident` of them say how sure they are, and `sure_wrong` are sure, and wrong. `turns`: how many on the same skill
    came before each, together. `chosen`: by response, how many of the weakest, the middle and the strongest third of
    their block gave it; `keys` are the responses that are right.
    """

    upto: int
    first: str
    last: str
    answers: int
    people: int
    right: int
    dont_know: int
    confident: int
    sure_wrong: int
    turns: int
    chosen: Mapping[str, Sequence[int]]
    keys: Sequence[str]

    @property
    def enough(self) -> bool:
        """Whether anything may be told of it; to say that one does not know is an answer too."""
        return judged(self.answers + self.dont_know, self.people)

    def __add__(self, other: "Block") -> "Block":
        summed = {name: getattr(self, name) + getattr(other, name) for name in COUNTS}
        none = [0] * THIRDS
        chosen = {
            response: [*map(add, self.chosen.get(response, none), other.chosen.get(response, none))]
            for response in sorted({*self.chosen, *other.chosen})
        }
        first, last, keys = min(self.first, other.first), max(self.last, other.last), {*self.keys, *other.keys}
        return Block(upto=other.upto, first=first, last=last, **summed, chosen=chosen, keys=sorted(keys))


@dataclass(frozen=True)
class Figures:
    """The blocks of a question, and what was computed of those that are told when the latest of them came.

    `discrimination` is the correlation of being right with strength elsewhere.
    """

    blocks: Sequence[Block]
    seconds: float = 0.0
    discrimination: float | None = None
    luck: Luck | None = None
    findings: QuestionFindings = QuestionFindings((), None)

    @cached_property
    def parts(self) -> tuple[Block, ...]:
        """The blocks that are told, in sums that each could be told alone."""
        return tuple(joined(self.blocks, lambda part: mixed(part.right, part.answers) and part.enough))

    @cached_property
    def whole(self) -> Block | None:
        """All that is told, None before there is enough; without a part, what is too much alike to be told exactly."""
        found = reduce(add, self.parts or self.blocks) if self.blocks else None
        return found if found and found.enough else None

    def plain(self) -> dict[str, Any]:
        """Return the figures as JSON keeps them."""
        values = asdict(self)
        values["findings"]["signs"] = [plain_sign(sign) for sign in self.findings.signs]
        return values

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Figures":
        """Return the figures that `plain` wrote."""
        blocks, luck = [Block(**block) for block in plain["blocks"]], plain["luck"]
        findings = plain["findings"]
        rivals = Rival(**findings["rival"]) if findings["rival"] else None
        found = QuestionFindings([sign_from(sign) for sign in findings["signs"]], rivals)
        return cls(**{**plain, "blocks": blocks, "luck": luck and Luck(*luck), "findings": found})


def judged(answers: int, people: int) -> bool:
    """Return whether so many answers of so many people are enough for anything to be said."""
    return answers >= LEAST_ANSWERS and people >= LEAST_PEOPLE


def mixed(right: int, answers: int) -> bool:
    """Return whether an exact share tells nobody's answer: FEWEST are right, and FEWEST wrong."""
    return FEWEST <= right <= answers - FEWEST


def joined(blocks: Iterable[Block], enough: Callable[[Block], bool]) -> Iterator[Block]:
    """Yield sums of blocks of each of which there is enough: a block by which there is too little waits for the next.

    So the difference of what was told on two days, however far apart, is of enough as well, or of nothing.
    """
    waiting: Block | None = None
    for block in blocks:
        waiting = waiting + block if waiting else block
        if enough(waiting):
            yield waiting
            waiting = None


def by_turn(measured: Iterable[Figures]) -> dict[int, Block]:
    """Return what is told of the questions of a skill by opportunity, from 1: each part whole, at its mean one."""
    found: dict[int, Block] = {}
    for part in (part for one in measured for part in one.parts):
        # Cut by opportunity it would be told of a few, by subtraction from its question.
        turn = 1 + round(part.turns / part.answers)
        found[turn] = found[turn] + part if turn in found else part
    return dict(sorted(found.items()))


def grown(before: Figures, exposures: Sequence[CountedExposure], options: Sequence[str], luck: Luck | None) -> Figures:
    """Return figures with the blocks that have filled since; `exposures` are all that count now, in any order.

    `options` are those of a question with one right answer.
    """
    since = before.blocks[-1].upto if before.blocks else 0
    new = [_block(ones, options) for ones in filled(one for one in exposures if one.number > since)]
    found = replace(before, blocks=[*before.blocks, *new])
    whole = found.whole
    placed = [one.placed for one in exposures if one.placed and whole and one.number <= whole.upto]
    if whole == before.whole or not placed:
        return found
    return Figures(
        found.blocks,
        seconds=median(one.answer.seconds for one in placed),
        discrimination=correlation([(one.answer.right, one.strength) for one in placed]),
        luck=luck,
        findings=findings(placed, options),
    )


def filled(exposures: Iterable[CountedExposure]) -> Iterator[list[CountedExposure]]:
    """Yield the blocks that exposures fill, by how many they are and of whom alone, never by what was answered.

    Whole months stand together as far as they go; what is too few at the end waits for more.
    """
    block: list[CountedExposure] = []
    in_turn = sorted(exposures, key=lambda one: one.number)
    for _, ones in groupby(in_turn, key=lambda one: one.month):
        block = [*block, *ones]
        if judged(len(block), len({one.learner for one in block})):
            yield block
            block = []


def _block(ones: Sequence[CountedExposure], options: Sequence[str]) -> Block:
    placed = [one.placed for one in ones if one.placed]
    answers = [one.answer for one in placed]
    return Block(
        upto=ones[-1].number,
        first=min(one.month for one in ones),
        last=max(one.month for one in ones),
        answers=len(answers),
        people=len({answer.learner for answer in answers}),
        right=sum(answer.right for answer in answers),
        dont_know=len(ones) - len(answers),
        confident=sum(answer.sure is not None for answer in answers),
        sure_wrong=sum(bool(answer.sure) and not answer.right for answer in answers),
        turns=sum(one.turn for one in placed),
        chosen=_by_thirds(placed, options),
        keys=sorted({answer.chosen for answer in answers if answer.right}),
    )


def _by_thirds(placed: Sequence[Placed], options: Sequence[str]) -> dict[str, list[int]]:
    """Split answers by strength into thirds; equal strengths stand in the order of the log."""
    counts: dict[str, list[int]] = {option: [0] * THIRDS for option in options}
    ranked = sorted(placed, key=lambda one: one.strength)
    for place, one in enumerate(ranked):
        counts.setdefault(one.answer.chosen, [0] * THIRDS)[place * THIRDS // len(ranked)] += 1
    return dict(sorted(counts.items()))


def findings(placed: Sequence[Placed], options: Sequence[str]) -> QuestionFindings:
    """Return the outcome of the tests of a question; none of fewer answers or people than a verdict takes."""
    if not judged(len(placed), len({one.answer.learner for one in placed})):
        return QuestionFindings((), None)
    return QuestionFindings(list(signs(placed, options)), rival(placed))


def plain_sign(sign: Sign) -> dict[str, Any]:
    """Return a sign as JSON keeps it."""
    return {**asdict(sign), "on": sign.on.isoformat() if sign.on else None}


def sign_from(plain: Mapping[str, Any]) -> Sign:
    """Return the sign that `plain_sign` wrote."""
    on = date.fromisoformat(plain["on"]) if plain["on"] else None
    return Sign(Flaw(plain["flaw"]), plain["p"], plain["chosen"], on)
