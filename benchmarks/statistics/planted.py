"""A measure of which planted flaws the tests find."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from string import ascii_lowercase

from benchmarks.simulation import World
from benchmarks.statistics.cohort import Made, Planted, make
from benchmarks.statistics.settings import Cohort
from models.workshop.statistics.answers import Edition, FirstExposure, curves, place
from models.workshop.statistics.figures import findings
from models.workshop.statistics.flaws import Sign
from models.workshop.statistics.verdicts import to_look_at

SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Found:
    """The outcome of one cohort: planted questions listed, whether they come first, sound ones listed."""

    planted: Sequence[Planted]
    on_top: bool
    false: Sequence[str]
    """By what each sound question is accused of."""
    sound: int


def report(settings: Cohort, with_goals: bool) -> None:
    """Print rates over the cohorts of all seeds, in both worlds of the simulation."""
    found = [look(settings, world, seed) for world in World for seed in settings.seeds]
    print(
        f"{len(found)} cohorts of {settings.learners} learners, {settings.skills} skills × {settings.questions} "
        f"questions, {settings.answers} answers on each skill, drift loses {settings.lost:.0%}; "
        f"seeds {settings.seeds[0]}–{settings.seeds[-1]}, worlds {', '.join(World)}"
    )
    times = Counter(flaw for one in found for flaw in one.planted)
    counts = {f"{flaw} found": times[flaw] for flaw in Planted}
    counts["all four before every sound question"] = sum(one.on_top for one in found)
    for what, number in counts.items():
        print(f"  {what:42}{number:3} of {len(found)}{_goal(number == len(found), with_goals)}")
    shares = [len(one.false) / one.sound for one in found]
    print(f"  sound questions flagged: mean {sum(shares) / len(shares):.2%}, at worst {max(shares):.2%}", end="")
    print(_goal(max(shares) <= settings.most_false, with_goals), f"(≤ {settings.most_false:.0%})")
    accused = Counter(flaw for one in found for flaw in one.false)
    print(f"    accused of: {', '.join(f'{flaw} {n}' for flaw, n in accused.items()) or 'nothing'}", flush=True)


def _goal(reached: bool, with_goals: bool) -> str:
    return ("   goal: " + ("reached" if reached else "MISSED")) if with_goals else ""


def look(settings: Cohort, world: World, seed: int) -> Found:
    """Look for the planted questions of one cohort."""
    made = make(settings, world, seed)
    listed = judged(made, settings.options)
    names = [edition.question_id for edition in listed]
    first = {edition.question_id: signs[0].flaw for edition, signs in listed.items()}
    return Found(
        planted=[flaw for name, flaw in made.planted.items() if name in names],
        on_top=set(names[: len(made.planted)]) == set(made.planted),
        false=[first[name] for name in names if name not in made.planted],
        sound=settings.skills * settings.questions - len(made.planted),
    )


def judged(made: Made, options: int) -> Mapping[Edition, Sequence[Sign]]:
    """Return the questions to look at, as the worker would list them."""
    log = [
        [
            FirstExposure(0, row.learner, Edition(row.question, 1), row.skill, row.right, row.chosen, row.day, SECONDS)
            for row in mine
        ]
        for _, mine in groupby(made.rows, key=lambda row: row.learner)
    ]
    placed = place(log, curves(log))
    keys = tuple(ascii_lowercase[:options])
    return to_look_at({edition: findings(ones, keys) for edition, ones in placed.items()})
