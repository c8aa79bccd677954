"""Written questions of published modules: shown, answered on a page that sends nothing, and never kept."""

from typing import NamedTuple

from sqlalchemy.orm import Session

from content.errors import N_, NotFound
from content.module import Module, WrittenQuestion
from models.catalogue import in_force


class Writing(NamedTuple):
    """A written question, and the module that asks it."""

    module: Module
    question: WrittenQuestion


def writing(db: Session, module_id: str, written_id: str, language: str) -> Writing:
    """Return a written question of a published module; raises UnknownModule, NotFound."""
    module = in_force.published_module(db, module_id, language).module
    for question in module.written:
        if question.id == written_id:
            return Writing(module, question)
    raise NotFound(
        N_("Ce module n'a rien à écrire à cette adresse."),
        N_("Ce qu'il propose d'écrire est sur sa page, sous « Modules »."),
    )
