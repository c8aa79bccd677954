"""Cards as they are read in this house: what it says stands in their blanks.

A text that is published, exported or compared keeps its blanks: what fills them is this house's alone.
"""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.blanks import blanks, fill
from content.module import Card, Module
from content.problems import N_
from models.ground.store import once
from models.ground.words import words
from models.tables.fillings import Filling

UNFILLED = N_("À compléter par votre service.")
"""What stands behind a blank that nobody has filled in."""

_FILLINGS = select(Filling.module_id, Filling.language, Filling.blank, Filling.text)


def filled_card(db: Session, module: Module, card: Card) -> Card:
    """Return a card of a module with its blanks filled in; a card without one asks the database nothing."""
    if not blanks(card.body):
        return card
    said = _by_module(db).get((module.id, module.language), {})
    return card._replace(body=fill(card.body, said, words(module.language).gettext(UNFILLED)))


def filled_module(db: Session, module: Module) -> Module:
    """Return a module with the blanks of all its cards filled in; itself where there is none."""
    if not any(blanks(card.body) for card in module.cards):
        return module
    return replace(module, cards=tuple(filled_card(db, module, card) for card in module.cards))


@once
def _by_module(db: Session) -> Mapping[tuple[str, str], Mapping[str, str]]:
    # All of them: there are a few dozen at most, and a page may show cards of several modules.
    found: dict[tuple[str, str], dict[str, str]] = {}
    for module_id, language, blank, text in db.execute(_FILLINGS):
        found.setdefault((module_id, language), {})[blank] = text
    return found
