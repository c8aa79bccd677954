"""The modules that a learner has finished, for her to choose which of them a training record says."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.catalogue import in_force
from models.ground.calendar import local_day
from models.ground.lookups import rows
from models.study import learners
from models.study.training_records.record import FinishedModule
from models.tables.answers import Play
from models.tables.documents import Document, Version
from models.tutor.situation import Purpose


class Finished(NamedTuple):
    """A module by its id, as a record would say it."""

    module_id: str
    said: FinishedModule


def finished(db: Session, learner_key: UUID, since: date, until: date) -> list[Finished]:
    """Return the modules that a learner has played to their end from a day to another, both included.

    Each once, on the day on which she first did in that time, as she then met it; in the order of days. Without
    estimation nothing that is left of before is used, and there are none.
    """
    if learners.read(db, learner_key).without_estimation:
        return []
    timezone, found = learners.read(db, learner_key).timezone, dict[str, Finished]()
    original_id = func.coalesce(Document.original_id, Document.id)
    plays = (
        select(original_id, Play.version_id, Play.finished_at)
        .join(Version, Version.document_id == Document.id)
        .join(Play, Play.version_id == Version.id)
        .where(Play.learner_key == learner_key, Play.finished_at.is_not(None), Play.purpose == Purpose.LEARN)
        .order_by(Play.finished_at, original_id, Play.id)
    )
    for module_id, version_id, finished_at in rows(db, plays, {}):
        day = local_day(finished_at, timezone)
        if since <= day <= until and module_id not in found:
            module = in_force.module_of(db, version_id)
            found[module_id] = Finished(module_id, FinishedModule(module.title, module.language, day, module.minutes))
    return list(found.values())
