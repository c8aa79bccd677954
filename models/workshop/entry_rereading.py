"""« Relu, rien à changer »: facts of an entry of the directory that a service has read again, as a new version."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.directory.entry import read_again
from content.directory.entry_text import LONGEST_SERVICE, names_a_person, write_entry
from content.errors import N_, Invalid, NotFound
from content.readings import Reading
from models.catalogue import documents
from models.directory import entries
from models.tables.directory import ListedFact
from models.tables.documents import Version, VersionChange
from models.workshop import publishing


def reread(
    db: Session,
    entry_id: str,
    fingerprints: Collection[str] | None,
    read: Reading,
    service: str,
    at: datetime,
    by: UUID,
) -> Version:
    """Publish an entry of which these facts, or all where it is None, were read again and have not changed.

    What somebody is writing on it stays as it is. Raises UnknownEntry, Invalid, NotFound, and what keeps a
    text from being published.
    """
    named = " ".join(service.split())
    if not named or len(named) > LONGEST_SERVICE or names_a_person(named):
        raise Invalid(
            N_("Dites quel service a relu, par exemple « Service emploi » : jamais une personne."),
            N_("Rien n'est publié. Revenez en arrière : la page est encore là."),
        )
    document = documents.document_of(db, entries.listed_of(db, entry_id).document_id)
    documents.lock(db, document)
    # Asked once nobody else can publish it: a place means nothing in another version.
    said = select(ListedFact.place).where(ListedFact.document_id == document.id)
    if fingerprints is not None:
        said = said.where(ListedFact.fingerprint.in_(fingerprints))
    places = set(db.scalars(said))
    if not places:
        raise NotFound(
            N_("Ces points ont été relus ou corrigés entre-temps."),
            N_("Rien n'est publié. Rouvrez la liste : elle dit ce qui reste."),
        )
    entry = documents.parse_entry(documents.published_text(db, document) or "")
    new = write_entry(read_again(entry, places, read, named))
    return publishing.publish_beside_draft(db, document, new, VersionChange.WORDING, at, by)
