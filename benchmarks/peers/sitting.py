"""Boussole in process: learners of the French pack sit, and each answer is committed, then the next question chosen.

As the portal does it: an answer and what comes after its feedback are a transaction each (SQLite, synchronous=FULL).
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from time import perf_counter, process_time
from typing import NamedTuple
from uuid import UUID

from benchmarks.crowd import fill, modules_of
from content.marking import DONT_KNOW
from models.ground import schema
from models.ground.store import Store
from models.learning import answering, playing
from models.learning.scenes import EndScene, QuestionScene, Scene, opened, scene

LEARNERS = 40
BEGUN = datetime(2026, 11, 30, 9).astimezone()
KNOWING = 0.7
"""Share of the questions to which the answer is known."""


class Step(NamedTuple):
    """The seconds of one answer, of the choice of what comes next, both committed, and of reading that; and of
    the processor for the first two."""

    answer: float
    following: float
    reading: float
    cpu: float


def seconds(verb: Callable[[], None]) -> float:
    """Return the seconds that a verb takes."""
    begun = perf_counter()
    verb()
    return perf_counter() - begun


Timed = Callable[[Callable[[], None]], float]


def sat(path: Path, answers: int, seed: int, timed: Timed = seconds) -> list[Step]:
    """Make a database, and return what each of so many answers took."""
    store = Store(f"sqlite:///{path}")
    schema.upgrade(store.url)
    fill(store, LEARNERS, Random(seed), stories=0)
    steps = list(islice(sitting(store, Random(seed), timed), answers))
    store.dispose()
    return steps


def sitting(store: Store, random: Random, timed: Timed) -> Iterator[Step]:
    """Let one learner after another play module after module, a day each, until nobody asks for more."""
    with store.reading() as db:
        modules = modules_of(db)
    for number in range(LEARNERS):
        for day, module in enumerate(modules):
            yield from played(store, UUID(int=number + 1), module, BEGUN + timedelta(days=day), random, timed)


def played(store: Store, learner: UUID, module: str, at: datetime, random: Random, timed: Timed) -> Iterator[Step]:
    """Play one module to its end, a step a minute."""
    with store.writing() as db:
        play = playing.start(db, learner, module, at).id
    here = standing(store, play, learner)
    while not isinstance(here, EndScene):
        at += timedelta(minutes=1)
        if isinstance(here, QuestionScene):
            step, here = asked(store, play, learner, here, at, random, timed)
            yield step
        else:
            go_on(store, play, learner, here.position, at)
            here = standing(store, play, learner)


def asked(
    store: Store, play: UUID, learner: UUID, here: QuestionScene, at: datetime, random: Random, timed: Timed
) -> tuple[Step, Scene]:
    """Answer what is asked, leave its feedback, and read what stands there then."""
    response = here.question.key if random.random() < KNOWING else DONT_KNOW
    shown, position = here.presentation.id, f"feedback-{here.presentation.id}"
    busy = process_time()
    answer = timed(lambda: give(store, shown, learner, response, at))
    following = timed(lambda: go_on(store, play, learner, position, at + timedelta(seconds=20)))
    cpu, begun = process_time() - busy, perf_counter()
    there = standing(store, play, learner)
    return Step(answer, following, perf_counter() - begun, cpu), there


def give(store: Store, shown: UUID, learner: UUID, response: tuple[str, ...], at: datetime) -> None:
    """Answer, committed."""
    with store.writing() as db:
        answering.answer(db, shown, learner, response, at)


def go_on(store: Store, play: UUID, learner: UUID, position: str, at: datetime) -> None:
    """Leave what stands there, and have what comes next chosen and kept, committed."""
    with store.writing() as db:
        playing.advance(db, playing.play_of(db, play, learner), position, at)


def standing(store: Store, play: UUID, learner: UUID) -> Scene:
    """Return what stands on the page of a play."""
    with store.reading() as db:
        return scene(db, *opened(db, play, learner))
