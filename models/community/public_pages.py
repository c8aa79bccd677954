"""« Notre page »: asked for, approved, shown, switched off."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.tables.meetings import Meeting
from models.tables.public_pages import PublicPage


def forget_own(db: Session, learner_key: UUID) -> None:
    """Delete a counsellor's page with what it announces; a team's page is nobody's own."""
    hers = select(PublicPage.id).where(PublicPage.learner_key == learner_key)
    db.execute(delete(Meeting).where(Meeting.page_id.in_(hers)))
    db.execute(delete(PublicPage).where(PublicPage.learner_key == learner_key))
