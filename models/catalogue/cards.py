"""What modules hold outside sittings, never counted: cards, the crisis card, vignettes, written questions."""

from typing import NamedTuple

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from content.errors import N_, NotFound
from content.module import Card, Module, Vignette, WrittenQuestion
from content.rules import Rule
from content.schema.yaml_fields import LANGUAGES
from models.catalogue import in_force
from models.catalogue.house_texts import filled_card
from models.catalogue.in_force import published_module
from models.tables.search import SearchEntry, SearchKind


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


def card_reading(db: Session, module_id: str, slug: str, language: str) -> CardReading:
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


def rules_cited(db: Session, module: Module) -> list[Rule]:
    """Return the rules that a module and its questions cite, each once."""
    cited = dict.fromkeys([*module.cites, *(rule for question in module.questions for rule in question.cites)])
    rules = in_force.rules(db)
    return [rules[rule] for rule in cited if rule in rules]


# ------------------------------------------------------------------------------------------------------ the crisis card


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


def crisis_cards_found(db: Session) -> ColumnElement[bool]:
    """Return the condition on `SearchEntry` that it is such a card, in any language."""
    modules = (one.module for spoken in (None, *LANGUAGES) for one in in_force.published_modules(db, spoken))
    keys = {f"{module.id}/{slug}" for module in modules for slug, card in module.addressed.items() if card.crisis}
    return (SearchEntry.kind == SearchKind.CARD) & SearchEntry.key.in_(sorted(keys))


def has_crisis_card(db: Session) -> bool:
    """Return whether there is such a card; nothing is asked for it where the published modules are known."""
    return any(card.crisis for published in in_force.published_modules(db) for card in published.module.cards)


# --------------------------------------------------------------------------------------- vignettes of published modules


class VignetteToShow(NamedTuple):
    """A vignette with its module, which says in what language it is."""

    module: Module
    vignette: Vignette

    @property
    def best(self) -> int:
        """The place of the card to raise, from 0."""
        return next(place for place, choice in enumerate(self.vignette.choices) if choice.right)


def vignette_of(db: Session, module_id: str, vignette_id: str, language: str) -> VignetteToShow:
    """Return a vignette of a module in a language, else in the original's; raises UnknownModule, NotFound."""
    module = published_module(db, module_id, language).module
    for vignette in module.vignettes:
        if vignette.id == vignette_id:
            return VignetteToShow(module, vignette)
    raise NotFound(N_("Cette vignette n'est plus là."), N_("Celles d'un module se trouvent sur sa page."))


# ------------------------------------------------------------------------------- written questions of published modules


class WrittenToShow(NamedTuple):
    """A written question, and the module that asks it."""

    module: Module
    question: WrittenQuestion


def written_of(db: Session, module_id: str, written_id: str, language: str) -> WrittenToShow:
    """Return a written question of a published module; raises UnknownModule, NotFound."""
    module = in_force.published_module(db, module_id, language).module
    for question in module.written:
        if question.id == written_id:
            return WrittenToShow(module, question)
    raise NotFound(
        N_("Ce module n'a rien à écrire à cette adresse."),
        N_("Ce qu'il propose d'écrire est sur sa page, sous « Modules »."),
    )
