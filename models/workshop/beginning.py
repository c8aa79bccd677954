"""How a module begins: from a text that tells what to write where, or as a copy of another."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from content.copying import copied, copied_title
from content.folding import NAMELESS, slugs
from content.module import Module
from content.problems import BrokenText
from content.text.writing import write_module
from models.catalogue import documents, drafts
from models.tables.documents import Document
from models.workshop import responsibility

LONGEST_ID = 60
"""Characters of a name that is taken from a title."""


def begin(db: Session, module_id: str, title: str, at: datetime, by: UUID, skill: str = "") -> Document:
    """Create a module for which its writer answers; raises BadId, IdTaken.

    Without an id it gets a free one from its title; without a title or a skill it has those of the text to begin from.
    """
    document = drafts.create_module(db, module_id or free_id(db, title), at, by, title, skill)
    responsibility.entrust(db, document.id, by, None)
    return document


def begin_copy(db: Session, source: Document, module_id: str, title: str, at: datetime, by: UUID) -> Document:
    """Create a module as `begin` does, with the text of another under names of its own.

    Raises BadId, IdTaken, and BrokenText where the other cannot be read.
    """
    module = readable(db, source)
    title = title or copied_title(module)
    document = begin(db, module_id, title, at, by)
    document.language = module.language
    drafts.save_draft(db, document, write_module(copied(module, document.id, title)), at, by)
    return document


def readable(db: Session, document: Document) -> Module:
    """Return the module of the latest text, else of the one in force; raises BrokenText where neither can be read."""
    with suppress(BrokenText):
        return documents.parse_module(drafts.latest_text(db, document))
    return documents.parse_module(documents.published_text(db, document) or "")


def free_id(db: Session, title: str) -> str:
    """Return an id that a title suggests and that is not taken; empty where no letter of it can be one."""
    (wanted,) = slugs([title])
    if wanted == NAMELESS and NAMELESS not in title.casefold():
        return ""
    wanted = wanted[:LONGEST_ID].strip("-")
    taken, free, number = drafts.names_taken(db), wanted, 1
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    return free
