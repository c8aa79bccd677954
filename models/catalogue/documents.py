"""Documents and their versions, whatever their kind, and what each document is called in a language."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from content import kinds
from content.errors import N_, BrokenText, NotFound, or_not_found
from content.kinds import KINDS, kind_of_document
from content.schema.text_kind import TextKind
from models.catalogue.published import LOCKED, forget, has_come, is_in_force
from models.ground.store import once
from models.ground.words import Words, typographic
from models.tables.documents import Document, Version

SKILLS, RULES = kinds.SKILLS.document, kinds.RULES.document
TOPICS, PROGRAMMES = kinds.TOPICS.document, kinds.PROGRAMMES.document
ENTRY = kinds.ENTRY.prefix
"""What stands before the id of an entry, in the name of its document: modules have names of the same shape."""


class UnknownModule(NotFound):
    """No module has that id, or it is not published."""

    what = N_("Ce module n'est pas publié.")


parse_module, parse_skills, parse_rules = kinds.MODULE.parse, kinds.SKILLS.parse, kinds.RULES.parse
parse_topics, parse_programmes, parse_entry = kinds.TOPICS.parse, kinds.PROGRAMMES.parse, kinds.ENTRY.parse

ORIGINALS = Document.kind == kinds.MODULE.name, Document.original_id.is_(None)
"""Modules, each in the language in which it was first written."""
OF_DIRECTORY = Document.kind == kinds.ENTRY.name
"""Of the directory."""


def kind_of(document: Document) -> TextKind[Any]:
    """Return the kind of text that a document holds."""
    return KINDS[document.kind]


class ModuleListed(NamedTuple):
    """A module by its title, which is its id until the text can be read."""

    id: str
    title: str
    status: str


def listing(db: Session) -> list[ModuleListed]:
    """Return all modules, by id, with what their published text, else their draft, says.

    For their other languages see models/catalogue/translations.py.
    """
    rows = select(Document, Version).outerjoin(Version, is_in_force(db))
    modules = rows.where(*ORIGINALS).order_by(Document.id)
    return [_listed(document, version.text if version else None) for document, version in db.execute(modules)]


def shared(db: Session) -> Sequence[str]:
    """Return the names of the texts beside the modules: skill map, rules, and where there are topics, programmes."""
    names = [one.document for one in KINDS.values() if one.document]
    return sorted(db.scalars(select(Document.id).where(Document.id.in_(names))), key=names.index)


def listed(db: Session, document: Document) -> ModuleListed:
    """Return one module by its title."""
    return _listed(document, published_text(db, document))


def _listed(document: Document, published: str | None) -> ModuleListed:
    title = document.id
    with suppress(BrokenText):
        title = parse_module(published or document.draft or "").title
    return ModuleListed(document.id, title, document.status)


def document_of(db: Session, document_id: str) -> Document:
    """Return a document of any kind, in any state; raises UnknownModule."""
    document = db.get(Document, document_id)
    if document is None:
        raise UnknownModule
    return document


def module_document(db: Session, module_id: str) -> Document:
    """Return a module in any state; raises UnknownModule."""
    document = document_of(db, module_id)
    if not kind_of(document).is_played:
        raise UnknownModule
    return document


def published_text(db: Session, document: Document) -> str | None:
    """Return the text in force; None before the first version."""
    version = in_force_of(db, document)
    return version.text if version else None


def versions(db: Session, document: Document) -> Sequence[Version]:
    """Return the versions of a document whose day has come, latest first."""
    mine = select(Version).where(Version.document_id == document.id, has_come(db, Version))
    return db.scalars(mine.order_by(Version.number.desc())).all()


def version_of(db: Session, document: Document, number: int) -> Version:
    """Return one version of a document; raises NotFound."""
    mine = select(Version).where(Version.document_id == document.id, has_come(db, Version))
    return or_not_found(
        db.scalar(mine.where(Version.number == number)),
        N_("Cette version n'existe pas."),
        N_("Elles sont toutes sur la page des versions."),
    )


def translations_of(db: Session, module_id: str) -> list[Document]:
    """Return the documents of a module in other languages than its original, by language."""
    # The id of each is the module's, with its language after it.
    return list(db.scalars(select(Document).where(Document.original_id == module_id).order_by(Document.id)))


def family(db: Session, document: Document) -> list[Document]:
    """Return the documents of a module in all its languages, the original first."""
    original = db.get_one(Document, module_id_of(document))
    return [original, *translations_of(db, original.id)]


def module_id_of(document: Document) -> str:
    """Return the id of the module that a document holds, in whatever language."""
    return document.original_id or document.id


@once
def in_force_of(db: Session, document: Document) -> Version | None:
    """Return the version in force; None before the first."""
    come = select(Version).where(Version.document_id == document.id, has_come(db, Version))
    return db.scalar(come.order_by(Version.number.desc()).limit(1))


def lock(db: Session, *documents: Document) -> None:
    """Lock documents, and these modules in all their languages, until the end of the transaction; read them anew.

    All that a transaction locks of documents, before it locks anybody who learns from them. The rules come first,
    whatever is locked: who changes a text writes anew what is to come, in the rules and in others' texts.
    """
    # What is read anew must be written first: this session may have changed it.
    db.flush()
    modules, locked = {module_id_of(one) for one in documents}, db.info.setdefault(LOCKED, set[str]())
    if {RULES, *modules} <= locked:
        return
    rows = select(Document).where(or_(Document.id.in_({RULES, *modules}), Document.original_id.in_(modules)))
    # One statement, one order: two who lock at once never wait for each other. Who only names a document does not wait.
    in_order = rows.order_by(Document.id != RULES, Document.id).with_for_update(key_share=True)
    db.scalars(in_order.execution_options(populate_existing=True)).all()
    locked |= {RULES, *modules}
    # Somebody may have published while this one waited.
    forget(db)


# ------------------------------------------------------------------------------ what a document is called in a language


def title_in(document_id: str, text: str, said: Words) -> str:
    """Return the title in a text, as it is set; the id until it can be read."""
    kind = kind_of_document(document_id)
    if kind.title:
        return said.gettext(kind.title)
    with suppress(BrokenText):
        if kind.is_in_directory:
            names = parse_entry(text).name
            language = said.language if said.language in names else next(iter(names))
            return typographic(names[language], language)
        module = parse_module(text)
        return typographic(module.title, module.language)
    return document_id
