"""The page of the report as HTML that needs nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from models.estimates import Estimates
from models.fitting.answers import Answers
from models.fitting.baseline import TOO_SLOW
from models.fitting.fit import predictions
from models.fitting.measures import log_loss
from models.fitting.report import figures, numbers_in_french
from models.fitting.report.cells import FEW, LEAST_LEARNERS, Cell, Curve, Reliability, cells, curves, reliability
from models.fitting.report.findings import NAMES, Flag, ParameterMove, Questions, moves, questions, sure
from models.ground.words import french

MODELS = "ours", "pybkt"
TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class ReportedSet:
    """One set as the registry keeps it, and who put it in force when.

    `window` and `metrics` are as `rows.window` and `refit.Candidate.metrics` make them; a set that was never compared
    with another has no metrics.
    """

    number: int
    estimates: Estimates
    model: str
    promoted_by: str
    promoted_at: datetime
    seed: int | None = None
    window: Mapping[str, Any] = field(default_factory=dict)
    metrics: Mapping[str, Any] = field(default_factory=dict)


class AfterGap(NamedTuple):
    """The answers after gaps of one length, named as in `gaps.DAYS`, as Boussole and as pyBKT foresaw them."""

    length: str
    ours: Cell
    classic: Cell


@dataclass(frozen=True, slots=True)
class Refitted:
    """The set of the latest refit, in force or not; `classic` is what `baseline.beside` made."""

    number: int
    at: datetime
    classic: Mapping[str, Any]

    @property
    def by_gap(self) -> list[AfterGap]:
        """What both models missed by the length of the gap before; nothing in refits that did not tell it yet."""
        return [
            AfterGap(row["gap"], *(Cell(row["answers"], row["learners"], row["right"], row[of]) for of in MODELS))
            for row in self.classic.get("by_gap", [])
        ]


@dataclass(frozen=True, slots=True)
class Names:
    """The French names of skills, in the page's order, and of questions; what has no name keeps its id."""

    skills: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)

    def skill(self, skill: str) -> str:
        """Return the name of a skill."""
        return french(self.skills.get(skill, skill))

    def question(self, question: str) -> str:
        """Return the words that say which question it is."""
        return french(self.questions.get(question, question))

    def in_order(self, skills: Iterable[str]) -> list[str]:
        """Return those with a name first."""
        place = {skill: number for number, skill in enumerate(self.skills)}
        return sorted(skills, key=lambda skill: (place.get(skill, len(place)), skill))


@dataclass(frozen=True, slots=True)
class Since:
    """The changes since the set before; the losses are over the whole log."""

    before: ReportedSet
    moves: tuple[ParameterMove, ...]
    skills: tuple[str, ...]
    """That the set before did not know."""
    questions: int
    log_loss: float
    log_loss_before: float


@dataclass(frozen=True, slots=True)
class FitReport:
    """The contents of the page once a skill has answers of people enough; `skills` in the order of the page."""

    learners: int
    skills: Mapping[str, Cell]
    hidden_skills: int
    reliability: Reliability
    curves: tuple[Curve, ...]
    questions: Questions
    since: Since | None


def page(
    answers: Answers,
    now: ReportedSet,
    before: ReportedSet | None,
    names: Names,
    at: datetime,
    latest: Refitted | None = None,
) -> str:
    """Return the report as HTML: the set `now`, the one `before` it, and the `latest` refit, if there was one.

    Days are those of the time zone of `at`.
    """
    report = _report(answers, now, before, names) if len(answers) else None
    values = {"answers": answers, "now": now, "names": names, "at": at, "report": report, "latest": latest}
    return _templates().get_template("report.html").render(values)


def _report(answers: Answers, now: ReportedSet, before: ReportedSet | None, names: Names) -> FitReport | None:
    foreseen = predictions(now.estimates, answers)
    told = {answers.skills[code]: cell for code, cell in cells(answers.skill, answers, foreseen.success).items()}
    skills = {skill: told[skill] for skill in names.in_order(told) if told[skill].shown}
    if not skills:
        return None
    since = None
    if before:
        known, old = now.estimates, before.estimates
        since = Since(
            before=before,
            moves=moves(old, known, list(skills)),
            skills=tuple(skill for skill in skills if skill in known.skills and skill not in old.skills),
            questions=len(known.items.keys() - old.items.keys()),
            log_loss=log_loss(answers.right, foreseen.success),
            log_loss_before=log_loss(answers.right, predictions(old, answers).success),
        )
    return FitReport(
        learners=len(set(answers.learner.tolist())),
        skills=skills,
        hidden_skills=len(told) - len(skills),
        reliability=reliability(answers, foreseen),
        curves=curves(answers, foreseen, list(skills)),
        questions=questions(now.estimates, answers, foreseen),
        since=since,
    )


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: french(value) if type(value) is str else value,
    )
    environment.filters.update(french=lambda text: Markup(french(str(text))))
    environment.globals.update(figures=figures, say=numbers_in_french, sure=sure)
    environment.globals.update(PARAMETERS=NAMES, FLAGS=list(Flag), FEW=FEW, LEAST=LEAST_LEARNERS, TOO_SLOW=TOO_SLOW)
    return environment
