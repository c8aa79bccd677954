"""`python -m benchmarks.freshness FACTS.csv.gz`: which facts of a catalogue will be edited in the next twelve months?

Everything is learned from what lies before a day, and judged on what comes after. AUC, log-loss and ECE of the
probability of an edit; which share of the facts that were edited a fifth of all holds, chosen in this order, ties
counting by their share; and how many times as many that are as the oldest fifth holds. An edit is no proof that the
fact was false. Intervals of 95 %, entries drawn again and again. The exit code is 1 where a goal is missed.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from time import perf_counter

import numpy
from numpy.random import RandomState

from benchmarks.freshness.facts import BadFacts, EditedFact, Known, months_after, read_facts
from benchmarks.freshness.orders import OLDEST, OURS, PLAIN, Codes, Order, Scores, learned_rates, orders, plain_rates
from benchmarks.progress import tell
from models.fitting.measures import auc, ece, log_loss
from models.freshness import HALF_LIVES

CUTS = {date(2022, 12, 31): 0.06, date(2023, 6, 30): 0.03}
"""The days on which the past ends, and the greatest ECE that is the goal there."""
LEAST_TIMES = 2.0
CHECKED = 0.2
DRAWS, SEED = 1_000, 42
WIDTH = 24
ROUNDED = 0.05
"""Years: half-lives are kept with one decimal."""


def main() -> int:
    """Judge every order at each cut; return 1 where a goal is missed, 2 where the file cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.freshness", description=__doc__)
    parser.add_argument("facts", type=Path)
    parser.add_argument("--cut", type=date.fromisoformat, action="append", help="last day of the past; may be repeated")
    parser.add_argument("--months", type=int, default=12, help="after it that are foreseen")
    asked = parser.parse_args()
    begun = perf_counter()
    try:
        facts = read_facts(asked.facts)
        reached = [judged(facts, cut, asked.months) for cut in asked.cut or CUTS]
    except BadFacts as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    print_half_lives(facts)
    print(f"{perf_counter() - begun:.0f} s in all")
    return 0 if all(reached) else 1


def judged(facts: Sequence[EditedFact], cut: date, months: int) -> bool:
    """Print the table of one cut; return whether its goals are reached."""
    known, end = Known.on(cut, facts), months_after(cut, months)
    standing = known.standing()
    edited = edited_between(facts, known, end)
    if not 0 < edited.sum() < len(edited):
        raise BadFacts(f"after {cut} all or none of {len(edited)} facts are edited: nothing to foresee")
    entries, entry = numpy.unique([one.entry for one in standing], return_inverse=True)
    print(f"\n{cut} to {end}: {len(standing)} facts of {len(entries)} entries, {edited.mean():.1%} edited")
    print(f"  {'':{WIDTH}}    AUC  log-loss    ECE  foreseen  a fifth holds  × oldest")
    found = {order.name: order for order in orders(known, (end - cut).days)}
    own = numpy.full(len(edited), edited.mean())
    for order in (Order("the year's own share", own), *found.values()):
        print(row(order, edited, share_found(edited, found[OLDEST].scores)))
    for line in leads(edited, found, entry):
        print(line)
    return print_goals(edited, found, CUTS.get(cut) if months == 12 else None)


def edited_between(facts: Sequence[EditedFact], known: Known, end: date) -> Codes:
    """Return, for each standing fact, 1 where it is edited after the cut and by the end, else 0."""
    later = {(one.entry, one.kind, one.created): one.edits for one in facts}
    return numpy.array(
        [
            int(any(known.day < day <= end for day in later[one.entry, one.kind, one.created]))
            for one in known.standing()
        ]
    )


def share_found(edited: Codes, scores: Scores) -> float:
    """Return which share of the edited facts lies in the CHECKED share of the highest scores; ties by their part."""
    checked = CHECKED * len(scores)
    least = numpy.sort(scores)[::-1][int(numpy.ceil(checked)) - 1]
    above, tied = scores > least, scores == least
    of_tied = (checked - above.sum()) / tied.sum()
    return float((edited[above].sum() + edited[tied].sum() * of_tied) / edited.sum())


def times_as_many(share: float, other: float) -> float:
    """Return how many times as much a share is as another."""
    return share / other if other else float("inf")


def row(order: Order, edited: Codes, oldest: float) -> str:
    """Return the line of one order."""
    share = share_found(edited, order.scores)
    chance = (
        f"{log_loss(edited, order.scores):9.4f}  {ece(edited, order.scores):5.3f}  {order.scores.mean():8.1%}"
        if order.is_chance
        else f"{'–':>9}  {'–':>5}  {'–':>8}"
    )
    held = f"{share:13.1%}  {times_as_many(share, oldest):8.2f}"
    return f"  {order.name:{WIDTH}} {auc(edited, order.scores):6.3f} {chance}  {held}"


def leads(edited: Codes, found: Mapping[str, Order], entry: Codes) -> Iterator[str]:
    """Yield what ours finds beside oldest first and beside the plain rate, with intervals by entry."""
    facts_of = [numpy.flatnonzero(entry == number) for number in range(int(entry.max()) + 1)]
    random, drawn = RandomState(SEED), []
    for draw in range(DRAWS):
        if draw % 50 == 0:
            tell("draws", draw, DRAWS)
        drawn.append(compared(edited, found, numpy.concatenate([facts_of[one] for one in picked(random, facts_of)])))
    # Without interpolation, for what finds nothing is beaten infinitely.
    low, high = numpy.percentile(numpy.array(drawn), [2.5, 97.5], axis=0, method="nearest")
    every = compared(edited, found, numpy.arange(len(edited)))
    names = (f"a fifth, × {OLDEST}", f"a fifth, × {PLAIN}", f"AUC less {PLAIN}", f"log-loss less {PLAIN}")
    for name, *numbers in zip(names, every, low, high, strict=True):
        yield f"  {OURS}, {name}: {numbers[0]:.3f} [{numbers[1]:.3f}, {numbers[2]:.3f}]"


def picked(random: RandomState, of: Sequence[Codes]) -> Codes:
    """Return the numbers of as many as there are, drawn with replacement."""
    numbers: Codes = random.randint(0, len(of), len(of))
    return numbers


def compared(edited: Codes, found: Mapping[str, Order], rows: Codes) -> tuple[float, ...]:
    """Return, on some rows, ours beside the others: two ratios of what a fifth holds, two differences."""
    happened = edited[rows]
    oldest, plain, ours = (found[name].scores[rows] for name in (OLDEST, PLAIN, OURS))
    by_oldest, by_plain, by_ours = (share_found(happened, scores) for scores in (oldest, plain, ours))
    return (
        times_as_many(by_ours, by_oldest),
        times_as_many(by_ours, by_plain),
        auc(happened, ours) - auc(happened, plain),
        log_loss(happened, ours) - log_loss(happened, plain),
    )


def print_goals(edited: Codes, found: Mapping[str, Order], most_ece: float | None) -> bool:
    """Print whether each goal is reached; return whether all are."""
    ours, plain, oldest = (found[name].scores for name in (OURS, PLAIN, OLDEST))
    times = times_as_many(share_found(edited, ours), share_found(edited, oldest))
    goals = {
        f"AUC not below the {PLAIN}": auc(edited, ours) >= auc(edited, plain),
        f"a fifth holds ≥ {LEAST_TIMES} × {OLDEST}": times >= LEAST_TIMES,
    }
    if most_ece is not None:
        goals[f"ECE ≤ {most_ece}"] = ece(edited, ours) <= most_ece
    print("  " + "; ".join(f"{goal}: {'reached' if kept else 'MISSED'}" for goal, kept in goals.items()), flush=True)
    return all(goals.values())


def print_half_lives(facts: Sequence[EditedFact]) -> None:
    """Print after how many years half of each kind is expected to have changed, from the whole file."""
    last = max(day for one in facts for day in (one.created, *one.edits))
    known = Known.on(last, facts)
    of_all = plain_rates(known)[1]
    rates = {"all": of_all, **learned_rates(known, of_all)}
    print(f"\nHalf-lives in years, learned from the whole file (its last day is {last}):")
    print("  " + ", ".join(f"{kind} {numpy.log(2) / rates[kind]:.1f}" for kind in sorted(rates, key=rates.__getitem__)))
    # From edits alone: a link is edited sooner than it dies (docs/decisions/0037).
    kept = {kind: years for kind, years in HALF_LIVES.items() if kind in rates}
    told = (f"{kind} {years}" for kind, years in kept.items() if abs(years - numpy.log(2) / rates[kind]) > ROUNDED)
    print(f"In service, where it is another: {', '.join(told) or 'none'}")


if __name__ == "__main__":
    raise SystemExit(main())
