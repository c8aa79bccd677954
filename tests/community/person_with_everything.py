"""Somebody with a page, a circle, a letter, ballots, a programme, a text read; a house with a picture and a key."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.pictures.picture_terms import PictureRights
from models.tables.ballots import BallotWeek
from models.tables.documents import Document, Version
from models.tables.plain_letters import PlainLetter
from models.tables.programmes import ProgrammeFollowing, TrainingRecordKey
from models.tables.public_pages import Circle, CircleMember, Meeting, PageKind, PublicPage
from models.tables.reviewing import ReadMark
from models.tables.uploads import Picture, PublishedPicture, Upload, UploadPurpose, UploadState


def take_part(db: Session, learner_key: UUID, at: datetime) -> None:
    """Add one row of each: her page with a workshop, a circle, her letter, her ballots, what she reads."""
    day, hers = at.date(), {"learner_key": learner_key}
    page = PublicPage(address=f"p-{learner_key}", kind=PageKind.COUNSELLOR, shows={"title": "C. L."}, **hers)
    circle = Circle(topic_id="logement", begun_on=day)
    db.add_all([page, circle])
    db.flush()
    for uid, where in (("page", {"page_id": page.id}), ("circle", {"circle_id": circle.id})):
        when = {"starts_at": at, "ends_at": at + timedelta(hours=1), "changed_at": at}
        db.add(Meeting(uid=f"{uid}-{learner_key}", subject="", place="", link="", **when, **where))
    db.add(CircleMember(circle_id=circle.id, joined_on=day, **hers))
    db.add(BallotWeek(week=day, ballots=5, knows_next=4, knows_whom=3, could_say=5, **hers))
    db.add(PlainLetter(token=f"l-{learner_key}", language="fr", cites=[], made_at=at, until=day, **hers))
    db.add(ProgrammeFollowing(programme_id="accueil", begun_on=day, **hers))
    document = db.scalars(select(Document.id).order_by(Document.id)).first()
    db.add(ReadMark(document_id=document, text="", at=at, **hers))
    db.flush()


def furnish_house(db: Session, by: UUID, at: datetime) -> None:
    """Add one row of what the whole house has: a picture that a version names, a file to be read, a key for records."""
    db.add(TrainingRecordKey(public_key="", sealed="", made_on=at.date()))
    sized = {"media_type": "image/png", "width": 1, "height": 1, "data": b"", "rights": PictureRights.OWN}
    db.add(Picture(hash=by.hex, added_by=by, added_at=at, **sized))
    db.flush()
    db.add(PublishedPicture(hash=by.hex, version_id=db.scalars(select(Version.id).order_by(Version.id)).first()))
    told = {"purpose": UploadPurpose.PICTURE, "file": "lettre.png", "data": b"", "state": UploadState.DUE}
    db.add(Upload(by=by, at=at, **told))
    db.flush()
