"""What somebody reads before she signs for a module, or for the topics: what is said and asked, on what it rests.
rests, who has read it."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from content import kinds
from content.module import Module, Question, QuestionNature
from content.rules import Rule
from content.skills import Skill, SkillMap
from content.topics import Topic
from models.catalogue import attestations, cards, documents, drafts, in_force, suspensions, votes
from models.catalogue.attestations import Vouching
from models.tables.documents import Document, Version
from models.tables.reviewing import Review, ReviewDecision


class KeyState(StrEnum):
    """How far a question is vouched for."""

    ASKED = "asked"
    READ = "read"
    """It states law, and a second reader has vouched for it."""
    UNREAD = "unread"
    """It states law, and is not asked before somebody else has read it."""
    VALIDATED = "validated"
    """Practitioners have agreed on it, answering blind."""
    TO_VALIDATE = "to_validate"
    HELD = "held"
    """It is held back for another reason."""


class WholeReading(NamedTuple):
    """A reading of the whole text by a colleague."""

    by: UUID | None
    at: datetime | None


class Law(NamedTuple):
    """A question that states law, the rules that it cites, and who has read it."""

    question: Question
    rules: Sequence[Rule]
    reading: Vouching | None


class ModuleApproval(NamedTuple):
    """The content of the approval page of one text of a module."""

    module: Module
    fingerprint: str
    skills: Sequence[Skill]
    rules: Sequence[Rule]
    standings: Mapping[QuestionNature, Mapping[KeyState, int]]
    law: Sequence[Law]
    read: Sequence[WholeReading]


class TopicsApproval(NamedTuple):
    """The content of the approval page of one text of the topics."""

    topics: Sequence[Topic]
    fingerprint: str
    skills: SkillMap
    rules: Sequence[Rule]
    """Those that the topics touch, each once."""
    validated: Collection[tuple[str, str]]
    """The questions that practitioners would ask so, each with the language in which they would."""
    read: Sequence[WholeReading]

    @property
    def questions(self) -> int:
        """How many questions there are, whatever the language."""
        return sum(len(aspect.questions) for topic in self.topics for aspect in topic.aspects)


def approval_of(
    db: Session, document: Document, text: str, version: Version | None = None
) -> ModuleApproval | TopicsApproval:
    """Return the sheet of a version, or of a text that is still to be published.

    Raises documents.UnknownModule for the skill map and the rules, which nobody signs for.
    """
    if document.kind == kinds.MODULE.name:
        return _of_module(db, document, text, version)
    if document.kind == kinds.TOPICS.name:
        return _of_topics(db, document, text)
    raise documents.UnknownModule


def _of_topics(db: Session, document: Document, text: str) -> TopicsApproval:
    topics, rules = documents.parse_topics(text), in_force.rules(db)
    touched = dict.fromkeys(rule for topic in topics for rule in topic.rules)
    standings = votes.wording_tallies(db, topics)
    return TopicsApproval(
        topics=topics,
        fingerprint=drafts.fingerprint(text),
        skills=in_force.skill_map(db),
        rules=[rules[rule] for rule in touched if rule in rules],
        validated={(one.asked.question.id, one.asked.language) for one in standings if one.is_validated},
        read=_read(db, document, text),
    )


def _of_module(db: Session, document: Document, text: str, version: Version | None) -> ModuleApproval:
    module, skills = documents.parse_module(text), in_force.skill_map(db)
    law = law_of(db, document, module)
    read = {one.question.id for one in law if one.reading}
    standings: dict[QuestionNature, Counter[KeyState]] = {nature: Counter() for nature in QuestionNature}
    for question in module.questions:
        standings[question.nature][_key_state(db, document, question, read, version)] += 1
    return ModuleApproval(
        module=module,
        fingerprint=drafts.fingerprint(text),
        skills=[skills[skill] for skill in module.skills if skill in skills],
        rules=cards.rules_cited(db, module),
        standings=standings,
        law=law,
        read=_read(db, document, text),
    )


def law_of(db: Session, document: Document, module: Module) -> list[Law]:
    """Return the questions of a module that state law, with what there is to check them against."""
    questions = [question for question in module.questions if question.nature is QuestionNature.LAW]
    rules, parts = in_force.rules(db), attestations.question_parts(document.id, questions)
    return [
        Law(
            question,
            [rules[rule] for rule in question.cites or module.cites if rule in rules],
            attestations.vouching(db, part),
        )
        for question, part in zip(questions, parts, strict=True)
    ]


def _key_state(
    db: Session, document: Document, question: Question, read: set[str], version: Version | None
) -> KeyState:
    if question.nature is QuestionNature.LAW and question.id not in read:
        return KeyState.UNREAD
    if version is not None and suspensions.is_suspended(db, version, question.id):
        return KeyState.HELD
    match question.nature:
        case QuestionNature.LAW:
            return KeyState.READ
        case QuestionNature.PRACTICE:
            stands = documents.in_force_of(db, document)
            validated = stands is not None and votes.is_validated(db, stands.id, question)
            return KeyState.VALIDATED if validated else KeyState.TO_VALIDATE
        case _:
            return KeyState.ASKED


def _read(db: Session, document: Document, text: str) -> list[WholeReading]:
    approved = select(Review).where(Review.document_id == document.id, Review.decision == ReviewDecision.APPROVED)
    return [
        WholeReading(review.decided_by, review.decided_at)
        for review in db.scalars(approved.order_by(Review.id))
        if review.text == text
    ]
