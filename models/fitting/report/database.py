"""The report's data, read from the database."""

from datetime import datetime
from textwrap import shorten

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import parameters
from models.catalogue import in_force
from models.fitting.refit import ORIGIN_REFIT, answers_to_fit
from models.fitting.report.page import Names, Refitted, ReportedSet, page
from models.tables.parameters import ParameterSet, Promotion

LONGEST_NAME = 110


def page_of(db: Session, at: datetime) -> str:
    """Return the report on the set in force; raises registry.NoParametersInForce."""
    turns = parameters.in_turn(db)
    if not turns:
        raise parameters.NoParametersInForce
    now, before = _kept(db, turns[-1]), _kept(db, turns[-2]) if len(turns) > 1 else None
    # The latest refit; None before the first, or when no classic model stood beside ours.
    refits = select(ParameterSet).where(ParameterSet.origin == ORIGIN_REFIT).order_by(ParameterSet.id.desc()).limit(1)
    row = db.scalar(refits)
    latest = Refitted(row.id, row.created_at, row.metrics["classic"]) if row and "classic" in row.metrics else None
    names = Names(
        skills={skill.id: skill.name["fr"] for skill in in_force.skill_map(db)},
        questions={
            asked.id: f"{shorten(asked.stem, LONGEST_NAME, placeholder=' …')} ({published.module.title})"
            for published in in_force.published_modules(db)
            for asked in published.module.questions
        },
    )
    return page(answers_to_fit(db), now, before, names, at, latest)


def _kept(db: Session, promotion: Promotion) -> ReportedSet:
    row = db.get_one(ParameterSet, promotion.parameters_id)
    return ReportedSet(
        number=row.id,
        estimates=parameters.of(db, row.id).estimates,
        model=row.model,
        promoted_by=promotion.by,
        promoted_at=promotion.at,
        seed=row.seed,
        window=row.window,
        metrics=row.metrics,
    )
