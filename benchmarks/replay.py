"""`python -m benchmarks.replay ANSWERS.csv.gz`: the learners of a file live again, one transaction at a time.

Prints what an answer costs, and how well success is predicted before each one: by a constant, by the default
parameters, and by parameters that pyBKT fitted to the other learners of the file.
"""

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from statistics import mean, quantiles
from time import perf_counter
from typing import Any
from uuid import UUID

from numpy.random import RandomState
from sklearn.metrics import roc_auc_score
from sqlalchemy import select

from benchmarks import world
from content.module import Question
from models import learner, study
from models.fitting import classic, registry
from models.fitting.registry import ParametersInForce
from models.fitting.rows import Row
from models.learner import Belief
from models.store import Store
from models.tables import Answer, Mastery
from models.tutor import Purpose


def main() -> None:
    """From the file to the figures."""
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
        report_predictions(store, world.rows_of(others), asked.seed)
        store.dispose()


def machine(store: Store) -> str:
    """What the seconds depend on."""
    database = store.engine.dialect
    version = ".".join(map(str, getattr(database, "server_version_info", ())))
    load = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before the start"
    return f"Python {platform.python_version()}, {database.name} {version}, {load}"


def live(store: Store, answers: Any, questions: Mapping[int, tuple[int, Question]]) -> list[tuple[float, float]]:
    """Show and answer every question at its own instant, a transaction each; seconds of both."""
    costs = []
    begun = perf_counter()
    for row in answers.itertuples():
        key, at = UUID(int=row.user_id), row.at.to_pydatetime()
        version_id, question = questions[row.problem_id]
        start = perf_counter()
        with store.writing() as db:
            presentation = study.present(db, key, question, version_id, Purpose.LEARN, at)
        shown = perf_counter()
        with store.writing() as db:
            study.answer(db, presentation.id, key, world.response(row.correct), at)
        costs.append((shown - start, perf_counter() - shown))
        if len(costs) % 100 == 0:
            rate = len(costs) / (perf_counter() - begun)
            print(f"\r{len(costs)}/{len(answers)} answers, {rate:.0f}/s", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return costs


def report_costs(costs: Sequence[tuple[float, float]]) -> None:
    """Answers per second, and the spread of both transactions in milliseconds."""
    showing, answering = zip(*costs, strict=True)
    print(f"{len(costs) / (sum(showing) + sum(answering)):.0f} answers/s by one client, each shown, then answered")
    for name, seconds in (("show", showing), ("answer", answering)):
        cuts = quantiles(seconds, n=100)
        print(f"  {name:6} p50 {cuts[49] * 1000:.2f} ms   p95 {cuts[94] * 1000:.2f} ms")


def report_predictions(store: Store, others: Sequence[Row], seed: int) -> None:
    """AUC and log-loss on first exposures; the fitted set is put in force and everybody replayed."""
    log, default = lived(store)
    right = [answer.correct for answer in log if not answer.exposure]
    fitted = lived_again(store, others, seed)
    scores = {
        "constant, the others' mean": [mean(row.evidence.correct for row in others)] * len(right),
        "default parameters": predictions(log, default),
        "default, nothing forgotten": predictions(log, without_forgetting(default)),
        "fitted to the others by pyBKT": predictions(log, fitted),
        "fitted, nothing forgotten": predictions(log, without_forgetting(fitted)),
    }
    print(f"predicted before each of the {len(right)} first exposures (log-loss natural, clipped at {classic.CLIP})")
    for name, predicted in scores.items():
        loss = classic.log_loss(predicted, right)
        print(f"  {name:30} AUC {roc_auc_score(right, predicted):.4f}   log-loss {loss:.4f}")


def lived_again(store: Store, others: Sequence[Row], seed: int) -> ParametersInForce:
    """Fit the others, put the set in force, replay everybody."""
    begun = perf_counter()
    fit = classic.fit(others, seed, lambda skill, place, of: print(f"\rfit {place}/{of}", end="", file=sys.stderr))
    print(file=sys.stderr)
    print(f"pyBKT: {fit.window['answers']} first exposures of {fit.window['learners']} others, ", end="")
    print(f"{fit.metrics['skills']} skills fitted in {perf_counter() - begun:.0f} s;")
    print(f"  {', '.join(f'{count} {bound}' for bound, count in sorted(fit.metrics['clamped'].items()))};")
    begun = perf_counter()
    with store.writing() as db:
        at = datetime.now(UTC)
        registry.promote(registry.add_set(db, fit.skills, "fit", at, seed), at, "benchmarks.replay")
        study.replay_all(db)
    print(f"  promoted, and everybody replayed, in {perf_counter() - begun:.1f} s")
    return lived(store)[1]


def lived(store: Store) -> tuple[list[Answer], ParametersInForce]:
    """The log and the parameters in force; the mastery kept must be what the log leads to believe, to the last bit."""
    with store.reading() as db:
        parameters = registry.in_force(db)
        log = list(db.scalars(select(Answer).order_by(Answer.learner_key, Answer.sequence)))
        kept = {(row.learner_key, row.skill): study.belief_of(row) for row in db.scalars(select(Mastery))}
    by_learner = groupby(log, key=lambda answer: answer.learner_key)
    beliefs = {(key, skill): b for key, own in by_learner for skill, b in study.beliefs_from(own, parameters).items()}
    if beliefs != kept:
        sys.exit("The mastery kept is not what the log leads to believe.")
    return log, parameters


def without_forgetting(parameters: ParametersInForce) -> ParametersInForce:
    """The same parameters for somebody who keeps everything."""
    return replace(parameters, skills={skill: replace(p, forget_power=0.0) for skill, p in parameters.skills.items()})


def predictions(log: Sequence[Answer], parameters: ParametersInForce) -> list[float]:
    """The probability of a right answer before each first exposure; repeats move belief and are not predicted."""
    beliefs: dict[tuple[UUID, str], Belief] = {}
    predicted = []
    for answer in log:
        of, key = parameters.of(answer.skill), (answer.learner_key, answer.skill)
        before = beliefs.get(key) or learner.unseen(of)
        if not answer.exposure:
            predicted.append(learner.predict(before, of, answer.answered_at, answer.chance))
        beliefs[key] = learner.after_answer(before, study.evidence_of(answer), of)
    return predicted


if __name__ == "__main__":
    main()
