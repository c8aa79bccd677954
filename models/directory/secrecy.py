"""What an entry whose address is confidential leaves of what was written before it was."""

from contextlib import suppress
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.directory.discretion import gives_away
from content.problems import N_, BrokenText, Problem
from models.catalogue.documents import parse_entry
from models.tables.documents import DraftAside, Version
from models.tables.reviewing import Review

IN_WORD = N_("Ce que vous dites du changement donne une adresse qui est confidentielle : dites-le autrement.")


class WordGivesAway(BrokenText):
    """What is said of a change tells where somebody could be found; whoever follows the changes would read it."""


def check_word(document_id: str, text: str, word: str) -> None:
    """Raise WordGivesAway where the word of a version gives away what its text hides."""
    if parse_entry(text).confidential and gives_away(word):
        raise WordGivesAway((Problem(document_id, 1, IN_WORD),))


def hide_earlier(db: Session, document_id: str, text: str) -> None:
    """Let what was written of an entry before it was confidential say no more than its text of today does.

    A version is one immutable text, save this once: an address that was published by mistake endangers people, and a
    page, a difference or a copy would go on telling it. Number, day and author of each version stay.
    """
    if not parse_entry(text).confidential:
        return
    for table in (Version, DraftAside, Review):
        kept: Any = table
        for row in db.scalars(select(kept).where(kept.document_id == document_id)):
            _hide(row, text)
    db.flush()


def _hide(row: Any, text: str) -> None:
    if not _is_discreet(row.text):
        row.text = text
    if gives_away(getattr(row, "word", "")):
        row.word = ""


def _is_discreet(text: str) -> bool:
    with suppress(BrokenText):
        return parse_entry(text).confidential
    return False
