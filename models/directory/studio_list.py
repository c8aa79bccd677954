"""All entries as trainers find them in the studio, and a text still being written as its page would show it."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from math import ceil
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from content.directory.entry import DirectoryEntry, EntryKind
from content.errors import BrokenText
from models.catalogue.documents import ENTRY, OF_DIRECTORY, parse_entry
from models.catalogue.published import is_in_force
from models.directory import entry_index, fact_belief
from models.directory.entries import EntryReading, entry_id, stated
from models.directory.fact_belief import FactState
from models.ground import search_index
from models.ground.search import telling_words
from models.tables.directory import ListedEntry
from models.tables.documents import Document, DocumentStatus, Version
from models.tables.reviewing import Review
from models.tables.search import SearchEntry, SearchKind

A_PAGE = 50


class EntryStage(StrEnum):
    """The stages by which entries are sieved; one may be in two."""

    PUBLISHED = "published"
    DRAFT = "draft"
    """Something is written of it that is not published."""
    IN_REVIEW = "in review"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class EntrySieve:
    """What is looked for among the entries; nothing is all of them."""

    words: str = ""
    kind: EntryKind | None = None
    stage: EntryStage | None = None


class StudioEntry(NamedTuple):
    """An entry as the list of the workshop shows it."""

    document_id: str
    id: str
    kind: EntryKind
    names: Mapping[str, str]
    """By language; none until its text can be read."""
    status: DocumentStatus
    is_written: bool
    """Whether there is a draft of it."""

    def name(self, language: str) -> str:
        """Return its name in a language, else in another, else its id."""
        return self.names.get(language) or next(iter(self.names.values()), self.id)


class StudioPage(NamedTuple):
    """A page of them, and how many there are on all pages."""

    rows: Sequence[StudioEntry]
    found: int
    number: int
    pages: int


def page(db: Session, sieve: EntrySieve, number: int = 1) -> StudioPage:
    """Return a page of what a sieve lets through, by kind and id; the last page where there is none of that number."""
    rows = select(Document, ListedEntry.names, _kind(), Version.text)
    rows = rows.outerjoin(ListedEntry, ListedEntry.document_id == Document.id)
    # The text of a version is asked for only where no index says what it holds.
    rows = rows.outerjoin(Version, is_in_force(db) & ListedEntry.document_id.is_(None))
    conditions = [OF_DIRECTORY]
    if sieve.stage is EntryStage.DRAFT:
        conditions.append(Document.draft.is_not(None))
    elif sieve.stage is EntryStage.IN_REVIEW:
        conditions.append(exists().where(Review.document_id == Document.id, Review.decision.is_(None)))
    elif sieve.stage:
        conditions.append(Document.status == sieve.stage)
    if sieve.kind:
        conditions.append(_kind() == sieve.kind)
    if words := telling_words(sieve.words):
        conditions.append(_named(db, words))
    sieved = rows.where(*conditions)
    found = db.scalar(sieved.with_only_columns(func.count())) or 0
    pages = max(1, ceil(found / A_PAGE))
    number = min(max(1, number), pages)
    listed = sieved.order_by(_kind(), Document.id).offset((number - 1) * A_PAGE).limit(A_PAGE)
    return StudioPage([_row(*row) for row in db.execute(listed)], found, number, pages)


def _kind() -> ColumnElement[str]:
    """Return the kind of an entry: of one that is not listed, as its text says it."""
    text = func.coalesce(Document.draft, Version.text, "")
    said = case(
        *((text.contains(f"\nkind: {kind}"), kind) for kind in EntryKind if kind is not EntryKind.SERVICE),
        else_=EntryKind.SERVICE,
    )
    return func.coalesce(ListedEntry.kind, said)


def _named(db: Session, words: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that an entry is found by words: published, by what it says; else by its id."""
    held = search_index.matching(db, words, every=True)
    found = aliased(SearchEntry)
    keys = select(found.key).join(held, held.c.id == found.id).where(found.kind == SearchKind.ENTRY)
    by_id = (Document.id.contains(word, autoescape=True) for word in words)
    return or_(Document.id.in_(keys), and_(*by_id))


def _row(document: Document, names: Mapping[str, str] | None, kind: str, published: str | None) -> StudioEntry:
    if names is None:
        names = {}
        with suppress(BrokenText):
            names = parse_entry(document.draft or published or "").name
    return StudioEntry(
        document.id,
        entry_id(document.id),
        EntryKind(kind),
        names,
        DocumentStatus(document.status),
        document.draft is not None,
    )


# ----------------------------------------------------------------------------------- an entry as its page would show it


def sketch(db: Session, document: Document, text: str, at: datetime, day: date) -> EntryReading | None:
    """Return an entry as it would be read on a day if its text were published; None where it cannot be read yet."""
    try:
        entry = parse_entry(text)
    except BrokenText:
        return None
    facts = list(entry_index.facts_of(document.id, entry))
    states = fact_belief.states_of(db, facts, day, {document.id: entry.review_by} if entry.review_by else {})
    return _reading(document.id, text, at, entry, {one.place: two for one, two in zip(facts, states, strict=True)})


def as_proposed(entry_id: str, text: str, at: datetime) -> EntryReading:
    """Return an entry as a file proposes it, nothing being believed of it yet; raises BrokenText."""
    return _reading(f"{ENTRY}{entry_id}", text, at, parse_entry(text), {})


def _reading(
    document_id: str, text: str, at: datetime, entry: DirectoryEntry, states: Mapping[int, FactState]
) -> EntryReading:
    listed = entry_index.listed_as(Version(document_id=document_id, text=text, published_at=at), entry)
    return EntryReading(entry, listed, stated(entry, states))
