"""`python -m benchmarks.tutor.frontier`: what is still known a month later, against the minutes that it took.

Every tutor at several bars and stops, in two worlds, for the types of people who learn; above all of them the share
that so many minutes could buy at most, and an oracle that lives. Prints each point with 95 % intervals over people,
then whether ours lies on or above every other tutor, and whether any lies above the bound. Draws it where asked.
"""

import argparse
import os
import platform
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from benchmarks.tutor.frontier.entrants import OURS, RIVALS
from benchmarks.tutor.frontier.leads import excess, lead
from benchmarks.tutor.frontier.lives import Frontier, frontiers
from benchmarks.tutor.frontier.picture import picture
from benchmarks.tutor.frontier.settings import HORIZON, LEARNERS
from benchmarks.tutor.frontier.traces import Point
from benchmarks.tutor.measures import Estimate, mean
from benchmarks.tutor.settings import Settings


def main() -> None:
    """Simulate, print, draw."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tutor.frontier", description=__doc__)
    parser.add_argument("--learners", type=int, default=LEARNERS, help="of each type, in each world, for each tutor")
    parser.add_argument("--seed", type=int, default=Settings().seed)
    parser.add_argument("--picture", type=Path, help="the file that the picture is written to, as SVG")
    asked = parser.parse_args()
    settings, begun = replace(Settings(), learners=asked.learners, seed=asked.seed, horizon=HORIZON), perf_counter()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores; seed {settings.seed}, ", end="")
    print(f"{settings.learners} learners of each type in each world, {settings.horizon:.0f} minutes at most")
    found = frontiers(settings)
    for (truth, kind), frontier in found.items():
        print(f"\n{truth}: {kind}")
        report(settings, frontier)
    print("\nGoals, in every world")
    for (truth, kind), frontier in found.items():
        print(f"  {truth}: {kind}")
        report_goals(settings, frontier)
    if asked.picture:
        asked.picture.write_text(picture(settings, found), "utf-8")
    print(f"{perf_counter() - begun:.0f} s in all")


def report(settings: Settings, frontier: Frontier) -> None:
    """Print one line for each stop: what was reached, what the bound says of it, how much more ours has by then."""
    print(f"  {'':36} {'minutes':20} {'known +30 d':17} {'wrongly':17} {'so far':>6}  ", end="")
    print(f"{'least':>7}  {'most':>4}  ours more")
    start = shown(mean(settings, frontier.beginning, lambda one: one.known_later), "4.2f")
    print(f"  {'nothing done':36} {'  0.0':20} {start}")
    for stop in frontier.stops:
        minutes = mean(settings, stop.points, lambda one: one.minutes)
        later = mean(settings, stop.points, lambda one: one.known_later)
        wrong = mean(settings, stop.points, lambda one: one.wrongly)
        came = mean(settings, stop.points, lambda one: float(one.reached)).found
        print(f"  {stop.policy:15}{stop.name:21} {shown(minutes, '5.1f'):20} {shown(later, '4.2f'):17} ", end="")
        print(f"{shown(wrong, '4.2f'):17} {came:6.0%}  {frontier.bound.minutes(later.found):7.1f}  ", end="")
        print(f"{frontier.bound.share(minutes.found):4.2f}  ", end="")
        print(shown(lead(settings, ours_of(frontier), stop.points), "5.2f") if stop.policy in RIVALS else "")


def report_goals(settings: Settings, frontier: Frontier) -> None:
    """Print, of each rival, the stop that lies highest above ours; then the one that lies highest by the bound."""
    for rival in RIVALS:
        leads = {
            stop.name: lead(settings, ours_of(frontier), stop.points) for stop in frontier.stops if stop.policy == rival
        }
        worst = min(leads, key=lambda name: leads[name].found)
        above = sum(one.found < 0 for one in leads.values())
        what = f"ours more than {rival} ({worst})"
        verdict(what, leads[worst], "≥ 0", leads[worst].found >= 0, leads[worst].high >= 0)
        print(f"      {above} of its {len(leads)} points lie above ours")
    excesses = {f"{stop.policy} {stop.name}": excess(settings, frontier.bound, stop.points) for stop in frontier.stops}
    highest = max(excesses, key=lambda name: excesses[name].found)
    found = excesses[highest]
    verdict(f"above the bound ({highest})", found, "≤ 0, but by chance", found.low <= 0, False)


def ours_of(frontier: Frontier) -> list[Sequence[Point]]:
    """Return the points of ours, from the beginning on."""
    return [frontier.beginning, *(stop.points for stop in frontier.stops if stop.policy == OURS)]


def verdict(what: str, found: Estimate, goal: str, reached: bool, by_chance: bool) -> None:
    """Print a figure with its goal; what is missed may be so by chance."""
    said = "reached" if reached else "MISSED, within chance" if by_chance else "MISSED"
    print(f"    {what:58} {shown(found, '6.3f'):24} goal {goal}: {said}")


def shown(estimate: Estimate, form: str) -> str:
    """Return the figure, its interval in brackets."""
    return f"{estimate.found:{form}} [{estimate.low:{form}},{estimate.high:{form}}]"


if __name__ == "__main__":
    main()
