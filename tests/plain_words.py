"""Plain words as they stand, read by somebody who did not write them."""

from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.catalogue import attestations
from models.tables.attestations import AttestationKind
from models.tables.documents import Document, Version
from tests.builders import MONDAY


def vouch_for_all(db: Session) -> None:
    """Have a second person read the plain words of all that is in force."""
    latest = select(Version).order_by(Version.id)
    texts = {version.document_id: version.text for version in db.scalars(latest)}
    for document in db.scalars(select(Document).where(Document.id.in_(texts))):
        parts = attestations.parts_of(document, texts[document.id], AttestationKind.PLAIN)
        attestations.vouch(db, parts, MONDAY, uuid4())
