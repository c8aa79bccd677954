"""The rows that an answer writes: the log, its learner's count, mastery and ability, in statements built once.

The unit of work would find out anew at each answer what these four always are, for an eighth of the answer's time.
"""

from uuid import UUID

from sqlalchemy import BindParameter, Table, bindparam, insert, update
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from models.learner import REVISION, Ability, Belief
from models.tables.answers import Answer, LearnerAbility, Mastery
from models.tables.base import Base
from models.tables.people import Learner


def add(db: Session, row: Answer, owner: Learner) -> None:
    """Add a complete row to the log of its learner, whose row is locked; the session has both as they are kept."""
    db.connection().execute(_COUNTED, {"of_learner": owner.key, "counted": row.sequence})
    set_committed_value(owner, "last_sequence", row.sequence)
    row.id = db.connection().execute(_GIVEN, {name: getattr(row, name) for name in _COLUMNS}).scalar_one()
    make_transient_to_detached(row)
    db.add(row)


def keep_belief(db: Session, learner_key: UUID, skill: str, belief: Belief, first: bool) -> None:
    """Keep what is believed of a learner and a skill, for the first time or in place of what was."""
    if first:
        db.connection().execute(_FIRST_BELIEF, {"learner_key": learner_key, "skill": skill, **belief._asdict()})
    else:
        db.connection().execute(_BELIEF, {"of_learner": learner_key, "of_skill": skill, **belief._asdict()})


def keep_ability(db: Session, learner_key: UUID, parameters_id: int, ability: Ability, first: bool) -> None:
    """Keep a learner's ability with the set by which it was found, for the first time or in place of what was."""
    found = {"parameters_id": parameters_id, "revision": REVISION, **ability._asdict()}
    if first:
        db.connection().execute(_FIRST_ABILITY, {"learner_key": learner_key, **found})
    else:
        db.connection().execute(_ABILITY, {"of_learner": learner_key, **found})


def _filled(table: Table) -> dict[str, BindParameter[object]]:
    return {column.name: bindparam(column.name) for column in table.columns if not column.primary_key}


_answer, _learner, _mastery, _ability = (
    Base.metadata.tables[one.__tablename__] for one in (Answer, Learner, Mastery, LearnerAbility)
)
_COLUMNS = [column.name for column in _answer.columns if not column.primary_key]
_GIVEN = insert(_answer).returning(_answer.c.id)
_FIRST_BELIEF, _FIRST_ABILITY = insert(_mastery), insert(_ability)
_COUNTED = update(_learner).where(_learner.c.key == bindparam("of_learner")).values(last_sequence=bindparam("counted"))
_BELIEF = (
    update(_mastery)
    .where(_mastery.c.learner_key == bindparam("of_learner"), _mastery.c.skill == bindparam("of_skill"))
    .values(_filled(_mastery))
)
_ABILITY = update(_ability).where(_ability.c.learner_key == bindparam("of_learner")).values(_filled(_ability))
