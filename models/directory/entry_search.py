"""Finding entries: by words, by meaning, by what they offer, by what they are tied to; nothing ranks by use.

Nothing is kept of what was sought.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from models.catalogue import cards
from models.catalogue.documents import ENTRY
from models.directory import entries
from models.directory.entries import EntryInPlace, entry_id
from models.ground import search
from models.ground.search import Ranking, SearchResults
from models.ground.store import keep_while
from models.tables.directory import EntryTie, ListedEntry, TieSubject
from models.tables.search import SearchEntry, SearchKind

ON_A_PAGE, MOST_PAGES = 20, 2
"""Entries on a page; and pages of what words find: beyond, one word more finds it sooner."""


class EntryFilters(NamedTuple):
    """What an entry must offer; what is empty asks nothing."""

    kind: str = ""
    without_account: bool = False
    by_telephone: bool = False
    with_interpreter: bool = False
    language: str = ""
    """Spoken there, ISO 639-1."""
    commune: str = ""
    topic: str = ""

    def clauses(self) -> Iterator[ColumnElement[bool]]:
        """Yield what must hold of a listed entry."""
        asked = {ListedEntry.kind: self.kind, ListedEntry.commune: self.commune}
        yield from (column == value for column, value in asked.items() if value)
        flags = {
            ListedEntry.without_account: self.without_account,
            ListedEntry.by_telephone: self.by_telephone,
            ListedEntry.with_interpreter: self.with_interpreter,
        }
        yield from (column.is_(True) for column, wanted in flags.items() if wanted)
        for subject, name in ((TieSubject.LANGUAGE, self.language), (TieSubject.TOPIC, self.topic)):
            if name:
                tied = EntryTie.document_id == ListedEntry.document_id, EntryTie.subject == subject
                yield exists().where(*tied, EntryTie.name == name)


class FoundEntries(NamedTuple):
    """A page of entries, the best first; without words in the order of their ids."""

    entries: Sequence[EntryInPlace]
    following: str | None
    """The entry after which the next page begins; None where there is none."""
    ranking: Ranking | None
    """Of the words; None without any."""


class EntryChoices(NamedTuple):
    """What there is to filter by: numbers by kind, languages, communes, topics."""

    kinds: Mapping[str, int]
    languages: Sequence[str]
    communes: Sequence[str]
    topics: Collection[str]
    """Under which something is found."""


def in_everything(db: Session, query: str, language: str) -> SearchResults:
    """Find in everything; what is for people in danger, whatever it is, only for anyone who says that danger."""
    return search.find(db, query, language, entries.in_danger() | cards.crisis_cards_found(db))


def find(db: Session, sought: str, language: str, filters: EntryFilters, day: date, after: str = "") -> FoundEntries:
    """Return a page of the entries that hold or mean what is sought, or without words of all, after an entry."""
    if not sought.strip():
        later = select(ListedEntry).where(ListedEntry.document_id > f"{ENTRY}{after}", *filters.clauses())
        rows = db.scalars(later.order_by(ListedEntry.document_id).limit(ON_A_PAGE + 1)).all()
        listed = entries.as_ordered(db, rows[:ON_A_PAGE], day)
        return FoundEntries(listed, listed[-1].id if len(rows) > ON_A_PAGE else None, None)
    # What must hold of what is found: it is an entry that passes the filters.
    clauses = list(filters.clauses())
    # Without statistics SQLite would take the index of kinds, and read every entry for the few that match.
    is_entry = SearchEntry.kind.concat("") == SearchKind.ENTRY
    passing = exists().where(ListedEntry.document_id == SearchEntry.work, *clauses)
    ranking = search.ranked(
        db,
        sought,
        language,
        search.only(is_entry & passing if clauses else is_entry, MOST_PAGES * ON_A_PAGE, entries.in_danger()),
    )
    names = [entry_id(one.key) for one in ranking.entries]
    first = names.index(after) + 1 if after in names else 0
    shown = names[first : first + ON_A_PAGE]
    named = select(ListedEntry).where(ListedEntry.document_id.in_([f"{ENTRY}{name}" for name in shown]))
    there = {entry_id(row.document_id): row for row in db.scalars(named)} if shown else {}
    found = entries.as_ordered(db, [there[name] for name in shown if name in there], day)
    return FoundEntries(found, shown[-1] if first + ON_A_PAGE < len(names) else None, ranking)


def choices(db: Session) -> EntryChoices:
    """Return what there is to filter by, kept while the same entries are listed."""
    mark = db.execute(select(func.count(), func.coalesce(func.sum(ListedEntry.version_id), 0))).one()
    return keep_while(db, EntryChoices, tuple(mark), lambda: _choices(db))


def _choices(db: Session) -> EntryChoices:
    kinds = db.execute(select(ListedEntry.kind, func.count()).group_by(ListedEntry.kind))
    spoken = select(EntryTie.name).where(EntryTie.subject == TieSubject.LANGUAGE).distinct().order_by(EntryTie.name)
    places = select(ListedEntry.commune).where(ListedEntry.commune != "").distinct()
    tied = select(EntryTie.name).where(EntryTie.subject == TieSubject.TOPIC).distinct()
    return EntryChoices(
        {row[0]: row[1] for row in kinds},
        db.scalars(spoken).all(),
        db.scalars(places.order_by(ListedEntry.commune)).all(),
        frozenset(db.scalars(tied)),
    )
