"""Cards to read outside a sitting: a card in its module, and what its module rests on."""

from typing import NamedTuple

from sqlalchemy.orm import Session

from content.errors import N_, NotFound
from content.module import Card, Module
from content.rules import Rule
from models.catalogue import in_force
from models.catalogue.house_texts import filled_card


class UnknownCard(NotFound):
    """The module has no card of that name."""

    what = N_("Cette carte n'est plus à cette adresse.")
    then = N_("Son titre a peut-être changé : cherchez-la par ses mots, en haut de la page.")


class CardReading(NamedTuple):
    """One card of a published module; `before` and `after` are the names and titles of its neighbours."""

    version_id: int
    module: Module
    card: Card
    number: int
    before: tuple[str, str] | None
    after: tuple[str, str] | None


def reading(db: Session, module_id: str, slug: str, language: str) -> CardReading:
    """Return a card by its address, in whatever language that is; raises UnknownModule, UnknownCard."""
    published = in_force.published_module(db, module_id, language)
    module = published.module
    place = _place(module, slug)
    for other in [] if place is not None else in_force.every_language(db, module_id):
        place = _place(other.module, slug) if place is None else place
    if place is None or place >= len(module.cards):
        raise UnknownCard
    around = [None, *((name, card.title) for name, card in module.addressed.items()), None]
    card = filled_card(db, module, module.cards[place])
    return CardReading(published.version_id, module, card, place + 1, around[place], around[place + 2])


def _place(module: Module, slug: str) -> int | None:
    return next((place for place, name in enumerate(module.addressed) if name == slug), None)


def rules_of(db: Session, module: Module) -> list[Rule]:
    """Return the rules that a module and its questions cite, each once."""
    cited = dict.fromkeys([*module.cites, *(rule for question in module.questions for rule in question.cites)])
    rules = in_force.rules(db)
    return [rules[rule] for rule in cited if rule in rules]
