"""Remarks in the margin, dealt with by the one who wrote the text; « Marquer comme lu », and what has changed since."""

from typing import NamedTuple

from flask import Blueprint, Response, flash, request, url_for
from sqlalchemy.orm import Session

from content.text.difference import DifferenceLine, DifferenceMark, difference, side_by_side
from models.catalogue import documents
from models.people import accounts
from models.studio import remarks, reviewing
from models.studio.remarks import PlacedRemark, TextRead
from models.tables.documents import Document
from portal.access import learner_key, trainer
from portal.forms import to_number
from portal.pages import say
from portal.request import now, see_other, writing

blueprint = Blueprint("remarks", __name__)

DEEDS = ("settled", "reopened", "mark")
Rows = list[tuple[DifferenceLine | None, DifferenceLine | None]]


@blueprint.post("/reviewing/remarks/<int:comment_id>")
@trainer
def settle(comment_id: int) -> Response:
    """Note that a remark on one's text is dealt with, or no longer."""
    with writing() as db:
        said = remarks.settle(db, comment_id, now() if request.form.get("do") != "reopen" else None, learner_key())
    return see_other(url_for("reviewing.review", review_id=said.review_id, _anchor=f"remark-{comment_id}"))


@blueprint.post("/reviewing/<int:review_id>/mark")
@trainer
def mark_read(review_id: int) -> Response:
    """Note that one has read the text of a review."""
    with writing() as db:
        found = reviewing.review_of(db, review_id)
        document = documents.document_of(db, found.document_id)
        remarks.mark_read(db, document, learner_key(), found.text, now())
    if request.form.get("back") == "home":
        return see_other(url_for("home.home"))
    flash(say("C'est noté : la prochaine fois, vous verrez ce qui a changé depuis."))
    return see_other(url_for("reviewing.review", review_id=review_id))


class SinceRead(NamedTuple):
    """What somebody has read of a document, and how it differs now: row by row, nothing where it does not."""

    read: TextRead
    rows: Rows


def since_read(db: Session, document: Document, text: str) -> SinceRead | None:
    """Return what has changed since one read a document; None of what one has not read."""
    read = remarks.last_read(db, document, learner_key())
    return SinceRead(read, beside(read.text, text)) if read else None


def beside(before: str, now: str) -> Rows:
    """Return two texts side by side, with words that differ marked; nothing where they are the same."""
    lines = difference(before, now)
    return side_by_side(lines) if any(line.mark is not DifferenceMark.SKIPPED for line in lines) else []


class Margin(NamedTuple):
    """The remarks beside a text that is being written, and who made them."""

    remarks: list[PlacedRemark]
    names: dict[str, str]
    own: set[int]
    """The readings that one has asked for oneself."""


def margin_of(db: Session, document: Document, text: str) -> Margin:
    """Return the remarks beside a text that is being written: those of its readings since the version in force."""
    own = {one.id for one in reviewing.reviews(db, document) if one.asked_by == learner_key()}
    return Margin(remarks.placed(remarks.open_remarks(db, document), text), accounts.trainer_names(db), own)


def is_of_remarks(deed: str) -> bool:
    """Return whether a button of the studio speaks of a remark, or of what was read."""
    return deed.partition(":")[0] in DEEDS


def anchor_of(deed: str) -> str:
    """Return where in the studio one goes on after a button that speaks of a remark: at it; else at the top."""
    number = deed.partition(":")[2]
    return f"remark-{number}" if is_of_remarks(deed) and number else ""


def done_in_studio(db: Session, document: Document, text: str, deed: str) -> str:
    """Do what a button of the studio says: `settled:12`, `reopened:12`, `mark`; return what came of it."""
    verb, _, number = deed.partition(":")
    if verb == "mark":
        remarks.mark_read(db, document, learner_key(), text, now())
        return say("C'est noté : la prochaine fois, vous verrez ce qui a changé depuis.")
    remarks.settle(db, to_number(number or "0"), now() if verb == "settled" else None, learner_key())
    if verb == "settled":
        return say("La remarque est traitée ; le brouillon est gardé.")
    return say("La remarque est de nouveau ouverte ; le brouillon est gardé.")
