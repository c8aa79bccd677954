"""`python -m benchmarks.growth`: what grows with the log: an answer, home, a learner's replay, the refit of the night.

A log of so many answers, each a first exposure, so that a refit has all of them to fit. Learners grow with the log;
what one of them has answered (a year, as in `benchmarks.home`) and the modules that there are do not. Prints medians,
and with what power of the answers each grows: over all sizes, and over the last step. Ctrl-C ends it with what it has.
"""

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import log
from multiprocessing import get_context, parent_process
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Any
from uuid import UUID

import numpy
import pandas
from sqlalchemy import insert
from sqlalchemy.orm import Session

from benchmarks import home, world
from benchmarks.answer import account_of
from benchmarks.progress import tell
from benchmarks.replay import machine
from benchmarks.simulation import World, simulate
from content.dialogue import reading_time
from content.module import Question
from models import parameters
from models.catalogue import coming_into_force, in_force
from models.fitting import hierarchical_fit as hierarchical
from models.fitting.answers import Answers
from models.fitting.fit import silent
from models.fitting.refit import refit, replay_due
from models.ground import schema
from models.ground.calendar import is_working_day
from models.ground.processes import end_this_process_when
from models.ground.settings import Settings
from models.ground.store import Store
from models.learning import answer_log, answering
from models.tables.answers import Answer, Presentation
from models.tables.people import Account, Learner
from models.tutor.situation import Purpose

SIZES = (1_000, 10_000, 100_000, 1_000_000)
SKILLS, QUESTIONS, PER_SKILL = 40, 15, 5
PER_LEARNER = SKILLS * PER_SKILL
BEGUN = home.NOW - timedelta(days=180)
VISITORS, GIVEN = 20, 10
"""Learners who are looked at, and answers that each of them gives."""
AT_ONCE = 50
"""Learners whose answers are written in one transaction."""
UNITS = {
    "answer": "ms",
    "home": "ms",
    "replay of one learner": "ms",
    "refit": "s",
    "refit, of the processor": "s",
    "replay of all after it": "s",
    "peak memory of the refit": "MB",
}
"""What is measured, in the order in which it is printed."""
DATABASES = {"sqlite": home.sqlite, "postgresql": home.postgresql}
Measured = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Refitted:
    """What a refit took: seconds, of the processor too; those of the replay of all after it; megabytes; its verdict."""

    seconds: float
    processor_seconds: float
    replay_seconds: float
    megabytes: float
    said: str


def main() -> None:
    """Measure a log of each size, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    parser.add_argument("answers", type=int, nargs="*", default=SIZES, help="sizes of the log, in growing order")
    parser.add_argument("--database", choices=DATABASES, default="sqlite")
    parser.add_argument("--seed", type=int, default=42)
    asked = parser.parse_args()
    found: dict[int, Measured] = {}
    with suppress(KeyboardInterrupt):
        for answers in asked.answers:
            with tempfile.TemporaryDirectory() as folder, DATABASES[asked.database](Path(folder)) as url:
                size, measured = measure(url, Path(folder), answers, asked.seed)
                found[size] = measured
    if found:
        print("\n".join(table(found)))


def measure(url: str, folder: Path, answers: int, seed: int) -> tuple[int, Measured]:
    """Fill a database, measure it; return how many answers there were, and the figures by the names of UNITS."""
    schema.upgrade(url)
    store = Store(url)
    begun = perf_counter()
    accounts = fill(store, max(1, answers // PER_LEARNER), seed)
    size = max(1, answers // PER_LEARNER) * PER_LEARNER
    print(f"{machine(store)}; {size} answers, written in {perf_counter() - begun:.0f} s", flush=True)
    settings = Settings.from_environment({"INSTANCE": str(folder), "DATABASE_URL": url})
    milliseconds = {
        "replay of one learner": [timed(answer_log.replay, store, account.learner_key) for account in accounts],
        "answer": [one for account in accounts for one in answer(store, account.learner_key, Random(seed))],
        "home": home.ask(store, settings, accounts)[0],
    }
    store.dispose()
    refitted = in_a_process_of_its_own(url, seed)
    print(f"  {refitted.said}", flush=True)
    return size, {
        **{name: median(each) for name, each in milliseconds.items()},
        "refit": refitted.seconds,
        "refit, of the processor": refitted.processor_seconds,
        "replay of all after it": refitted.replay_seconds,
        "peak memory of the refit": refitted.megabytes,
    }


# -------------------------------------------------------------------------------------------------------------- the log


def fill(store: Store, learners: int, seed: int) -> Sequence[Account]:
    """Write the lives of made-up learners; return the accounts of those who are looked at."""
    lives = simulate(learners, SKILLS, QUESTIONS, PER_SKILL, seed, World.AS_MODELLED).answers
    random = Random(seed)
    with store.writing() as db:
        parameters.ensure_defaults(db, BEGUN)
        coming_into_force.load_pack(db, world.pack(every_question()), BEGUN)
        asked = questions(db)
    for start in range(0, learners, AT_ONCE):
        tell("learners", start, learners)
        with store.writing() as db:
            _write(db, lives, range(start, min(start + AT_ONCE, learners)), asked, random)
    chosen = random.sample(range(learners), min(VISITORS, learners))
    with store.writing() as db:
        accounts = [account_of(db.get_one(Learner, UUID(int=number + 1)), "", home.NOW) for number in chosen]
        db.add_all(accounts)
    return accounts


def every_question() -> Any:
    """Return the rows from which `world` builds the modules: fifteen questions on each skill."""
    numbers = range(SKILLS * QUESTIONS)
    return pandas.DataFrame({"skill_id": [number // QUESTIONS for number in numbers], "problem_id": numbers})


def questions(db: Session) -> Mapping[int, tuple[int, Question]]:
    """Return each question by its number, with the version that asks it."""
    published = in_force.published_modules(db)
    asked = [(module.version_id, question) for module in published for question in module.module.questions]
    return {int(question.id.removeprefix("q")): (version_id, question) for version_id, question in asked}


def _write(
    db: Session, lives: Answers, learners: range, asked: Mapping[int, tuple[int, Question]], random: Random
) -> None:
    set_id = parameters.in_force(db).id
    keys = {number: UUID(int=number + 1) for number in learners}
    db.execute(
        insert(Learner),
        [{"key": key, "timezone": "Europe/Brussels", "last_sequence": PER_LEARNER} for key in keys.values()],
    )
    shown: list[dict[str, Any]] = []
    given: list[dict[str, Any]] = []
    for row in range(learners.start * PER_LEARNER, learners.stop * PER_LEARNER):
        version_id, question = asked[int(lives.question[row])]
        at = BEGUN + timedelta(days=float(lives.day[row]))
        presentation = UUID(int=random.getrandbits(128))
        both = {"learner_key": keys[int(lives.learner[row])], "question_id": question.id, "version_id": version_id}
        shown.append(
            {**both, "id": presentation, "purpose": "learn", "option_order": [], "shown_at": at, "acknowledged_at": at}
        )
        given.append(
            {
                **both,
                "presentation_id": presentation,
                "sequence": row % PER_LEARNER + 1,
                "skill": question.skill,
                "parameters_id": set_id,
                "response": [],
                "correct": bool(lives.right[row]),
                "dont_know": False,
                "seconds": 30.0,
                "exposure": 0,
                "chance": question.chance,
                "counts": True,
                "known_before": 0.5,
                "known_after": 0.5,
                "answered_at": at,
                "day": at.date(),
                "working_day": is_working_day(at.date()),
            }
        )
    db.execute(insert(Presentation), shown)
    db.execute(insert(Answer), given)


# -------------------------------------------------------------------------------------------------------- what is timed


def timed(verb: Any, store: Store, *arguments: Any) -> float:
    """Return the milliseconds of one transaction that writes, its commit included."""
    begun = perf_counter()
    with store.writing() as db:
        verb(db, *arguments)
    return (perf_counter() - begun) * 1000


def answer(store: Store, learner: UUID, random: Random) -> list[float]:
    """Show a learner some questions, and return the milliseconds of her answer to each."""
    with store.writing() as db:
        asked = random.sample(list(questions(db).values()), GIVEN)
        shown = [
            answering.present(db, learner, question, version, Purpose.LEARN, home.NOW - reading_time(question))
            for version, question in asked
        ]
    responses = [world.response(random.randrange(2)) for _ in shown]
    return [
        timed(answering.answer, store, presentation.id, learner, response, home.NOW)
        for presentation, response in zip(shown, responses, strict=True)
    ]


def in_a_process_of_its_own(url: str, seed: int) -> Refitted:
    """Refit, as the clock has it done at night: in a process whose memory is its own."""
    spawn = get_context("spawn")
    mine, its = spawn.Pipe(duplex=False)
    # No daemon: it waits for pyBKT, which runs in a process of its own.
    process = spawn.Process(target=_refit, args=(its, url, seed))
    process.start()
    its.close()
    refitted: Refitted = mine.recv()
    process.join()
    return refitted


def _refit(pipe: Any, url: str, seed: int) -> None:
    if caller := parent_process():
        end_this_process_when(caller.join)
    store, begun = Store(url), perf_counter()
    verdict = refit(store, seed, datetime.now(UTC), silent, hierarchical.fit, "hierarchical")
    seconds, (processor_seconds, megabytes) = perf_counter() - begun, used()
    begun = perf_counter()
    replay_due(store, silent)
    pipe.send(Refitted(seconds, processor_seconds, perf_counter() - begun, megabytes, verdict.said))
    store.dispose()


def used() -> tuple[float, float]:
    """Return the seconds of the processor, and the megabytes, that this process and pyBKT's have used.

    The most of each, as if both fell on one instant; and Linux counts to pyBKT's what this one held when it began. So
    it is no less than what was taken.
    """
    import resource

    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both), sum(one.ru_maxrss for one in both) / 1024


# ------------------------------------------------------------------------------------------------------------ the table


def table(found: Mapping[int, Measured]) -> list[str]:
    """Return a line for each thing measured: its figures by size, and the powers with which it grows."""
    head = "".join(f"{size:>12}" for size in found)
    lines = [f"{'answers in the log':<28}{head}   power: all sizes   last step"]
    for name, unit in UNITS.items():
        values = [measured[name] for measured in found.values()]
        powers = (power(list(found), values), power(list(found)[-2:], values[-2:]))
        figures = "".join(f"{value:12.1f}" for value in values)
        lines.append(f"{f'{name} ({unit})':<28}{figures}   {powers[0]:16}   {powers[1]:>9}")
    return lines


def power(sizes: Sequence[int], values: Sequence[float]) -> str:
    """Return the slope of a line through the logarithms; a dash where there are not two sizes, or nothing was timed."""
    if len(sizes) < 2 or min(values) <= 0:
        return "-"
    slope, _ = numpy.polyfit([log(size) for size in sizes], [log(value) for value in values], 1)
    # Without the sign of what rounds to nothing.
    return f"{round(float(slope), 2) + 0.0:.2f}"


if __name__ == "__main__":
    main()
