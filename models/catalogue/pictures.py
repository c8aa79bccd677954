"""Pictures of the house: kept by their hash, seen with the versions that name them, withdrawn, forgotten."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session, undefer

from content.errors import N_, Conflict, NotFound
from content.pictures.picture_file import SCHEME, MediaType, PictureFile, named_in
from content.pictures.picture_terms import PackPicture, PictureRights, PictureTerms
from models.ground import jobs
from models.tables.documents import Document, DraftAside, Version
from models.tables.reviewing import Review
from models.tables.rule_changes import RuleChangeText
from models.tables.uploads import Picture, PublishedPicture

UNNAMED_KEPT = timedelta(days=90)
"""How long a picture is kept that no text names."""


class NoSuchPicture(NotFound):
    """There is no such picture, or not for the one who asks."""

    what = N_("Cette image n'est pas ici.")
    then = N_("Rouvrez la page qui la montrait.")


class NoPlaceForPicture(Conflict):
    """The text has no such field to hold a picture, or no longer, or is not such that its form opens."""

    what = N_("Le champ de cette image n'est plus là : le texte a changé entre-temps.")
    then = N_("Rien n'est perdu. Rouvrez le formulaire du texte, et mettez l'image dans le champ voulu.")


class PictureWithdrawn(Exception):
    """The picture was withdrawn: the same bytes do not come back."""


class WithdrawalReason(StrEnum):
    """Why a picture is withdrawn."""

    AGREEMENT = "agreement"
    """A person who can be recognised in it does not agree any more."""
    RECOGNISED = "recognised"
    """Somebody can be recognised in it who was never asked."""
    RIGHTS = "rights"
    MISTAKE = "mistake"


class PictureFrame(NamedTuple):
    """What a page needs of a picture before it asks for its bytes."""

    width: int
    height: int
    credit: str
    withdrawn: bool


class ListedPicture(NamedTuple):
    """A picture as trainers find it, without its bytes."""

    hash: str
    media_type: str
    width: int
    height: int
    rights: str
    credit: str
    agreement: bool
    added_by: UUID | None
    added_at: datetime
    withdrawn_at: datetime | None


class PictureNaming(NamedTuple):
    """A text that names a picture."""

    document_id: str
    text: str
    published: bool
    """Whether a version does; else a draft alone."""


_LISTED = [getattr(Picture, name) for name in ListedPicture._fields]


# ----------------------------------------------------------------------------------------------------------------- kept


def keep(db: Session, file: PictureFile, terms: PictureTerms, by: UUID | None, at: datetime) -> None:
    """Keep a picture; the same bytes are one row, on the terms that were told first, and have their term anew.

    Raises PictureWithdrawn.
    """
    row = {"hash": file.hash, "media_type": file.media_type, "width": file.width, "height": file.height}
    if not jobs.insert_new(db, Picture, [{**row, "data": file.data, **_told(terms, by, at)}]):
        keep_longer(db, [file.hash], at)
    if db.scalar(select(Picture.withdrawn_at).where(Picture.hash == file.hash)) is not None:
        raise PictureWithdrawn(file.hash)


def keep_longer(db: Session, hashes: Iterable[str], at: datetime) -> None:
    """Give pictures that are brought again their term anew."""
    db.execute(update(Picture).where(Picture.hash.in_(hashes), Picture.withdrawn_at.is_(None)).values(added_at=at))


def land(db: Session, packed: Mapping[str, PackPicture], at: datetime, by: UUID | None) -> None:
    """Keep the pictures of a pack that are new here; those that it has withdrawn are kept out.

    One that the house itself has withdrawn stays so.
    """
    here = set(db.scalars(select(Picture.hash).where(Picture.hash.in_(packed))))
    for name, picture in packed.items():
        if name not in here and picture.terms.withdrawn:
            # Of its bytes nothing is known but the hash: its sides are those of no picture.
            row = {"hash": name, "media_type": MediaType.PNG, "width": 1, "height": 1, "data": None}
            jobs.insert_new(db, Picture, [{**row, **_told(picture.terms, by, at), "withdrawn_at": at}])
        elif name not in here and picture.file:
            keep(db, picture.file, picture.terms, by, at)


def _told(terms: PictureTerms, by: UUID | None, at: datetime) -> dict[str, Any]:
    """Return what a row says of whence a picture comes, and on what terms."""
    told = {"rights": terms.rights, "credit": terms.credit.strip(), "agreement": terms.agreement}
    return {**told, "added_by": by, "added_at": at}


def packed_for(db: Session, texts: Iterable[str]) -> dict[str, PackPicture]:
    """Return the pictures that some texts show, as a pack takes them along."""
    named = {name for text in texts for name in named_in(text)}
    shown = select(Picture).where(Picture.hash.in_(named)).options(undefer(Picture.data)).order_by(Picture.hash)
    packed = {}
    for one in db.scalars(shown):
        terms = PictureTerms(PictureRights(one.rights), one.credit, one.agreement, one.withdrawn_at is not None)
        file = None
        if one.data is not None:
            file = PictureFile(one.hash, MediaType(one.media_type), one.width, one.height, one.data)
        packed[one.hash] = PackPicture(terms, file)
    return packed


def note_published(db: Session, version: Version) -> None:
    """Note which pictures a version names: anyone who may see it may see them."""
    named = set(db.scalars(select(Picture.hash).where(Picture.hash.in_(named_in(version.text)))))
    jobs.insert_new(db, PublishedPicture, [{"hash": one, "version_id": version.id} for one in sorted(named)])


def reindex(db: Session) -> None:
    """Note anew which pictures each version names."""
    db.execute(delete(PublishedPicture))
    for version in db.scalars(select(Version).where(Version.text.contains(SCHEME))):
        note_published(db, version)


def lacking(db: Session, hashes: Collection[str]) -> dict[str, bool]:
    """Return those pictures that cannot be shown, and whether each was withdrawn; the others were never here."""
    if not hashes:
        return {}
    found = db.execute(select(Picture.hash, Picture.withdrawn_at).where(Picture.hash.in_(hashes)))
    withdrawn = {name: at is not None for name, at in found}
    return {name: withdrawn.get(name, False) for name in hashes if withdrawn.get(name, True)}


# ---------------------------------------------------------------------------------------------------------------- shown


def frames(db: Session) -> dict[str, PictureFrame]:
    """Return what pages need of all pictures, by hash."""
    columns = Picture.hash, Picture.width, Picture.height, Picture.credit, Picture.withdrawn_at.is_not(None)
    return {row[0]: PictureFrame(row[1], row[2], row[3], row[4]) for row in db.execute(select(*columns))}


def bytes_of(db: Session, picture_hash: str, *, published: bool) -> tuple[str, bytes]:
    """Return media type and bytes of a picture; `published`: of one that a version has named. Raises NoSuchPicture."""
    asked = select(Picture.media_type, Picture.data).where(Picture.hash == picture_hash, Picture.data.is_not(None))
    found = db.execute(asked.where(_published()) if published else asked).one_or_none()
    if found is None:
        raise NoSuchPicture
    return found[0], found[1] or b""


def listing(db: Session) -> list[ListedPicture]:
    """Return the pictures of the house, the latest first."""
    return [ListedPicture(*row) for row in db.execute(select(*_LISTED).order_by(Picture.added_at.desc(), Picture.hash))]


def here(db: Session, hashes: Iterable[str]) -> set[str]:
    """Return those of some pictures that are here, and not withdrawn."""
    return set(db.scalars(select(Picture.hash).where(Picture.hash.in_(hashes), Picture.withdrawn_at.is_(None))))


def picture_of(db: Session, picture_hash: str) -> ListedPicture:
    """Return a picture; raises NoSuchPicture."""
    found = db.execute(select(*_LISTED).where(Picture.hash == picture_hash)).one_or_none()
    if found is None:
        raise NoSuchPicture
    return ListedPicture(*found)


def namings(db: Session) -> dict[str, list[PictureNaming]]:
    """Return which documents name each picture, in a draft or in any version."""
    found: dict[str, dict[str, PictureNaming]] = {}
    drafts = select(Document.id, Document.draft).where(Document.draft.contains(SCHEME)).order_by(Document.id)
    for document_id, text in db.execute(drafts):
        for name in named_in(text or ""):
            found.setdefault(name, {})[document_id] = PictureNaming(document_id, text or "", published=False)
    versions = select(PublishedPicture.hash, Version.document_id, Version.text).join(Version)
    for name, document_id, text in db.execute(versions.order_by(PublishedPicture.version_id, PublishedPicture.hash)):
        found.setdefault(name, {})[document_id] = PictureNaming(document_id, text, published=True)
    return {name: list(documents.values()) for name, documents in found.items()}


# ------------------------------------------------------------------------------------------------- withdrawn, forgotten


def withdraw(db: Session, picture_hash: str, at: datetime) -> bool:
    """Take the bytes of a picture away, from every text; returns whether they were there. Raises NoSuchPicture."""
    picture = db.get(Picture, picture_hash, with_for_update=True)
    if picture is None:
        raise NoSuchPicture
    if there := picture.withdrawn_at is None:
        picture.data, picture.withdrawn_at = None, at
    return there


def forget_unnamed(db: Session, at: datetime) -> None:
    """Forget pictures that have had their term and that no text names; the row of a withdrawn one keeps it away."""
    here = Picture.withdrawn_at.is_(None)
    old = select(Picture.hash).where(Picture.added_at < at - UNNAMED_KEPT, here, ~_published())
    # Texts that are no version name some too: drafts, those set aside, in review, or for another day.
    columns: tuple[InstrumentedAttribute[Any], ...] = Document.draft, DraftAside.text, Review.text, RuleChangeText.text
    texts = (text for column in columns for text in db.scalars(select(column).where(column.contains(SCHEME))))
    if unnamed := set(db.scalars(old)) - {name for text in texts for name in named_in(text)}:
        db.execute(delete(Picture).where(Picture.hash.in_(unnamed)))


def _published() -> ColumnElement[bool]:
    return exists().where(PublishedPicture.hash == Picture.hash)
