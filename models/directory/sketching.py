"""An entry as its page would show it, from a text that is still being written; nothing of it is kept."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from content.directory.entry import DirectoryEntry
from content.errors import BrokenText
from models.catalogue.documents import ENTRY, parse_entry
from models.directory import belief, index
from models.directory.belief import FactState
from models.directory.entries import EntryReading, stated
from models.tables.documents import Document, Version


def sketch(db: Session, document: Document, text: str, at: datetime, day: date) -> EntryReading | None:
    """Return an entry as it would be read on a day if its text were published; None where it cannot be read yet."""
    try:
        entry = parse_entry(text)
    except BrokenText:
        return None
    facts = list(index.facts_of(document.id, entry))
    states = belief.states_of(db, facts, day, {document.id: entry.review_by} if entry.review_by else {})
    return _reading(document.id, text, at, entry, {one.place: two for one, two in zip(facts, states, strict=True)})


def proposed(entry_id: str, text: str, at: datetime) -> EntryReading:
    """Return an entry as a file proposes it, nothing being believed of it yet; raises BrokenText."""
    return _reading(f"{ENTRY}{entry_id}", text, at, parse_entry(text), {})


def _reading(
    document_id: str, text: str, at: datetime, entry: DirectoryEntry, states: Mapping[int, FactState]
) -> EntryReading:
    listed = index.listed_as(Version(document_id=document_id, text=text, published_at=at), entry)
    return EntryReading(entry, listed, stated(entry, states))
