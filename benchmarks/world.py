"""A file of real answers made into a small world: published modules, learners, and the rows of a fit.

Columns of a file: user_id, order, skill_id, problem_id, correct, timestamp (seconds from a common origin; all 0 when
only the order is known: then one answer a minute).
"""

import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from string import ascii_lowercase
from typing import Any
from uuid import UUID

import pandas
from sqlalchemy import func, select

from content.marking import Response
from content.module import Card, Module, Option, Question
from content.pack import Pack
from content.text.grammar import MOST_OPTIONS
from content.text.module_writer import write_module
from models import parameters
from models.catalogue import coming_into_force, in_force
from models.fitting.answers import Answers, from_columns
from models.ground import schema
from models.ground.store import Store
from models.tables.documents import Version
from models.tables.people import Learner

ORIGIN = datetime(2020, 1, 6, tzinfo=UTC)
OPTIONS = MOST_OPTIONS
"""The questions of the files were open: as many options as a text may have keep blind ticking rare."""
QUESTIONS = 15
"""The most that one module holds, as in a module written by hand."""
RIGHT, WRONG = ("a",), ("b",)


def load(path: Path) -> Any:
    """Load the answers of a file in the order of time, each with its instant `at`."""
    frame = pandas.read_csv(path)
    seconds = frame.timestamp if frame.timestamp.any() else frame.order * 60
    frame["at"] = [ORIGIN + timedelta(seconds=int(value)) for value in seconds]
    return frame.sort_values(["at", "user_id", "order"], kind="stable")


def set_up(store: Store, answers: Any) -> Mapping[int, tuple[int, Question]]:
    """Add tables, parameters, modules, learners; map problem_id to the version of its question and the question."""
    schema.upgrade(store.url)
    with store.writing() as db:
        if db.scalar(select(func.count()).select_from(Version)):
            sys.exit("The database is not empty.")
        parameters.ensure_defaults(db, ORIGIN)
        coming_into_force.load_pack(db, pack(answers), ORIGIN)
        db.add_all(Learner(key=UUID(int=user), timezone="UTC") for user in answers.user_id.unique().tolist())
        published = in_force.published_modules(db)
    asked = [(module.version_id, question) for module in published for question in module.module.questions]
    return {int(question.id.removeprefix("q")): (version_id, question) for version_id, question in asked}


def pack(answers: Any) -> Pack:
    """Build modules of at most QUESTIONS on one skill each, and the skill map that they need."""
    modules = {}
    for skill, problems in answers.groupby("skill_id").problem_id.unique().items():
        for start in range(0, len(problems), QUESTIONS):
            name, cards = f"m{skill}-{start}", (Card("Carte", "À lire."),)
            questions = tuple(question(problem, skill) for problem in problems[start : start + QUESTIONS])
            modules[name] = write_module(Module(name, name, "fr", 5, (f"s{skill}",), cards, questions, "Essayer."))
    names = "name: {fr: x, nl: x, en: x}"
    lines = ["domains:", "  - id: d", f"    {names}", f"    {names.replace('name', 'short')}", "    skills:"]
    lines += [f"      - {{id: s{skill}, {names}, prerequisites: []}}" for skill in answers.skill_id.unique()]
    return Pack("\n".join(lines), "rules: []", modules)


def question(problem: int, skill: int) -> Question:
    """Make a question of which the first option is right."""
    options = (Option(key, f"La réponse {key}", key in RIGHT, "Parce que.") for key in ascii_lowercase[:OPTIONS])
    return Question(f"q{problem}", f"s{skill}", "Que répondez-vous ?", tuple(options))


def response(correct: int) -> Response:
    """Return the response that was ticked."""
    return RIGHT if correct else WRONG


def answers_of(answers: Any) -> Answers:
    """Return the first exposures of a frame, as a fit sees them."""
    first = answers.drop_duplicates(["user_id", "problem_id"]).sort_values(["user_id", "at"], kind="stable")
    return from_columns(
        first.user_id.tolist(),
        [f"s{skill}" for skill in first.skill_id],
        [f"q{problem}" for problem in first.problem_id],
        first.correct.tolist(),
        [(at - ORIGIN) / timedelta(days=1) for at in first["at"]],
        [1 / OPTIONS] * len(first),
    )
