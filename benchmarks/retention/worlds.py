"""The worlds: the learner model as it is, and two memories that it does not know."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import numpy

from benchmarks.answer_file import read_file
from benchmarks.progress import tell
from benchmarks.retention.life import World
from benchmarks.retention.memories import AsFitted, Flashcard, PowerLaw
from benchmarks.retention.settings import Settings
from benchmarks.tutor.course import course
from benchmarks.tutor.settings import Settings as TutorSettings
from benchmarks.tutor.truths import as_fitted
from models.estimates import Estimates, Parameters
from models.fitting.hierarchical import fitting as hierarchical
from models.fitting.sanity import LEAST_ANSWERS


def worlds(settings: Settings, files: Sequence[Path] = ()) -> Iterator[World]:
    """Yield the worlds, one more for each file of answers to which a set is fitted."""
    begun_with = dict.fromkeys((f"s{number}" for number in range(settings.skills)), Parameters())
    yield World("as fitted: default parameters", begun_with, AsFitted)
    yield World("as fitted: parameters drawn as in benchmarks.tutor", dict(_drawn(settings)), AsFitted)
    for path in files:
        yield World(f"as fitted: to {path.name}", dict(_fitted(settings, path)), AsFitted)
    yield World("power law with spacing", begun_with, PowerLaw)
    yield World("FSRS", begun_with, Flashcard)


def _drawn(settings: Settings) -> Iterator[tuple[str, Parameters]]:
    of_tutor = TutorSettings(seed=settings.seed, domains=-(-settings.skills // TutorSettings().skills_per_domain))
    followed = course(of_tutor)
    estimates = as_fitted(of_tutor, followed).estimates
    for skill in followed.skills[: settings.skills]:
        yield skill, estimates.of(skill)


def _fitted(settings: Settings, path: Path) -> Iterator[tuple[str, Parameters]]:
    """Yield skills drawn, with replacement, from those of a file of which enough answers tell."""
    answers = read_file(path)
    estimates: Estimates = hierarchical.fit(answers, settings.seed, tell)
    counts = zip(answers.skills, numpy.bincount(answers.skill).tolist(), strict=True)
    told = [skill for skill, count in counts if count >= LEAST_ANSWERS]
    for number, skill in enumerate(Random(settings.seed).choices(told, k=settings.skills)):
        yield f"s{number}", estimates.of(skill)
