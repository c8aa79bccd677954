"""Answers laid out by skill and learner, and the compiled recursion of the learner model over them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy
from numba import njit

from models.estimates import AIR_DAYS, FADE_DAYS
from models.fitting.answers import Answers
from models.learner import FAST_STEP, INFORMATION, LEAST_STEP
from models.memory import SPACED_DAYS, WIDER

if TYPE_CHECKING:
    from models.fitting.answers import Codes, Flags, Numbers


@njit(cache=True)
def sigmoid(x: float) -> float:
    """Return the logistic function."""
    share: float = 1.0 / (1.0 + numpy.exp(-x))
    return share


@njit(cache=True)
def foresee(
    right: "Codes",
    start: "Codes",
    length: "Codes",
    logits: "Numbers",
    success: "Numbers",
    known: "Numbers",
    slopes: "Numbers",
    durable: float,
    by_durable: "Numbers",
) -> float:
    """Return the negative log-likelihood; fills P(right) and P(known) before each answer, and the slopes.

    One sequence is the answers of one learner on one skill, `length` answers from `start`. The six lines of `logits`,
    and of `slopes`, the loss's derivatives by them, hold by answer: success of who does not know, of who does, learning
    after the answer, the loss before it (no logit, but a rate), at a sequence's first answer the prior, and what
    ability and having met the skill add to success: these take part in what is foreseen, not in what an answer is
    evidence of. `by_durable`, the slope by the share that no gap takes, holds by sequence.
    """
    losses = numpy.zeros(len(start))
    for sequence in range(len(start)):
        first, last = start[sequence], start[sequence] + length[sequence]
        carried = numpy.empty(length[sequence])
        for row in range(first, last):
            if row == first:
                known[row] = sigmoid(logits[4, row])
            else:
                kept = durable + (1 - durable) * numpy.exp(-logits[3, row])
                known[row] = carried[row - first - 1] * kept
            p0, p1 = sigmoid(logits[0, row] + logits[5, row]), sigmoid(logits[1, row] + logits[5, row])
            success[row] = known[row] * p1 + (1 - known[row]) * p0
            losses[sequence] -= numpy.log(success[row] if right[row] == 1 else 1 - success[row])
            # Without ability: the same answer is the same evidence, no matter who gives it.
            l0, l1 = sigmoid(logits[0, row]), sigmoid(logits[1, row])
            if right[row] == 0:
                l0, l1 = 1 - l0, 1 - l1
            after = known[row] * l1 / (known[row] * l1 + (1 - known[row]) * l0)
            carried[row - first] = after + (1 - after) * sigmoid(logits[2, row])
        by_durable[sequence] = _run_backwards(right, first, last, logits, known, carried, slopes, durable)
    loss: float = losses.sum()
    return loss


@njit(cache=True)
def _run_backwards(
    right: "Codes",
    first: int,
    last: int,
    logits: "Numbers",
    known: "Numbers",
    carried: "Numbers",
    slopes: "Numbers",
    durable: float,
) -> float:
    """Add up what the loss owes to each logit, from the last answer to the first; nothing follows the last.

    Returns what it owes to the share that no gap takes.
    """
    by_carried, by_durable = 0.0, 0.0
    for row in range(last - 1, first - 1, -1):
        m, learn = known[row], sigmoid(logits[2, row])
        sign = 1.0 if right[row] == 1 else -1.0
        p0, p1 = sigmoid(logits[0, row] + logits[5, row]), sigmoid(logits[1, row] + logits[5, row])
        by_success = -sign / (m * p1 + (1 - m) * p0 if right[row] == 1 else 1 - m * p1 - (1 - m) * p0)
        foreseen0, foreseen1 = by_success * (1 - m) * p0 * (1 - p0), by_success * m * p1 * (1 - p1)
        e0, e1 = sigmoid(logits[0, row]), sigmoid(logits[1, row])
        l0, l1 = (e0, e1) if right[row] == 1 else (1 - e0, 1 - e1)
        evidence = m * l1 + (1 - m) * l0
        after = m * l1 / evidence
        by_after = by_carried * (1 - learn)
        turn = sign * by_after * m * (1 - m) / evidence**2
        slopes[0, row] = foreseen0 - turn * l1 * e0 * (1 - e0)
        slopes[1, row] = foreseen1 + turn * l0 * e1 * (1 - e1)
        slopes[2, row] = by_carried * (1 - after) * learn * (1 - learn)
        slopes[5, row] = foreseen0 + foreseen1
        by_known = by_after * l1 * l0 / evidence**2 + by_success * (p1 - p0)
        if row == first:
            slopes[3, row], slopes[4, row] = 0.0, by_known * m * (1 - m)
        else:
            passing = (1 - durable) * numpy.exp(-logits[3, row])
            slopes[3, row] = -by_known * carried[row - first - 1] * passing
            by_durable += by_known * carried[row - first - 1] * (1 - numpy.exp(-logits[3, row]))
            slopes[4, row] = 0.0
            by_carried = by_known * (durable + passing)
    return by_durable


@njit(cache=True)
def ratings(
    learner: "Codes", right: "Codes", facility: "Numbers", information: float, least_step: float, fast_step: float
) -> "Numbers":
    """Return the two abilities, slow and fast (2 × answers), as they stood before each answer; `facility` in logits."""
    before = numpy.zeros((2, len(learner)))
    slow, fast, answers = 0.0, 0.0, 0
    for row in range(len(learner)):
        if row == 0 or learner[row] != learner[row - 1]:
            slow, fast, answers = 0.0, 0.0, 0
        before[0, row], before[1, row] = slow, fast
        step = max(least_step, 1 / (1 + information * answers))
        slow += step * (right[row] - sigmoid(slow + facility[row]))
        fast += fast_step * (right[row] - sigmoid(fast + facility[row]))
        answers += 1
    return before


@njit(cache=True)
def spaced_successes(first: "Flags", right: "Codes", days: "Numbers", least: float, wider: float) -> "Numbers":
    """Return how many answers before each row were right and far from the one before, since the last wrong one.

    Far: `least` days, `wider` times as many with each that came so before.
    """
    spaced = numpy.zeros(len(right))
    for row in range(1, len(right)):
        # Of a block's first answer nothing is carried on.
        if not first[row] and right[row - 1] == 1:
            before = spaced[row - 1]
            far = not first[row - 1] and days[row - 1] >= least * wider**before
            spaced[row] = before + (1.0 if far else 0.0)
    return spaced


# --------------------------------------------------------------- answers laid out skill by skill and learner by learner


@dataclass(frozen=True, slots=True, eq=False)
class SequenceBlocks:
    """Columns by row, block after block; `start` and `length` by block.

    `row` is the place among the answers; `ability` (2 × rows) stands before the answer; `log_gap` and `log_days` are
    the logarithms of 1 + the answers on other skills, and 1 + days / FADE_DAYS, since the one before in the block;
    `log_spaced` that of 1 + the spaced successes so far. `lifts` (5 × rows): whether the skill was met before, and what
    is in the air of it; of the same question the logarithm of 1 + right answers, and whether the last was right, or
    wrong, by how far it is in mind.
    """

    row: "Codes"
    skill: "Codes"
    question: "Codes"
    right: "Codes"
    chance: "Numbers"
    ability: "Numbers"
    log_gap: "Numbers"
    log_days: "Numbers"
    log_spaced: "Numbers"
    lifts: "Numbers"
    start: "Codes"
    length: "Codes"

    @classmethod
    def of(cls, answers: Answers, facility: "Numbers") -> Self:
        """Return the blocks of some answers; `facility` by question, the share of right answers."""
        logit = numpy.log(facility / (1 - facility))
        ability = ratings(answers.learner, answers.right, logit[answers.question], INFORMATION, LEAST_STEP, FAST_STEP)
        row = numpy.lexsort((numpy.arange(len(answers)), answers.learner, answers.skill))
        skill, learner = answers.skill[row], answers.learner[row]
        first = numpy.r_[True, (numpy.diff(skill) != 0) | (numpy.diff(learner) != 0)]
        start, right = numpy.flatnonzero(first), answers.right[row]
        days = numpy.where(first, 0.0, numpy.diff(answers.day[row], prepend=0.0)).clip(min=0)
        spaced = spaced_successes(first, right, days, SPACED_DAYS, WIDER)
        return cls(
            row=row,
            skill=skill,
            question=answers.question[row],
            right=right,
            chance=answers.chance[row],
            ability=ability[:, row],
            log_gap=numpy.where(first, 0.0, numpy.log(numpy.diff(row, prepend=0).clip(min=1))),
            log_days=numpy.log1p(days / FADE_DAYS),
            log_spaced=numpy.log1p(spaced),
            lifts=numpy.stack([~first, numpy.where(first, 0.0, numpy.exp(-days / AIR_DAYS)), *_shown(answers, row)]),
            start=start,
            length=numpy.diff(numpy.r_[start, len(row)]),
        )


def _shown(answers: Answers, row: "Codes") -> "Numbers":
    """Return what earlier showings of each row's question are worth (3 × rows), as models/learner.py weighs them."""
    order = numpy.lexsort((numpy.arange(len(row)), answers.question[row], answers.learner[row]))
    place = row[order]
    again = numpy.r_[False, (numpy.diff(answers.question[place]) == 0) & (numpy.diff(answers.learner[place]) == 0)]
    begin = numpy.flatnonzero(~again)
    before = numpy.cumsum(answers.right[place]) - answers.right[place]
    rights = before - numpy.repeat(before[begin], numpy.diff(numpy.r_[begin, len(place)]))
    last = numpy.r_[0, answers.right[place][:-1]]
    hours = 24 * numpy.diff(answers.day[place], prepend=0.0).clip(min=0)
    in_mind = again / (1 + numpy.log1p(numpy.where(again, hours, 0.0)))
    worth = numpy.empty((3, len(row)))
    worth[:, order] = numpy.log1p(rights), in_mind * last, in_mind * (1 - last)
    return worth
