"""The sets of parameters in the database: which one is in force, and how another takes its place."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Text, cast, select
from sqlalchemy.orm import Session

from models.learner import Parameters
from models.tables import ParameterSet

POOLED = "*"
"""The name under which a set keeps the parameters of a skill that nobody has answered."""


class NoParametersInForce(Exception):
    """The database holds no promoted set: it was never set up."""


@dataclass(frozen=True, slots=True)
class ParametersInForce:
    """One set, ready for use."""

    id: int
    skills: Mapping[str, Parameters]

    def of(self, skill: str) -> Parameters:
        """The parameters of a skill, pooled when the set does not know it."""
        return self.skills.get(skill) or self.skills[POOLED]


def in_force(db: Session) -> ParametersInForce:
    """The latest promoted set; raises NoParametersInForce."""
    row = db.execute(
        select(ParameterSet.id, cast(ParameterSet.skills, Text))
        .where(ParameterSet.promoted_at.is_not(None))
        .order_by(ParameterSet.promoted_at.desc(), ParameterSet.id.desc())
        .limit(1)
    ).first()
    if row is None:
        raise NoParametersInForce
    return ParametersInForce(row[0], _parsed(row[1]))


@lru_cache(maxsize=8)
def _parsed(skills: str) -> Mapping[str, Parameters]:
    return {skill: Parameters(**values) for skill, values in json.loads(skills).items()}


def add_set(
    db: Session,
    skills: Mapping[str, Parameters],
    origin: str,
    at: datetime,
    seed: int | None = None,
    **notes: dict[str, Any],
) -> ParameterSet:
    """Keep a set of classic parameters, not in force yet; `notes` are its `window` and its `metrics`."""
    row = ParameterSet(
        model="classic",
        origin=origin,
        skills={skill: asdict(parameters) for skill, parameters in skills.items()},
        seed=seed,
        created_at=at,
        **notes,
    )
    db.add(row)
    db.flush()
    return row


def promote(row: ParameterSet, at: datetime, by: str) -> None:
    """Put a set in force; whoever promotes replays the log in the same transaction (`study.replay_all`)."""
    row.promoted_at, row.promoted_by = at, by


def ensure_defaults(db: Session, at: datetime) -> None:
    """Put the default parameters in force where no set is."""
    if db.scalar(select(ParameterSet.id).limit(1)) is None:
        promote(add_set(db, {POOLED: Parameters()}, "default", at), at, "set-up")
