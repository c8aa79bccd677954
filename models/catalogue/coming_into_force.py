"""How texts come into force, and go: versions, the index that is derived from them, what the search finds, packs."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from content import kinds
from content.errors import BrokenText
from content.kinds import KINDS, kind_of_document
from content.module import Dialogue, Module
from content.schema.text_kind import TextKind
from content.skills import SkillMap
from content.strings.markdown import plain
from content.text.translations import language_named
from models.catalogue import attestations, pictures
from models.catalogue.attestations import WAITS, dialogue_parts, question_parts
from models.catalogue.documents import (
    ENTRY,
    ORIGINALS,
    RULES,
    SKILLS,
    TOPICS,
    UnknownModule,
    in_force_of,
    kind_of,
    lock,
    module_id_of,
    parse_module,
)
from models.catalogue.draft_reading import OtherId, QuestionTaken, read_document, read_draft
from models.catalogue.drafts import save_draft
from models.catalogue.house_texts import filled_module
from models.catalogue.in_force import every_language, skill_map
from models.catalogue.published import forget_planned, is_in_force
from models.catalogue.suspensions import dialogue_name, suspend
from models.ground import search
from models.ground.search import Findable
from models.tables.documents import AROUND, Document, DocumentStatus, PublishedQuestion, Version, VersionChange
from models.tables.search import SearchKind

if TYPE_CHECKING:
    from content.pack import Pack


def findable(module: Module, skills: SkillMap, published_at: datetime, *, original: bool) -> Iterator[Findable]:
    """Yield a module and its cards, dated by when its sources were last read, else by when it was published."""
    read_on = max((source.read_on for source in module.sources if source.read_on), default=None)
    shared: dict[str, Any] = {
        "work": module.id,
        "language": module.language,
        "original": original,
        "at": datetime.combine(read_on, time(), UTC) if read_on else published_at,
        "review_by": module.review_by,
    }
    taught = "\n".join(skills[skill].name[module.language] for skill in module.skills if skill in skills)
    yield Findable(SearchKind.MODULE, module.id, title=module.title, text=taught, **shared)
    for slug, card in module.addressed.items():
        key = f"{module.id}/{slug}"
        yield Findable(SearchKind.CARD, key, title=card.title, text=plain(card.body), **shared)


# ------------------------------------------------------------------------------------ how texts come into force, and go


def put_in_force(
    db: Session,
    document: Document,
    text: str,
    change: VersionChange,
    at: datetime,
    by: UUID | None,
) -> Version:
    """Make a text the version in force, as a change of the whole; raises BrokenText, OtherId, QuestionTaken."""
    lock(db, document)
    kind, before = kind_of(document), in_force_of(db, document)
    said = read_draft(db, document, text) if kind.is_played else kind.parse(text)
    version = bring_into_force(db, document, before, text, said, change, at, by)
    if kind.is_played:
        let_be_found(db, said.id)
    return version


def bring_into_force(
    db: Session,
    document: Document,
    before: Version | None,
    text: str,
    said: Any,
    change: VersionChange,
    at: datetime,
    by: UUID | None,
    word: str = "",
    changes: Mapping[str, VersionChange] | None = None,
) -> Version:
    """Make a text the version in force; questions of law and dialogues without their reader are held back.

    The document is locked, and `before` in force of it. `said`: what the text says, as its kind reads it; `changes`:
    what changes by question, where that is said. Anyone who calls this lets the module be found as it is then.
    """
    forget_planned(db)
    kind = kind_of(document)
    version = _add_version(db, document, text, change, at, by, word, changes)
    if kind.is_found_with_modules:
        _let_modules_be_found(db)
    if not kind.is_played:
        return version
    _follow(db, document, version, said)
    # A wording keeps the key, or it is refused, so its reading holds (docs/decisions/0011).
    if before is not None:
        _carry_readings_over(db, document.id, parse_module(before.text), said, change, changes or {})
    # Law and dialogues wait for a second reader; the rest of the module need not wait.
    unread = attestations.unread(db, attestations.parts_of(document, text, *WAITS))
    for read_as, why in WAITS.items():
        suspend(db, version, [part.name for part in unread if part.kind == read_as], why, at, by)
    return version


def begin(db: Session, document: Document, version: Version) -> None:
    """Derive what follows from a version that was written for a day, once that day has come."""
    if kind_of(document).is_played:
        _follow(db, document, version, parse_module(version.text))
        let_be_found(db, module_id_of(document))


def _follow(db: Session, document: Document, version: Version, module: Module) -> None:
    pictures.note_published(db, version)
    document.language = module.language
    # Only originals are indexed: a translation asks the same questions under the same ids.
    if document.original_id is None:
        _index(db, version, module)


def _carry_readings_over(
    db: Session,
    document_id: str,
    before: Module,
    now: Module,
    change: VersionChange,
    changes: Mapping[str, VersionChange],
) -> None:
    """Keep the readings of questions and of dialogues of which nothing but the wording has changed."""
    others = VersionChange.WORDING if changes else change
    names = AROUND, *(one.id for one in now.questions)
    worded = {name for name in names if changes.get(name, others) == VersionChange.WORDING}
    worded |= {
        dialogue_name(one.id)
        for one in now.dialogues
        if {AROUND, *(turn.id for turn in now.turns(one.id))} <= worded and _tree(before, one) == _tree(now, one)
    }
    old, new = (
        [*question_parts(document_id, one.questions), *dialogue_parts(document_id, one)] for one in (before, now)
    )
    attestations.carry_over(db, old, [part for part in new if part.name in worded])


def _tree(module: Module, dialogue: Dialogue) -> list[tuple[str, tuple[str, ...]]]:
    """Return where each turn leads: one that is new, or a way that is, nobody has read."""
    return [(turn.id, tuple(option.leads_to for option in turn.options)) for turn in module.turns(dialogue.id)]


def _add_version(
    db: Session,
    document: Document,
    text: str,
    change: VersionChange,
    at: datetime,
    by: UUID | None,
    word: str,
    changes: Mapping[str, VersionChange] | None,
) -> Version:
    # The document is locked, so no other version can take this number.
    number = latest_number(db, document)
    version = Version(
        document_id=document.id,
        number=number + 1,
        text=text,
        change=change if number else VersionChange.FIRST,
        changes=dict(changes or {}),
        word=word,
        published_at=at,
        published_by=by,
    )
    db.add(version)
    db.flush()
    document.status = DocumentStatus.PUBLISHED
    # Published is the end of the draft; publish_beside_draft puts a colleague's back.
    document.draft = document.draft_at = document.draft_by = None
    return version


def latest_number(db: Session, document: Document) -> int:
    """Return the number of the latest version of a document; 0 before the first."""
    return db.scalar(select(func.max(Version.number)).where(Version.document_id == document.id)) or 0


def retire(db: Session, document: Document) -> None:
    """Take a module out of what is proposed and found; anyone who is in it may finish it."""
    lock(db, document)
    forget_planned(db)
    document.status = DocumentStatus.RETIRED
    db.flush()
    let_be_found(db, module_id_of(document))


def _index(db: Session, version: Version, module: Module) -> None:
    db.execute(delete(PublishedQuestion).where(PublishedQuestion.module_id == module.id))
    db.add_all(
        PublishedQuestion(
            id=question.id,
            module_id=module.id,
            version_id=version.id,
            skill=question.skill,
            use=question.use,
            nature=question.nature,
            position=place,
        )
        for place, question in enumerate(module.questions)
    )


def reindex(db: Session) -> None:
    """Rebuild what is derived from what is published: the index of questions, its pictures, and what can be found."""
    db.execute(delete(PublishedQuestion))
    originals = select(Version).join(Document, is_in_force(db))
    modules = originals.where(*ORIGINALS)
    for version in db.scalars(modules):
        _index(db, version, parse_module(version.text))
    pictures.reindex(db)
    search.forget_all(db, SearchKind.CARD, SearchKind.MODULE)
    _let_modules_be_found(db)


def _let_modules_be_found(db: Session) -> None:
    originals = select(Document.id).where(*ORIGINALS)
    for module_id in db.scalars(originals.order_by(Document.id)):
        let_be_found(db, module_id)


def let_be_found(db: Session, module_id: str) -> None:
    """Make a module findable in every language in which learners meet it now, and in no other."""
    search.forget_work(db, module_id)
    skills, met = skill_map(db), every_language(db, module_id)
    # An original can come to speak the language of one of its translations: that language is found once.
    spoken = {one.module.language: one for one in met}
    for language, one in spoken.items():
        published_at = db.get_one(Version, one.version_id).published_at
        original = language == met[0].module.language
        search.put(db, findable(filled_module(db, one.module), skills, published_at, original=original))


def documents_of(pack: "Pack") -> list[tuple[str, str, str]]:
    """Return the documents of a pack in the order in which they can come into force: name, kind, text."""
    texts: dict[TextKind[Any], Mapping[str, str]] = {
        kinds.SKILLS: {SKILLS: pack.skills},
        kinds.RULES: {RULES: pack.rules},
        kinds.TOPICS: {TOPICS: pack.topics} if pack.topics else {},
        kinds.MODULE: pack.modules | pack.translated,
        kinds.ENTRY: {f"{ENTRY}{name}": text for name, text in pack.entries.items()},
    }
    texts |= {kind_of_document(name): {name: text} for name, text in pack.others.items()}
    return [(name, kind.name, text) for kind in KINDS.values() for name, text in texts.get(kind, {}).items()]


def load_pack(db: Session, pack: "Pack", at: datetime) -> list[str]:
    """Publish the texts of a pack that are new here; returns their names.

    A document that already has a version is left alone: from then on the portal holds the truth; for what a pack
    corrects see models/studio/pack_corrections.py. What does not fit what has changed here since is kept as a draft.
    """
    loaded = []
    pictures.land(db, pack.pictures, at, by=None)
    for name, kind, text in documents_of(pack):
        if db.get(Document, name) is None:
            document = new_document(name, kind)
            db.add(document)
            db.flush()
            try:
                if not KINDS[kind].is_played:  # put_in_force reads a module with all that it names
                    read_document(db, document, text)
                put_in_force(db, document, text, VersionChange.FIRST, at, by=None)
            except (BrokenText, OtherId, QuestionTaken, UnknownModule):
                save_draft(db, document, text, at, by=None)
            else:
                loaded.append(name)
    return loaded


def new_document(name: str, kind: str) -> Document:
    """Add a document without a text; the name of a translation says whose it is."""
    language = language_named(name) if KINDS[kind].is_played else None
    original = name.removesuffix(f".{language}") if language else None
    return Document(id=name, kind=kind, status=DocumentStatus.DRAFT, original_id=original, language=language)
