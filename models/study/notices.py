"""Notices: what a learner is told, once, of a question whose key was wrong."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from content.errors import N_, NotFound
from models.catalogue import in_force
from models.ground.lookups import Lookup
from models.tables.answers import Notice


class NoticeAsTold(NamedTuple):
    """A notice, with the question as it stands now."""

    notice: Notice
    module_id: str
    module: str
    stem: str
    language: str


UNREAD = Lookup(
    select(Notice.id).where(Notice.learner_key == bindparam("learner_key"), Notice.read_at.is_(None)),
    lambda rows: [notice_id for (notice_id,) in rows],
)


def unread(db: Session, learner_key: UUID) -> list[NoticeAsTold]:
    """Return the notices that a learner has not put away yet, the oldest first."""
    waiting = UNREAD.ask(db, learner_key=learner_key)
    rows = db.scalars(select(Notice).where(Notice.id.in_(waiting)).order_by(Notice.id)) if waiting else ()
    told = []
    for notice in rows:
        module = in_force.module_of(db, notice.version_id)
        stem = module.question(notice.question_id).stem
        told.append(NoticeAsTold(notice, module.id, module.title, stem, module.language))
    return told


def notice_of(db: Session, notice_id: int, learner_key: UUID) -> Notice:
    """Return one notice of this learner; raises NotFound for anybody else's."""
    notice = db.get(Notice, notice_id)
    if notice is None or notice.learner_key != learner_key:
        raise NotFound(N_("Ce message ne vous est pas adressé."))
    return notice


def put_away(notice: Notice, at: datetime) -> None:
    """Note, once, that a notice was read."""
    notice.read_at = notice.read_at or at
