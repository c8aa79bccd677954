"""What is left of earlier texts, remarks and files once the address of an entry is confidential."""

from contextlib import suppress
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.directory.entry_fields import gives_away
from content.errors import N_, BrokenText, Problem
from models.catalogue.documents import ENTRY, parse_entry
from models.tables.directory import EntryProposal
from models.tables.documents import DraftAside, Version
from models.tables.reviewing import ReadMark, Review, ReviewComment
from models.tables.uploads import Upload

IN_WORD = N_("Ce que vous dites du changement donne une adresse qui est confidentielle : dites-le autrement.")


class WordGivesAway(BrokenText):
    """What is said of a change tells where somebody could be found; anyone who follows the changes would read it."""


def check_word(document_id: str, text: str, word: str) -> None:
    """Raise WordGivesAway where the word of a version gives away what its text hides."""
    if parse_entry(text).confidential and gives_away(word):
        raise WordGivesAway((Problem(document_id, 1, IN_WORD),))


def hide_earlier(db: Session, document_id: str, text: str) -> None:
    """Let what was written of an entry before it was confidential say no more than its text of today does.

    A version is one immutable text, save this once: an address that was published by mistake endangers people, and a
    page, a difference or a copy would go on telling it. Number, day and author of each version stay; remarks on a text
    that told it, marks of who has read such a text, and what a file proposes of it go.
    """
    if not parse_entry(text).confidential:
        return
    _forget_remarks(db, document_id)
    _forget_files(db, document_id)
    for table in (Version, DraftAside, Review):
        kept: Any = table
        for row in db.scalars(select(kept).where(kept.document_id == document_id)):
            was_open, word = not _is_discreet(row.text), getattr(row, "word", "")
            if was_open:
                row.text = text
            if word and (was_open or gives_away(word)):
                row.word = ""
    for mark in db.scalars(select(ReadMark).where(ReadMark.document_id == document_id)):
        if not _is_discreet(mark.text):
            db.delete(mark)
    db.flush()


def may_stay(draft: str, before: str | None, text: str) -> bool:
    """Return whether a draft may stay beside a text that comes into force: none that is open where the text hides."""
    becomes_confidential = _is_discreet(text) and not _is_discreet(before or "")
    return _is_discreet(draft) or not becomes_confidential


def _forget_remarks(db: Session, document_id: str) -> None:
    made = select(ReviewComment, Review.text).join(Review, Review.id == ReviewComment.review_id)
    for remark, text in db.execute(made.where(Review.document_id == document_id)):
        if not _is_discreet(text) or gives_away(remark.quoted) or gives_away(remark.body):
            db.delete(remark)


def _forget_files(db: Session, document_id: str) -> None:
    proposed = select(EntryProposal).where(EntryProposal.entry_id == document_id.removeprefix(ENTRY))
    for one in db.scalars(proposed):
        if not _is_discreet(one.text):
            # What the file proposes of other entries stays; the file itself cannot be read again.
            upload = db.get_one(Upload, one.upload_id)
            upload.data, upload.found = b"", {**upload.found, "columns": []}
            db.delete(one)


def _is_discreet(text: str) -> bool:
    with suppress(BrokenText):
        return parse_entry(text).confidential
    return False
