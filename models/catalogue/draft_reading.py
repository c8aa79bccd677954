"""A text being written, read as its document would hold it once it is published, with what is to be mended."""

from collections.abc import Collection
from contextlib import suppress

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.errors import Conflict
from content.module import Module
from content.pictures.naming import named_in
from content.problems import IN_WORKSHOP, N_, BrokenText, Problem, Severity
from content.programmes import advise_on_programmes
from content.skills import line_of
from content.text.reading import read_module
from content.translations import check_twin
from models.catalogue import pictures
from models.catalogue.documents import (
    ENTRY,
    UnknownModule,
    parse_entry,
    parse_module,
    parse_programmes,
    parse_rules,
    parse_skills,
    parse_topics,
    published_text,
)
from models.catalogue.in_force import published_in, published_modules, rules, skill_map, topics, whole
from models.tables.documents import Document, DocumentKind, PublishedQuestion

PICTURE_ABSENT = N_("Cette image n'est pas dans la maison : apportez-la, puis copiez ici sa ligne.")
PICTURE_WITHDRAWN = N_("Cette image a été retirée : il n'en reste que la description. Remplacez-la, ou ôtez sa ligne.")


class OtherId(Conflict):
    """The text carries the id of another module, or of another entry."""

    what = N_("Ce texte porte l'identifiant d'un autre.")
    then = IN_WORKSHOP


class QuestionTaken(Conflict):
    """A question id of the text belongs to another module."""

    what = N_("Une question de ce texte est dans un autre module.")
    then = IN_WORKSHOP


def read_document(db: Session, document: Document, text: str, corrected: Collection[str] = ()) -> None:
    """Raise what keeps a text of any kind from being published: BrokenText, OtherId, and of a module QuestionTaken."""
    match document.kind:
        case DocumentKind.MODULE:
            _read_module(db, document, text, corrected)
        case DocumentKind.SKILLS:
            _read_skills(db, document, text)
        case DocumentKind.RULES:
            _read_rules(db, document, text)
        case DocumentKind.TOPICS:
            _read_topics(db, document, text)
        case DocumentKind.PROGRAMMES:
            _read_programmes(document, text)
        case _:
            _read_entry(db, document, text)


def _read_module(db: Session, document: Document, text: str, corrected: Collection[str]) -> None:
    from content.checks.findings import left_over

    file = f"{document.id}.md"
    try:
        problems = tuple(left_over(read_draft(db, document, text, corrected), text, file))
    except BrokenText as broken:
        with suppress(BrokenText):
            broken = BrokenText((*broken.problems, *left_over(parse_module(text), text, file)))
        raise broken from None
    if problems:
        raise BrokenText(problems)


def _read_skills(db: Session, document: Document, text: str) -> None:
    from content.checks.references import check_skill_map

    found = {skill.id for skill in parse_skills(text)}
    used = {question.skill for one in published_modules(db) for question in whole(db, one).questions}
    touched = {skill for topic in topics(db) for skill in topic.skills}
    sentence = N_("La compétence %(id)s sert dans un module publié : remettez-la.")
    _raise_missing(document, sentence, used - found)
    _raise_missing(document, N_("La compétence %(id)s sert dans un sujet d'entretien : remettez-la."), touched - found)
    if problems := tuple(check_skill_map(parse_skills(text), text, document.id)):
        raise BrokenText(problems)


def _read_rules(db: Session, document: Document, text: str) -> None:
    from content.checks.references import check_rules

    found = parse_rules(text)
    cited = {rule for one in published_modules(db) for rule in _cited(whole(db, one))}
    touched = {rule for topic in topics(db) for rule in topic.rules}
    _raise_missing(document, N_("La règle %(id)s est citée dans un module publié : remettez-la."), cited - set(found))
    _raise_missing(document, N_("La règle %(id)s est dans un sujet d'entretien : remettez-la."), touched - set(found))
    if problems := tuple(check_rules(found.values(), text, document.id)):
        raise BrokenText(problems)


def _read_topics(db: Session, document: Document, text: str) -> None:
    from content.checks.references import check_topics

    skills = {skill.id for skill in skill_map(db)}
    if problems := tuple(check_topics(parse_topics(text), text, document.id, skills, rules(db))):
        raise BrokenText(problems)


def _read_programmes(document: Document, text: str) -> None:
    from content.checks.references import check_programmes

    if problems := tuple(check_programmes(parse_programmes(text), text, document.id)):
        raise BrokenText(problems)


def _read_entry(db: Session, document: Document, text: str) -> None:
    from content.checks.references import check_entry

    entry, name = parse_entry(text), document.id.removeprefix(ENTRY)
    if entry.id != name:
        raise OtherId(entry.id)
    file = f"directory/{name}.yaml"
    known = [skill.id for skill in skill_map(db)], rules(db), [topic.id for topic in topics(db)]
    if problems := tuple(check_entry(entry, text, file, *known)):
        raise BrokenText(problems)


def advice(db: Session, document: Document, text: str) -> list[Problem]:
    """Return advice on a text that could be published as it is; nothing for the skill map and the topics."""
    from content.checks.plain import advise_on_entry, advise_on_rules  # the checks weigh, and few pages check

    match document.kind:
        case DocumentKind.MODULE:
            return _advice_on_module(db, document, text)
        case DocumentKind.RULES:
            return [*advise_on_rules(parse_rules(text).values(), text, document.id)]
        case DocumentKind.PROGRAMMES:
            return [*advise_on_programmes(parse_programmes(text), text, document.id, published_in(db))]
        case DocumentKind.ENTRY:
            return [*advise_on_entry(parse_entry(text), text, document.id)]
        case _:
            return []


def _advice_on_module(db: Session, document: Document, text: str) -> list[Problem]:
    from content.checks.draft import CheckedText
    from content.checks.findings import findings
    from content.checks.plain import advise_on_twin

    file = f"{document.id}.md"
    module = read_module(text, file)
    others = [one.module for one in published_modules(db) if one.module.id != module.id]
    found = findings(module, text, file, skill_map(db), rules(db), others)
    found += _pictures_gone(db, text, file, withdrawn=True)
    if document.original_id:
        found += advise_on_twin(CheckedText(module, text, file), _original(db, document.original_id))
    return found


def _raise_missing(document: Document, sentence: str, missing: set[str]) -> None:
    if missing:
        raise BrokenText(tuple(Problem(document.id, 1, sentence, {"id": name}) for name in sorted(missing)))


def _cited(module: Module) -> set[str]:
    return {*module.cites, *(rule for question in module.questions for rule in question.cites)}


def read_draft(
    db: Session, document: Document, text: str, corrected: Collection[str] = (), original: Module | None = None
) -> Module:
    """Return the module that a draft would publish, or let one play; raises BrokenText, OtherId, QuestionTaken.

    A twin says what its original says, as published unless given, but for questions whose key is `corrected` in it
    first.
    """
    from content.checks.findings import errors

    file = f"{document.id}.md"
    module = read_module(text, file)
    # Others are left out here: their ids are asked of the index below, without parsing every module.
    problems = errors(module, text, file, skill_map(db), rules(db), others=())
    problems += _pictures_gone(db, text, file, withdrawn=False)
    if document.original_id:
        original, language = original or _original(db, document.original_id), document.language or ""
        problems += check_twin(original, module, text, file, language, corrected)
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
        raise UnknownModule(module_id)
    return parse_module(text)
