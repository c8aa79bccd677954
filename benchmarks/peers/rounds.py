"""Rounds in which several take turns, what each took, and how far it is from what was aimed at."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from statistics import median, quantiles

Spent = tuple[float, float]
"""Seconds by the clock, and of the processor."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Milliseconds of the middle and of 95 in a hundred, how many a second, milliseconds of the processor."""

    p50: float
    p95: float
    rate: float
    cpu: float

    def __str__(self) -> str:
        taken = f"p50 {self.p50:6.2f} ms   p95 {self.p95:6.2f} ms   {self.rate:5.0f}/s"
        return f"{taken}   processor {self.cpu:5.2f} ms"


Leg = Callable[[], Figures]


def at_once(seconds: Sequence[float], all_of_them: Spent) -> Figures:
    """Return the figures of calls of which some ran at once, and all of them took so much."""
    (by_clock, busy), cuts = all_of_them, quantiles(seconds, n=100)
    return Figures(cuts[49] * 1000, cuts[94] * 1000, len(seconds) / by_clock, 1000 * busy / len(seconds))


def one_by_one(spent: Iterable[Spent]) -> Figures:
    """Return the figures of calls that ran one after another, in this process."""
    seconds, busy = zip(*spent, strict=True)
    return at_once(seconds, (sum(seconds), sum(busy)))


def alternately(legs: Mapping[str, Leg], rounds: int) -> dict[str, Figures]:
    """Let all run in turn, so often; print each with the load before it, then the medians, and return these."""
    taken: dict[str, list[Figures]] = {name: [] for name in legs}
    busiest = 0.0
    for number in range(1, rounds + 1):
        for name, leg in legs.items():
            load = os.getloadavg()[0]
            busiest = max(busiest, load)
            taken[name].append(leg())
            print(f"  round {number}   {name:24} {taken[name][-1]}   load {load:.1f}", flush=True)
    medians = {name: _middle(several) for name, several in taken.items()}
    for name, middle in medians.items():
        print(f"  medians   {name:24} {middle}", flush=True)
    if busiest > (os.cpu_count() or 1):
        print("  the machine was busy, and who commits waits for it: trust the processor before the clock", flush=True)
    return medians


def _middle(several: Sequence[Figures]) -> Figures:
    return Figures(*(median(getattr(one, field.name) for one in several) for field in fields(Figures)))


def judge(what: str, ratio: float, *, most: float | None = None, least: float | None = None) -> None:
    """Print a ratio beside its goal: the most that it may be, or the least."""
    reached = (most is None or ratio <= most) and (least is None or ratio >= least)
    goal = f"≤ {most:.2g}" if most is not None else f"≥ {least:.2g}"
    print(f"  {what}: {ratio:.2f} ×   goal {goal}: {'met' if reached else 'MISSED'}", flush=True)
