"""How a module or an entry begins: from a text that tells what to write where, or as a copy of another module."""

import re
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.directory.entry import EntryKind
from content.directory.fact_values import LONGEST_NAME, SHORTEST_NAME
from content.errors import N_, BrokenText, Refused
from content.exchange.question_drafts import numbered
from content.module import Module
from content.strings.words import fold, written_words
from content.text.module_writer import write_module
from content.text.starter import copied, copied_title
from models.catalogue import documents, drafts
from models.catalogue.documents import ENTRY, OF_DIRECTORY
from models.studio import responsibility
from models.tables.documents import Document

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


def begin_entry(
    db: Session, entry_id: str, name: str, language: str, kind: EntryKind, at: datetime, by: UUID
) -> Document:
    """Create an entry of the directory from its name in a language; without an id it gets a free one from its name.

    Raises Refused, BadId, IdTaken.
    """
    if not SHORTEST_NAME <= len(name) <= LONGEST_NAME:
        limits = {"shortest": SHORTEST_NAME, "longest": LONGEST_NAME}
        raise Refused(N_("Un nom a de %(shortest)s à %(longest)s caractères."), "name", **limits)
    return drafts.create_entry(db, entry_id or free_entry_id(db, name, kind), kind, at, by, {language: name})


def free_id(db: Session, title: str) -> str:
    """Return an id that a title suggests and that no module has; empty where there is no title."""
    return _free(title, drafts.names_taken(db), "module") if title.strip() else ""


def free_entry_id(db: Session, name: str, kind: EntryKind) -> str:
    """Return an id that a name suggests and that no entry has."""
    ids = db.scalars(select(Document.id).where(OF_DIRECTORY))
    return _free(name, {one.removeprefix(ENTRY) for one in ids}, kind)


def _free(name: str, taken: Collection[str], nameless: str) -> str:
    """Return what is left of a name in ASCII, with a number where it is taken; of one without a letter, `nameless`."""
    letters = re.findall("[a-z0-9]+", "-".join(map(fold, written_words(name))))
    wanted = "-".join(letters)[:LONGEST_ID].strip("-") or nameless
    return next(one for one in numbered(wanted) if one not in taken)
