"""Corrections (« Rectificatif ») as they are told: told once to those who had been told what a source changes."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from models.ground import jobs
from models.ground.lookups import Lookup
from models.news.stories.fortnight import KEPT, visible_to
from models.tables.mail import Mail
from models.tables.people import Learner
from models.tables.sources import Source, SourceRight
from models.tables.stories import Article, Correction, CorrectionTold, Story, StoryReading


class Rectified(NamedTuple):
    """A correction as it may be shown; without sentences where the source lets only titles be shown."""

    id: int
    story_id: int
    at: datetime
    source: str
    address: str
    language: str | None
    title_before: str
    title: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Each sentence that was changed, as it stood and as it stands now."""
        return list(zip(self.before, self.after, strict=True))


_Mailed = tuple[Sequence[int], Sequence[int], datetime]
"""Of a mail that has left: the numbers of its stories, those of its corrections, and when."""


def corrections(db: Session, story_id: int) -> list[Rectified]:
    """Return what was corrected in a story, the latest first."""
    return _shown(db, [Correction.story_id == story_id])


UNTOLD = Lookup(
    select(Correction.id)
    .join(Story, Story.id == Correction.story_id)
    .where(
        Correction.at > bindparam("since"),
        visible_to(bindparam("learner_key", type_=Uuid())),
        Correction.id.not_in(
            select(CorrectionTold.correction_id)
            .join(Learner, Learner.key == CorrectionTold.learner_key)
            .where(CorrectionTold.learner_key == bindparam("learner_key"), ~Learner.without_estimation)
        ),
    ),
    lambda rows: [correction_id for (correction_id,) in rows],
)
"""The corrections since an instant to what a learner may see, that she was not told on a page."""


def corrections_to_tell(db: Session, learner_key: UUID, at: datetime) -> list[Rectified]:
    """Return the fourteen days' corrections to what this learner has met and that she does not know.

    The latest first; for the page and for the digest alike: the page tells one with `note_told`, a mail by leaving.
    """
    waiting = UNTOLD.ask(db, learner_key=learner_key, since=at - KEPT)
    found = _shown(db, [Correction.id.in_(waiting)]) if waiting else []
    if not found:
        return []
    # What was mailed of late; a mail that failed, or waits, has no instant of sending.
    sent = select(Mail.story_ids, Mail.correction_ids, Mail.sent_at).order_by(Mail.sent_at, Mail.id)
    rows = db.execute(sent.where(Mail.learner_key == learner_key, Mail.sent_at > at - 2 * KEPT))
    mails = [(told, corrected, when) for told, corrected, when in rows if when]
    met = _met(db, learner_key, {one.story_id for one in found}, mails)
    mailed = {number: when for _, numbers, when in mails for number in numbers}
    # SQLite gives the number of a correction that is forgotten to another: one mailed before it was made is not it.
    untold = [one for one in found if one.id not in mailed or mailed[one.id] < one.at]
    return [one for one in untold if one.story_id in met and met[one.story_id] <= one.at]


def note_told(db: Session, learner_key: UUID, correction_ids: Collection[int], at: datetime) -> int:
    """Note that a learner has been told these corrections; returns how many were new to her. Of who objects, none."""
    reader = and_(Learner.key == learner_key, ~Learner.without_estimation)
    told = select(Learner.key.label("learner_key"), Correction.id.label("correction_id")).join(Correction, reader)
    those = told.where(Correction.id.in_(correction_ids)) if correction_ids else None
    return 0 if those is None else jobs.insert_found(db, CorrectionTold, those, at=at)


def _met(
    db: Session,
    learner_key: UUID,
    story_ids: Collection[int],
    mails: Sequence[_Mailed],
) -> Mapping[int, datetime]:
    """Return, by story, when a learner first met it; also under the number of one merged into it."""
    numbers = db.execute(
        select(Story.id, Story.merged_into).where(or_(Story.id.in_(story_ids), Story.merged_into.in_(story_ids)))
    )
    leads_to = {number: into or number for number, into in numbers}
    read = select(StoryReading.story_id, StoryReading.at).join(Learner, Learner.key == StoryReading.learner_key)
    mine = read.where(Learner.key == learner_key, ~Learner.without_estimation)
    times = [(number, when) for number, when in db.execute(mine.where(StoryReading.story_id.in_(leads_to)))]
    times += [(number, when) for told, _, when in mails for number in told if number in leads_to]
    met: dict[int, datetime] = {}
    for number, when in times:
        story_id = leads_to[number]
        met[story_id] = min(when, met.get(story_id, when))
    return met


def _shown(db: Session, which: Sequence[ColumnElement[bool]]) -> list[Rectified]:
    rows = db.execute(
        select(Correction, Article.address, Article.language, Source.name, Source.right_to_show)
        .join(Story, Story.id == Correction.story_id)
        .join(Article, Article.id == Correction.article_id)
        .join(Source, Source.id == Article.source_id)
        .where(*which)
        .order_by(Correction.at.desc(), Correction.id.desc())
    )
    found = []
    for row, address, language, source, right in rows:
        pair = ((), ()) if right == SourceRight.TITLE else (tuple(row.before), tuple(row.after))
        found.append(
            Rectified(row.id, row.story_id, row.at, source, address, language, row.title_before, row.title, *pair)
        )
    return found
