"""The log of answers: the rows that an answer writes, and the belief that is rebuilt from those that count."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Table, and_, bindparam, delete, insert, or_, select, update
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from models import learner
from models import parameters as parameter_sets
from models.estimates import Estimates
from models.learner import REVISION, Ability, Belief, Evidence, Knowledge
from models.learning import learners
from models.learning.due_checks import rebuild_returns
from models.parameters import ParametersInForce
from models.tables.answers import Annulment, Answer, LearnerAbility, Mastery
from models.tables.base import Base
from models.tables.people import Learner
from models.tables.reports import Report


def evidence_of(row: Answer, estimates: Estimates) -> Evidence:
    """Return what an answer says about knowing."""
    return Evidence(
        correct=row.correct,
        at=row.answered_at,
        day=row.day,
        working_day=row.working_day,
        dont_know=row.dont_know,
        repeat=row.exposure > 0,
        rapid=row.rapid,
        provisional=row.provisional,
        item=estimates.item(row.question_id, row.skill, row.chance),
    )


def annul_all(db: Session, rows: Sequence[Answer], reason: str, at: datetime, by: UUID | None) -> None:
    """Note of many answers, of any learners, that they no longer count; each learner is replayed once.

    Learners are locked in the order of their keys, so that two who annul at once never wait for each other.
    """
    keys = sorted({row.learner_key for row in rows})
    for key in keys:
        learners.lock(db, key)
    ids = [row.id for row in rows]
    # Append-only: a second note on the same answer would say nothing new.
    annulled = set(db.scalars(select(Annulment.answer_id).where(Annulment.answer_id.in_(ids))))
    db.add_all(Annulment(answer_id=row.id, reason=reason, at=at, by=by) for row in rows if row.id not in annulled)
    db.flush()
    for key in keys:
        replay(db, key)


def replay(db: Session, learner_key: UUID) -> None:
    """Rebuild a learner's mastery and ability from the log, under the parameters in force, and what comes back."""
    rebuild(db, learners.lock(db, learner_key), parameter_sets.in_force(db))


def catch_up(db: Session, learner_key: UUID) -> None:
    """Replay a learner whose cache is of another set or another learner model; who has left meanwhile has none."""
    if owner := db.scalar(select(Learner).where(Learner.key == learner_key).with_for_update()):
        parameters = parameter_sets.in_force(db)
        ability = db.get(LearnerAbility, owner.key)
        set_id, revision = (ability.parameters_id, ability.revision) if ability else (None, None)
        if is_stale(owner, set_id, revision, parameters):
            rebuild(db, owner, parameters)


def is_stale(owner: Learner, set_id: int | None, revision: int | None, parameters: ParametersInForce) -> bool:
    """Return whether what is kept of a learner was computed by another set than the one in force, or other rules."""
    # Somebody who has answered nothing has no cache that could be stale.
    return bool(owner.last_sequence) and (set_id, revision) != (parameters.id, learner.REVISION)


def rebuild(db: Session, owner: Learner, parameters: ParametersInForce) -> None:
    """Rebuild what is kept of a learner, whose row is locked, from the log; of who objects nothing is believed."""
    if owner.without_estimation:
        return
    beliefs, ability = lived(counted_answers(db, owner.key), parameters.estimates)
    # The cache goes whole: a skill whose answers are all annulled must not keep a row.
    db.execute(delete(Mastery).where(Mastery.learner_key == owner.key))
    db.add_all(Mastery(learner_key=owner.key, skill=skill, **belief._asdict()) for skill, belief in beliefs.items())
    if owner.last_sequence:
        kept_by = {"parameters_id": parameters.id, "revision": learner.REVISION}
        db.merge(LearnerAbility(learner_key=owner.key, **kept_by, **ability._asdict()))
    db.flush()
    rebuild_returns(db, owner)


def due_for_replay(db: Session) -> Sequence[UUID]:
    """Return the learners whose cache is of another set or another learner model than now, less those who object."""
    other = or_(
        LearnerAbility.parameters_id.is_(None),
        LearnerAbility.parameters_id != parameter_sets.in_force(db).id,
        LearnerAbility.revision != learner.REVISION,
    )
    answered = (
        select(Learner.key)
        .outerjoin(LearnerAbility, LearnerAbility.learner_key == Learner.key)
        .where(Learner.last_sequence > 0, ~Learner.without_estimation)
    )
    return db.scalars(answered.where(other).order_by(Learner.key)).all()


def counted_answers(db: Session, learner_key: UUID) -> Iterable[Answer]:
    """Return the answers of a learner that move belief, in their order."""
    # By sequence, not by time: two answers may bear the same instant, and clocks go back.
    return db.scalars(select(Answer).where(Answer.learner_key == learner_key, stands()).order_by(Answer.sequence))


def stands() -> ColumnElement[bool]:
    """Return whether an answer counts now: neither annulled nor set aside by a report that waits for its reply."""
    set_aside = select(Report.answer_id).where(Report.answer_id.is_not(None), open_report())
    return and_(Answer.counts, Answer.id.not_in(select(Annulment.answer_id)), Answer.id.not_in(set_aside))


def open_report() -> ColumnElement[bool]:
    """Return whether a report waits for its reply."""
    return and_(Report.withdrawn_at.is_(None), Report.outcome.is_(None))


def lived(answers: Iterable[Answer], estimates: Estimates) -> tuple[dict[str, Belief], learner.Ability]:
    """Return the beliefs by skill, and the ability, to which a log leads. Pure."""
    beliefs: dict[str, Belief] = {}
    ability = learner.Ability()
    for row in answers:
        before = Knowledge(estimates.of(row.skill), beliefs.get(row.skill, Belief()), ability)
        after = learner.after_answer(before, evidence_of(row, estimates))
        beliefs[row.skill], ability = after.belief, after.ability
    return beliefs, ability


# --------------------------------------------------------------------------------------- the rows that an answer writes
#
# The unit of work would find out anew at each answer what these four always are, for an eighth of the answer's time.


def add_answer(db: Session, row: Answer, owner: Learner) -> None:
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
