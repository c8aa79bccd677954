"""The figures as trainers see them: reads the few rows that the worker has taken, computes nothing of the log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, defer
from sqlalchemy.sql.base import ExecutableOption

from content.errors import N_, or_not_found
from content.module import Module, Question
from content.skills import Skill
from models.catalogue import documents, in_force
from models.learning.belief_history import NoSuchSkill
from models.studio.statistics.counted_answers import Edition
from models.studio.statistics.disclosure import Share, Shown, right, share
from models.studio.statistics.figures import Figures, by_turn, mixed, sign_from
from models.studio.statistics.flaws import Sign
from models.studio.statistics.refresh import editions
from models.tables.counts import QuestionFigures
from models.tables.documents import PublishedQuestion, Version


@dataclass(frozen=True)
class Measured:
    """A question since its last change of meaning; no `row` while too few have answered it."""

    question: Question
    module: Module
    version_id: int
    row: QuestionFigures | None

    @property
    def facility(self) -> Share | None:
        """The share right."""
        return share(self.row.right, self.row.answers) if self.row else None

    @property
    def discrimination(self) -> float | None:
        """The correlation of being right here and elsewhere, if it may be told."""
        return self.row.discrimination if self.row and mixed(self.row.right, self.row.answers) else None

    @cached_property
    def found(self) -> Figures | None:
        """The figures, of which not everything may be shown."""
        return Figures.from_plain(self.row.figures) if self.row else None

    @cached_property
    def shown(self) -> Shown | None:
        """The figures as far as they may be shown."""
        return Shown(self.found, self.found.whole) if self.found and self.found.whole else None

    @cached_property
    def signs(self) -> tuple[Sign, ...]:
        """The signs of what looks wrong, the worst first."""
        return tuple(sign_from(plain) for plain in self.row.signs) if self.row else ()


class Overview(NamedTuple):
    """All published questions in the order of the modules, those to look at apart, the worst first."""

    questions: Sequence[Measured]
    to_look_at: Sequence[Measured]
    skills: Sequence[Skill]
    taken_at: datetime | None
    """When the latest of the figures were taken."""


class Earlier(NamedTuple):
    """A question as it was before its meaning changed."""

    version: Version
    measured: Measured


class SkillCurve(NamedTuple):
    """A skill and the share right by opportunity, from 1: each part that is told stands whole at its mean one."""

    skill: Skill
    points: Mapping[int, Share]


def overview(db: Session) -> Overview:
    """Return all that is published, with only the figures that a list needs: all would take ten times as long."""
    questions = published(db, defer(QuestionFigures.figures, raiseload=True))
    asked = {one.question.skill for one in questions}
    listed = sorted((one.row.place, place) for place, one in enumerate(questions) if one.row and one.row.place)
    return Overview(
        questions=questions,
        to_look_at=[questions[place] for _, place in listed],
        skills=[skill for skill in in_force.skill_map(db) if skill.id in asked],
        taken_at=max((one.row.taken_at for one in questions if one.row), default=None),
    )


def published(db: Session, *loading: ExecutableOption) -> list[Measured]:
    """Return all published questions in the order of the modules."""
    edition_of = editions(db)
    editions_in_force = [
        (question, one.module, edition_of(question.id, one.version_id))
        for one in in_force.published_modules(db)
        for question in one.module.questions
    ]
    versions = {edition.version_id for *_, edition in editions_in_force}
    rows = _rows(db, QuestionFigures.version_id.in_(versions), *loading)
    return [
        Measured(question, module, edition.version_id, rows.get(edition))
        for question, module, edition in editions_in_force
    ]


def of_question(db: Session, question_id: str) -> tuple[Measured, list[Earlier]]:
    """Return a published question, and what it was before, the latest first; raises NotFound."""
    asked = or_not_found(
        db.get(PublishedQuestion, question_id),
        N_("Cette question n'est pas publiée."),
        N_("Celles qui le sont ont leurs chiffres sous « Questions mesurées », dans l'atelier."),
    )
    rows = _rows(db, QuestionFigures.question_id == question_id)
    now = editions(db)(question_id, asked.version_id)
    module = in_force.module_of(db, asked.version_id)
    earlier = [
        Earlier(version, Measured(before.question(question_id), before, edition.version_id, rows[edition]))
        for edition in sorted(rows.keys() - {now}, key=lambda edition: -edition.version_id)
        for version in [db.get_one(Version, edition.version_id)]
        for before in [documents.parse_module(version.text)]
        if version.document_id == asked.module_id
    ]
    return Measured(module.question(question_id), module, now.version_id, rows.get(now)), earlier


def _rows(db: Session, which: ColumnElement[bool], *loading: ExecutableOption) -> dict[Edition, QuestionFigures]:
    told = QuestionFigures.answers > 0
    found = db.scalars(select(QuestionFigures).where(which, told).options(*loading))
    return {Edition(row.question_id, row.version_id): row for row in found}


def questions_on(db: Session, skill_id: str) -> list[tuple[Module, Question]]:
    """Return the published questions on a skill."""
    modules = [published.module for published in in_force.published_modules(db)]
    return [(module, question) for module in modules for question in module.questions if question.skill == skill_id]


def curve(db: Session, skill_id: str) -> SkillCurve:
    """Return the learning curve of a skill on the map; raises NoSuchSkill."""
    skill = next((skill for skill in in_force.skill_map(db) if skill.id == skill_id), None)
    if skill is None:
        raise NoSuchSkill
    rows = _rows(db, QuestionFigures.skill == skill_id).values()
    told = by_turn(Figures.from_plain(row.figures) for row in rows)
    return SkillCurve(skill, {turn: right(block) for turn, block in told.items()})
