"""Dialogues for tests, as plain as can be, and the note that somebody concerned has read those in force."""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from content import kinds
from content.module import Dialogue, Module, Question
from models.catalogue import attestations, documents
from models.tables.attestations import AttestationKind
from models.tables.documents import Document
from tests.builders import MONDAY, question


def dialogue(dialogue_id: str = "jo", skill: str = "listen.active") -> tuple[Dialogue, tuple[Question, ...]]:
    """An interview of three turns, one after the other, in each of which `a` is right."""
    names = [f"{dialogue_id}-{place}" for place in (1, 2, 3)]
    turns = [
        one._replace(dialogue=dialogue_id, options=tuple(option._replace(leads_to=to) for option in one.options))
        for one, to in zip((question(name, skill) for name in names), (*names[1:], ""), strict=True)
    ]
    return Dialogue(dialogue_id, f"Entretien {dialogue_id}", "Jo, 24 ans, arrive essoufflé."), tuple(turns)


def with_dialogues(original: Module, *dialogue_ids: str) -> Module:
    """A module with interviews to play, on the first of its skills."""
    told = [dialogue(one, original.skills[0]) for one in dialogue_ids]
    turns = (turn for _, of_dialogue in told for turn in of_dialogue)
    return replace(original, dialogues=tuple(one for one, _ in told), questions=(*original.questions, *turns))


def dialogues_read(db: Session, at: datetime = MONDAY) -> None:
    """Say of every dialogue in force that somebody whom it concerns has read it, in each language."""
    for document in db.scalars(select(Document).where(Document.kind == kinds.MODULE.name)):
        if text := documents.published_text(db, document):
            attestations.vouch(db, attestations.parts_of(document, text, AttestationKind.DIALOGUE), at, uuid4())
