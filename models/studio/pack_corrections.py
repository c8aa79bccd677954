"""The corrections of a pack, taken up by an installation that has the texts from before."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.pack import Pack
from content.text.corrections import PackCorrection, owed, read_corrections
from content.text.redating import undated
from models.catalogue import coming_into_force, documents, drafts, suspensions, translations
from models.catalogue.published import has_come
from models.studio import publishing
from models.tables.documents import Document, DocumentStatus, DraftAside, Version, VersionChange


class Corrected(NamedTuple):
    """A document that says now what its pack says."""

    document: Document
    version: Version


class KeptByHouse(NamedTuple):
    """A document that the house keeps as it is, and the text of the pack, set aside for trainers."""

    document: Document
    aside: DraftAside
    is_draft: bool
    """Whether it is the draft too: nobody was writing another."""


def take_up(db: Session, pack: Pack, at: datetime, day: date) -> list[Corrected | KeptByHouse]:
    """Publish the texts of a pack that correct those here; leave to trainers those that the house has made its own.

    A text here that is one from before a correction, letter for letter save the days of its reading, gets today's as
    a version, with the strongest change since. Elsewhere, and where today's does not fit, the house keeps its text;
    today's is set aside once, and becomes the draft where there is none. Done twice, it does nothing more. `day` is
    that of the house.
    """
    corrections = read_corrections(pack.corrections) if pack.corrections else ()
    corrected = {one.document for one in corrections}
    texts = {name: text for name, _, text in coming_into_force.documents_of(pack) if name in corrected}
    published: list[Corrected] = []
    waiting = list(_in_force(db, texts))
    # A text may need that of another to go first: a rule that it no longer cites, a question that has moved.
    while fitting := [
        Corrected(document, version)
        for document in waiting
        if (version := _publish(db, corrections, document, texts[document.id], at))
    ]:
        published += fitting
        done = {one.document.id for one in fitting}
        waiting = [document for document in waiting if document.id not in done]
    _confirm_translations(db, pack, {one.document.id for one in published}, at)
    kept = (_set_aside(db, document, texts[document.id], at, day) for document in _in_force(db, texts))
    return [*published, *filter(None, kept)]


def _in_force(db: Session, names: Mapping[str, str]) -> Iterator[Document]:
    for name in names:
        document = db.get(Document, name)
        if document is not None and document.status == DocumentStatus.PUBLISHED:
            yield document


def _publish(
    db: Session, corrections: Sequence[PackCorrection], document: Document, text: str, at: datetime
) -> Version | None:
    """Return the version that a correction makes of a document; None where nothing is owed, or it does not fit."""
    documents.lock(db, document)
    before = documents.in_force_of(db, document)
    # Anyone who has had it, and has gone back since, has decided.
    if before is None or _has_been_in_force(db, document, text):
        return None
    correction = _owed(db, corrections, document, before.text)
    if correction is None:
        return None
    change = VersionChange(correction.change)
    try:
        with db.begin_nested():
            version = publishing.publish_beside_draft(db, document, text, change, at, None, correction.word)
    except publishing.Refused:
        return None
    # A new version would let go of what is held back: the pack knows nothing of what this house has found.
    suspensions.keep_held(db, before, version)
    if documents.kind_of(document).is_played:
        coming_into_force.let_be_found(db, documents.module_id_of(document))
    return version


def _owed(db: Session, corrections: Sequence[PackCorrection], document: Document, text: str) -> PackCorrection | None:
    # « Relu, rien à changer » moves days and nothing else: what stands is still the pack's.
    mine = select(Version.text).where(Version.document_id == document.id, has_come(db, Version))
    there = db.scalars(mine.order_by(Version.number.desc())).all()
    alike = (earlier for earlier in there if undated(earlier) == undated(text))
    return next(filter(None, (owed(corrections, document.id, earlier) for earlier in alike)), None)


def _has_been_in_force(db: Session, document: Document, text: str) -> bool:
    found = select(Version.id).where(Version.document_id == document.id, Version.text == text, has_come(db, Version))
    return db.scalar(found.limit(1)) is not None


def _confirm_translations(db: Session, pack: Pack, published: set[str], at: datetime) -> None:
    """Ask again what waits in translations that say, like their originals, what the pack says: it has compared them."""
    for translation in _in_force(db, pack.translated):
        original = db.get_one(Document, translation.original_id)
        if published.isdisjoint({translation.id, original.id}):
            continue
        if documents.published_text(db, translation) != pack.translated[translation.id]:
            continue
        if documents.published_text(db, original) == pack.modules.get(original.id):
            translations.confirm(db, translation, at, by=None)


def _set_aside(db: Session, document: Document, text: str, at: datetime, day: date) -> KeptByHouse | None:
    """Put a text where trainers find it, unless it has been here already: in force, or set aside."""
    documents.lock(db, document)
    if _has_been_in_force(db, document, text) or drafts.is_aside(db, document, text):
        return None
    # Also where it becomes the draft: that ends with the next version, and the text would come here again.
    aside, is_draft = drafts.set_aside(db, document, text, day), document.draft is None
    if is_draft:
        drafts.save_draft(db, document, text, at, by=None)
    return KeptByHouse(document, aside, is_draft)
