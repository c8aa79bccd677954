"""`python -m benchmarks.replay ANSWERS.csv.gz`: the learners of a file live again, one transaction at a time.

Prints what an answer costs, and how well success is predicted before each one: by a constant, by the default
parameters, and by those that the classic and the hierarchical fit find in the other learners of the file.
"""

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any
from uuid import UUID

import numpy
from numpy.random import RandomState
from sqlalchemy import select

from benchmarks import world
from benchmarks.rivals import bkt
from content.dialogue import reading_time
from content.module import Question
from models import learner, parameters
from models.estimates import Estimates
from models.fitting import hierarchical_fit as hierarchical
from models.fitting.answers import Answers
from models.fitting.fit import Fit, silent
from models.fitting.measures import measures
from models.fitting.refit import replay_due
from models.ground.store import Store
from models.learner import Ability, Belief, Knowledge
from models.learning import answer_log
from models.learning import answering as study_answering
from models.tables.answers import Answer, Mastery
from models.tutor.situation import Purpose

FITS: Mapping[str, Fit] = {"classic": bkt.fit, "hierarchical": hierarchical.fit}


def main() -> None:
    """Replay the answers of a file, and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.replay", description=__doc__)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--learners", type=int, default=100)
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--database", help="URL of an empty database; a SQLite file, thrown away, when not given")
    asked = parser.parse_args()
    answers = world.load(asked.answers)
    chosen = RandomState(asked.seed).permutation(sorted(answers.user_id.unique()))[: asked.learners]
    here, others = answers[answers.user_id.isin(chosen)], answers[~answers.user_id.isin(chosen)]
    with tempfile.TemporaryDirectory() as folder:
        store = Store(asked.database or f"sqlite:///{folder}/replay.sqlite3")
        questions = world.set_up(store, here)
        print(machine(store))
        print(f"{asked.answers.name}: {len(chosen)} learners drawn with seed {asked.seed}, {len(here)} answers,")
        print(f"  {here.problem_id.nunique()} questions on {here.skill_id.nunique()} skills, each with {world.OPTIONS}")
        print(f"  options: no guess counts for less than {1 / world.OPTIONS}")
        report_costs(live(store, here, questions))
        report_predictions(store, world.answers_of(others), asked.seed)
        store.dispose()


def machine(store: Store) -> str:
    """Describe the machine on which the seconds depend."""
    database = store.engine.dialect
    version = ".".join(map(str, getattr(database, "server_version_info", ())))
    load = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before the start"
    return f"Python {platform.python_version()}, {database.name} {version}, {load}"


def live(store: Store, answers: Any, questions: Mapping[int, tuple[int, Question]]) -> list[tuple[float, float]]:
    """Show and answer every question at its own instant, a transaction each; return the seconds of both."""
    costs = []
    begun = perf_counter()
    for row in answers.itertuples():
        key, at = UUID(int=row.user_id), row.at.to_pydatetime()
        version_id, question = questions[row.problem_id]
        start = perf_counter()
        with store.writing() as db:
            presentation = study_answering.present(
                db, key, question, version_id, Purpose.LEARN, at - reading_time(question)
            )
        shown = perf_counter()
        with store.writing() as db:
            study_answering.answer(db, presentation.id, key, world.response(row.correct), at)
        costs.append((shown - start, perf_counter() - shown))
        if len(costs) % 100 == 0:
            rate = len(costs) / (perf_counter() - begun)
            print(f"\r{len(costs)}/{len(answers)} answers, {rate:.0f}/s", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return costs


def report_costs(costs: Sequence[tuple[float, float]]) -> None:
    """Print answers per second, and the spread of both transactions in milliseconds."""
    showing, answering = zip(*costs, strict=True)
    print(f"{len(costs) / (sum(showing) + sum(answering)):.0f} answers/s by one client, each shown, then answered")
    for name, seconds in (("show", showing), ("answer", answering)):
        cuts = quantiles(seconds, n=100)
        print(f"  {name:6} p50 {cuts[49] * 1000:.2f} ms   p95 {cuts[94] * 1000:.2f} ms")


def report_predictions(store: Store, others: Answers, seed: int) -> None:
    """Print AUC and log-loss on first exposures, each fitted set in force and everybody replayed."""
    log, default = lived(store)
    first = [answer.correct for answer in log if not answer.exposure]
    foreseen = {"constant, the others' mean": [float(others.right.mean())] * len(first)}
    foreseen["default parameters"] = predictions(log, default)
    for name, fit in FITS.items():
        fitted = lived_again(store, name, fit, others, seed)
        foreseen[f"{name}, fitted to the others"] = predictions(log, fitted)
    print(f"predicted before each of the {len(first)} first exposures")
    for name, predicted in foreseen.items():
        measured = measures(numpy.array(first, dtype=int), numpy.array(predicted))
        print(f"  {name:33} AUC {measured.auc:.4f}   log-loss {measured.log_loss:.4f}   ECE {measured.ece:.4f}")


def lived_again(store: Store, name: str, fit: Fit, others: Answers, seed: int) -> Estimates:
    """Fit the others, put the set in force, replay everybody."""
    begun = perf_counter()
    found = fit(others, seed, silent)
    print(f"{name}: {len(others)} first exposures fitted in {perf_counter() - begun:.1f} s, ", end="")
    begun = perf_counter()
    with store.writing() as db:
        at = datetime.now(UTC)
        kept = parameters.add_set(db, found, name, "fit", at, seed)
        parameters.promote(db, kept.id, at, "benchmarks.replay")
    replayed = replay_due(store, silent)
    print(f"{replayed} learners replayed in {perf_counter() - begun:.1f} s")
    return lived(store)[1]


def lived(store: Store) -> tuple[list[Answer], Estimates]:
    """Return the log and what is in force; check that the mastery kept is what the log leads to, to the last bit."""
    with store.reading() as db:
        estimates = parameters.in_force(db).estimates
        log = list(db.scalars(select(Answer).order_by(Answer.learner_key, Answer.sequence)))
        rows = db.execute(select(Mastery.learner_key, Mastery.skill, *study_answering.BELIEF))
        kept = {(key, skill): Belief(*belief) for key, skill, *belief in rows}
    by_learner = groupby(log, key=lambda answer: answer.learner_key)
    beliefs = {(key, skill): b for key, own in by_learner for skill, b in answer_log.lived(own, estimates)[0].items()}
    if beliefs != kept:
        sys.exit("The mastery kept is not what the log leads to believe.")
    return log, estimates


def predictions(log: Sequence[Answer], estimates: Estimates) -> list[float]:
    """Predict before each first exposure; repeats move belief and are not predicted."""
    predicted = []
    for _, own in groupby(log, key=lambda answer: answer.learner_key):
        beliefs: dict[str, Belief] = {}
        ability = Ability()
        for answer in own:
            evidence = answer_log.evidence_of(answer, estimates)
            known = Knowledge(estimates.of(answer.skill), beliefs.get(answer.skill, Belief()), ability)
            if not answer.exposure:
                predicted.append(learner.predict(known, evidence.item, answer.answered_at))
            after = learner.after_answer(known, evidence)
            beliefs[answer.skill], ability = after.belief, after.ability
    return predicted


if __name__ == "__main__":
    main()
