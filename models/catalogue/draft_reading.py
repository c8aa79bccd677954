"""A text being written, read as its document would hold it once it is published, with what is to be mended."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.errors import IN_WORKSHOP, N_, BrokenText, Conflict, Problem, Severity
from content.module import Module
from content.pictures.picture_file import named_in
from content.rules import Rule
from content.skills import SkillMap, line_of
from content.text.translations import check_translation
from content.topics import Topic
from models.catalogue import pictures
from models.catalogue.documents import (
    UnknownModule,
    kind_of,
    parse_module,
    published_text,
)
from models.catalogue.in_force import published_in, published_modules, rules, skill_map, topics, whole
from models.tables.documents import Document, PublishedQuestion

PICTURE_ABSENT = N_("Cette image n'est pas dans la maison : apportez-la, puis copiez ici sa ligne.")
PICTURE_WITHDRAWN = N_("Cette image a été retirée : il n'en reste que la description. Remplacez-la, ou ôtez sa ligne.")


class OtherId(Conflict):
    """The text carries the id of another module, or of another entry."""

    what = N_("Ce texte porte l'identifiant d'un autre.")
    then = IN_WORKSHOP

    def __init__(self, own_id: str) -> None:
        super().__init__()
        self.own_id = own_id


class QuestionTaken(Conflict):
    """A question id of the text belongs to another module."""

    what = N_("Une question de ce texte est dans un autre module.")
    then = IN_WORKSHOP

    def __init__(self, question_id: str) -> None:
        super().__init__()
        self.question_id = question_id


class TextsInForce:
    """The texts in force of a house, for another to be held against; each is looked up when it is asked for."""

    def __init__(self, db: Session) -> None:
        self.db = db

    @property
    def skills(self) -> SkillMap:
        """The skill map."""
        return skill_map(self.db)

    @property
    def rules(self) -> Mapping[str, Rule]:
        """The rules, by id."""
        return rules(self.db)

    @property
    def topics(self) -> Sequence[Topic]:
        """The topics of the interview."""
        return topics(self.db)

    @property
    def modules(self) -> Iterable[Module]:
        """The modules, with the questions that are held back."""
        return (whole(self.db, one) for one in published_modules(self.db))

    @property
    def published(self) -> Mapping[str, Collection[str]]:
        """The modules by each language in which they are published."""
        return published_in(self.db)


def _module_in(document: Document, text: str) -> Module:
    """Return the module that a text says; raises BrokenText, with the file of the document."""
    try:
        return parse_module(text)
    except BrokenText as broken:
        raise BrokenText(tuple(replace(one, file=f"{document.id}.md") for one in broken.problems)) from None


def read_document(db: Session, document: Document, text: str, corrected: Collection[str] = ()) -> Any:
    """Return what a text of any kind says, as its kind reads it.

    Raises what keeps it from being published: BrokenText, OtherId, and of a module QuestionTaken.
    """
    kind = kind_of(document)
    if kind.is_played:
        return _read_module(db, document, text, corrected)
    said = kind.parse(text)
    if kind.own_id and kind.own_id(said) != kind.id_of(document.id):
        raise OtherId(kind.own_id(said))
    if problems := kind.problems(said, text, kind.file_of(document.id), TextsInForce(db)):
        raise BrokenText(tuple(problems))
    return said


def _read_module(db: Session, document: Document, text: str, corrected: Collection[str]) -> Module:
    from content.checks.findings import left_over

    file = f"{document.id}.md"
    try:
        module = read_draft(db, document, text, corrected)
    except BrokenText as broken:
        with suppress(BrokenText):
            broken = BrokenText((*broken.problems, *left_over(parse_module(text), text, file)))
        raise broken from None
    if problems := tuple(left_over(module, text, file)):
        raise BrokenText(problems)
    return module


def advice(db: Session, document: Document, text: str) -> list[Problem]:
    """Return advice on a text that could be published as it is."""
    kind = kind_of(document)
    if kind.is_played:
        return _advice_on_module(db, document, text)
    return [*kind.advise(kind.parse(text), text, document.id, TextsInForce(db))] if kind.advise else []


def _advice_on_module(db: Session, document: Document, text: str) -> list[Problem]:
    from content.checks.checked_text import CheckedText
    from content.checks.findings import findings
    from content.checks.references import advise_on_translation

    file = f"{document.id}.md"
    module = _module_in(document, text)
    others = [one.module for one in published_modules(db) if one.module.id != module.id]
    found = findings(module, text, file, skill_map(db), rules(db), others)
    found += _pictures_gone(db, text, file, withdrawn=True)
    if document.original_id:
        found += advise_on_translation(CheckedText(module, text, file), _original(db, document.original_id))
    return found


def read_draft(
    db: Session, document: Document, text: str, corrected: Collection[str] = (), original: Module | None = None
) -> Module:
    """Return the module that a draft would publish, or let one play; raises BrokenText, OtherId, QuestionTaken.

    A translation says what its original says, as published unless given, but for questions whose key is `corrected` in
    it first.
    """
    from content.checks.findings import errors

    file = f"{document.id}.md"
    module = _module_in(document, text)
    # Others are left out here: their ids are asked of the index below, without parsing every module.
    problems = errors(module, text, file, skill_map(db), rules(db), others=())
    problems += _pictures_gone(db, text, file, withdrawn=False)
    if document.original_id:
        original, language = original or _original(db, document.original_id), document.language or ""
        problems += check_translation(original, module, text, file, language, corrected)
    if problems:
        raise BrokenText(tuple(problems))
    if module.id != (document.original_id or document.id):
        raise OtherId(module.id)
    # Answers hang on question ids: one that moved to another module would carry its log along.
    ids = [question.id for question in module.questions]
    elsewhere = select(PublishedQuestion.id).where(
        PublishedQuestion.id.in_(ids), PublishedQuestion.module_id != module.id
    )
    if taken := db.scalars(elsewhere.order_by(PublishedQuestion.id)).first():
        raise QuestionTaken(taken)
    return module


def _pictures_gone(db: Session, text: str, file: str, *, withdrawn: bool) -> list[Problem]:
    """Return a finding for each picture that was withdrawn, which is advice; or that was never here."""
    gone = [name for name, was_here in pictures.lacking(db, named_in(text)).items() if was_here is withdrawn]
    sentence, severity = (PICTURE_WITHDRAWN, Severity.ADVICE) if withdrawn else (PICTURE_ABSENT, Severity.ERROR)
    return [Problem(file, line_of(text, name), sentence, severity=severity) for name in gone]


def _original(db: Session, module_id: str) -> Module:
    text = published_text(db, db.get_one(Document, module_id))
    if text is None:
        raise UnknownModule
    return parse_module(text)
