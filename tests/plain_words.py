"""Plain words as they stand, read by somebody who did not write them."""

from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.catalogue import plain_readings
from models.tables.documents import Document, Version
from tests.builders import MONDAY


def vouch_for_all(db: Session) -> None:
    """Have a second person read the plain words of all that is in force."""
    latest = select(Version).order_by(Version.id)
    texts = {version.document_id: version.text for version in db.scalars(latest)}
    for document in db.scalars(select(Document).where(Document.id.in_(texts))):
        plain_readings.vouch(db, document, texts[document.id], MONDAY, uuid4())
