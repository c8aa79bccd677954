"""The verdict on all questions: the tests of all of them, weighed together. Pure."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist, median
from typing import TypeVar

from models.intervals import transformed
from models.workshop.statistics.flaws import Flaw, Rival, Sign

LEVEL = 0.1
"""Share of the alarms of one kind that may be false: Benjamini & Hochberg, "Controlling the false discovery rate", JRSS
B 57 (1995), https://doi.org/10.1111/j.2517-6161.1995.tb02031.x"""
DISCARDED = 0.5
"""Probability above which a test is set aside, the others being taken given that they lie below: a question that is
better than its null hypothesis must not make it harder to see one that is bad. Zhao, Small & Su, "Multiple testing when
many p-values are uniformly conservative", JASA 114 (2019), https://doi.org/10.1080/01621459.2018.1497499"""
LEAST_RIVALS = 20
"""Questions without which the usual place of a rival is not known."""
MEDIAN_DEVIATIONS = 1.4826
"""A standard deviation, of what is normal, in median absolute deviations."""

SIDES = {Flaw.HARDER: "drift", Flaw.EASIER: "drift"}
"""What comes of one test."""

Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True, slots=True)
class QuestionFindings:
    """The outcome of the tests of one question."""

    signs: Sequence[Sign]
    rival: Rival | None


def to_look_at(findings: Mapping[Name, QuestionFindings]) -> dict[Name, tuple[Sign, ...]]:
    """Return the questions with a flaw, the surest first; the signs of each, the worst flaw first."""
    usual = _usual([one.rival for one in findings.values() if one.rival])
    by_kind: dict[str, list[tuple[Name, Sign]]] = defaultdict(list)
    for name, one in findings.items():
        for sign in (*one.signs, *_key(one.rival, usual)):
            by_kind[SIDES.get(sign.flaw, sign.flaw)].append((name, sign))
    found: dict[Name, list[tuple[float, Sign]]] = defaultdict(list)
    for signs in by_kind.values():
        for (name, sign), rate in zip(signs, false_rates([sign.p for _, sign in signs]), strict=True):
            if rate <= LEVEL:
                found[name].append((rate, sign))
    surest = sorted(found.items(), key=lambda item: min((rate, sign.p, _rank(sign)) for rate, sign in item[1]))
    return {name: tuple(sorted((sign for _, sign in told), key=_rank)) for name, told in surest}


def _rank(sign: Sign) -> int:
    return list(Flaw).index(sign.flaw)


def false_rates(chances: Sequence[float]) -> list[float]:
    """Return, for each p-value, the false discovery rate if it and all smaller ones give alarm; at most 1."""
    kept = sorted((p, place) for place, p in enumerate(chances) if p <= DISCARDED)
    rates, rate = [1.0] * len(chances), 1.0
    # From the largest down, so that no rate is below that of a smaller p (step-up).
    for number in range(len(kept), 0, -1):
        p, place = kept[number - 1]
        rates[place] = rate = min(rate, p / DISCARDED * len(kept) / number)
    return rates


def _key(rival: Rival | None, usual: tuple[float, float]) -> Iterable[Sign]:
    """Test the null that the rival draws the strong no more than rivals do.

    Only where more choose it than the key, which says nothing of who they are: such a filter keeps the rate of false
    alarms (Bourgon, Gentleman & Huber, PNAS 107 (2010), https://doi.org/10.1073/pnas.0914005107).
    """
    if rival and rival.ahead:
        middle, spread = usual
        above = (transformed(rival.correlation) - middle) / sqrt(spread**2 + 1 / (rival.answers - 3))
        yield Sign(Flaw.KEY, NormalDist().cdf(-above) if rival.correlation > 0 else 1.0, chosen=rival.chosen)


def _usual(rivals: Sequence[Rival]) -> tuple[float, float]:
    """Return the mean and spread of Fisher's z over all rivals, sampling aside; with too few, 0.

    The empirical null of Efron, "Large-scale simultaneous hypothesis testing", JASA 99 (2004),
    https://doi.org/10.1198/016214504000000089
    """
    if len(rivals) < LEAST_RIVALS:
        return 0.0, 0.0
    values = [transformed(rival.correlation) for rival in rivals]
    # Never above zero: where keys are wrong everywhere, that would be taken for usual.
    middle = min(0.0, median(values))
    # Median, not mean: the wrong keys that are looked for must not widen the usual.
    seen = MEDIAN_DEVIATIONS * median(abs(value - middle) for value in values)
    sampling = median(1 / (rival.answers - 3) for rival in rivals)
    return middle, sqrt(max(0.0, seen**2 - sampling))
