"""Documents and their versions: modules, the skill map, the rules, the topics, the programmes, the entries of
the directory.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.directory.entry import OF_ENTRY, DirectoryEntry
from content.directory.reading import read_entry
from content.errors import NotFound
from content.module import Module
from content.problems import N_, BrokenText
from content.programmes import Programme, read_programmes
from content.rules import Rule, read_rules
from content.skills import SkillMap, read_skills
from content.text.reading import read_module
from content.topics import Topic, read_topics
from models.catalogue.of_the_day import pending, standing
from models.tables.documents import Document, DocumentKind, Version

SKILLS, RULES, TOPICS, PROGRAMMES = "skills.yaml", "rules.yaml", "topics.yaml", "programmes.yaml"
ENTRY = OF_ENTRY
"""What stands before the id of an entry, in the name of its document: modules have names of the same shape."""


class UnknownModule(NotFound):
    """No module has that id, or it is not published."""

    what = N_("Ce module n'est pas publié.")


class NoSuchVersion(NotFound):
    """The document has no version of that number."""

    what = N_("Cette version n'existe pas.")
    then = N_("Elles sont toutes sur la page des versions.")


# A version is one immutable text (docs/design.md, law 3): the text itself is a key that is never stale.
@lru_cache(maxsize=1024)
def parse_module(text: str) -> Module:
    """Return the module of a version's text, parsed once per process."""
    return read_module(text)


@lru_cache(maxsize=8)
def parse_skills(text: str) -> SkillMap:
    """Return the skill map of a version's text, parsed once per process."""
    return read_skills(text)


@lru_cache(maxsize=8)
def parse_rules(text: str) -> dict[str, Rule]:
    """Return the rules of a version's text, by id, parsed once per process."""
    return read_rules(text)


@lru_cache(maxsize=8)
def parse_topics(text: str) -> tuple[Topic, ...]:
    """Return the topics of a version's text, parsed once per process."""
    return read_topics(text)


@lru_cache(maxsize=8)
def parse_programmes(text: str) -> tuple[Programme, ...]:
    """Return the programmes of a version's text, parsed once per process."""
    return read_programmes(text)


@lru_cache(maxsize=256)
def parse_entry(text: str) -> DirectoryEntry:
    """Return the entry of a version's text; the latest of a directory of any size are kept per process."""
    return read_entry(text)


_PARSE: Mapping[str, Callable[[str], object]] = {
    DocumentKind.MODULE: parse_module,
    DocumentKind.SKILLS: parse_skills,
    DocumentKind.RULES: parse_rules,
    DocumentKind.TOPICS: parse_topics,
    DocumentKind.PROGRAMMES: parse_programmes,
    DocumentKind.ENTRY: parse_entry,
}


def read_text(document: Document, text: str) -> None:
    """Read a text as what its document holds; BrokenText when there is something to mend."""
    _PARSE[document.kind](text)


class ModuleListed(NamedTuple):
    """A module by its title, which is its id until the text can be read."""

    id: str
    title: str
    status: str


def listing(db: Session) -> list[ModuleListed]:
    """Return all modules, by id, with what their published text, else their draft, says.

    For their other languages see models/catalogue/translations.py.
    """
    rows = select(Document, Version).outerjoin(Version, Version.id == Document.published_id)
    modules = rows.where(Document.kind == DocumentKind.MODULE, Document.original_id.is_(None)).order_by(Document.id)
    in_force = [(document, standing(db, version)) for document, version in db.execute(modules)]
    return [_listed(document, version.text if version else None) for document, version in in_force]


def shared(db: Session) -> Sequence[str]:
    """Return the names of the texts beside the modules: skill map, rules, and where there are topics, programmes."""
    names = [SKILLS, RULES, TOPICS, PROGRAMMES]
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
        raise UnknownModule(document_id)
    return document


def module_document(db: Session, module_id: str) -> Document:
    """Return a module in any state; raises UnknownModule."""
    document = document_of(db, module_id)
    if document.kind != DocumentKind.MODULE:
        raise UnknownModule(module_id)
    return document


def published_text(db: Session, document: Document) -> str | None:
    """Return the text in force; None before the first version."""
    version = in_force_of(db, document)
    return version.text if version else None


def versions(db: Session, document: Document) -> Sequence[Version]:
    """Return the versions of a document, latest first; those of today that are not yet written come before all."""
    rows = db.scalars(select(Version).where(Version.document_id == document.id).order_by(Version.number.desc()))
    return [*pending(db).versions_of(document.id), *rows]


def version_of(db: Session, document: Document, number: int) -> Version:
    """Return one version of a document; raises NoSuchVersion."""
    today = next((one for one in pending(db).versions_of(document.id) if one.number == number), None)
    written = select(Version).where(Version.document_id == document.id, Version.number == number)
    version = today or db.scalar(written)
    if version is None:
        raise NoSuchVersion(number)
    return version


def twins_of(db: Session, module_id: str) -> list[Document]:
    """Return the documents of a module in other languages than its original, by language."""
    # The id of each is the module's, with its language after it.
    return list(db.scalars(select(Document).where(Document.original_id == module_id).order_by(Document.id)))


def family(db: Session, document: Document) -> list[Document]:
    """Return the documents of a module in all its languages, the original first."""
    original = db.get_one(Document, module_id_of(document))
    return [original, *twins_of(db, original.id)]


def module_id_of(document: Document) -> str:
    """Return the id of the module that a document holds, in whatever language."""
    return document.original_id or document.id


def in_force_of(db: Session, document: Document) -> Version | None:
    """Return the version in force; None before the first."""
    return standing(db, db.get_one(Version, document.published_id)) if document.published_id else None


def lock(db: Session, document: Document) -> None:
    """Lock a document until the end of the transaction, and read it anew; of a twin, its original first."""
    # A refresh reads the row anew: what this session has changed must be in it first.
    db.flush()
    if document.original_id:
        # Always the original first: two who lock a family at once never wait for each other.
        db.refresh(db.get_one(Document, document.original_id), with_for_update=True)
    db.refresh(document, with_for_update=True)
