"""What is derived from published entries, for lists, filters, ties, freshness and search; each can be rebuilt."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from content.directory.entry import WRITTEN_IN, DirectoryEntry, EntryFactKind, EntryKind, name_of, reread_facts
from content.directory.entry_text import fact_fingerprint
from content.directory.fact_values import NO, YES
from models.catalogue.documents import OF_DIRECTORY, lock, parse_entry
from models.catalogue.published import is_in_force
from models.directory import licences_and_exports
from models.directory.fact_belief import ON_FACTS
from models.freshness import STRICT
from models.ground import search
from models.ground.search import Findable
from models.tables.attestations import Attestation
from models.tables.base import Base
from models.tables.directory import (
    EntryPlain,
    EntryTie,
    FactRereading,
    ListedEntry,
    ListedFact,
    TieSubject,
)
from models.tables.documents import Document, DocumentStatus, Version
from models.tables.search import SearchKind

AT_ONCE = 200
"""Entries of which a catching up holds the rows in memory."""


def index(db: Session, version: Version) -> None:
    """Derive all that follows from a version in force, in the place of what followed from the one before."""
    entry = parse_entry(version.text)
    forget(db, version.document_id)
    db.add(listed_as(version, entry))
    db.flush()
    db.add_all(_rows(version.document_id, entry))
    db.execute(delete(FactRereading).where(FactRereading.version_id == version.id))
    earlier = select(Version).where(Version.document_id == version.document_id, Version.number < version.number)
    if before := db.scalar(earlier.order_by(Version.number.desc()).limit(1)):
        again = reread_facts(parse_entry(before.text), entry)
        db.add_all([FactRereading(version_id=version.id, **one._asdict()) for one in again])
    db.flush()
    search.put(db, findable(version.document_id, entry, version.published_at))
    # What was read again is doubted no longer.
    stands = exists().where(ListedFact.fingerprint == Attestation.fingerprint)
    db.execute(delete(Attestation).where(ON_FACTS, Attestation.document_id == version.document_id, ~stands))


def forget(db: Session, document_id: str) -> None:
    """Take an entry out of lists and search; its versions stay."""
    search.forget_work(db, document_id)
    # What the database would delete by itself is named too: a session that has read it forgets it then.
    for table in (ListedFact, EntryPlain, EntryTie):
        db.execute(delete(table).where(table.document_id == document_id))
    db.execute(delete(ListedEntry).where(ListedEntry.document_id == document_id))


def catch_up(db: Session, most: int = AT_ONCE) -> int:
    """Index published entries that are not indexed as they stand, so many at most; returns how many it did."""
    current = select(ListedEntry.version_id)
    missing = select(Version).join(Document, is_in_force(db))
    published = missing.where(OF_DIRECTORY, Document.status == DocumentStatus.PUBLISHED)
    versions = db.scalars(published.where(Version.id.not_in(current)).order_by(Version.id).limit(most)).all()
    for version in versions:
        index(db, version)
    return len(versions)


def reindex(db: Session) -> None:
    """Forget all that is derived, and derive it again."""
    search.forget_all(db, SearchKind.ENTRY)
    db.execute(delete(ListedEntry))
    while catch_up(db):
        db.flush()


def retire(db: Session, document: Document) -> None:
    """Take an entry out of the directory; a new version puts it back."""
    lock(db, document)
    document.status = DocumentStatus.RETIRED
    db.flush()
    forget(db, document.id)


def listed_as(version: Version, entry: DirectoryEntry) -> ListedEntry:
    """Return the row by which lists know an entry, not yet in any database."""
    ways = [(place, fact) for place, fact in enumerate(entry.all_facts) if fact.kind is EntryFactKind.REACH]
    ringing = [(place, fact) for place, fact in ways if fact.value("telephone")]
    reached_by = next((place for place, fact in (*ringing, *ways) if not fact.blank), None)
    return ListedEntry(
        document_id=version.document_id,
        version_id=version.id,
        kind=entry.kind,
        type=entry.type,
        names=dict(entry.name),
        organisation={} if entry.confidential else dict(name_of(entry.organisation.facts)),
        commune=_first(entry, "commune"),
        telephone=_first(entry, "telephone"),
        reached_by=reached_by,
        emergency=entry.emergency,
        confidential=entry.confidential,
        by_telephone=bool(_first(entry, "telephone")),
        with_interpreter=YES in _values(entry, "interprete"),
        # Of a service nobody expects an account; of a tool nobody knows before it is said.
        without_account=NO in _values(entry, "compte")
        or (entry.kind is not EntryKind.TOOL and YES not in _values(entry, "compte")),
        asks_account=YES in _values(entry, "compte"),
        publisher=next(iter(licences_and_exports.publishers(entry)), ""),
        changed_at=version.published_at,
        passed_on=licences_and_exports.written_for_others(entry),
    )


def _rows(document_id: str, entry: DirectoryEntry) -> Iterator[Base]:
    for language, words in entry.plain.items():
        yield EntryPlain(document_id=document_id, language=language, words=words)
    ties = {
        TieSubject.TOPIC: entry.topics,
        TieSubject.SKILL: entry.skills,
        TieSubject.RULE: entry.rules,
        TieSubject.LANGUAGE: sorted({*_values(entry, "langues")}),
    }
    for subject, names in ties.items():
        yield from (EntryTie(document_id=document_id, subject=subject, name=name) for name in names)
    yield from facts_of(document_id, entry)


def facts_of(document_id: str, entry: DirectoryEntry) -> Iterator[ListedFact]:
    """Yield the row of each fact that says something, not yet in any database."""
    for place, fact in enumerate(entry.all_facts):
        if fact.source and not fact.blank:
            yield ListedFact(
                document_id=document_id,
                place=place,
                fingerprint=fact_fingerprint(fact),
                kind=fact.kind,
                read_on=fact.source.read_on,
                manner=fact.source.reading.manner,
                copied=fact.source.copied,
                page=fact.source.page,
                service=fact.source.service,
                address=fact.source.address,
                quote=fact.source.quote,
                # Never believed for longer than rules and sources are.
                strict=entry.emergency or fact.kind in STRICT,
            )


def _values(entry: DirectoryEntry, name: str) -> Iterator[str]:
    for fact in entry.all_facts:
        yield from fact.values.get(name, ())


def _first(entry: DirectoryEntry, name: str) -> str:
    return next(_values(entry, name), "")


SAID = (
    EntryFactKind.DESCRIPTION,
    EntryFactKind.AUDIENCE,
    EntryFactKind.CONDITIONS,
    EntryFactKind.COST,
    EntryFactKind.MOBILISE,
)
"""The kinds of facts by which an entry is sought."""


def findable(document_id: str, entry: DirectoryEntry, published_at: datetime) -> Iterator[Findable]:
    """Yield an entry in each language that its name is written in; of a confidential one no name is found."""
    first = next(iter(entry.name), WRITTEN_IN[0])
    head = entry.discretion.line if entry.discretion else name_of(entry.organisation.facts)
    facts = [fact for kind in SAID for fact in entry.of_kind(kind) if not fact.blank]
    for language in (one for one in WRITTEN_IN if one in entry.name):
        said = [head.get(language, ""), *(fact.words[language] for fact in facts if language in fact.words)]
        yield Findable(
            SearchKind.ENTRY,
            document_id,
            language,
            entry.name[language],
            "\n".join(said),
            published_at,
            work=document_id,
            original=language == first,
            review_by=entry.review_by,
            sought="\n".join(", ".join(words) for words in entry.sought.values()),
        )
