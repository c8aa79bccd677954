"""Entries as they are in force: one with what is believed of its facts, and the few that are found in place."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from content.directory.entry import DirectoryEntry, EntryFact, EntryFactKind
from models.catalogue.documents import ENTRY, parse_entry
from models.directory import belief
from models.directory.belief import FactState
from models.directory.recommending import recommendable
from models.freshness import Freshness
from models.tables.directory import EntryTie, ListedEntry, ListedFact, TieSubject
from models.tables.documents import Version

IN_PLACE = 2
"""Services that stand under something else: as many as are read between two interviews."""


class UnknownEntry(LookupError):
    """No published entry has that id."""


class StatedFact(NamedTuple):
    """A fact, and what is believed of it; None of a blank."""

    fact: EntryFact
    state: FactState | None
    own: bool
    """Whether it is the entry's own; else its organisation's."""


class EntryReading(NamedTuple):
    """An entry as it is read on a day."""

    entry: DirectoryEntry
    listed: ListedEntry
    facts: Sequence[StatedFact]

    @property
    def read_first(self) -> date | None:
        """The day on which the oldest of its facts was read."""
        return min((one.state.read_on for one in self.facts if one.state), default=None)


class EntryInPlace(NamedTuple):
    """An entry as it stands under something else: with its telephone, and what is believed of that."""

    id: str
    listed: ListedEntry
    state: FactState | None


def entry_id(document_id: str) -> str:
    """Return the id that pages call an entry by."""
    return document_id.removeprefix(ENTRY)


def listed_of(db: Session, name: str) -> ListedEntry:
    """Return a published entry as it is listed; raises UnknownEntry."""
    found = db.get(ListedEntry, f"{ENTRY}{name}")
    if found is None:
        raise UnknownEntry(name)
    return found


def names_of(db: Session, document_ids: Collection[str]) -> Mapping[str, Mapping[str, str]]:
    """Return the names of those entries among some that are listed, by language."""
    listed = select(ListedEntry.document_id, ListedEntry.names).where(ListedEntry.document_id.in_(document_ids))
    return {row[0]: row[1] for row in db.execute(listed)}


def reading(db: Session, name: str, day: date) -> EntryReading:
    """Return an entry with what is believed of its facts on a day; raises UnknownEntry."""
    listed = listed_of(db, name)
    entry = parse_entry(db.get_one(Version, listed.version_id).text)
    return EntryReading(entry, listed, stated(entry, belief.of_entry(db, listed.document_id, day, entry.review_by)))


def stated(entry: DirectoryEntry, states: Mapping[int, FactState]) -> list[StatedFact]:
    """Return the facts of an entry with what is believed of each, by its place."""
    own = len(entry.facts)
    return [StatedFact(fact, states.get(place), place < own) for place, fact in enumerate(entry.all_facts)]


def tied(
    db: Session,
    day: date,
    topics: Collection[str] = (),
    skills: Collection[str] = (),
    rules: Collection[str] = (),
    most: int = IN_PLACE,
    kinds: Collection[str] = (),
) -> list[EntryInPlace]:
    """Return the entries nearest to some topics, skills and rules: what can be rung first, then what shares most.

    A telephone that is old comes after the others: whoever has seven minutes rings what answers. A tool that may not be
    recommended is left out.
    """
    wanted = {TieSubject.RULE: rules, TieSubject.TOPIC: topics, TieSubject.SKILL: skills}
    weights = {TieSubject.RULE: 4, TieSubject.TOPIC: 2, TieSubject.SKILL: 1}
    shared = func.sum(case(*((EntryTie.subject == one, weight) for one, weight in weights.items())))
    ties = [(EntryTie.subject == one) & EntryTie.name.in_(names) for one, names in wanted.items() if names]
    if not ties:
        return []
    near = select(ListedEntry).join(EntryTie, EntryTie.document_id == ListedEntry.document_id)
    clause = ties[0]
    for one in ties[1:]:
        clause = clause | one
    near = near.where(clause, recommendable(day)).group_by(ListedEntry.document_id)
    if kinds:
        near = near.where(ListedEntry.kind.in_(kinds))
    order = ListedEntry.by_telephone.desc(), shared.desc(), ListedEntry.document_id
    return in_place(db, db.scalars(near.order_by(*order).limit(2 * most)).all(), day)[:most]


def in_place(db: Session, listed: Sequence[ListedEntry], day: date) -> list[EntryInPlace]:
    """Return entries with what is believed of how they are reached, those whose telephone is old last."""
    return sorted(
        as_ordered(db, listed, day), key=lambda one: one.state is not None and one.state.word is Freshness.OLD
    )


def as_ordered(db: Session, listed: Sequence[ListedEntry], day: date) -> list[EntryInPlace]:
    """Return entries with what is believed of how they are reached, in their order."""
    states = _reached(db, [one.document_id for one in listed], day)
    return [EntryInPlace(entry_id(one.document_id), one, states.get(one.document_id)) for one in listed]


def _reached(db: Session, document_ids: Collection[str], day: date) -> Mapping[str, FactState]:
    """Return what is believed of the first way in which each entry is reached."""
    # Without statistics SQLite would take the index of kinds, and read this kind of fact of every entry.
    reaches = ListedFact.kind.concat("") == EntryFactKind.REACH
    ways = select(ListedFact).where(ListedFact.document_id.in_(document_ids), reaches)
    facts = db.scalars(ways.order_by(ListedFact.place.desc())).all()
    states = belief.states_of(db, facts, day)
    # The first of an entry comes last, and stays.
    return {fact.document_id: state for fact, state in zip(facts, states, strict=True)}
