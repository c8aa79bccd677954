"""What entries of the directory say to the person herself, in plain words, as letters and public pages take it."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.directory.entry import EntryKind
from models.catalogue.attestations import AttestedPart, plain_part
from models.directory.entries import entry_id
from models.directory.recommending import recommendable
from models.tables.directory import EntryPlain, ListedEntry, ListedFact


class EntryInPlain(NamedTuple):
    """A published entry, with its words for the person in a language."""

    id: str
    kind: EntryKind
    name: str
    """In that language where it has one; of an entry whose address is confidential, its discreet title."""
    words: str
    language: str
    telephone: str
    """The first that is published; empty where there is none."""
    confidential: bool
    """Whether its address is: then no code is printed, and nothing leads there but the telephone."""
    emergency: bool
    said: AttestedPart
    """The words, for whoever asks who has read them."""
    undated: bool
    """Whether its telephone was read on a stored copy without a day."""


def entries_in_plain(db: Session, language: str, day: date) -> list[EntryInPlain]:
    """Return the published entries that have plain words in a language, by id, in one statement.

    Tools that may not be recommended on that day are left out.
    """
    said = select(ListedEntry, EntryPlain.words, ListedFact)
    said = said.join(EntryPlain, EntryPlain.document_id == ListedEntry.document_id)
    reached = (ListedFact.document_id == ListedEntry.document_id) & (ListedFact.place == ListedEntry.reached_by)
    said = said.outerjoin(ListedFact, reached)
    spoken = said.where(EntryPlain.language == language, recommendable(day)).order_by(ListedEntry.document_id)
    return [
        EntryInPlain(
            entry_id(one.document_id),
            EntryKind(one.kind),
            one.names.get(language) or next(iter(one.names.values()), ""),
            words,
            language,
            one.telephone,
            one.confidential,
            one.emergency,
            plain_part(one.document_id, "", language, words),
            way is not None and way.reading.is_undated,
        )
        for one, words, way in db.execute(spoken)
    ]
