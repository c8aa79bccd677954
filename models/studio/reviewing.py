"""Reviews before publication: remarks on lines, then approval or return; and what they bring to a trainer."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session, aliased

from content.errors import N_, Conflict, Forbidden, Invalid, or_not_found
from models.catalogue import attestations, documents, drafts
from models.ground.lookups import Lookup
from models.studio import publishing
from models.studio.version_changes import ChangesUnsaid
from models.tables.attestations import AttestationKind
from models.tables.documents import AROUND, Document, Version, VersionChange
from models.tables.people import Account
from models.tables.reviewing import ReadMark, Review, ReviewComment, ReviewDecision

LONGEST_COMMENT = 2000


class OwnText(Forbidden):
    """Nobody approves a text that she wrote last, or has asked others to read."""

    what = N_("C'est votre propre texte : une autre personne de l'équipe de formation doit le relire.")
    then = N_("Rien n'est changé. Invitez quelqu'un à le lire depuis l'atelier.")


class NotHers(Forbidden):
    """Somebody else has asked for this review."""

    what = N_("Quelqu'un d'autre a demandé cette relecture.")
    then = N_("Rien n'est changé. Vous pouvez le rendre, avec vos remarques.")


def ask(
    db: Session,
    document: Document,
    change: VersionChange,
    at: datetime,
    by: UUID,
    *,
    invited: UUID | None = None,
    word: str = "",
    changes: Mapping[str, VersionChange] | None = None,
) -> Review:
    """Have the latest text read by a colleague; an earlier request for the same document is withdrawn.

    `change` and `changes` are what it is published with; a first version changes nothing, whatever is said. Raises what
    would keep the text from being published.
    """
    documents.lock(db, document)
    text = drafts.latest_text(db, document)
    before = documents.in_force_of(db, document)
    said, _ = publishing.check(db, document, before, text, change, word, changes)
    if earlier := open_review(db, document):
        _decide(earlier, ReviewDecision.WITHDRAWN, at, by)
    review = Review(
        document_id=document.id,
        text=text,
        change=said.gravest if before else VersionChange.FIRST,
        changes=dict(said.kept or {}),
        word=word,
        asked_by=by,
        asked_at=at,
        invited=invited,
    )
    db.add(review)
    db.flush()
    return review


def open_review(db: Session, document: Document) -> Review | None:
    """Return the review of a document that waits for its decision."""
    return db.scalar(select(Review).where(Review.document_id == document.id, Review.decision.is_(None)))


def reviews(db: Session, document: Document) -> Sequence[Review]:
    """Return all reviews of a document, the latest first."""
    return db.scalars(select(Review).where(Review.document_id == document.id).order_by(Review.id.desc())).all()


def open_reviews(db: Session) -> Sequence[Review]:
    """Return all that waits for a decision, the oldest first."""
    return db.scalars(select(Review).where(Review.decision.is_(None)).order_by(Review.id)).all()


def waiting_for(db: Session, reader: UUID) -> Sequence[Review]:
    """Return what a trainer may decide on, the oldest first."""
    return for_reader(db, open_reviews(db), reader)


def for_reader(db: Session, waiting: Sequence[Review], reader: UUID) -> Sequence[Review]:
    """Return those of some open reviews that a trainer may decide on."""
    others = [review for review in waiting if review.asked_by != reader]
    there = _who_is_there(db, {review.invited for review in others})
    # An invitation to somebody who has left must not block a text for ever.
    return [review for review in others if review.invited == reader or review.invited not in there]


def returned_to(db: Session, author: UUID) -> Sequence[Review]:
    """Return what came back to somebody and was neither published nor asked about since, the oldest first."""
    return db.scalars(select(Review).where(Review.asked_by == author, came_back()).order_by(Review.id)).all()


def came_back() -> ColumnElement[bool]:
    """Return whether a text was returned, and neither published nor asked about since."""
    later = aliased(Review)
    asked_again = exists().where(later.document_id == Review.document_id, later.id > Review.id)
    draft = exists().where(Document.id == Review.document_id, Document.draft.is_not(None))
    return and_(Review.decision == ReviewDecision.RETURNED, ~asked_again, draft)


def review_of(db: Session, review_id: int) -> Review:
    """Return one review; raises NotFound."""
    return or_not_found(
        db.get(Review, review_id),
        N_("Cette relecture n'existe pas."),
        N_("Celles qui vous attendent sont dans l'atelier."),
    )


def comment(db: Session, review: Review, line: int, body: str, at: datetime, by: UUID) -> ReviewComment:
    """Say something of a line, or with line 0 of the whole text; raises Invalid, Conflict."""
    _hold(db, review)
    kept = body.replace("\r\n", "\n").strip()
    if len(kept) > LONGEST_COMMENT:
        raise Invalid(
            N_("Cette remarque est trop longue."),
            N_("Deux mille caractères au plus. Revenez en arrière : ce que vous avez écrit y est encore."),
        )
    # The line is a number from a form: kept within the text, or it would stand beside no line.
    lines = ["", *review.text.split("\n")]
    beside = min(max(line, 0), len(lines) - 1)
    made = ReviewComment(review_id=review.id, line=beside, quoted=lines[beside], body=kept, by=by, at=at)
    db.add(made)
    db.flush()
    return made


def comments(db: Session, review: Review) -> Sequence[ReviewComment]:
    """Return what was said of a text, from its top down."""
    made = select(ReviewComment).where(ReviewComment.review_id == review.id)
    return db.scalars(made.order_by(ReviewComment.line, ReviewComment.id)).all()


def return_text(db: Session, review: Review, at: datetime, by: UUID) -> None:
    """Give a text back to the one who wrote it, with the comments; raises OwnText, Forbidden, Conflict."""
    _check_reader(db, review, by)
    _decide(review, ReviewDecision.RETURNED, at, by)
    db.flush()


def withdraw(db: Session, review: Review, at: datetime, by: UUID) -> None:
    """Take one's own request back; raises NotHers, Conflict."""
    _hold(db, review)
    if review.asked_by != by:
        raise NotHers
    _decide(review, ReviewDecision.WITHDRAWN, at, by)
    db.flush()


def approve(db: Session, review: Review, at: datetime, by: UUID) -> Version:
    """Vouch for a text as its second reader, and put it in force in its author's name.

    Raises OwnText, Forbidden, Conflict, drafts.DraftMoved when another text has been written since, and what
    keeps a text from being published when another version has come meanwhile.
    """
    document = _check_reader(db, review, by)
    # She vouches for what she has read, not for what was typed since.
    if drafts.latest_text(db, document) != review.text:
        raise drafts.DraftMoved
    if document.draft_by == by:
        raise OwnText
    version = documents.in_force_of(db, document)
    if version and version.published_at > review.asked_at:
        raise ChangesUnsaid  # of the version that has come meanwhile nobody has said what this text changes
    _decide(review, ReviewDecision.APPROVED, at, by)
    attestations.vouch(db, attestations.parts_of(document, review.text, *AttestationKind), at, by)
    # What was asked as the first version no longer is where that very text has been published since.
    first = review.change == VersionChange.FIRST and version is not None
    change = VersionChange.WORDING if first else VersionChange(review.change)
    said = {one: VersionChange(kept) for one, kept in review.changes.items()}
    changes = {AROUND: VersionChange.WORDING, **said} if said else None
    return publishing.publish(db, document, review.text, change, at, review.asked_by, review.word, changes)


def read_in_force(db: Session, document: Document, kind: AttestationKind, at: datetime, by: UUID) -> None:
    """Vouch for what is of a kind in the version in force: as its second reader; raises OwnText.

    The document is locked. Of dialogues its author too may say that somebody whom they concern has read them.
    """
    version = documents.in_force_of(db, document)
    if version is None:
        raise documents.UnknownModule
    if version.published_by == by and kind is not AttestationKind.DIALOGUE:
        raise OwnText
    attestations.vouch(db, attestations.parts_of(document, version.text, kind), at, by)


def _check_reader(db: Session, review: Review, by: UUID) -> Document:
    document = _hold(db, review)
    if review.asked_by == by:
        raise OwnText
    if review.invited not in {None, by} and _who_is_there(db, {review.invited}):
        raise Forbidden(
            N_("Quelqu'un d'autre a été invité à relire ce texte."),
            N_("Rien n'est changé. Vous pouvez laisser des remarques ; la personne invitée décide."),
        )
    return document


def _who_is_there(db: Session, keys: Collection[UUID | None]) -> set[UUID]:
    """Return those trainers whose accounts are open."""
    hers = select(Account.learner_key).where(Account.learner_key.in_([key for key in keys if key]))
    return set(db.scalars(hers.where(Account.closed_at.is_(None), Account.trainer)))


def _hold(db: Session, review: Review) -> Document:
    """Lock a review that is open, after its document as everywhere; returns that. Raises Conflict."""
    document = documents.document_of(db, review.document_id)
    documents.lock(db, document)
    db.refresh(review, with_for_update=True)
    if review.decision is not None:
        raise Conflict(
            N_("Cette relecture est déjà terminée."),
            N_("Revenez en arrière si vous voulez reprendre ce que vous avez écrit, puis rechargez la page."),
        )
    return document


def _decide(review: Review, decision: ReviewDecision, at: datetime, by: UUID) -> None:
    review.decision, review.decided_at, review.decided_by = decision, at, by


# -------------------------------------------------------------------------------------- what reviews bring to a trainer


TOLD = timedelta(days=7)
"""How long an approved text is told of, unless it is marked read before."""


class ReviewStep(StrEnum):
    """What has come of a review for somebody."""

    ASKED = "asked"
    RETURNED = "returned"
    APPROVED = "approved"


class ReviewNews(NamedTuple):
    """A review, what it brings, since when, and who did it."""

    review: Review
    step: ReviewStep
    at: datetime
    by: UUID
    personal: bool
    """Whether it concerns her alone; a text that anybody may read concerns all."""


def _was_approved() -> ColumnElement[bool]:
    marks = (ReadMark.document_id == Review.document_id, ReadMark.learner_key == bindparam("learner_key"))
    read = exists().where(*marks, ReadMark.at >= Review.decided_at)
    lately = Review.decided_at > bindparam("reviewed_since")
    return and_(Review.decision == ReviewDecision.APPROVED, lately, ~read)


HERE = Lookup(
    select(Review.id).where(
        or_(
            and_(Review.decision.is_(None), Review.asked_by != bindparam("learner_key")),
            and_(Review.asked_by == bindparam("learner_key"), or_(came_back(), _was_approved())),
        )
    ),
    lambda rows: sorted(review_id for (review_id,) in rows),
)
"""The reviews that may bring somebody something."""


def review_news(db: Session, reader: UUID, at: datetime) -> Sequence[ReviewNews]:
    """Return what reviews bring to a trainer: what is hers alone before what anybody may read, the oldest first."""
    ids = HERE.ask(db, learner_key=reader, reviewed_since=at - TOLD)
    if not ids:
        return []
    found = db.scalars(select(Review).where(Review.id.in_(ids)).order_by(Review.id)).all()
    mine = {review.id for review in for_reader(db, found, reader)}
    told = [_told(review, reader) for review in found if review.decision is not None or review.id in mine]
    return sorted(told, key=lambda one: not one.personal)


def _told(review: Review, reader: UUID) -> ReviewNews:
    if review.decision is None or review.decided_at is None or review.decided_by is None:
        return ReviewNews(review, ReviewStep.ASKED, review.asked_at, review.asked_by, review.invited == reader)
    return ReviewNews(review, ReviewStep(review.decision), review.decided_at, review.decided_by, personal=True)
