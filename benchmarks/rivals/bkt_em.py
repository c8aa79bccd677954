"""Expectation-maximisation of one skill's classic Bayesian knowledge tracing, compiled: import it only to fit.

The algorithm is pyBKT's (Badrinath, Wang & Pardos, EDM 2021), step by step, so that from the same starting values it
stops at the same parameters: also where it has its own ways, each said below. Nothing is forgotten here.
Parameters are arrays of four: prior, learn, guess, slip.
"""

from typing import TYPE_CHECKING

import numpy
from numba import njit

if TYPE_CHECKING:
    from models.fitting.answers import Codes, Numbers

MOST_ROUNDS = 100
LEAST_GAIN = 0.005
"""A log-likelihood that moves no more than this has arrived."""
PRIOR, LEARN, GUESS, SLIP = range(4)
UNKNOWN, KNOWN, BEFORE = range(3)


@njit(cache=True)
def best_of(right: "Codes", lengths: "Codes", starts: "Numbers") -> "Numbers":
    """Climb from several starting values, one a row, and return the likeliest end; the first of equals.

    `right` are the answers of the learners one after the other, 0 or 1; `lengths` how many each of them gave.
    """
    best, highest = numpy.full(4, numpy.nan), -numpy.inf
    for start in starts:
        parameters, log_likelihood = _climbed(right, lengths, start)
        if log_likelihood > highest:
            best, highest = parameters, log_likelihood
    return best


@njit(cache=True)
def _climbed(right: "Codes", lengths: "Codes", start: "Numbers") -> "tuple[Numbers, float]":
    """Return where a climb ends, and the last log-likelihood: of the round before, if it ran out of rounds."""
    parameters, before, log_likelihood = start, 0.0, 0.0
    believed = numpy.empty((lengths.max(), 3))
    for turn in range(MOST_ROUNDS):
        first, moved, answered = numpy.zeros(2), numpy.zeros(2), numpy.zeros((2, 2))
        before, log_likelihood, begin = log_likelihood, 0.0, 0
        for length in lengths:
            sequence = right[begin : begin + length]
            log_likelihood += _filter(sequence, parameters, believed)
            _smooth(sequence, parameters[LEARN], believed, first, moved, answered)
            begin += length
        if turn > 1 and abs(log_likelihood - before) <= LEAST_GAIN:
            break
        parameters = _likeliest(first, moved, answered)
    return parameters, log_likelihood


@njit(cache=True)
def _filter(right: "Codes", parameters: "Numbers", believed: "Numbers") -> float:
    """Fill in what is believed before and after each answer, from those so far; return their log-likelihood."""
    known, log_likelihood = parameters[PRIOR], 0.0
    unknown = 1 - known
    for place, correct in enumerate(right):
        if place:
            known = _taught(unknown, known, parameters[LEARN])
            unknown *= 1 - parameters[LEARN]
        believed[place, BEFORE] = known
        unknown *= _likelihood(parameters[GUESS], correct == 1)
        known *= _likelihood(parameters[SLIP], correct == 0)
        norm = unknown + known
        unknown, known = unknown / norm, known / norm
        believed[place, UNKNOWN], believed[place, KNOWN] = unknown, known
        log_likelihood += numpy.log(norm)
    return log_likelihood


@njit(cache=True, fastmath={"contract"})
def _taught(unknown: float, known: float, learn: float) -> float:
    """Return P(known) after learning, rounded once where the processor can, like pyBKT's matrix product.

    Where all answers are alike all climbs end equally high, and the last digit decides which is the best.
    """
    return known + unknown * learn


@njit(cache=True)
def _likelihood(exception: float, excepted: bool) -> float:
    """Return the likelihood of an answer; where it is 0 the answer is no evidence, as in pyBKT."""
    likelihood = exception if excepted else 1 - exception
    return likelihood if likelihood != 0 else 1.0


@njit(cache=True)
def _smooth(
    right: "Codes", learn: float, believed: "Numbers", first: "Numbers", moved: "Numbers", answered: "Numbers"
) -> None:
    """Add what one learner is believed to have known, all answers weighed, to the counts of states and of moves.

    `first` counts the states at the first answer, `moved` who stayed ignorant and who learned, `answered` states by
    wrong and right. As in pyBKT a learner's only answer is not counted in the last.
    """
    last = len(right) - 1
    unknown, known = believed[last, UNKNOWN], believed[last, KNOWN]
    for place in range(last - 1, -1, -1):
        stays, taught = believed[place, UNKNOWN] * (1 - learn), believed[place, UNKNOWN] * learn
        reached = believed[place + 1, BEFORE]
        stayed = stays * unknown / stays if stays > 0 else 0.0  # all of `unknown`, to the last digit of pyBKT
        learned = taught * known / reached if reached > 0 else 0.0
        knew = believed[place, KNOWN] * known / reached if reached > 0 else 0.0
        moved[UNKNOWN] += stayed
        moved[KNOWN] += learned
        answered[UNKNOWN, right[place]] += stayed + learned
        answered[KNOWN, right[place]] += knew
        if place == last - 1:
            answered[UNKNOWN, right[last]] += unknown
            answered[KNOWN, right[last]] += known
        unknown, known = stayed + learned, knew
    first[UNKNOWN] += unknown
    first[KNOWN] += known


@njit(cache=True)
def _likeliest(first: "Numbers", moved: "Numbers", answered: "Numbers") -> "Numbers":
    """Return the parameters under which the counts are likeliest; where nothing was counted, those of pyBKT."""
    if_unknown, if_known = answered
    parameters = numpy.empty(4)
    parameters[PRIOR] = _share(first[KNOWN], first[UNKNOWN], 0.5)
    parameters[LEARN] = _share(moved[KNOWN], moved[UNKNOWN], 1.0)
    parameters[GUESS] = _share(if_unknown[1], if_unknown[0], 0.5)
    parameters[SLIP] = _share(if_known[0], if_known[1], 0.5)
    return parameters


@njit(cache=True)
def _share(part: float, rest: float, otherwise: float) -> float:
    return part / (part + rest) if part + rest > 0 else otherwise
