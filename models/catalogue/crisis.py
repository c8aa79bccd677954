"""The crisis card: what to do when somebody is in danger, which anybody may read."""

from typing import NamedTuple

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from content.errors import N_, NotFound
from content.module import Card, Module
from content.schema.yaml_fields import LANGUAGES
from models.catalogue import in_force
from models.catalogue.house_texts import filled_card
from models.tables.search import SearchEntry, SearchKind


class CrisisCard(NamedTuple):
    """The card, and the module that it stands in."""

    module: Module
    card: Card


def crisis_card(db: Session, language: str) -> CrisisCard:
    """Return the card in a language where it is marked in it, else as it was first written; raises NotFound."""
    for spoken in (language, None):
        for published in in_force.published_modules(db, spoken):
            for card in published.module.cards:
                if card.crisis:
                    return CrisisCard(published.module, filled_card(db, published.module, card))
    raise NotFound(N_("Aucune carte n'est encore écrite pour ce moment."), N_("En danger immédiat, appelez le 112."))


def among_found(db: Session) -> ColumnElement[bool]:
    """Return the condition on `SearchEntry` that it is such a card, in any language."""
    modules = (one.module for spoken in (None, *LANGUAGES) for one in in_force.published_modules(db, spoken))
    keys = {f"{module.id}/{slug}" for module in modules for slug, card in module.addressed.items() if card.crisis}
    return (SearchEntry.kind == SearchKind.CARD) & SearchEntry.key.in_(sorted(keys))


def is_there(db: Session) -> bool:
    """Return whether there is such a card; nothing is asked for it where the published modules are known."""
    return any(card.crisis for published in in_force.published_modules(db) for card in published.module.cards)
