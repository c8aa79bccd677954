"""Invented entries of the directory, and their publication."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from content import kinds
from content.directory.entry import (
    DirectoryEntry,
    Discretion,
    EntryFact,
    EntryFactKind,
    EntryKind,
    FactSource,
    Organisation,
)
from content.directory.entry_text import write_entry
from content.readings import ReadingManner
from models.catalogue import coming_into_force
from models.catalogue.documents import ENTRY
from models.directory.fact_belief import ON_FACTS
from models.ground.store import kept
from models.studio import publishing
from models.tables.attestations import Attestation
from models.tables.counts import WeekCount
from models.tables.directory import FactAnswer, FactRereading, ListedEntry, ToolStatement
from models.tables.documents import Document, VersionChange
from tests.builders import MONDAY

READ_ON = MONDAY.date()
ADDRESS = "https://exemple.be/ecoute"


def fact(
    kind: EntryFactKind, fr: str = "", nl: str = "", *, read_on: date = READ_ON, quote: str = "", **values: Any
) -> EntryFact:
    """A fact in words, in values, or in both, as it was read on a day."""
    words = {language: text for language, text in {"fr": fr, "nl": nl}.items() if text}
    lists = {name: (value,) if isinstance(value, str) else tuple(value) for name, value in values.items()}
    return EntryFact(kind, words, lists, FactSource(ADDRESS, read_on, "Service emploi", quote))


def entry(entry_id: str = "ecoute", read_on: date = READ_ON, **changed: Any) -> DirectoryEntry:
    """A service with a telephone, all of which was read on one day."""
    organisation = Organisation(
        "maison", (fact(EntryFactKind.NAME, "Maison du quartier", "Buurthuis", read_on=read_on),)
    )
    facts = (
        fact(EntryFactKind.NAME, f"Écoute {entry_id}", f"Luisteren {entry_id}", read_on=read_on),
        fact(EntryFactKind.DESCRIPTION, "Parler après une perte d'emploi", "Praten na jobverlies", read_on=read_on),
        fact(
            EntryFactKind.REACH,
            telephone="02 000 00 00",
            commune="Saint-Gilles",
            langues=("fr", "nl"),
            quote="Appelez le 02 000 00 00.",
            read_on=read_on,
        ),
        fact(EntryFactKind.CONDITIONS, "Habiter Bruxelles", "In Brussel wonen", read_on=read_on),
    )
    made = DirectoryEntry(entry_id, EntryKind.SERVICE, organisation, facts, skills=("listen.active",), rules=("duree",))
    return replace(made, **changed)


def read_otherwise(one: DirectoryEntry, **changed: Any) -> DirectoryEntry:
    """The same, each of its facts and of its organisation's read otherwise: by whom, how, on which copy or page."""

    def read(facts: tuple[EntryFact, ...]) -> tuple[EntryFact, ...]:
        return tuple(replace(each, source=replace(each.source, **changed)) for each in facts if each.source)

    organisation = replace(one.organisation, facts=read(one.organisation.facts))
    return replace(one, facts=read(one.facts), organisation=organisation)


def undated(entry_id: str = "ecoute", page: str = "") -> DirectoryEntry:
    """A service of which all was read on stored copies that nobody knows the day of."""
    return read_otherwise(entry(entry_id), manner=ReadingManner.COPY, page=page)


def confidential(entry_id: str = "refuge") -> DirectoryEntry:
    """A service whose address is nobody's to give."""
    discretion = Discretion(
        {"fr": "Un lieu d'accueil", "nl": "Een opvangplek"}, {"fr": "Le service rappelle.", "nl": "De dienst belt."}
    )
    return entry(entry_id, discretion=discretion)


def forget_directory(db: Session) -> None:
    """Leave nothing of what other tests have published, read again, used or said."""
    kept(db).clear()  # SQLite gives the numbers of what is gone again
    for table in (ListedEntry, FactRereading, FactAnswer, WeekCount, ToolStatement):
        db.execute(delete(table))
    db.execute(delete(Attestation).where(ON_FACTS))


def publish_entries(
    db: Session, *entries: DirectoryEntry, at: datetime = MONDAY, by: UUID | None = None
) -> list[ListedEntry]:
    """Publish entries, each as the next version of its document."""
    return [_published(db, one, at, by) for one in entries]


def _published(db: Session, one: DirectoryEntry, at: datetime, by: UUID | None) -> ListedEntry:
    name = f"{ENTRY}{one.id}"
    document = db.get(Document, name)
    if document is None:
        document = coming_into_force.new_document(name, kinds.ENTRY.name)
        db.add(document)
        db.flush()
    publishing.publish(db, document, write_entry(one), VersionChange.WORDING, at, by)
    return db.get_one(ListedEntry, name)
