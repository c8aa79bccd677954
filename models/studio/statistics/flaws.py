"""Tests of a question's answers, each for something that may be wrong, and the verdict on all of them. Pure."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import exp, log, pi, sqrt
from statistics import NormalDist, fmean, median
from typing import TypeVar

from models.intervals import at_least, at_most, transformed
from models.studio.statistics.counted_answers import Placed

LEAST_ANSWERS, LEAST_PEOPLE = 20, 15
"""Without which nothing is said of a question; answers on each side of a change likewise."""
GIVEN_AWAY = 0.75
"""Share right that the weak in a skill do not exceed on a sound question."""
LEAST_APPEAL = 0.5
"""Share of wrong answers that each wrong option of a sound question has at least, an even one being 1."""
FLAT = 0.1
"""Correlation between being right here and elsewhere that a sound question has at least."""


TINY = 1e-9


class Flaw(StrEnum):
    """The flaws of a question, the worst first: those in the text before those in the world around it."""

    KEY = "key"
    GIVEN_AWAY = "given_away"
    DEAD = "dead"
    HARDER = "harder"
    EASIER = "easier"
    FLAT = "flat"


@dataclass(frozen=True, slots=True)
class Rival:
    """The most chosen response that is not the key, beside it.

    `correlation`: of having chosen it rather than the key with strength, among the `answers` that are one or the other;
    `ahead`: whether it is chosen more often than the key.
    """

    chosen: str
    correlation: float
    answers: int
    ahead: bool


@dataclass(frozen=True, slots=True)
class Sign:
    """The outcome of one test: the probability of what was seen if the question were sound, and what to say of it."""

    flaw: Flaw
    p: float
    chosen: str = ""
    on: date | None = None


def correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Return Pearson's correlation; None where one side does not vary."""
    if len(pairs) < 2:
        return None
    ours, theirs = (fmean(column) for column in zip(*pairs, strict=True))
    both = sum((one - ours) * (other - theirs) for one, other in pairs)
    squares = sum((one - ours) ** 2 for one, _ in pairs) * sum((other - theirs) ** 2 for _, other in pairs)
    return both / sqrt(squares) if squares > TINY else None


def rival(placed: Sequence[Placed]) -> Rival | None:
    """Return the key's strongest rival; None when nobody chose anything else or too few chose either."""
    wrong = Counter(one.answer.chosen for one in placed if not one.answer.right)
    if not wrong:
        return None
    chosen, times = min(wrong.items(), key=lambda item: (-item[1], item[0]))
    pairs = [
        (float(not one.answer.right), one.strength) for one in placed if one.answer.right or one.answer.chosen == chosen
    ]
    found = correlation(pairs)
    if found is None or len(pairs) < LEAST_ANSWERS:
        return None
    return Rival(chosen, found, len(pairs), 2 * times > len(pairs))


def signs(placed: Sequence[Placed], options: Sequence[str]) -> Iterator[Sign]:
    """Yield the tests that a question can be put to alone; `options` are those of one with one right answer."""
    yield from _given_away(placed)
    yield from _dead(placed, options)
    yield from _flat(placed)
    yield from _drift(placed)


def _given_away(placed: Sequence[Placed]) -> Iterator[Sign]:
    """Test the null that at most GIVEN_AWAY of those weak in the skill are right."""
    weak = [one.answer.right for one in placed if one.weak]
    if weak:
        yield Sign(Flaw.GIVEN_AWAY, at_least(sum(weak), len(weak), GIVEN_AWAY))


def _dead(placed: Sequence[Placed], options: Sequence[str]) -> Iterator[Sign]:
    """Test the null that each wrong option takes its LEAST_APPEAL of the wrong answers; Bonferroni over options."""
    wrong = Counter(one.answer.chosen for one in placed if not one.answer.right)
    right = {one.answer.chosen for one in placed if one.answer.right}
    distractors = [option for option in options if option not in right]
    if len(distractors) >= 2 and wrong:
        # The least chosen one is tested, so the others count as tries: Bonferroni.
        least = min(distractors, key=lambda option: (wrong[option], option))
        found = at_most(wrong[least], wrong.total(), LEAST_APPEAL / len(distractors))
        yield Sign(Flaw.DEAD, min(1.0, found * len(distractors)), chosen=least)


def _flat(placed: Sequence[Placed]) -> Iterator[Sign]:
    """Test the null that being right here correlates with strength elsewhere by FLAT at least."""
    found = correlation([(one.answer.right, one.strength) for one in placed])
    if found is not None and len(placed) > 3:
        # Fisher's z is normal with variance 1 / (n - 3), whatever the correlation.
        above = (transformed(found) - transformed(FLAT)) * sqrt(len(placed) - 3)
        yield Sign(Flaw.FLAT, NormalDist().cdf(above))


def _drift(placed: Sequence[Placed]) -> Iterator[Sign]:
    """Test the null that the share right changes on no day, given strength and opportunity within the skill."""
    # sorted() is stable: answers of one day keep the order of the log, which carries no time of day.
    in_time = sorted(placed, key=lambda one: one.answer.day)
    beyond = _unexplained(in_time)
    spread = sqrt(fmean(value * value for value in beyond)) if beyond else 0.0
    if len(beyond) <= 2 * LEAST_ANSWERS or spread < TINY:
        return
    height, place = max(_changes(in_time, beyond), key=lambda change: abs(change[0]), default=(0.0, 0))
    if place:
        flaw = Flaw.EASIER if height > 0 else Flaw.HARDER
        p = maximally_selected(abs(height) / spread, LEAST_ANSWERS / len(beyond))
        yield Sign(flaw, p, on=in_time[place].answer.day)


def _unexplained(placed: Sequence[Placed]) -> list[float]:
    """Return the residuals of being right, given the skill's curve and strength (linear); of mean 0."""
    beyond = _centred([one.answer.right - one.expected for one in placed])
    strength = _centred([one.strength for one in placed])
    across = sum(value * value for value in strength)
    slope = sum(ours * theirs for ours, theirs in zip(beyond, strength, strict=True)) / across if across > TINY else 0.0
    return [ours - slope * theirs for ours, theirs in zip(beyond, strength, strict=True)]


def _centred(values: Sequence[float]) -> list[float]:
    mean = fmean(values) if values else 0.0
    return [value - mean for value in values]


def _changes(in_time: Sequence[Placed], beyond: Sequence[float]) -> Iterator[tuple[float, int]]:
    """Yield, for each day, how far the mean from it on exceeds that before, standardised, and where it begins."""
    count, total = len(beyond), 0.0
    for place in range(1, count - LEAST_ANSWERS + 1):
        total += beyond[place - 1]
        begins = in_time[place].answer.day != in_time[place - 1].answer.day
        # A change is looked for between days only: within one, the order says nothing.
        if begins and place >= LEAST_ANSWERS:
            yield -total / sqrt(place * (count - place) / count), place


def maximally_selected(height: float, margin: float) -> float:
    """Return P(greatest standardised change this high); `margin` is left out at both ends.

    Miller & Siegmund, "Maximally selected chi square statistics", Biometrics 38 (1982),
    https://doi.org/10.2307/2529881
    """
    # The approximation holds in the tail alone; below, nothing is unusual.
    if height <= 1:
        return 1.0
    density = exp(-height * height / 2) / sqrt(2 * pi)
    found = 4 * density / height + density * (height - 1 / height) * log(((1 - margin) / margin) ** 2)
    return min(1.0, found)


# ----------------------------------------------------------------------------------------- the verdict on all questions


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
