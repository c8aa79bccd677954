"""« En entretien : … »: what a trainer makes of a story for the next interview, shown to everybody beside it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.errors import N_, Invalid
from models.ground import jobs
from models.tables.rule_changes import InterviewWord
from models.workshop.rule_changes.occasion import check_shared

LONGEST = 400
"""Letters: a sentence or two, to say as they are."""


def words(db: Session, story_ids: Collection[int]) -> Mapping[int, InterviewWord]:
    """Return, by story, what a trainer says of it; stories without are left out."""
    if not story_ids:
        return {}
    said = select(InterviewWord).where(InterviewWord.story_id.in_(story_ids), InterviewWord.body != "")
    return {row.story_id: row for row in db.scalars(said)}


def write(db: Session, story_id: int, body: str, at: datetime, by: UUID) -> InterviewWord:
    """Write a story's interview word over the one before; an empty body takes it back.

    Raises NoSuchStory, Forbidden, Invalid.
    """
    story = check_shared(db, story_id)
    kept = " ".join(body.split())
    if len(kept) > LONGEST:
        raise Invalid(
            N_("« En entretien » tient en quatre cents caractères."),
            N_("Rien n'est changé. Revenez en arrière : ce que vous avez écrit y est encore."),
        )
    jobs.insert_new(db, InterviewWord, [{"story_id": story.id, "body": "", "by": by, "at": at}])
    row = db.get_one(InterviewWord, story.id, with_for_update=True)
    row.body, row.by, row.at = kept, by, at
    db.flush()
    return row
